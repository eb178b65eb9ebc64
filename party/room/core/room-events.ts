// What can happen to a room, and the outside effects of it: the vocabulary of reduce. Rules: R1.
import type { Step as AnyStep } from '#lib/core/work.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { EndReason, EpochView } from '#lib/protocol/room-view.ts';
import type { DueRow, EpochRow, Holding, RoomRecord, ShareAt } from './room-state.ts';
import type { RoomReport } from '../../rpc.ts';

export type RoomEvent =
  /** A code word is about to be checked; `known`: on the device's own count [J4]. */
  | { readonly type: 'attempt'; readonly deviceKey: string; readonly known: boolean }
  /** It was right, or could not be checked: the attempt is taken back. */
  | { readonly type: 'attempt-returned'; readonly deviceKey: string; readonly known: boolean }
  /**
   * A slot of the pool is about to receive a share; unless the share is taken, the slot will be erased [R5,
   * R7]. `newcomer`: for a new epoch, which uses its allowance [J9].
   */
  | {
      readonly type: 'share-planned';
      readonly slot: number;
      readonly epochId: string;
      readonly deviceKey: string;
      readonly newcomer: boolean;
    }
  | {
      readonly type: 'share-abandoned';
      readonly share: ShareAt;
      readonly epochId: string;
      readonly deviceKey: string;
    }
  /**
   * The share store holds `u`: the epoch is live, or live again [J3]. `holding`: the epochs with entries
   * [J9].
   */
  | {
      readonly type: 'joined';
      readonly epoch: EpochRow;
      readonly share: ShareAt;
      readonly holding: Holding;
    }
  | { readonly type: 'resumed'; readonly epochId: string }
  | { readonly type: 'deposited'; readonly epochId: string; readonly share: ShareAt }
  | { readonly type: 'forgotten'; readonly epochId: string }
  | { readonly type: 'disconnected'; readonly epochId: string }
  | { readonly type: 'left'; readonly epochId: string }
  | { readonly type: 'guest-ended'; readonly epochId: string }
  | { readonly type: 'decided'; readonly epochId: string; readonly verdict: 'confirm' | 'refuse' }
  | { readonly type: 'guest-wrote' }
  | { readonly type: 'staff-wrote' }
  /** Staff have read up to here; what is left unread. */
  | { readonly type: 'read'; readonly order: number; readonly unread: number }
  /** Staff owe no answer up to here; since when they owe one to what comes after [R8]. */
  | {
      readonly type: 'answered';
      readonly order: number;
      readonly waitingSinceMs: number | null;
    }
  | { readonly type: 'staff-present'; readonly present: boolean }
  /** Staff allow new devices to try again, and admit more of them. */
  | { readonly type: 'unlocked'; readonly holding: Holding }
  /** More strangers have written than are allowed [J9]. */
  | { readonly type: 'crowded' }
  | { readonly type: 'ended'; readonly reason: EndReason }
  /** Time has passed. `seen`: when connected epochs were last heard; staff's sockets were checked. */
  | { readonly type: 'tick'; readonly seen: ReadonlyMap<string, number> }
  /** The server has started: these epochs still have a socket, the others were cut off. */
  | { readonly type: 'restarted'; readonly alive: ReadonlySet<string>; readonly staff: boolean }
  | { readonly type: 'reported'; readonly report: RoomReport }
  | { readonly type: 'due-done'; readonly due: DueRow }
  | { readonly type: 'due-failed'; readonly due: DueRow };

export type RoomEffect =
  /** Sockets of an epoch are told and closed. */
  | {
      readonly type: 'drop-epoch';
      readonly epochId: string;
      readonly close: number;
      readonly code?: ErrorCode;
    }
  /** All sockets of a device, whatever else they have proved [J5]. */
  | {
      readonly type: 'drop-device';
      readonly deviceKey: string;
      readonly close: number;
      readonly code: ErrorCode;
    }
  | { readonly type: 'drop-all'; readonly close: number }
  | { readonly type: 'tell-epoch'; readonly epochId: string }
  /** A forgotten epoch, in its last state [J9]. */
  | { readonly type: 'tell-dropped'; readonly epoch: EpochView }
  | { readonly type: 'tell-attempts' }
  | { readonly type: 'tell-life' }
  | { readonly type: 'tell-presence' };

/** A new state, and what sockets must be told once it is durable. */
export type Step = AnyStep<RoomRecord, RoomEffect>;
