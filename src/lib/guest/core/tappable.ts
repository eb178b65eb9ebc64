// Addresses and phone numbers in what staff write, so that they can be tapped. A guess, for comfort only: what is
// not found can be read and copied all the same, and a number that is found must be the whole of what was written.
// Pure. Rule: B5.

export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'page'; readonly text: string; readonly page: Page }
  | { readonly type: 'number'; readonly text: string; readonly href: string };

export interface Page {
  readonly href: string;
  /** As it was written where that cannot deceive; otherwise as the browser reads it. */
  readonly host: string;
}

/** Endings of addresses that people write without https. Others are found with it. */
const ENDINGS = 'no|fi|se|dk|is|com|org|net|eu|info';
/** Between the groups of a number: a space, or one that does not break. */
const GAP = '[ \\u00a0\\u202f]';
const WORD = '\\p{L}\\p{N}_';
const REST = '[^\\s<>"«»”]';

const ADDRESS =
  `[Hh]ttps?://${REST}+` +
  `|(?<![${WORD}@.-])(?:[\\p{L}\\p{N}-]+\\.)+(?:${ENDINGS})(?![${WORD}-]|\\.[\\p{L}\\p{N}])(?:/${REST}*)?`;
/** A run of digits, whole: nothing of a date, a sum or a longer run. */
const NUMBER =
  `(?<![${WORD}+.,:/-])(?<!\\d${GAP})\\+?\\d(?:${GAP}?\\d)*` +
  `(?![${WORD}]|${GAP}?[.,:/-]?\\d|,-|${GAP}?(?:kr|€|%))`;
const FOUND = new RegExp(`(?<page>${ADDRESS})|(?<number>${NUMBER})`, 'gu');

/** What numbers look like in the countries of these services, and with a country's own number in front. */
const SHAPES = [
  // To call at once, and the numbers that are the same all over Europe.
  /^11\d$/,
  /^116\d{3}$/,
  // Norway: five digits, or eight.
  /^0\d{4}$/,
  /^[2-9]\d{7}$/,
  // Finland, Sweden.
  /^0\d{6,10}$/,
  /^\+\d{7,15}$/
];
/** Written like a sum of money, or like a day. */
const NOT_CALLED = /^\d{1,3}(?:\D\d{3})+$|^\d\d\D\d\d\D\d{4}$/;

/** Letters of these languages, in which no other alphabet hides. */
const PLAIN_HOST = /^[a-z0-9æøåäö.-]+$/;

const ENDS_SENTENCE = ".,:;!?)]'’";

/** Without what ends the sentence; a bracket that was opened in it stays. */
function address(text: string): string {
  let end = text.length;
  let open = text.split('(').length - text.split(')').length;
  while (ENDS_SENTENCE.includes(text.charAt(end - 1))) {
    if (text.charAt(end - 1) === ')' && (open += 1) > 0) break;
    end -= 1;
  }
  return text.slice(0, end);
}

function pageOf(text: string): Page | null {
  try {
    const url = new URL(/^https?:/i.test(text) ? text : `https://${text}`);
    // A name before "@" makes another address look like a known one.
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
    if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$/.test(url.host)) return null;
    const written =
      text
        .replace(/^https:\/\//i, '')
        .split(/[/?#]/)[0]
        ?.toLowerCase() ?? '';
    return { href: url.href, host: PLAIN_HOST.test(written) ? written : url.host };
  } catch {
    return null;
  }
}

function numberOf(text: string): string | null {
  const digits = text.replaceAll(/[^\d+]/g, '');
  const isShort = digits.length < 8;
  if (!isShort && NOT_CALLED.test(text)) return null;
  return SHAPES.some((shape) => shape.test(digits)) ? `tel:${digits}` : null;
}

/** The pieces of a text, in order; together they are the text. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  const plain = (to: number): void => {
    if (to > done) pieces.push({ type: 'text', text: text.slice(done, to) });
  };
  for (const { 0: whole, index, groups } of text.matchAll(FOUND)) {
    const isPage = groups?.['page'] !== undefined;
    const found = isPage ? address(whole) : whole;
    const page = isPage ? pageOf(found) : null;
    const href = isPage ? null : numberOf(found);
    if (page === null && href === null) continue;
    plain(index);
    if (page !== null) pieces.push({ type: 'page', text: found, page });
    if (href !== null) pieces.push({ type: 'number', text: found, href });
    done = index + found.length;
  }
  plain(text.length);
  return pieces;
}
