// ① The token in any text: an address, a paste, a wrapped or mangled link [L5]. One pass looks at runs of
// letters that a token can be made of. A token joined over a gap or glued to something is marked as
// doubtful, so that nobody is told for its sake that a room is gone.
import { DASH } from './plain-text.ts';
import { parseRoomToken, TOKEN_BEGINNING, TOKEN_LENGTH, type RoomToken } from './room-token.ts';

export interface FoundToken {
  readonly token: RoomToken;
  /** False: a cut link may have swallowed the text behind it. */
  readonly sure: boolean;
  /** The text has other whole links too; this is the last. */
  readonly several: boolean;
  /** The positions of links in the text, ascending, without overlaps: [from, to). */
  readonly links: readonly (readonly [from: number, to: number])[];
}

interface Run {
  readonly from: number;
  readonly text: string;
}

interface Hit {
  readonly token: RoomToken;
  readonly text: string;
  readonly sure: boolean;
  readonly from: number;
  readonly to: number;
}

/** The ways of reading a token, from the least doubtful to the most. */
const READINGS = ['whole', 'over-lines', 'glued', 'over-blanks'] as const;
type Reading = (typeof READINGS)[number];

const RUNS = new RegExp(`[\\w${DASH}-]+`, 'g');
/** A gap may come after a token's first letter. */
const BEGINNINGS = new RegExp(`${TOKEN_BEGINNING}|${TOKEN_BEGINNING.charAt(0)}$`, 'g');
/** The most pieces of a broken link. */
const MOST_PIECES = 6;
const EMPHASIS = new RegExp(`^[_${DASH}-]*$`);
const HYPHEN = new RegExp(`^[${DASH}-]?$`);

/** The token of these letters, where each dash is one hyphen, or each is two. */
function tokenOf(letters: string): string | null {
  const dashes = letters.split(DASH).length - 1;
  if (letters.length === TOKEN_LENGTH) return letters.replaceAll(DASH, '-');
  return dashes > 0 && letters.length + dashes === TOKEN_LENGTH
    ? letters.replaceAll(DASH, '--')
    : null;
}

/** The same, with `_` or `-` of emphasis at the end. */
function tokenBefore(letters: string): string | null {
  const whole = tokenOf(letters);
  if (whole !== null) return whole;
  return EMPHASIS.test(letters.slice(TOKEN_LENGTH))
    ? tokenOf(letters.slice(0, TOKEN_LENGTH))
    : null;
}

/** A piece behind a gap that is hardly a word of the text. */
const noWord = (piece: string): boolean =>
  piece.length >= 6 && /\d/.test(piece) && /[a-z]/.test(piece) && /[A-Z]/.test(piece);

/** @param text as `plainText` gives it. Null: it has no whole token. */
export function findToken(text: string): FoundToken | null {
  const runs: Run[] = Array.from(text.matchAll(RUNS), (match) => ({
    from: match.index,
    text: match[0]
  }));
  const hits: Record<Reading, Hit[]> = {
    whole: [],
    'over-lines': [],
    glued: [],
    'over-blanks': []
  };
  runs.forEach((run, at) => {
    for (const { index } of run.text.matchAll(BEGINNINGS)) {
      const found = readAt(text, runs, at, index);
      if (found === null) continue;
      const token = parseRoomToken(found.hit.text);
      if (token !== null) hits[found.reading].push({ ...found.hit, token });
    }
  });
  const best = READINGS.map((reading) => hits[reading]).find((some) => some.length > 0);
  const last = best?.at(-1);
  if (best === undefined || last === undefined) return null;
  const several = best.some((hit) => hit.text !== last.text);
  return { token: last.token, sure: last.sure, several, links: linksAround(text, best) };
}

function readAt(
  text: string,
  runs: readonly Run[],
  at: number,
  begin: number
): { readonly reading: Reading; readonly hit: Omit<Hit, 'token'> } | null {
  const run = runs[at];
  if (run === undefined) return null;
  const lead = run.text.slice(0, begin);
  const before = text.slice(Math.max(0, run.from - 3), run.from);
  // `#-`, `#`, or `/r` with the remains of them.
  const marked =
    (HYPHEN.test(lead) && /#$|\/r\/$/i.test(before)) ||
    (/^r/i.test(lead) && HYPHEN.test(lead.slice(1)) && before.endsWith('/'));
  if (!marked && !EMPHASIS.test(lead)) return null;
  const body = run.text.slice(begin);
  const hit = (token: string, to: number, sure: boolean): Omit<Hit, 'token'> => ({
    text: token,
    sure,
    from: run.from + begin,
    to
  });
  const end = run.from + run.text.length;
  const whole = tokenBefore(body);
  if (whole !== null) return { reading: 'whole', hit: hit(whole, end, true) };
  if (body.length > TOKEN_LENGTH) {
    if (!marked) return null;
    const letters = body.slice(0, TOKEN_LENGTH).replaceAll(DASH, '-');
    return { reading: 'glued', hit: hit(letters, run.from + begin + TOKEN_LENGTH, false) };
  }
  // Broken by lines or blanks: the rest is in the runs that follow, and ends where one of them ends.
  let letters = body;
  let [lines, sure, reached] = [true, true, end];
  for (let next = at + 1; letters.length < TOKEN_LENGTH && next < at + MOST_PIECES; next += 1) {
    const piece = runs[next];
    if (piece === undefined) break;
    const gap = text.slice(reached, piece.from);
    if (!/^[\s>|]+$/.test(gap)) break;
    lines &&= /[\r\n]/.test(gap);
    sure &&= noWord(piece.text);
    letters += piece.text;
    reached = piece.from + piece.text.length;
    const token = tokenBefore(letters);
    if (token !== null)
      return { reading: lines ? 'over-lines' : 'over-blanks', hit: hit(token, reached, sure) };
  }
  return null;
}

/** The whole links around the tokens, with everything that was appended to them. */
function linksAround(text: string, hits: readonly Hit[]): [number, number][] {
  const links: [number, number][] = [];
  for (const { from: token, to: end } of hits) {
    const last = links.at(-1);
    const floor = last?.[1] ?? 0;
    if (end <= floor) continue;
    let from = token;
    while (from > floor && /\S/.test(text.charAt(from - 1))) from -= 1;
    const scheme = text.slice(from, token).search(/https?:\/\//i);
    if (scheme > 0) from += scheme;
    let to = end;
    if (/[&?/=%#+]/.test(text.charAt(to)))
      while (to < text.length && /[^\s<>"'()[\]]/.test(text.charAt(to))) to += 1;
    if (last !== undefined && from <= last[1]) last[1] = Math.max(to, last[1]);
    else links.push([from, to]);
  }
  return links;
}

/** The text without its links; `cut` replaces each. */
export function withoutLinks(text: string, links: FoundToken['links'], cut: string): string {
  let rest = '';
  let at = 0;
  for (const [from, to] of links) {
    rest += text.slice(at, from) + cut;
    at = to;
  }
  return rest + text.slice(at);
}
