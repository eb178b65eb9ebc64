// How many requests the desk answers. Strangers share one budget; every signed-in session and every
// browser that somebody has signed in from has its own, so that no stranger's flood can take it. In
// memory only. Rules: X2, D8.
import { Bucket, type Rate } from '../rate.ts';

/** Requests that nobody has signed in for, over the whole service. */
const STRANGERS: Rate = { burst: 200, perSecond: 50 };

/** Of one session or one known browser: a whole night's rooms, entered at once. */
const OWN: Rate = { burst: 400, perSecond: 50 };

/** Budgets that are remembered; whoever was forgotten begins with a full one. */
const MAX_REMEMBERED = 1_000;

export class Budgets {
  readonly #strangers: Bucket;
  readonly #own = new Map<string, Bucket>();

  constructor(nowMs: number) {
    this.#strangers = new Bucket(STRANGERS, nowMs);
  }

  /**
   * Takes one. Returns null when there was one, else when there will be.
   * @param whose a session or known browser that the desk itself has found; null for a stranger
   */
  take(whose: string | null, nowMs: number): number | null {
    return (whose === null ? this.#strangers : this.#ownOf(whose, nowMs)).take(nowMs);
  }

  /** How many budgets of their own are held in memory. */
  get remembered(): number {
    return this.#own.size;
  }

  #ownOf(whose: string, nowMs: number): Bucket {
    const bucket = this.#own.get(whose) ?? new Bucket(OWN, nowMs);
    // Moved to the end: the first is who has been away longest.
    this.#own.delete(whose);
    this.#own.set(whose, bucket);
    const [oldest] = this.#own.keys();
    if (this.#own.size > MAX_REMEMBERED && oldest !== undefined) this.#own.delete(oldest);
    return bucket;
  }
}
