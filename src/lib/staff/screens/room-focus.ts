// Where the focus goes when a room is opened: to its field where one may write, otherwise to its name; on a
// touch screen always to the name, because a keyboard would cover the room. Rule: A2.

const NAME = 'room-name';

/** @param within holds one room */
export function focusRoom(within: HTMLElement | undefined): void {
  const touch = matchMedia('(pointer: coarse)').matches;
  const field = within?.querySelector<HTMLElement>('[data-testid=composer]:enabled');
  const to = touch ? null : field;
  (to ?? within?.querySelector<HTMLElement>(`#${NAME}`))?.focus();
}

/** The room was opened a moment ago, and nobody has gone elsewhere since. */
export const isAtName = (): boolean => document.activeElement?.id === NAME;
