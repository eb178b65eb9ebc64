// Starts a guest page without network after the first visit. It caches the young person's pages and what
// they load, nothing of a conversation, and no answer of the room. A new version waits until the page asks
// for it. Exit removes it and its caches. Rules: O4, E1.
/// <reference lib="webworker" />
import {
  addPlugins,
  addRoute,
  cleanupOutdatedCaches,
  matchPrecache,
  precache
} from 'workbox-precaching';
import { GUEST_CHANNEL, isGuestCache } from '#lib/guest/exit/kept-names.ts';
import { roomPageOf } from '#lib/protocol/addresses.ts';
import { chooseLanguage } from '#lib/protocol/language-choice.ts';
import { DEFAULT_LANGUAGE } from '#lib/protocol/languages.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
};

/** The prerendered file for an address, in the browser's language. */
function pageFor(pathname: string): string | null {
  const language = chooseLanguage(self.navigator.languages);
  const at = language === DEFAULT_LANGUAGE ? '' : `/${language}`;
  const page = roomPageOf(pathname);
  if (page !== null)
    return `${page === '/r' ? `${at}/r` : page.replace(`/${DEFAULT_LANGUAGE}/`, '/')}.html`;
  if (pathname === '/') return at === '' ? '/index.html' : `${at}.html`;
  return null;
}

async function answer(request: Request, page: string): Promise<Response> {
  return (await matchPrecache(page)) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode !== 'navigate' || url.origin !== self.location.origin) return;
  const page = pageFor(url.pathname);
  if (page !== null) event.respondWith(answer(request, page));
});

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

// Exit may come while this worker is still filling its cache [E1]. From then on it stores nothing and
// deletes what it stored, whether page or worker runs last.
let left = false;
const ANSWER_WITHIN_MS = 1_000;

async function wipe(): Promise<void> {
  left = true;
  const names = (await caches.keys()).filter(isGuestCache);
  await Promise.allSettled(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
}

new BroadcastChannel(GUEST_CHANNEL).addEventListener(
  'message',
  ({ data }: MessageEvent<unknown>) => {
    if ((data as { t?: unknown } | null)?.t === 'exit') void wipe();
  }
);

addPlugins([
  {
    cacheWillUpdate: ({ response }) =>
      Promise.resolve(left || response.status >= 400 ? null : response)
  }
]);

let firstVisit = false;
self.addEventListener('install', () => {
  firstVisit = self.registration.active === null;
});

/** Whether a page that wanted this worker is still open: see page-updates.ts. */
function isWanted(): Promise<boolean> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(GUEST_CHANNEL);
    const answer = (wanted: boolean): void => {
      channel.close();
      resolve(wanted);
    };
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if ((data as { t?: unknown } | null)?.t === 'wanted') answer(true);
    };
    channel.postMessage({ t: 'wanted?' });
    setTimeout(() => answer(false), ANSWER_WITHIN_MS);
  });
}

// The first visit is served too, so that what it loads later is available without network. Exit may have
// come before this worker could hear of it: when no page wants it any more, it leaves nothing behind.
async function takeOver(): Promise<void> {
  if (firstVisit && !(await isWanted())) left = true;
  if (left) await wipe();
  else await self.clients.claim();
}
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

precache([...self.__WB_MANIFEST]);
addRoute({ cleanURLs: false, directoryIndex: '' });
cleanupOutdatedCaches();
