// What really happened in a run, which nobody inside it can know: who wrote what, in which order, to whom,
// who was confirmed by an officer, what each page was told and has shown. Invariants are checked against
// this, never against what the code under test says of itself.
import type { ErrorCode } from '#lib/protocol/codes.ts';

/** Part of every text that anybody writes here, so that no text can hide [P1]. */
export const MARK = 'HEMMELIG';

/** A young person's message, from the moment that their page showed it as on its way. */
export interface Promised {
  readonly text: string;
  readonly tab: string;
  readonly phone: string;
  readonly epochId: string;
  readonly sender: string;
  readonly sequence: number;
}

/** What the officer wrote, and to which epoch their page addressed it. */
export interface Spoken {
  readonly text: string;
  readonly tab: string;
  readonly to: string;
}

/** What one page has been told, as far as it has processed it. */
export interface Told {
  /** Epoch → when the page heard that it had left by Exit, or was refused. */
  readonly leftAtMs: Map<string, number>;
  readonly refused: Set<string>;
  /** Frames of this connection that wait for an answer: ref → item key. */
  readonly asked: Map<number, string>;
  /** The room has told it that nothing more can be written there. */
  end: boolean;
}

export class Chronicle {
  readonly #lines: string[] = [];
  #texts = 0;

  /** text → which tab wrote it, in the order of writing. */
  readonly written = new Map<string, string>();
  /** By text, in the order in which they were first shown as on their way. */
  readonly promised = new Map<string, Promised>();
  readonly spoken = new Map<string, Spoken>();
  /** Epochs that an officer has confirmed, refused, chosen, resent to, or shown earlier messages. */
  readonly confirmed = new Set<string>();
  readonly refused = new Set<string>();
  readonly chosen = new Set<string>();
  /** `text epoch` of replies resent by hand. */
  readonly resent = new Set<string>();
  readonly shownEarlier = new Set<string>();
  /** Epoch → phone. */
  readonly phoneOf = new Map<string, string>();
  /** Epoch → device key, base64url. */
  readonly deviceOf = new Map<string, string>();
  /** `epoch text`: what a page of that epoch has had on its screen. */
  readonly seenOnScreen = new Set<string>();
  /** Epochs that ended by Exit, whether anybody learned of it or not. */
  readonly exited = new Set<string>();
  /** `epoch text`: what a staff page has sealed for that epoch. */
  readonly sealedFor = new Set<string>();
  /** Item keys that a disk refused to store, as the page was told. */
  readonly unkept = new Set<string>();
  /** `owner key` → what that page was answered about an item of its outbox. */
  readonly answered = new Map<string, ErrorCode | 'receipt'>();
  /** Epoch → the furthest place that an officer's page has reported as read. */
  readonly readUpTo = new Map<string, number>();
  /** Every resume share that was ever on a line, base64url: none may be on a phone. */
  readonly shares = new Set<string>();
  readonly #told = new Map<string, Told>();

  told(owner: string): Told {
    const known = this.#told.get(owner) ?? {
      leftAtMs: new Map(),
      refused: new Set(),
      asked: new Map(),
      end: false
    };
    this.#told.set(owner, known);
    return known;
  }

  /** A text that is part of no other text. */
  newText(by: string): string {
    this.#texts += 1;
    return `${MARK}-${by}-${String(this.#texts)}.`;
  }

  note(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > 20_000) this.#lines.splice(0, 2_000);
  }

  /** The last events, for debugging. */
  tail(lines = 80): string {
    return this.#lines.slice(-lines).join('\n');
  }
}

/** A broken promise. Names its rule first. */
export class Broken extends Error {
  constructor(rule: string, what: string) {
    super(`[${rule}] ${what}`);
    this.name = 'Broken';
  }
}

export function hold(rule: string, condition: boolean, what: () => string): void {
  if (!condition) throw new Broken(rule, what());
}
