// The desk's list: the groups, their order, and the rooms that call for attention. From summaries only:
// states, times and counts. Pure. Rules: R4, E1.
import type { DeskFrame, RoomSummary } from '#lib/protocol/desk-api.ts';

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
      const deleted = new Map(list.deleted);
      const unreadable = new Set(frame.unreadable);
      for (const id of list.rooms.keys())
        if (!rooms.has(id) && !unreadable.has(id)) deleted.set(id, frame.nowMs);
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
  if (room.unattended || room.waitingSinceMs !== null || room.unread > 0) return 'waiting';
  return state === 'invited' ? 'invited' : 'mine';
}

const waitedFrom = (room: RoomSummary): number => room.waitingSinceMs ?? room.lastActivityMs;

/** Longest waiting first; otherwise latest change first. */
function before(group: GroupName): (a: RoomSummary, b: RoomSummary) => number {
  if (group === 'waiting') return (a, b) => waitedFrom(a) - waitedFrom(b);
  if (group === 'ended') return (a, b) => (b.life.endedAtMs ?? 0) - (a.life.endedAtMs ?? 0);
  return (a, b) => b.lastActivityMs - a.lastActivityMs;
}

interface Group {
  readonly name: GroupName;
  readonly rooms: readonly RoomSummary[];
}

/** Groups with rooms in them, in their order. */
export function groupRooms(rooms: Iterable<RoomSummary>): readonly Group[] {
  const all = [...rooms];
  return GROUPS.map((name) => ({
    name,
    rooms: all.filter((room) => groupOf(room) === name).sort(before(name))
  })).filter((group) => group.rooms.length > 0);
}

/** @param nowMs server time */
export const isLongWait = (room: RoomSummary, nowMs: number): boolean =>
  room.waitingSinceMs !== null && nowMs - room.waitingSinceMs > LONG_WAIT_MS;

export const isCalling = (room: RoomSummary): boolean =>
  room.unattended && groupOf(room) === 'waiting';

/** How many rooms wait, for the tab's title. */
export const waitingCount = (rooms: Iterable<RoomSummary>): number =>
  [...rooms].filter((room) => groupOf(room) === 'waiting').length;
