// The permit for a room, asked for before there is a line, so that the first frame follows the room's
// challenge at once: who has proved nothing gives way to whoever comes. Each is used once, and none that may
// be over by now. Rules: D5, X3.
import { PERMIT_LIFETIME_MS } from '#lib/protocol/limits.ts';

const FRESH_MS = PERMIT_LIFETIME_MS / 2;

interface Ahead {
  readonly permit: Promise<string>;
  readonly askedAtMs: number;
}

export class PermitAhead {
  readonly #ask: () => Promise<string>;
  #ahead: Ahead | null = null;

  /** @param ask throws when there is none to be had now */
  constructor(ask: () => Promise<string>) {
    this.#ask = ask;
  }

  /** One that was asked for and not used; null when it may be over. */
  #fresh(): Ahead | null {
    const ahead = this.#ahead;
    return ahead !== null && Date.now() - ahead.askedAtMs < FRESH_MS ? ahead : null;
  }

  /**
   * Asks for the next one, where none waits: each leaves an entry in the audit chain. Resolves when it has
   * come, or will not: `take` then asks again.
   */
  async prepare(): Promise<void> {
    const ahead = this.#fresh() ?? { permit: this.#ask(), askedAtMs: Date.now() };
    this.#ahead = ahead;
    await ahead.permit.catch(() => {
      if (this.#ahead === ahead) this.#ahead = null;
    });
  }

  /** The prepared one, else a fresh one. @throws what asking throws */
  take(): Promise<string> {
    const ahead = this.#fresh();
    this.#ahead = null;
    return ahead === null ? this.#ask() : ahead.permit;
  }
}
