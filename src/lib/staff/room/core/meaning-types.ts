// The shapes of what a room's opened entries mean: see room-meaning.ts.
import type { MessageBody } from '#lib/protocol/message-body.ts';

export interface Placed {
  /** H(envelope), base64url. */
  readonly hash: string;
  readonly order: number;
  readonly n: number;
  /** When the room accepted it. */
  readonly timeMs: number;
  readonly sender: string;
}

/** A message of the young person. */
export interface Heard extends Placed {
  readonly epochId: string;
  readonly body: MessageBody;
  readonly writtenAtMs: number;
}

/** An act of staff, in the signed log. */
export interface Signed extends Placed {
  /** Member id, base64url. */
  readonly by: string;
}

/** What a young person has sent and this page cannot read: nobody knows yet whether it is a message. */
export interface Unread extends Placed {
  readonly epochId: string;
}

export interface Said extends Signed {
  readonly to: string;
  readonly body: MessageBody;
  readonly writtenAtMs: number;
  /** Up to which order it answers what the young person wrote [R8]. */
  readonly answersUpTo: number;
  /** Resent by hand to other epochs, in order [O6]. */
  readonly resent: readonly (Signed & { readonly to: string })[];
}

export interface Verdict extends Signed {
  readonly verdict: 'confirm' | 'refuse';
}

/** What staff call the room among themselves [R9]. */
export interface Label extends Signed {
  readonly text: string;
}

export interface Meaning {
  readonly heard: readonly Heard[];
  /** Of a later page, or damaged; in room order. */
  readonly unread: readonly Unread[];
  /** By hash of the log envelope, in log order. */
  readonly said: ReadonlyMap<string, Said>;
  /** By epoch. A refusal is final; otherwise the newest counts. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** copyOf → epoch → the copy's place in that epoch's chain. */
  readonly copies: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Hash of what a sealed receipt named → the epoch that gave the receipt. */
  readonly delivered: ReadonlyMap<string, string>;
  /** By epoch: earlier messages were shown to it [J7]. */
  readonly shown: ReadonlyMap<string, Signed>;
  /** The newest; null when there is none, or it was taken away. */
  readonly label: Label | null;
  /** The directory's length at the last entry of the log: it never gets shorter [S6]. */
  readonly headNumber: number;
}
