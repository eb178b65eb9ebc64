// Which of the twelve colours a room's mark has, so that no two living rooms of a list look alike. Given by
// when rooms were made and when they ended, so that every colleague's page gives the same, and never changed
// while a page shows it. Says nothing: the name tells rooms apart, the colour only helps the eye. Pure.
import { COLOURS, ownColourOf } from './code-name.ts';

export interface Lived {
  /** Base64url, 16 bytes. */
  readonly roomId: string;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
}

/** Neighbours in the row of colours look alike: the next one tried is far from the last. */
const STRIDE = 5;

const endOf = ({ endedAtMs }: Lived): number => endedAtMs ?? Infinity;

const lived = (one: Lived, other: Lived): boolean =>
  one.createdAtMs < endOf(other) && other.createdAtMs < endOf(one);

const inOrder = (one: Lived, other: Lived): number =>
  one.createdAtMs - other.createdAtMs || (one.roomId < other.roomId ? -1 : 1);

/** From the room's own colour on, the first that fewest others have. */
function choose(roomId: string, taken: readonly number[]): number {
  const own = ownColourOf(roomId);
  const tried = Array.from({ length: COLOURS }, (_, k) => (own + k * STRIDE) % COLOURS);
  const many = (colour: number): number => taken.filter((one) => one === colour).length;
  return tried.reduce((best, next) => (many(next) < many(best) ? next : best));
}

/**
 * The colours of a list's rooms, in the order in which the rooms were made: each takes its own, or the next
 * one that no room has that lived at the same time.
 * @param held colours that this page has shown already; they stay
 */
export function coloursOf(
  rooms: readonly Lived[],
  held: ReadonlyMap<string, number> = new Map()
): ReadonlyMap<string, number> {
  const colours = new Map(held);
  for (const room of [...rooms].sort(inOrder)) {
    if (colours.has(room.roomId)) continue;
    const beside = rooms.filter((other) => other.roomId !== room.roomId && lived(room, other));
    const taken = beside.flatMap(({ roomId }) => colours.get(roomId) ?? []);
    colours.set(room.roomId, choose(room.roomId, taken));
  }
  return colours;
}
