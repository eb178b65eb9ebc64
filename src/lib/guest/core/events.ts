// What can happen to a young person's page, and what it may ask its shell to do. Effects that read,
// seal, sign or store come back as events, in any order; the reducer puts them in order again.
// Rules: O3, O4, J3, J8, P2, R6.
import type { GuestContent, SignalContent } from '#lib/protocol/content.ts';
import type { GuestFrame, SignalKind, ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import type { ChainTip } from '#lib/protocol/room-view.ts';
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { GuestState, JoinParts } from './state.ts';
import type { LossReason } from './losses.ts';
import type { RoomEnd } from './room-end.ts';

/** What both ways into a room need. Ids and keys are base64url. */
interface Place {
  readonly roomId: string;
  readonly epochId: string;
  readonly deviceKey: string;
  /** 16 random bytes of this page load [S5]. */
  readonly sender: string;
  readonly resumeWindowMs: number;
  readonly unattendedMs: number;
  /** False: this phone's key could not be read, and this is another [R6]. */
  readonly recognised: boolean;
}

export type Proof = 'join' | 'resume';

export type GuestEvent = { readonly nowMs: number } & (
  | ({ readonly t: 'begin'; readonly join: JoinParts } & Place)
  | ({ readonly t: 'return' } & Place)
  // ⑤
  | { readonly t: 'up' }
  | { readonly t: 'down'; readonly code: number; readonly willRetry: boolean }
  | { readonly t: 'frame'; readonly frame: ToGuestFrame }
  | {
      readonly t: 'signed';
      readonly proof: Proof;
      readonly challenge: string;
      readonly sig: string;
    }
  | { readonly t: 'sign-failed'; readonly proof: Proof }
  /** What the room says of its end when it is asked over HTTP; null: nothing that counts [R6]. */
  | { readonly t: 'end-judged'; readonly end: RoomEnd | null }
  /** The room speaks a later version than this page, or a later page has been at the disk [R6]. */
  | { readonly t: 'outdated' }
  // ③
  | { readonly t: 'opened'; readonly n: number; readonly content: string | null }
  | { readonly t: 'waiting-opened'; readonly key: string; readonly content: string | null }
  | { readonly t: 'sealed'; readonly id: string; readonly envelope: string; readonly hash: string }
  | { readonly t: 'seal-failed'; readonly id: string }
  | { readonly t: 'signal-opened'; readonly kind: SignalKind; readonly content: string | null }
  | { readonly t: 'signal-sealed'; readonly kind: SignalKind; readonly sealed: string }
  // ④
  | { readonly t: 'stored'; readonly item: OutboxItem; readonly durable: boolean }
  | { readonly t: 'outbox-loaded'; readonly items: readonly OutboxItem[] }
  | { readonly t: 'outbox-unreadable' }
  /** The browser has cut the store's line: what lay there may be gone [O7]. */
  | { readonly t: 'store-cut' }
  /** What the disk had lost lies there again. */
  | { readonly t: 'put-back'; readonly items: readonly OutboxItem[] }
  // P
  | {
      readonly t: 'resume-opened';
      readonly tip: ChainTip;
      readonly draft: string;
      readonly resumeWindowMs: number;
      readonly unattendedMs: number;
    }
  | { readonly t: 'resume-failed'; readonly why: 'resume-expired' | 'unreadable' | 'newer' }
  /** `share` when a fresh one must be deposited [O6]. */
  | { readonly t: 'box-saved'; readonly share: string | null }
  // The person
  | { readonly t: 'write'; readonly id: string; readonly text: string }
  | { readonly t: 'draft'; readonly text: string }
  /** The end of the list is in sight, on a visible page. */
  | { readonly t: 'attentive'; readonly on: boolean }
  /** The page is about to be loaded anew: what it must remember is put away now [P2]. */
  | { readonly t: 'keep' }
  | { readonly t: 'hidden' }
  | { readonly t: 'visible' }
  | { readonly t: 'end' }
  | { readonly t: 'use-here' }
  | { readonly t: 'leave' }
  | { readonly t: 'tick' }
);

export type GuestEffect =
  | { readonly t: 'connect' }
  /** Cut the line and open it anew: the room is asked again. */
  | { readonly t: 'reconnect' }
  | { readonly t: 'disconnect' }
  | { readonly t: 'send'; readonly frame: GuestFrame }
  | { readonly t: 'sign'; readonly proof: Proof; readonly challenge: string }
  /** Whether the room is no more, asked over HTTP [R6]. */
  | { readonly t: 'ask-end' }
  | { readonly t: 'open'; readonly n: number; readonly envelope: string }
  /** An own envelope that still waits in the outbox: to be shown. */
  | { readonly t: 'open-waiting'; readonly key: string; readonly envelope: string }
  | {
      readonly t: 'seal';
      readonly id: string;
      readonly sequence: number;
      readonly lastSeenHead: string;
      readonly content: GuestContent;
    }
  | { readonly t: 'open-signal'; readonly kind: SignalKind; readonly sealed: string }
  | {
      readonly t: 'seal-signal';
      readonly kind: SignalKind;
      readonly sequence: number;
      readonly lastSeenHead: string;
      readonly content: SignalContent;
    }
  /** All of it or nothing. `before`: what earlier writes could not keep. */
  | { readonly t: 'store'; readonly item: OutboxItem; readonly before: readonly OutboxItem[] }
  /** It has arrived. */
  | { readonly t: 'settle'; readonly item: OutboxItem }
  /** It can never arrive: out of the store, and written down for the person to read [O3]. */
  | {
      readonly t: 'give-up';
      readonly items: readonly OutboxItem[];
      readonly why: LossReason;
    }
  | { readonly t: 'load-outbox' }
  /** These are gone from the disk and not arrived: they are written again, and the key [O7]. */
  | { readonly t: 'put-back'; readonly items: readonly OutboxItem[] }
  | { readonly t: 'open-resume'; readonly share: string }
  /** `fresh`: under a new share, which must be deposited; otherwise under the one that stands. */
  | {
      readonly t: 'save-box';
      readonly fresh: boolean;
      readonly tip: ChainTip;
      readonly draft: string;
    }
  /** The room holds the fresh share: the older box is of no more use. */
  | { readonly t: 'adopt-share' }
  /** L4: joined; the address may lose its fragment, the tab remembers its place [P1]. */
  | { readonly t: 'remember-place' }
  /** Drop root, keys and every text [P2]. A box that only could not be read now stays [R6]. */
  | { readonly t: 'drop-session'; readonly box: 'drop' | 'keep' }
  /** What still waits for this room goes by the device key alone [O4]. */
  | { readonly t: 'deliver-waiting' };

export interface GuestStep {
  readonly state: GuestState;
  readonly effects: readonly GuestEffect[];
}
