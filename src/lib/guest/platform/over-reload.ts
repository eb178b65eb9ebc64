// Carries what stands in the page's field over one reload. Nothing readable is written down: random bytes
// lie in the tab's storage, which a browser may file, and the text under them in the window's name, which
// it holds in memory. Each alone is noise, to whoever finds it and to the next page in this tab.
// Rules: V1, P1.
import { attempt } from '../exit/exit.ts';
import { TYPED_KEY } from '../exit/kept-names.ts';

/** The code words, or a pasted message: only one of them is ever on the page. */
const FIELD = '#code, #message';

const typedIn = (): HTMLInputElement | null => document.querySelector(FIELD);

/**
 * Called right before the page is loaded again. What does not fit (a tab without storage, more than 64 KiB,
 * which nobody has typed) is typed again.
 */
export const carryTyped = (): void =>
  attempt(() => {
    const text = typedIn()?.value ?? '';
    const mask = crypto.getRandomValues(new Uint16Array(text.length));
    sessionStorage.setItem(TYPED_KEY, String(mask));
    window.name = String(mask.map((unit, at) => unit ^ text.charCodeAt(at)));
  });

/** Puts it back into the field that this page has, and forgets it. */
export const putBackTyped = (): void =>
  attempt(() => {
    const mask = sessionStorage.getItem(TYPED_KEY);
    if (!mask) return;
    sessionStorage.removeItem(TYPED_KEY);
    const masked = window.name.split(',');
    window.name = '';
    const units = mask.split(',').map((unit, at) => Number(unit) ^ Number(masked[at]));
    const field = typedIn();
    if (masked.length !== units.length || field?.value !== '') return;
    field.value = String.fromCharCode(...units);
    // Where the page's scripts have taken over already.
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
