// Exit [E1]: first the page is blank, then comes the goodbye, then everything that the page keeps in this
// browser is cleared (at most 250 ms), then an ordinary page replaces it. It works before joining, offline,
// in the middle of anything, and when storage throws: no step may prevent the next. It uses next to no
// other part of the page, so that nothing can be missing. Rules: E1–E5.
import { GUEST_CHANNEL, GUEST_DATABASE, isGuestCache, TAB_KEYS } from './kept-names.ts';
import { isLeaving, startLeaving } from './leaving.ts';
import { placeToLeave, type TabPlace } from './tab-place.ts';

const WIPE_AT_MOST_MS = 250;

type Stopper = () => void;
const stoppers = new Set<Stopper>();

/** Registers what must stop at Exit: sockets, workers, storage connections. Returns how to unregister. */
export function stopAtExit(stop: Stopper): () => void {
  stoppers.add(stop);
  return () => stoppers.delete(stop);
}

/** Runs a step that a browser may refuse. */
export function attempt(step: () => unknown): void {
  try {
    step();
  } catch {
    // Nothing may keep Exit from going on [E3].
  }
}

/** roomId ‖ epochId ‖ leaveToken, 48 bytes. */
function goodbyeBytes(place: TabPlace): Uint8Array<ArrayBuffer> {
  const standard = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/');
  const raw = [place.roomId, place.epochId, place.leaveToken]
    .map((text) => atob(standard(text)))
    .join('');
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/**
 * Sends it in two ways [E4]: some browsers and blockers refuse the beacon, others drop the fetch with the
 * page. The room counts it once.
 */
function sayGoodbye(place: TabPlace): void {
  const url = `/api/s/${place.serviceId}/leave`;
  const body = goodbyeBytes(place);
  attempt(() => {
    const said = fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    said.catch(() => undefined);
  });
  attempt(() => {
    navigator.sendBeacon(url, body);
  });
}

function blank(): void {
  document.title = '';
  document.documentElement.dataset['left'] = '';
  document.body.replaceChildren();
}

/** All stores in one transaction, then the database itself. */
function wipeDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    const remove = (): void => {
      const removal = indexedDB.deleteDatabase(name);
      removal.onsuccess = removal.onerror = removal.onblocked = () => resolve();
    };
    // There was no database; looking for it must not create it.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = opening.onblocked = remove;
    opening.onsuccess = () => {
      const db = opening.result;
      const stores = [...db.objectStoreNames];
      const close = (): void => {
        db.close();
        remove();
      };
      if (stores.length === 0) return close();
      const tx = db.transaction(stores, 'readwrite');
      tx.oncomplete = tx.onabort = tx.onerror = close;
      for (const store of stores) tx.objectStore(store).clear();
    };
  });
}

async function wipeCaches(): Promise<void> {
  const names = await caches.keys();
  const ours = names.filter(isGuestCache);
  await Promise.allSettled(ours.map((name) => caches.delete(name)));
}

async function wipeAll(): Promise<void> {
  const steps: (() => Promise<unknown>)[] = [
    () => wipeDatabase(GUEST_DATABASE),
    async () => {
      // The worker first: it could refill a cache that is already deleted.
      const registrations = await navigator.serviceWorker.getRegistrations();
      await Promise.allSettled(registrations.map((registration) => registration.unregister()));
      await wipeCaches();
    },
    wipeCaches
  ];
  await Promise.allSettled(steps.map((step) => Promise.resolve().then(step)));
}

interface ExitOptions {
  /** The neutral page that replaces this one. */
  readonly exitUrl: string;
  /** The tab's place when the tab does not remember it yet. */
  readonly place?: TabPlace | null;
  /** False in the tabs that another tab told to leave. */
  readonly tellOthers?: boolean;
}

/** Leaves. Never throws, asks or returns. */
export function exitNow({ exitUrl, place = null, tellOthers = true }: ExitOptions): void {
  if (isLeaving()) return;
  startLeaving();
  const goodbye = place ?? placeToLeave();
  attempt(blank);
  // A reload under way must not bring the page back.
  attempt(() => window.stop());
  attempt(() => history.replaceState(null, '', '/'));
  if (goodbye !== null) attempt(() => sayGoodbye(goodbye));
  if (tellOthers)
    attempt(() => {
      const channel = new BroadcastChannel(GUEST_CHANNEL);
      channel.postMessage({ t: 'exit', exitUrl });
      channel.close();
    });
  for (const stop of stoppers) attempt(stop);
  for (const key of TAB_KEYS) attempt(() => sessionStorage.removeItem(key));
  attempt(() => (window.name = ''));
  const go = (): void => location.replace(exitUrl);
  const latest = setTimeout(go, WIPE_AT_MOST_MS);
  void wipeAll().finally(() => {
    clearTimeout(latest);
    go();
  });
}

/**
 * Listens for an Exit in another tab of this browser. Returns how to stop listening.
 * @param place as in ExitOptions: a tab that was told to leave says its own goodbye [E4]
 */
export function leaveWithOthers(fallbackUrl: string, place: () => TabPlace | null): () => void {
  let channel: BroadcastChannel | null = null;
  attempt(() => {
    channel = new BroadcastChannel(GUEST_CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<{ t?: unknown; exitUrl?: unknown }>) => {
      if (data.t !== 'exit') return;
      const told = typeof data.exitUrl === 'string' && data.exitUrl.startsWith('https://');
      const exitUrl = told ? (data.exitUrl as string) : fallbackUrl;
      exitNow({ exitUrl, place: place(), tellOthers: false });
    };
  });
  return () => channel?.close();
}
