// The permit for a room, asked for before there is a line, so that the first frame follows the room's
// challenge at once: who has proved nothing gives way to whoever comes. Each is used once, and none that may
// be over by now. Rules: D5, X3.
import { PERMIT_LIFETIME_MS } from '#lib/protocol/limits.ts';

const FRESH_MS = PERMIT_LIFETIME_MS / 2;

export class PermitAhead {
  readonly #ask: () => Promise<string>;
  #ahead: { readonly permit: Promise<string>; readonly askedAtMs: number } | null = null;

  /** @param ask throws when there is none to be had now */
  constructor(ask: () => Promise<string>) {
    this.#ask = ask;
  }

  /** Asks for the next one. Resolves when it has come, or will not: `take` then asks again. */
  async prepare(): Promise<void> {
    const ahead = { permit: this.#ask(), askedAtMs: Date.now() };
    this.#ahead = ahead;
    await ahead.permit.catch(() => {
      if (this.#ahead === ahead) this.#ahead = null;
    });
  }

  /** The prepared one, else a fresh one. @throws what asking throws */
  take(): Promise<string> {
    const ahead = this.#ahead;
    this.#ahead = null;
    const fresh = ahead !== null && Date.now() - ahead.askedAtMs < FRESH_MS;
    return fresh ? ahead.permit : this.#ask();
  }
}
