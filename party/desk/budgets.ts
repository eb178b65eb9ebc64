// How many requests the desk answers. Strangers share one budget. Every signed-in session and every known
// browser has its own, so that no stranger's flood can use it up. In memory only. Rules: X2, D8.
import { Bucket, type Rate } from '../rate.ts';

/** Requests without a sign-in, over the whole service. */
const STRANGERS: Rate = { burst: 200, perSecond: 50 };

/** Of one session or one known browser: a whole night's rooms, entered at once. */
const OWN: Rate = { burst: 400, perSecond: 50 };

/** The number of budgets in memory; a forgotten session or browser starts with a full one. */
const MAX_REMEMBERED = 1_000;

export class Budgets {
  readonly #strangers: Bucket;
  readonly #own = new Map<string, Bucket>();

  constructor(nowMs: number) {
    this.#strangers = new Bucket(STRANGERS, nowMs);
  }

  /**
   * Takes one. Returns null when one was left, else when one will be.
   * @param whose a session or known browser that the desk itself has found; null for a stranger
   */
  take(whose: string | null, nowMs: number): number | null {
    return (whose === null ? this.#strangers : this.#ownOf(whose, nowMs)).take(nowMs);
  }

  /** How many separate budgets are in memory. */
  get remembered(): number {
    return this.#own.size;
  }

  #ownOf(whose: string, nowMs: number): Bucket {
    const bucket = this.#own.get(whose) ?? new Bucket(OWN, nowMs);
    // Moved to the end: the first is the one unused for longest.
    this.#own.delete(whose);
    this.#own.set(whose, bucket);
    const [oldest] = this.#own.keys();
    if (this.#own.size > MAX_REMEMBERED && oldest !== undefined) this.#own.delete(oldest);
    return bucket;
  }
}
