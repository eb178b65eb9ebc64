// What earlier pages of this browser have left on the phone: waiting messages, which are delivered, and the
// count of those that could not arrive, which is shown until it has been read. Rules: O3, O4, R6.
import type { GuestTexts } from '#lib/i18n/guest-texts.ts';
import { fetchPart } from '#lib/ui/fetch-part.ts';
import { stopAtExit } from '../exit/exit.ts';
import type { GuestConversation } from './guest-conversation.svelte.ts';
import type { GuestStorage } from './guest-storage.ts';
import { isLeaving } from '../exit/leaving.ts';
import type { Loss, LossReason } from '../core/losses.ts';

const REASONS: readonly LossReason[] = ['over', 'refused', 'other'];

/** How many for each reason, over all rooms, without empty reasons. */
export function lossesByReason(
  losses: readonly Loss[]
): readonly { readonly why: LossReason; readonly count: number }[] {
  const count = (why: LossReason): number =>
    losses.reduce((sum, loss) => sum + (loss.why === why ? loss.count : 0), 0);
  return REASONS.map((why) => ({ why, count: count(why) })).filter((one) => one.count > 0);
}

export class Leftovers {
  losses: readonly Loss[] = $state.raw([]);
  /** A later page has used the disk: only such a page can deliver what waits. */
  outdated = $state(false);
  readonly #storage: GuestStorage;

  constructor(storage: GuestStorage) {
    this.#storage = storage;
    stopAtExit(() => storage.close());
  }

  /** @param except the room that a conversation serves; hexadecimal */
  async deliver(except: string | null): Promise<void> {
    await this.look();
    const { deliverWaiting } = await fetchPart(
      () => import('./deliver-waiting.ts'),
      () => {}
    );
    if (isLeaving()) return;
    const stop = await deliverWaiting({
      storage: this.#storage,
      except,
      onLoss: () => void this.look(),
      onNewer: () => (this.outdated = true)
    });
    stopAtExit(stop);
  }

  /** A failed read does not mean that there is nothing: what was shown stays. */
  async look(): Promise<void> {
    try {
      this.losses = await this.#storage.losses();
      await this.#storage.outbox.refuseLater();
    } catch (error) {
      if ((error as { code?: unknown }).code === 'newer') this.outdated = true;
    }
  }

  /** The losses to show now; the conversation on screen reports its own. */
  unread(conversation: GuestConversation | null): readonly Loss[] {
    if (conversation === null) return this.losses;
    const { over, lostUnread, hasKeys } = conversation.state;
    // Without keys it knows nothing of what an earlier page has sealed here.
    if (over === null || !hasKeys || conversation.lostTexts.length + lostUnread === 0)
      return this.losses;
    return this.losses.filter(({ room }) => room !== conversation.room);
  }

  /** The same in words; empty when there is nothing to report. */
  said(conversation: GuestConversation | null, texts: GuestTexts): string {
    return lossesByReason(this.unread(conversation))
      .map(({ why, count }) => texts.losses[why](count))
      .join(' ');
  }

  /** The person has read these. */
  async read(losses: readonly Loss[]): Promise<void> {
    this.losses = this.losses.filter((loss) => !losses.includes(loss));
    // A loss that could not be removed is shown once more by the next page.
    await this.#storage.forgetLosses(losses).catch(() => undefined);
    await this.look();
  }
}

/** What this needs of a page. */
interface LeftoversHost {
  leftovers: Leftovers | null;
  readonly conversation: GuestConversation | null;
  loadTalk(ahead: boolean): Promise<{ openGuestStorage(): GuestStorage }>;
}

/** Looks for what was left here; with `deliver`, also delivers what waits. */
export async function seeToLeftovers(page: LeftoversHost, deliver: boolean): Promise<void> {
  const talk = await page.loadTalk(true);
  const leftovers = (page.leftovers ??= new Leftovers(talk.openGuestStorage()));
  await (deliver ? leftovers.deliver(page.conversation?.room ?? null) : leftovers.look());
}
