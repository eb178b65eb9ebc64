// The desk's list: the groups, their order, and the rooms that call for attention. From summaries only:
// states, times and counts. Pure. Rules: R4, R8, E1.
import type { DeskFrame, RoomSummary } from '#lib/protocol/desk-api.ts';
import { isWaiting, waitingFromMs } from '#lib/protocol/room-waiting.ts';

/** A longer wait is shown in amber. */
export const LONG_WAIT_MS = 2 * 60_000;

export interface DeskList {
  readonly rooms: ReadonlyMap<string, RoomSummary>;
  /** Erased while this tab was open: room id → when. */
  readonly deleted: ReadonlyMap<string, number>;
  /** Rooms that exist and cannot be read now [R6]. */
  readonly unreadable: ReadonlySet<string>;
  /** The server's clock minus this machine's. */
  readonly clockOffsetMs: number;
  /** The first frame has come. */
  readonly known: boolean;
}

export const emptyDeskList: DeskList = {
  rooms: new Map(),
  deleted: new Map(),
  unreadable: new Set(),
  clockOffsetMs: 0,
  known: false
};

/** @param nowMs this machine's time */
export function reduceDeskList(list: DeskList, frame: DeskFrame, nowMs: number): DeskList {
  switch (frame.t) {
    case 'rooms': {
      const rooms = new Map(frame.rooms.map((room) => [room.roomId, room]));
      const unreadable = new Set(frame.unreadable);
      const isThere = (id: string): boolean => rooms.has(id) || unreadable.has(id);
      const deleted = new Map([...list.deleted].filter(([id]) => !isThere(id)));
      for (const id of [...list.rooms.keys(), ...list.unreadable])
        if (!isThere(id)) deleted.set(id, frame.nowMs);
      return { rooms, deleted, unreadable, clockOffsetMs: frame.nowMs - nowMs, known: true };
    }
    case 'room': {
      const unreadable = new Set(list.unreadable);
      unreadable.delete(frame.room.roomId);
      const rooms = new Map(list.rooms).set(frame.room.roomId, frame.room);
      return { ...list, unreadable, rooms };
    }
    case 'deleted': {
      const rooms = new Map(list.rooms);
      rooms.delete(frame.roomId);
      const unreadable = new Set(list.unreadable);
      unreadable.delete(frame.roomId);
      const deleted = new Map(list.deleted).set(frame.roomId, frame.atMs);
      return { ...list, rooms, unreadable, deleted };
    }
  }
}

/** Danger and team come with later steps; their place is before and after these. */
type GroupName = 'waiting' | 'mine' | 'invited' | 'ended';
const GROUPS: readonly GroupName[] = ['waiting', 'mine', 'invited', 'ended'];

export function groupOf(room: RoomSummary): GroupName {
  const { state } = room.life;
  if (state === 'closed' || state === 'deleting') return 'ended';
  if (isWaiting(room)) return 'waiting';
  return state === 'invited' ? 'invited' : 'mine';
}

/** Longest waiting first; otherwise latest change first. */
function before(group: GroupName): (a: RoomSummary, b: RoomSummary) => number {
  if (group === 'waiting') return (a, b) => waitingFromMs(a) - waitingFromMs(b);
  if (group === 'ended') return (a, b) => (b.life.endedAtMs ?? 0) - (a.life.endedAtMs ?? 0);
  return (a, b) => b.lastActivityMs - a.lastActivityMs;
}

interface Group {
  readonly name: GroupName;
  readonly rooms: readonly RoomSummary[];
}

/**
 * The room in view as it was when it came into view, so that it keeps its place in the list; as it is now when
 * its life has changed since.
 * @param held the last result
 * @param inView room id; null when no room is in view
 */
export function holdInView(
  held: RoomSummary | null,
  inView: string | null,
  rooms: ReadonlyMap<string, RoomSummary>
): RoomSummary | null {
  const now = inView === null ? undefined : rooms.get(inView);
  if (now === undefined) return null;
  return held?.roomId === inView && held.life.state === now.life.state ? held : now;
}

/**
 * Groups with rooms in them, in their order.
 * @param held stands where it stood, whatever became of it
 */
export function groupRooms(
  rooms: Iterable<RoomSummary>,
  held: RoomSummary | null = null
): readonly Group[] {
  const all = [...rooms];
  const placed = (room: RoomSummary): RoomSummary => (room.roomId === held?.roomId ? held : room);
  return GROUPS.map((name) => {
    const order = before(name);
    return {
      name,
      rooms: all
        .filter((room) => groupOf(placed(room)) === name)
        .sort((a, b) => order(placed(a), placed(b)))
    };
  }).filter((group) => group.rooms.length > 0);
}

/** @param nowMs server time */
export const isLongWait = (room: RoomSummary, nowMs: number): boolean =>
  room.waitingSinceMs !== null && nowMs - room.waitingSinceMs > LONG_WAIT_MS;

/** Rings: a guest is left alone, or stands before a locked door. */
export const isCalling = (room: RoomSummary): boolean =>
  isWaiting(room) && (room.unattended || room.locked);

/** Everything here was read, and an answer is owed. */
export const isSeenNotAnswered = (room: RoomSummary): boolean =>
  isWaiting(room) && room.unread === 0 && !room.unattended && !room.locked;

/**
 * The room to go to next: the longest wait, or, from one that waits, the next longest, and round.
 * @param inView room id; null when no room is in view
 */
export function nextWaiting(
  rooms: Iterable<RoomSummary>,
  inView: string | null
): RoomSummary | null {
  const waiting = [...rooms].filter(isWaiting).sort(before('waiting'));
  const at = waiting.findIndex((room) => room.roomId === inView);
  const next = waiting[(at + 1) % waiting.length];
  return next === undefined || next.roomId === inView ? null : next;
}

/** False only for a room that surely nobody has opened. How else a room ended says nothing of that. */
export const wasOpened = (room: RoomSummary): boolean => room.life.endReason !== 'lapsed';

/** How many rooms wait, for the tab's title. */
export const waitingCount = (rooms: Iterable<RoomSummary>): number =>
  [...rooms].filter(isWaiting).length;
