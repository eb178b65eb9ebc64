// What a message says, as every side holds it in memory. So far text; files and cards will join this union,
// which one component shows (`ui/MessageBody.svelte`). Pure. Rules: S1, O6.

export type MessageBody = { readonly type: 'text'; readonly text: string };

/** The body of opened content that is known here. */
export const bodyOf = ({ text }: { readonly text: string }): MessageBody => ({
  type: 'text',
  text
});

/** The words alone: to copy, to announce. */
export const plainText = (body: MessageBody): string => body.text;
