// What earlier pages of this browser have left on the phone: messages that still wait, which are
// delivered, and the number of those that could not arrive, which is shown until it has been read.
// Rules: O3, O4, R6.
import { isNewer } from '#lib/room/storage-error.ts';
import { deliverWaiting } from './deliver-waiting.ts';
import { stopAtExit } from './exit.ts';
import type { GuestStorage } from './guest-storage.ts';
import type { Loss } from './losses.ts';

export class Leftovers {
  losses: readonly Loss[] = $state.raw([]);
  /** A later page has been here: only such a page can deliver what waits. */
  outdated = $state(false);
  readonly #storage: GuestStorage;

  constructor(storage: GuestStorage) {
    this.#storage = storage;
    stopAtExit(() => storage.close());
  }

  /** @param except the room that a session serves; hexadecimal */
  async deliver(except: string | null): Promise<void> {
    await this.look();
    const stop = await deliverWaiting({
      storage: this.#storage,
      except,
      onLoss: () => void this.look(),
      onNewer: () => (this.outdated = true)
    });
    stopAtExit(stop);
  }

  /** What cannot be read now is not taken for none: what was shown stays. */
  async look(): Promise<void> {
    try {
      this.losses = await this.#storage.losses();
    } catch (error) {
      if (isNewer(error)) this.outdated = true;
    }
  }

  /** The person has read these. */
  async read(losses: readonly Loss[]): Promise<void> {
    this.losses = this.losses.filter((loss) => !losses.includes(loss));
    // What could not be crossed out is shown once more by the next page.
    await this.#storage.forgetLosses(losses).catch(() => undefined);
    await this.look();
  }
}
