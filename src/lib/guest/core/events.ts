// What can happen to a young person's page, and what it may ask its shell to do. Results of reading,
// sealing, signing and storing come back as events in any order; the reducer restores the order. Rules: O3,
// O4, J3, J8, P2, R6.
import type { Step } from '#lib/core/work.ts';
import type { GuestContent, SignalContent } from '#lib/protocol/content.ts';
import type { GuestFrame, SignalKind, ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import type { ChainTip } from '#lib/protocol/room-view.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { GuestState, JoinParts } from './state.ts';
import type { LossReason } from './losses.ts';
import type { RoomEnd } from '#lib/sync/core/room-end.ts';

/** What both joining and resuming need. Ids and keys are base64url. */
interface Place {
  readonly roomId: string;
  readonly epochId: string;
  readonly deviceKey: string;
  /** 16 random bytes of this page load [S5]. */
  readonly sender: string;
  readonly resumeWindowMs: number;
  readonly unattendedMs: number;
  /** False: this phone's key could not be read, and this is a different one [R6]. */
  readonly recognised: boolean;
}

export type Proof = 'join' | 'resume';

export type GuestEvent = { readonly nowMs: number } & (
  | ({ readonly type: 'begin'; readonly join: JoinParts } & Place)
  | ({ readonly type: 'return' } & Place)
  // ⑤
  | { readonly type: 'up' }
  | { readonly type: 'down'; readonly code: number; readonly willRetry: boolean }
  | { readonly type: 'frame'; readonly frame: ToGuestFrame }
  | {
      readonly type: 'signed';
      readonly proof: Proof;
      readonly challenge: string;
      readonly sig: string;
    }
  | { readonly type: 'sign-failed'; readonly proof: Proof }
  /** The room's answer about its end, over HTTP; null: no answer that counts [R6]. */
  | { readonly type: 'end-judged'; readonly end: RoomEnd | null }
  /** The room speaks a later version than this page, or a later page has used the disk [R6]. */
  | { readonly type: 'outdated' }
  // ③
  | { readonly type: 'opened'; readonly n: number; readonly content: string | null }
  | { readonly type: 'waiting-opened'; readonly key: string; readonly content: string | null }
  | {
      readonly type: 'sealed';
      readonly id: string;
      readonly envelope: string;
      readonly hash: string;
    }
  | { readonly type: 'seal-failed'; readonly id: string }
  | { readonly type: 'signal-opened'; readonly kind: SignalKind; readonly content: string | null }
  | { readonly type: 'signal-sealed'; readonly kind: SignalKind; readonly sealed: string }
  // ④
  | { readonly type: 'stored'; readonly item: OutboxItem; readonly durable: boolean }
  | { readonly type: 'outbox-loaded'; readonly items: readonly OutboxItem[] }
  | { readonly type: 'outbox-unreadable' }
  /** The browser has cut the connection to the store: what was there may be gone [O7]. */
  | { readonly type: 'store-cut' }
  /** What the disk had lost is stored again. */
  | { readonly type: 'put-back'; readonly items: readonly OutboxItem[] }
  // P
  | {
      readonly type: 'resume-opened';
      readonly tip: ChainTip;
      readonly draft: string;
      readonly resumeWindowMs: number;
      readonly unattendedMs: number;
    }
  | { readonly type: 'resume-failed'; readonly why: 'resume-expired' | 'unreadable' | 'newer' }
  /** `share` when a fresh one must be deposited [O6]. */
  | { readonly type: 'box-saved'; readonly share: string | null }
  // The person
  | { readonly type: 'write'; readonly id: string; readonly text: string }
  | { readonly type: 'draft'; readonly text: string }
  /** The end of the list is visible, on a visible page. */
  | { readonly type: 'attentive'; readonly on: boolean }
  /** The page is about to reload: what it must remember is saved now [P2]. */
  | { readonly type: 'keep' }
  | { readonly type: 'hidden' }
  | { readonly type: 'visible' }
  | { readonly type: 'end' }
  | { readonly type: 'use-here' }
  | { readonly type: 'leave' }
  | { readonly type: 'tick' }
);

export type GuestEffect =
  | { readonly type: 'connect' }
  /** Close the line and open a new one, to ask the room again. */
  | { readonly type: 'reconnect' }
  | { readonly type: 'disconnect' }
  | { readonly type: 'send'; readonly frame: GuestFrame }
  | { readonly type: 'sign'; readonly proof: Proof; readonly challenge: string }
  /** Ask over HTTP whether the room still exists [R6]. */
  | { readonly type: 'ask-end' }
  | { readonly type: 'open'; readonly n: number; readonly envelope: string }
  /** An own envelope that still waits in the outbox, to be shown. */
  | { readonly type: 'open-waiting'; readonly key: string; readonly envelope: string }
  | {
      readonly type: 'seal';
      readonly id: string;
      readonly sequence: number;
      readonly lastSeenHead: string;
      readonly content: GuestContent;
    }
  | { readonly type: 'open-signal'; readonly kind: SignalKind; readonly sealed: string }
  | {
      readonly type: 'seal-signal';
      readonly kind: SignalKind;
      readonly sequence: number;
      readonly lastSeenHead: string;
      readonly content: SignalContent;
    }
  /** All or nothing. `before`: what earlier writes could not store. */
  | { readonly type: 'store'; readonly item: OutboxItem; readonly before: readonly OutboxItem[] }
  /** It has arrived. */
  | { readonly type: 'settle'; readonly item: OutboxItem }
  /** It can never arrive: remove it from the store and record the loss for the person to read [O3]. */
  | {
      readonly type: 'give-up';
      readonly items: readonly OutboxItem[];
      readonly why: LossReason;
    }
  | { readonly type: 'load-outbox' }
  /** These are gone from the disk and have not arrived: write them again, and the key [O7]. */
  | { readonly type: 'put-back'; readonly items: readonly OutboxItem[] }
  | { readonly type: 'open-resume'; readonly share: string }
  /** `fresh`: under a new share, which must be deposited; otherwise under the current one. */
  | {
      readonly type: 'save-box';
      readonly fresh: boolean;
      readonly tip: ChainTip;
      readonly draft: string;
    }
  /** The room holds the fresh share: the older box is no longer needed. */
  | { readonly type: 'adopt-share' }
  /** L4: joined; remove the fragment from the address, remember the place in the tab [P1]. */
  | { readonly type: 'remember-place' }
  /** Drop root, keys and every text [P2]. A box that is only unreadable for now stays [R6]. */
  | { readonly type: 'drop-keys'; readonly box: 'drop' | 'keep' }
  /** Deliver what still waits for this room by the device key alone [O4]. */
  | { readonly type: 'deliver-waiting' };

export type GuestStep = Step<GuestState, GuestEffect>;
