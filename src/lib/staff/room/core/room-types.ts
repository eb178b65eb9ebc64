// The state, events and effects of one room on a staff page. Shapes only. There is no key, no envelope that
// is already in the room, and no clock here: times and sealed bytes come in with events. Rules: O2, O3, O6,
// J4–J7, R3.
import type { Step } from '#lib/core/work.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { CopyContent, SignalContent } from '#lib/protocol/content.ts';
import type { LogContent } from '#lib/protocol/log-content.ts';
import type { SignalKind } from '#lib/protocol/guest-wire.ts';
import type {
  AttemptsView,
  ChainTip,
  Entry,
  EpochView,
  RoomLife
} from '#lib/protocol/room-view.ts';
import type { StaffFrame, ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import type { ChainFault, ChainView } from '#lib/sync/core/chain-view.ts';
import type { Outbox, OutboxItem } from '#lib/sync/core/outbox.ts';
import type { RoomEnd } from '#lib/sync/core/room-end.ts';
import type { Stage } from '#lib/sync/core/stage.ts';
import type { Meaning } from './meaning-types.ts';

export type RoomRight = 'live' | 'archive';

/** Something that an honest room and an honest device never do. */
export type Fault =
  | ChainFault
  /** The room shows another face than before, or boxes that do not open. */
  | 'face'
  /** Nobody entitled to has signed for this room as it is shown [D7]. */
  | 'maker'
  /** What an epoch joined with has changed, or does not fit its name. */
  | 'epoch'
  /** The join's proof does not fit the keys [J6]. */
  | 'mac'
  /** A header of another room, epoch or direction, or a copy of another message than it claims. */
  | 'misplaced'
  /** A sender's number came twice, or one is missing [O1]. */
  | 'sequence'
  /** It does not open, or is no content of this protocol. */
  | 'unreadable'
  /** A kind of content that this page does not know yet: nobody's fault [R6]. */
  | 'newer'
  /** A log entry without a signature of a member in the directory. */
  | 'signature'
  /** Rightly signed, under a directory that this page was not shown [S6]. */
  | 'newer-directory'
  /** Signed under an older directory than an entry before it [S6]. */
  | 'older-directory'
  /** Another envelope is under a number of ours [O1]. */
  | 'conflict';

export interface FaultNote {
  readonly fault: Fault;
  /** Room order of the entry that showed it, or null. */
  readonly order: number | null;
  readonly epochId: string | null;
}

/**
 * One entry whose place has been checked. `reading` is null until it has been opened, unless it is our own.
 */
export interface EntryRecord {
  readonly order: number;
  readonly chain: string;
  readonly n: number;
  readonly timeMs: number;
  readonly head: string;
  /** H(envelope), base64url: what `copyOf` and receipts name it by. */
  readonly hash: string;
  readonly direction: number;
  readonly sender: string;
  readonly copyOf: string | null;
  /** Wrong place, number or last seen head: it is shown, and means nothing if `void`. */
  readonly fault: Fault | null;
  readonly void: boolean;
  readonly reading: Reading | null;
}

/** What an envelope contained. `json` is the content, not yet parsed. */
export type Reading =
  | {
      readonly ok: true;
      readonly json: string;
      readonly memberId: string | null;
      /** The length of the signer's directory [S6]; 0 outside the log. */
      readonly headNumber: number;
    }
  | { readonly ok: false; readonly fault: 'unreadable' | 'signature' }
  | {
      readonly ok: false;
      readonly fault: 'newer-directory';
      /** Base64url: the head that it names; below, who signed it. */
      readonly head: string;
      readonly memberId: string;
    };

export interface EpochRecord {
  readonly view: EpochView;
  /** Whether staff's own computation of its keys agrees [J6]. */
  readonly keys: 'opening' | 'open' | 'bad';
  /** Base64url, 5 bytes: four words to compare [K6]. Empty until the keys are open. */
  readonly phrase: string;
  /** How many exits had happened when staff chose to write to it all the same; or null. */
  readonly chosenAtExits: number | null;
  /** The last entry of its chain that the young person has seen. */
  readonly seenN: number;
  readonly typingSinceMs: number | null;
  /** Time of the newest signal of each kind: older ones mean nothing. */
  readonly signalAtMs: { readonly typing: number; readonly seen: number };
}

/** Something of ours on its way into the room. */
export interface WriteJob {
  readonly job: number;
  readonly chain: string;
  /** Its number in its chain. A seal that failed keeps it. */
  readonly sequence: number;
  readonly content: LogContent | CopyContent;
  readonly copyOf: string | null;
  readonly decision: { readonly epochId: string; readonly verdict: 'confirm' | 'refuse' } | null;
  readonly stage: Stage;
  /** H(envelope) once sealed. */
  readonly hash: string | null;
  /** The length of the directory that it was signed under [S6]; 0 until sealed, and outside the log. */
  readonly headNumber: number;
}

/** Something of ours that can never arrive: the page says so. */
interface LostWrite {
  readonly job: number;
  readonly content: LogContent;
  readonly code: ErrorCode;
}

export interface StaffRoomState {
  /** Base64url, 16 bytes each. */
  readonly roomId: string;
  readonly sender: string;
  readonly memberId: string;
  readonly right: RoomRight;
  /** How far this browser had read the log before: the room must not show less. */
  readonly logTip: ChainTip | null;
  readonly nowMs: number;
  readonly line: 'down' | 'asking' | 'entering' | 'up';
  /** For good: deleted, closed to this right, or not allowed. */
  readonly over: 'gone' | 'closed' | 'not-allowed' | null;
  /** The room or its desk speaks a later version than this page; until it lets this page in [R6]. */
  readonly outdated: boolean;
  /** Line or desk said that the room is over; the room itself is being asked [R6]. */
  readonly doubted: boolean;
  /** A fault after which nothing more is accepted from, or sent to, this room. */
  readonly stopped: FaultNote | null;
  readonly faults: readonly FaultNote[];
  readonly face: string | null;
  readonly keys: 'opening' | 'open' | 'bad';
  readonly life: RoomLife | null;
  readonly attempts: AttemptsView | null;
  readonly epochs: ReadonlyMap<string, EpochRecord>;
  readonly chains: ReadonlyMap<string, ChainView>;
  /** `chain.sender` → the sender's next number. */
  readonly nextOf: ReadonlyMap<string, number>;
  readonly entries: readonly EntryRecord[];
  /** How many entries, from the first, have been understood, in order. */
  readonly understood: number;
  /** Our own receipts that came before earlier entries did. */
  readonly ahead: ReadonlyMap<number, Entry>;
  /** The room's last order when the line came up: until then we are catching up. */
  readonly catchUpTo: number;
  /** The history has been understood once: whom to write to is known. */
  readonly known: boolean;
  /** When to ask again for a permit that was not to be had. */
  readonly permitAgainAtMs: number | null;
  /** When to open a new line, after one on which there was nothing to be had. */
  readonly lineAgainAtMs: number | null;
  /** A new connection has requested a missing entry again; the next gap is a fault. */
  readonly askedAgain: boolean;
  readonly meaning: Meaning;
  readonly jobs: readonly WriteJob[];
  /** A label that was set and is not sealed yet, because the room is not open yet [R9]. */
  readonly labelWish: string | null;
  readonly lost: readonly LostWrite[];
  /** How many messages of this page had not arrived when the room ended. */
  readonly lostHere: number;
  /** Keys of other tabs' messages that can never arrive. */
  readonly lostOfOthers: ReadonlySet<string>;
  readonly nextJob: number;
  /** chain → our next number in it. */
  readonly ownNext: ReadonlyMap<string, number>;
  /** `epoch.hash` → since when a copy is due that another tab may be making. */
  readonly noticed: ReadonlyMap<string, number>;
  /** `epoch.hash` of copies that the room will never accept. */
  readonly barredCopies: ReadonlySet<string>;
  readonly outbox: Outbox;
  /** The outbox could not be read: when it is read again, and the delay after that [R6]. */
  readonly outboxAgain: { readonly atMs: number; readonly nextMs: number } | null;
  readonly controls: ReadonlyMap<number, 'enter' | 'unlock' | 'close'>;
  readonly nextControl: number;
  readonly readOrder: number;
  /** What the room has been told is answered [R8]; null: it is of a version that does not know of it. */
  readonly answeredOrder: number | null;
  /** The unread divider: what had been read when the conversation came into view. */
  readonly dividerOrder: number;
  readonly looking: boolean;
  readonly typing: { readonly to: string; readonly atMs: number } | null;
  readonly signalSequence: number;
}

export interface OpenedEntry {
  readonly order: number;
  readonly reading: Reading;
}

export interface SealedEntry {
  readonly order: number;
  /** Epoch id, or the room log's; base64url. */
  readonly chain: string;
  readonly direction: number;
  /** Base64url. */
  readonly envelope: string;
}

/** What the page, the clock and the crypto worker tell the reducer; `nowMs` is this machine's time. */
export type StaffRoomEvent = { readonly nowMs: number } & (
  | { readonly type: 'line-down'; readonly end: 'retry' | 'gone' | 'ended' | 'not-allowed' }
  /** The room has said something that only a later page can read [R6]. */
  | { readonly type: 'outdated' }
  /** The room's answer about its end, over HTTP; null: no answer that counts [R6]. */
  | { readonly type: 'end-judged'; readonly end: RoomEnd | null }
  | { readonly type: 'permit'; readonly permit: string }
  | { readonly type: 'permit-refused'; readonly code: ErrorCode }
  | { readonly type: 'frame'; readonly frame: ToStaffFrame }
  /** `fault`: why it did not open; null when it did. */
  | { readonly type: 'room-opened'; readonly fault: Fault | null }
  | {
      readonly type: 'epoch-accepted';
      readonly epochId: string;
      readonly macOk: boolean;
      readonly phrase: string;
    }
  | { readonly type: 'opened'; readonly results: readonly OpenedEntry[] }
  | {
      readonly type: 'signal-opened';
      readonly epochId: string;
      readonly kind: SignalKind;
      /** Null when it does not open. */
      readonly json: string | null;
    }
  | {
      readonly type: 'sealed';
      readonly job: number;
      /** Base64url. */
      readonly envelope: string;
      readonly hash: string;
      /** The length of the directory that it was signed under [S6]; 0 outside the log. */
      readonly headNumber: number;
    }
  | { readonly type: 'seal-failed'; readonly job: number }
  | { readonly type: 'stored'; readonly job: number; readonly item: OutboxItem }
  | {
      readonly type: 'signal-sealed';
      readonly epochId: string;
      readonly kind: SignalKind;
      readonly sealed: string;
    }
  /** Everything that waits for this room in this browser, from any tab. */
  | { readonly type: 'outbox'; readonly items: readonly OutboxItem[] }
  /** What waits in this browser cannot be read now [R6]. */
  | { readonly type: 'outbox-unreadable' }
  | { readonly type: 'say'; readonly to: string; readonly text: string }
  | { readonly type: 'choose'; readonly epochId: string }
  | { readonly type: 'decide'; readonly epochId: string; readonly verdict: 'confirm' | 'refuse' }
  | { readonly type: 'resend'; readonly of: string; readonly to: string }
  /** Empty: the label is taken away [R9]. */
  | { readonly type: 'label'; readonly text: string }
  | { readonly type: 'show-earlier'; readonly to: string }
  | { readonly type: 'unlock' }
  /** Somebody has decided that what was written so far needs no answer [R8]. */
  | { readonly type: 'no-answer' }
  | { readonly type: 'close'; readonly reason: 'staff' | 'replaced' }
  | { readonly type: 'type'; readonly to: string; readonly on: boolean }
  | { readonly type: 'look'; readonly on: boolean }
  | { readonly type: 'tick' }
);

/** What the shell does, one after the other; each result comes back as an event. */
export type StaffRoomEffect =
  | { readonly type: 'ask-permit'; readonly right: RoomRight }
  | { readonly type: 'transmit'; readonly frame: StaffFrame }
  /** Boxes and face as the room gave them. → room-opened */
  | {
      readonly type: 'open-room';
      readonly face: string;
      readonly deskBox: string | null;
      readonly archiveBox: string | null;
      readonly records: readonly string[];
    }
  /** → epoch-accepted */
  | { readonly type: 'accept-epoch'; readonly epoch: EpochView }
  /** → opened */
  | { readonly type: 'open-entries'; readonly items: readonly SealedEntry[] }
  /** → signal-opened */
  | {
      readonly type: 'open-signal';
      readonly epochId: string;
      readonly kind: SignalKind;
      readonly sealed: string;
    }
  /** → sealed. Chain, number and last seen head go into the header. */
  | {
      readonly type: 'seal';
      readonly job: number;
      readonly chain: string;
      readonly sequence: number;
      readonly lastSeenHead: string;
      readonly content: LogContent | CopyContent;
    }
  /** → signal-sealed */
  | {
      readonly type: 'seal-signal';
      readonly epochId: string;
      readonly kind: SignalKind;
      readonly sequence: number;
      readonly lastSeenHead: string;
      readonly content: SignalContent;
    }
  /** Durably, before it is sent. → stored */
  | { readonly type: 'store'; readonly job: number; readonly item: OutboxItem }
  /** Durably: it has arrived, or never can. */
  | { readonly type: 'unstore'; readonly item: OutboxItem }
  /** → outbox, outbox-unreadable */
  | { readonly type: 'load-outbox' }
  /** The log has been read this far. */
  | { readonly type: 'keep-log-tip'; readonly tip: ChainTip }
  /** A fresh connection, and a fresh permit. */
  | { readonly type: 'reconnect' }
  | { readonly type: 'disconnect' }
  /** Ask over HTTP whether the room still exists [R6]. → end-judged */
  | { readonly type: 'ask-end' }
  /** → tick, at that time. */
  | { readonly type: 'wake-at'; readonly atMs: number }
  /** The room has closed: keys, handles and content are dropped now [R3]. */
  | { readonly type: 'drop-keys' }
  /**
   * The text was not sent, or did not arrive: it goes back into its field. `to`: the epoch that it was for; null
   * where it may have been for several.
   */
  | { readonly type: 'not-said'; readonly text: string; readonly to: string | null };

export type StaffRoomStep = Step<StaffRoomState, StaffRoomEffect>;
