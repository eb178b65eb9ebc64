// Addresses and phone numbers in what staff write, so that they can be tapped. A guess, for comfort only: what is
// not found can be read and copied all the same. Pure. Rule: B5.

export type Piece =
  | { readonly type: 'text'; readonly text: string }
  /** `host`: as the browser reads it, so that look-alike letters show. */
  | { readonly type: 'page'; readonly text: string; readonly href: string; readonly host: string }
  | { readonly type: 'number'; readonly text: string; readonly href: string };

/** Endings of addresses that people write without https. Others are found with it. */
const ENDINGS = 'no|fi|se|dk|is|com|org|net|eu|info';
const FOUND = new RegExp(
  `(?<page>https?://[^\\s<>"«»”]+|(?<![\\p{L}\\p{N}_@.-])(?:[\\p{L}\\p{N}-]+\\.)+(?:${ENDINGS})(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])(?:/[^\\s<>"«»”]*)?)` +
    `|(?<number>(?<![\\w+.,:/-])\\+?\\d(?:[ ]?\\d){2,14}(?![\\w:/-]|[.,]\\d| ?(?:kr|€|%)))`,
  'giu'
);

/** What ends a sentence, not an address. */
const TRAIL = /[.,:;!?)\]'’]+$/;

function page(text: string): Piece | null {
  try {
    const url = new URL(/^https?:/i.test(text) ? text : `https://${text}`);
    // A name before "@" makes another address look like a known one.
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
    return { type: 'page', text, href: url.href, host: url.host };
  } catch {
    return null;
  }
}

/** Three digits, five, six, or eight and more: no year, no sum of money. */
function number(text: string): Piece | null {
  const digits = text.replaceAll(' ', '');
  const many = digits.replace('+', '').length;
  const isSum = /^\d{1,3}(?: 000)+$/.test(text);
  return isSum || many === 4 || many === 7 ? null : { type: 'number', text, href: `tel:${digits}` };
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
    const found = isPage ? whole.replace(TRAIL, '') : whole;
    const piece = isPage ? page(found) : number(found);
    if (piece === null) continue;
    plain(index);
    pieces.push(piece);
    done = index + found.length;
  }
  plain(text.length);
  return pieces;
}
