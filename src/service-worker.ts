// Starts a guest page without network after the first visit. Keeps the young person's pages and what
// they load, nothing of anybody's conversation, and no answer of the room's. A new version waits
// until the page says so. Exit removes it with everything that it holds. Rules: O4, E1.
/// <reference lib="webworker" />
import { addRoute, cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import { chooseLanguage } from '#lib/i18n/language.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
};

/** Which prerendered file answers an address, in the browser's language. */
function pageFor(pathname: string): string | null {
  const language = chooseLanguage(self.navigator.languages);
  const at = language === 'nb' ? '' : `/${language}`;
  if (pathname === '/r') return `${at}/r.html`;
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

// The first visit is served too, so that what it loads later is there without network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

precache([...self.__WB_MANIFEST]);
addRoute({ cleanURLs: false, directoryIndex: '' });
cleanupOutdatedCaches();
