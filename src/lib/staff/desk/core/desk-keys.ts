// The desk's single keys: "/" finds a room, "n" goes to the next one that waits, "?" lists the keys. They do
// nothing while something is typed, in a dialog, or with another key held down. Pure. Rules: A2; WCAG 2.1.4.

/** A press of a key, and where it was made. */
export interface PressedKey {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** An input method composes. */
  readonly composed: boolean;
  /** Something else has acted on it. */
  readonly taken: boolean;
  /** In a field that takes text, or a choice that takes letters. */
  readonly inField: boolean;
  readonly inDialog: boolean;
  /** Held down. */
  readonly repeated: boolean;
  /** Time since a key was pressed in a field; null: none was. */
  readonly sinceTypedMs: number | null;
}

/** Who was typing when their field went away types on: what follows is no command. Chosen, not measured. */
export const TYPING_ON_MS = 2_000;

export type KeyAct = 'search' | 'next' | 'keys';

/** What this press does; null: nothing. */
export function keyAct(press: PressedKey): KeyAct | null {
  const { key, ctrl, alt, meta, shift, composed, taken, inField, inDialog } = press;
  if (ctrl || alt || meta || composed || taken || inField || inDialog || press.repeated)
    return null;
  if (press.sinceTypedMs !== null && press.sinceTypedMs < TYPING_ON_MS) return null;
  // On many keyboards these two are reached with Shift only.
  if (key === '/') return 'search';
  if (key === '?') return 'keys';
  return key.toLowerCase() === 'n' && !shift ? 'next' : null;
}
