// ④ One room's part of this browser's outbox, as its conversation uses it. What cannot be read is not an
// empty outbox, and a message counts as stored only once it is: until then storing is tried again.
// Rules: O3, O7, R6.
import type { OutboxItem } from '#lib/sync/core/outbox.ts';
import type { OutboxStore } from '#lib/sync/outbox-store.ts';
import { isNewer } from '#lib/sync/storage-error.ts';

const AGAIN_MS = 3_000;

interface RoomStoreSetting {
  readonly store: OutboxStore;
  readonly roomHex: string;
  readonly isOver: () => boolean;
  /** A message could not be stored just now, or could again. */
  readonly onFails: (fails: boolean) => void;
  /** A later page has used the disk: only such a page can read and write there. */
  readonly onNewer: () => void;
}

export interface RoomStore {
  /** The job whose envelope is being written to the disk now; null for none. */
  readonly putting: number | null;
  /** `done` runs once it is stored. Resolves then, or when this page cannot store it for now. */
  keep(job: number, item: OutboxItem, done: () => void): Promise<void>;
  putBack(items: readonly OutboxItem[]): Promise<void>;
  remove(item: OutboxItem): Promise<void>;
  /** Null: it cannot be read now. */
  list(): Promise<readonly OutboxItem[] | null>;
}

const later = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

export function roomStore(setting: RoomStoreSetting): RoomStore {
  const { store, roomHex, isOver, onFails, onNewer } = setting;

  let putting: number | null = null;

  const couldNot = (error: unknown): null => {
    if (isNewer(error)) onNewer();
    return null;
  };

  /** Returns false when a later page has used the disk, or nobody waits any more. */
  async function stubbornly(work: () => Promise<void>): Promise<boolean> {
    while (!isOver()) {
      try {
        await work();
        onFails(false);
        return true;
      } catch (error) {
        onFails(!isNewer(error));
        couldNot(error);
        if (isNewer(error)) return false;
        await later(AGAIN_MS);
      }
    }
    return false;
  }

  async function put(job: number, item: OutboxItem): Promise<void> {
    putting = job;
    try {
      await store.put(roomHex, [item]);
    } catch (error) {
      putting = null;
      throw error;
    }
  }

  async function keep(job: number, item: OutboxItem, done: () => void): Promise<void> {
    if (await stubbornly(() => put(job, item))) {
      done();
      putting = null;
      return;
    }
    // The conversation goes on meanwhile: what others write is read.
    void later(AGAIN_MS).then(() => (isOver() ? undefined : keep(job, item, done)));
  }

  return {
    get putting() {
      return putting;
    },
    keep,
    putBack: async (items) => void (await stubbornly(() => store.putBack(roomHex, items))),
    remove: (item) => store.remove(roomHex, item).catch(() => undefined),
    list: () => store.list(roomHex).catch(couldNot)
  };
}
