// Carries what was typed over one reload. Nothing readable is stored: random bytes are in the tab's
// storage, which a browser may write to disk, and the text masked with them in the window's name, which
// stays in memory. Each alone is noise, to any finder and to the next page in this tab. The text is
// restored soon, at the same link, or never. Rules: V1, P1.
import { attempt } from '../exit/exit.ts';
import { TYPED_KEY } from '../exit/kept-names.ts';

/** The code words, or a pasted message: the page never has both. */
export const FIELD = '#code, #message';
/** A longer reload was not this one. */
const SOON_MS = 60_000;
/** UTF-16 units at least: neither half reveals the length of the words. */
const LEAST = 512;

const fieldHere = (): HTMLInputElement | null => document.querySelector(FIELD);

/**
 * Call right before the reload. What does not fit must be typed again (a tab without storage, or more than
 * 64 KiB, which nobody types).
 * @param typed what the page knows was typed; a page whose scripts have not loaded reads its field
 */
export const carryTyped = (typed: string = fieldHere()?.value ?? ''): void =>
  attempt(() => {
    if (typed === '') return;
    const text = JSON.stringify([Date.now(), location.hash, typed]).padEnd(LEAST);
    const mask = crypto.getRandomValues(new Uint16Array(text.length));
    sessionStorage.setItem(TYPED_KEY, String(mask));
    window.name = String(mask.map((unit, at) => unit ^ text.charCodeAt(at)));
  });

/** Restores it to this page's field, and forgets it. */
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
    // A one-line field drops line breaks: words must not run together.
    field.value = typed.replace(/\s+/g, ' ');
    // For pages whose scripts have taken over already.
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
