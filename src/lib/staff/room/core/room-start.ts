// The state of a room on a staff page before anything has come over the line. Pure.
import type { ChainTip } from '#lib/protocol/room-view.ts';
import { emptyOutbox } from '#lib/sync/core/outbox.ts';
import { noMeaning } from './room-meaning.ts';
import type { RoomRight, StaffRoomState } from './room-types.ts';

/** Frames without an envelope are numbered from here, away from the outbox's numbers. */
const FIRST_CONTROL = 0x8000_0000;

/**
 * A room that nothing is known of yet.
 * @param ids base64url: the room's, this page load's sender (16 random bytes), the member's
 */
export const newStaffRoom = (ids: {
  readonly roomId: string;
  readonly sender: string;
  readonly memberId: string;
  readonly right: RoomRight;
  /** How far this browser had read the log before. */
  readonly logTip?: ChainTip | null;
}): StaffRoomState => ({
  logTip: null,
  ...ids,
  nowMs: 0,
  line: 'down',
  over: null,
  outdated: false,
  doubted: false,
  stopped: null,
  faults: [],
  face: null,
  keys: 'opening',
  life: null,
  attempts: null,
  epochs: new Map(),
  chains: new Map(),
  nextOf: new Map(),
  entries: [],
  understood: 0,
  ahead: new Map(),
  catchUpTo: 0,
  known: false,
  permitAgainAtMs: null,
  lineAgainAtMs: null,
  askedAgain: false,
  meaning: noMeaning,
  jobs: [],
  labelWish: null,
  lost: [],
  lostHere: 0,
  lostOfOthers: new Set(),
  nextJob: 1,
  ownNext: new Map(),
  noticed: new Map(),
  barredCopies: new Set(),
  outbox: emptyOutbox,
  outboxAgain: null,
  controls: new Map(),
  nextControl: FIRST_CONTROL,
  readOrder: 0,
  answeredOrder: null,
  dividerOrder: 0,
  looking: false,
  typing: null,
  signalSequence: 0
});
