// A token bucket that refills with time. Pure arithmetic over given times. It lives in memory only: by the
// time it is forgotten, the wait has been long enough. Rules: X2.

export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export class Bucket {
  readonly #rate: Rate;
  #left: number;
  #atMs: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#atMs = nowMs;
  }

  /** Takes one. Returns null when one was left, else when one will be. */
  take(nowMs: number): number | null {
    const { burst, perSecond } = this.#rate;
    const gained = (Math.max(0, nowMs - this.#atMs) / 1_000) * perSecond;
    this.#left = Math.min(burst, this.#left + gained);
    this.#atMs = Math.max(this.#atMs, nowMs);
    if (this.#left < 1) return nowMs + Math.ceil(((1 - this.#left) / perSecond) * 1_000);
    this.#left -= 1;
    return null;
  }
}
