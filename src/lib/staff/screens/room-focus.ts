// Where the focus goes when a room is opened: to its field where one may write and nothing stands in it yet,
// otherwise to its name: whoever still holds Enter, or types on for another room, must not write here. On a touch
// screen always to the name, because a keyboard would cover the room. Rule: A2.

const NAME = 'room-name';
/** Whoever is at the name is to stay there. */
let stays = false;

/** @param within holds one room @param toField a press of a letter opened it: never its field */
export function focusRoom(within: HTMLElement | undefined, toField = true): void {
  const touch = matchMedia('(pointer: coarse)').matches;
  const field = within?.querySelector<HTMLTextAreaElement>('[data-testid=composer]:enabled');
  stays = !toField;
  const to = touch || stays || field?.value !== '' ? null : field;
  (to ?? within?.querySelector<HTMLElement>(`#${NAME}`))?.focus();
}

/** The room was opened a moment ago, and nobody has gone elsewhere since. */
export const isAtName = (): boolean => !stays && document.activeElement?.id === NAME;
