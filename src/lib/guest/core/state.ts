// Everything that a young person's page knows about its conversation, as one value. Pure; only reduceGuest
// changes it. Holds no key: keys are handles of the worker, and only effect runners touch them.
// Rules: O2–O6, P2, J5, J8, R6.
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { ChainTip, RoomLife } from '#lib/protocol/room-view.ts';
import type { ChainFault, ChainView } from '#lib/sync/core/chain-view.ts';
import type { Message } from './message.ts';
import { emptyOutbox, type Outbox } from '#lib/sync/core/outbox.ts';
import type { UnderWay } from './under-way.ts';

/**
 * - `idle`      no epoch: before joining, and after everything was dropped
 * - `joining`   an epoch was begun here and waits for the room [J3]
 * - `resuming`  a page without its root asks the room for `u` [P2]; may write, in memory only [O4]
 * - `live`      the epoch is accepted and its keys are here; the line may be up or down
 * - `over`      nothing more can be written here; `over` says why
 */
type Phase = 'idle' | 'joining' | 'resuming' | 'live' | 'over';

/** Why nothing more can be written here. */
export type Over =
  | { readonly why: 'ended' }
  /** Ended because the conversation continues in a new room, under another link. */
  | { readonly why: 'new-link' }
  | { readonly why: 'gone' }
  /** Staff refused this epoch or this device [J5]. */
  | { readonly why: 'refused' }
  /** Another page of this device has a newer epoch. */
  | { readonly why: 'replaced' }
  /** Another tab holds this same epoch; this one can take it back [J8]. */
  | { readonly why: 'taken-over' }
  /** What the room said contradicts the chain or itself [O1, O2, J6]. */
  | { readonly why: 'tampering'; readonly fault: Tampering }
  | { readonly why: 'left' };

export type Tampering = ChainFault | 'replay' | 'forged' | 'unreadable-seal' | 'conflict';

/** Why a page is `idle` after it had an epoch. */
export type AwayReason =
  /** Hidden for longer than the resume window: root and content dropped [P2]. */
  | 'hidden-too-long'
  /** The room no longer holds `u`, or no box is left that it opens [P2]. */
  | 'resume-expired'
  /** What this phone keeps cannot be read now; it stays there [R6]. */
  | 'unreadable'
  /** A later page has sealed the resume box: only such a page can read it [R6]. */
  | 'newer';

/** A refused join, as the code screen shows it [J4]. */
export interface JoinRefusal {
  readonly code: ErrorCode;
  readonly left: number | null;
  /** By this device's clock. */
  readonly retryAtMs: number | null;
}

/** The room asks a newcomer for patience; the page retries by itself [J4, J9]. */
interface JoinWait {
  readonly code: 'wait' | 'slow-down' | 'unavailable';
  /** By this device's clock. */
  readonly untilMs: number;
}

export type { Message, OwnMessage, OwnStep, TheirMessage } from './message.ts';

/** An entry of the chain whose envelope is being opened. Entries are applied in the chain's order only. */
export interface Opening {
  readonly n: number;
  readonly order: number;
  readonly timeMs: number;
  readonly envelope: string;
  readonly own: boolean;
  readonly sender: string;
  readonly sequence: number;
  readonly lastSeenHead: string;
  readonly asked: boolean;
  /** `undefined` while it is being opened; null when the seal did not open. */
  readonly content: string | null | undefined;
}

/** The room's claim about a place in the chain. */
export interface Link {
  readonly n: number;
  readonly order: number;
  readonly timeMs: number;
  readonly head: string;
  readonly envelope: string;
}

export interface GuestState {
  readonly phase: Phase;
  readonly over: Over | null;
  readonly away: AwayReason | null;
  readonly refusal: JoinRefusal | null;
  readonly joinWait: JoinWait | null;

  // Who and where. Base64url.
  readonly roomId: string;
  readonly epochId: string;
  readonly deviceKey: string;
  readonly sender: string;
  readonly resumeWindowMs: number;
  readonly unattendedMs: number;
  /** False: this phone's key could not be read, and this page uses a different one [R6]. */
  readonly recognised: boolean;
  /** The fields of `join` besides the signature; null for a page that resumes. */
  readonly join: JoinParts | null;

  // ⑤ The line.
  readonly up: boolean;
  readonly challenge: string | null;
  /** This connection has proved the device key: frames may be sent. */
  readonly proved: boolean;
  readonly nextRef: number;
  readonly entryRef: number | null;
  readonly depositRef: number | null;
  readonly endRef: number | null;
  /** Server time minus this device's. */
  readonly skewMs: number;
  readonly lostAtMs: number | null;
  /** The room asked for patience before this page proves itself again. */
  readonly retryLineAtMs: number | null;
  /** The line has said that the room no longer exists, and HTTP is being asked [R6]. */
  readonly doubted: boolean;
  /** The room, or data on this phone, is of a later version than this page [R6]. */
  readonly outdated: boolean;

  // The chain [O2].
  readonly chain: ChainView;
  /** The tip that the room states; null once it is reached. */
  readonly catchUp: ChainTip | null;
  /** The tip in the resume box: a room that knows less was rolled back. */
  readonly rememberedTip: ChainTip | null;
  /** Next sequence of every sender, by direction and sender. */
  readonly senders: ReadonlyMap<string, number>;
  /** By place: own envelopes that the room has accepted beyond what this page has reached. */
  readonly ahead: ReadonlyMap<number, Link>;
  /** The chain's length at which the room was already asked again about a gap. */
  readonly gapAskedAt: number | null;
  readonly gapSinceMs: number | null;
  readonly opening: readonly Opening[];

  // What is shown.
  readonly messages: readonly Message[];
  readonly staffSeenN: number;
  /** What staff have seen, sealed, as it came before the keys did. */
  readonly sealedSeen: string | null;
  readonly unreadFrom: string | null;
  readonly draft: string;

  // ③ ④ Own writing.
  readonly hasKeys: boolean;
  /** What is not in the outbox yet, in the order of writing; no text of what is sealed [P2]. */
  readonly underWay: readonly UnderWay[];
  /**
   * H(envelope) of what this page sealed, by sequence; the next number is its length. It outlives the
   * record, so that the chain reveals another envelope under the same number [O1].
   */
  readonly sealed: readonly string[];
  /** What waits on disk, also of earlier pages, which have no record here. */
  readonly outbox: Outbox;
  /**
   * outboxKey of what no disk holds, whoever sealed it. What has arrived stays in it until the disk works
   * again, so that nobody is told that words are kept safe where they are not.
   */
  readonly unkept: ReadonlySet<string>;
  /** What is written here is in this page's memory alone: a page without its root seals nothing [O4]. */
  readonly onlyHere: boolean;
  /** Sealed messages of an earlier page that can never arrive; their text is not known here. */
  readonly lostUnread: number;
  /** The store could not be read: when to retry, and the delay after that [R6]. */
  readonly reload: { readonly atMs: number | null; readonly nextMs: number } | null;

  // Delivered [O6].
  readonly toAcknowledge: readonly string[];
  readonly acknowledged: ReadonlySet<string>;

  // Signals [O5].
  readonly nextSignal: number;
  readonly typingSentMs: number | null;
  readonly typingUntilMs: number | null;
  readonly seenSentN: number;
  readonly staffTypingUntilMs: number | null;
  readonly staffTypingAtMs: number;

  // Presence and life.
  readonly staffHere: boolean | null;
  readonly staffSinceMs: number;
  readonly unattended: boolean;
  readonly life: RoomLife | null;

  // Hidden [P2].
  readonly hiddenSinceMs: number | null;
  readonly attentive: boolean;
  /** The resume box is older than the chain or the draft. */
  readonly boxStale: boolean;
  readonly boxSavedAtMs: number;
}

/** The parts of `join` that do not depend on the challenge [J3]. Base64url. */
export interface JoinParts {
  readonly joinToken: string;
  readonly enc: string;
  readonly leaveHash: string;
  readonly share: string;
  readonly mac: string;
}

/** Refs from here on are the page's own; the outbox counts from 1. */
const FIRST_REF = 0x8000_0000;

export const initialGuest: GuestState = {
  phase: 'idle',
  over: null,
  away: null,
  refusal: null,
  joinWait: null,
  roomId: '',
  epochId: '',
  deviceKey: '',
  sender: '',
  resumeWindowMs: 0,
  unattendedMs: 0,
  recognised: true,
  join: null,
  up: false,
  challenge: null,
  proved: false,
  nextRef: FIRST_REF,
  entryRef: null,
  depositRef: null,
  endRef: null,
  skewMs: 0,
  lostAtMs: null,
  retryLineAtMs: null,
  doubted: false,
  outdated: false,
  chain: { heads: [] },
  catchUp: null,
  rememberedTip: null,
  senders: new Map(),
  ahead: new Map(),
  gapAskedAt: null,
  gapSinceMs: null,
  opening: [],
  messages: [],
  staffSeenN: 0,
  sealedSeen: null,
  unreadFrom: null,
  draft: '',
  hasKeys: false,
  underWay: [],
  sealed: [],
  outbox: emptyOutbox,
  unkept: new Set(),
  onlyHere: false,
  lostUnread: 0,
  reload: null,
  toAcknowledge: [],
  acknowledged: new Set(),
  nextSignal: 0,
  typingSentMs: null,
  typingUntilMs: null,
  seenSentN: 0,
  staffTypingUntilMs: null,
  staffTypingAtMs: 0,
  staffHere: null,
  staffSinceMs: 0,
  unattended: false,
  life: null,
  hiddenSinceMs: null,
  attentive: true,
  boxStale: false,
  boxSavedAtMs: 0
};
