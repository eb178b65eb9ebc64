// Carries what was typed over one reload. Nothing readable is written down: random bytes lie in the tab's
// storage, which a browser may file, and the text under them in the window's name, which it holds in memory.
// Each alone is noise, to whoever finds it and to the next page in this tab. It is put back soon, at the
// same link, or never. Rules: V1, P1.
import { attempt } from '../exit/exit.ts';
import { TYPED_KEY } from '../exit/kept-names.ts';

/** The code words, or a pasted message: only one of them is ever on the page. */
const FIELD = '#code, #message';
/** A reload that takes longer was somebody else's. */
const SOON_MS = 60_000;
/** UTF-16 units at least: neither half says how long the words are. */
const LEAST = 512;

const fieldHere = (): HTMLInputElement | null => document.querySelector(FIELD);

/**
 * Called right before the page is loaded again. What does not fit (a tab without storage, more than 64 KiB,
 * which nobody has typed) is typed again.
 * @param typed what the page knows was typed; a page whose scripts have not come looks at its field
 */
export const carryTyped = (typed: string = fieldHere()?.value ?? ''): void =>
  attempt(() => {
    if (typed === '') return;
    const text = JSON.stringify([Date.now(), location.hash, typed]).padEnd(LEAST);
    const mask = crypto.getRandomValues(new Uint16Array(text.length));
    sessionStorage.setItem(TYPED_KEY, String(mask));
    window.name = String(mask.map((unit, at) => unit ^ text.charCodeAt(at)));
  });

/** Puts it back into the field that this page has, and forgets it. */
export const putBackTyped = (): void =>
  attempt(() => {
    const mask = sessionStorage.getItem(TYPED_KEY);
    if (mask === null) return;
    sessionStorage.removeItem(TYPED_KEY);
    const masked = window.name.split(',');
    window.name = '';
    const units = mask.split(',').map((unit, at) => Number(unit) ^ Number(masked[at]));
    const [atMs, hash, typed] = JSON.parse(String.fromCharCode(...units)) as [
      number,
      string,
      string
    ];
    const field = fieldHere();
    if (Date.now() - atMs > SOON_MS || hash !== location.hash || field?.value !== '') return;
    // One line leaves the ends of lines out: words must not run into each other.
    field.value = typed.replace(/\s+/g, ' ');
    // Where the page's scripts have taken over already.
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
