// Exit, step by step, on a stub page with only what it touches: what is sent and to whom, what is cleared,
// and that no step prevents the next. Real browsers: tests/browser/exit.test.ts. Rules: E1–E5.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { TAB_KEYS } from '#lib/guest/exit/kept-names.ts';
import type * as Exit from '#lib/guest/exit/exit.ts';
import type { TabPlace } from '#lib/guest/exit/tab-place.ts';

const EXIT_URL = 'https://neutral.example/';
const id = (fill: number): string => toBase64url(new Uint8Array(16).fill(fill));
const PLACE: TabPlace = {
  serviceId: '00000001',
  roomId: id(1),
  epochId: id(2),
  leaveToken: id(3)
};
/** roomId ‖ epochId ‖ leaveToken. */
const GOODBYE = [1, 2, 3].flatMap((fill) => Array<number>(16).fill(fill));

/** What has happened, in order. */
let log: string[] = [];
let bodies: Uint8Array[] = [];
let tab: Map<string, string>;
let cacheNames: string[];
let told: ((event: { data: unknown }) => void) | null;

/** A database that opens at once, with one store. */
function database(): object {
  const answer = (fields: object): Record<string, unknown> => {
    const request: Record<string, unknown> = { ...fields };
    queueMicrotask(() => (request['onsuccess'] as () => void)());
    return request;
  };
  const transaction = (): object => {
    const tx: Record<string, unknown> = {
      objectStore: (name: string) => ({ clear: () => log.push(`clear ${name}`) })
    };
    queueMicrotask(() => (tx['oncomplete'] as () => void)());
    return tx;
  };
  const result = { objectStoreNames: ['outbox'], transaction, close: () => log.push('close') };
  return {
    open: () => answer({ result }),
    deleteDatabase: (name: string) => {
      log.push(`delete ${name}`);
      return answer({});
    }
  };
}

const page = (): Record<string, unknown> => ({
  window: { name: 'masked words', stop: () => log.push('stop') },
  document: {
    title: 'Chat',
    documentElement: { dataset: {} },
    body: { replaceChildren: () => log.push('blank') }
  },
  history: {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => log.push(`address ${url}`)
  },
  location: {
    pathname: '/r',
    replace: (url: string) => log.push(`go ${url}`)
  },
  sessionStorage: {
    getItem: (key: string) => tab.get(key) ?? null,
    removeItem: (key: string) => void tab.delete(key),
    setItem: (key: string, value: string) => void tab.set(key, value)
  },
  navigator: {
    sendBeacon: (url: string, body: Uint8Array) => {
      log.push(`beacon ${url}`);
      bodies.push(body);
    },
    serviceWorker: {
      getRegistrations: () =>
        Promise.resolve([{ unregister: () => Promise.resolve(log.push('unregister')) }])
    }
  },
  fetch: (url: string, { body, keepalive }: { body: Uint8Array; keepalive: boolean }) => {
    log.push(`fetch ${url} ${keepalive ? 'kept alive' : ''}`.trim());
    bodies.push(body);
    return Promise.resolve();
  },
  caches: {
    keys: () => Promise.resolve(cacheNames),
    delete: (name: string) => {
      cacheNames = cacheNames.filter((one) => one !== name);
      log.push(`cache ${name}`);
      return Promise.resolve(true);
    }
  },
  indexedDB: database(),
  BroadcastChannel: class {
    set onmessage(hear: (event: { data: unknown }) => void) {
      told = hear;
    }
    postMessage(data: { t: string; exitUrl: string }): void {
      log.push(`tell ${data.t} ${data.exitUrl}`);
    }
    close(): void {
      told = null;
    }
  }
});

/** A new page for every test, because leaving is permanent. */
async function load(changes: Record<string, unknown> = {}): Promise<typeof Exit> {
  for (const [name, value] of Object.entries({ ...page(), ...changes })) vi.stubGlobal(name, value);
  vi.resetModules();
  return import('#lib/guest/exit/exit.ts');
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
  bodies = [];
  tab = new Map(TAB_KEYS.map((key) => [key, 'null']));
  tab.set('staff', 'a desk’s own');
  cacheNames = ['workbox-precache-v2', 'others'];
  told = null;
});
afterEach(async () => {
  await settle();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Exit', () => {
  it('[E1] shows a blank page before anything else, and takes the link out of the address', async () => {
    const { exitNow } = await load();
    exitNow({ exitUrl: EXIT_URL, place: PLACE });
    expect(log.slice(0, 3)).toEqual(['blank', 'stop', 'address /']);
    expect(document.title).toBe('');
  });

  it('[E1, E4] says goodbye in two ways, with the same 48 bytes', async () => {
    const { exitNow } = await load();
    exitNow({ exitUrl: EXIT_URL, place: PLACE });
    expect(log).toContain('fetch /api/s/00000001/leave kept alive');
    expect(log).toContain('beacon /api/s/00000001/leave');
    expect(bodies.map((body) => [...body])).toEqual([GOODBYE, GOODBYE]);
  });

  it('[E1] says goodbye by what the tab remembers where the page knows nothing', async () => {
    tab.set('chat', JSON.stringify(PLACE));
    const { exitNow } = await load();
    exitNow({ exitUrl: EXIT_URL });
    expect(bodies.map((body) => [...body])).toEqual([GOODBYE, GOODBYE]);
  });

  it('[E4] tells the other tabs, and one that is told tells nobody and says its own goodbye', async () => {
    const { exitNow } = await load();
    exitNow({ exitUrl: EXIT_URL, place: PLACE });
    expect(log).toContain(`tell exit ${EXIT_URL}`);
    await settle();

    log = [];
    bodies = [];
    const other = await load();
    other.leaveWithOthers('https://fallback.example/', () => PLACE);
    told?.({ data: { t: 'something else' } });
    expect(log).toEqual([]);
    told?.({ data: { t: 'exit', exitUrl: EXIT_URL } });
    await settle();
    expect(bodies.map((body) => [...body])).toEqual([GOODBYE, GOODBYE]);
    expect(log.filter((step) => step.startsWith('tell'))).toEqual([]);
    expect(log.at(-1)).toBe(`go ${EXIT_URL}`);
  });

  it('[E4] is led by another tab to a page over https only', async () => {
    const { leaveWithOthers } = await load();
    leaveWithOthers('https://fallback.example/', () => null);
    told?.({ data: { t: 'exit', exitUrl: 'javascript:alert(1)' } });
    await settle();
    expect(log.at(-1)).toBe('go https://fallback.example/');
  });

  it('[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else', async () => {
    const { exitNow } = await load();
    exitNow({ exitUrl: EXIT_URL });
    await settle();
    expect([...tab.keys()]).toEqual(['staff']);
    expect(window.name).toBe('');
    expect(log).toEqual(expect.arrayContaining(['clear outbox', 'delete chat', 'unregister']));
    expect(cacheNames).toEqual(['others']);
  });

  it('[E2] stops whatever must stop, once, and does nothing the second time', async () => {
    const { exitNow, stopAtExit } = await load();
    stopAtExit(() => log.push('stopped'));
    const takeBack = stopAtExit(() => log.push('never'));
    takeBack();
    exitNow({ exitUrl: EXIT_URL });
    exitNow({ exitUrl: EXIT_URL });
    await settle();
    expect(log.filter((step) => step === 'stopped')).toEqual(['stopped']);
    expect(log).not.toContain('never');
    expect(log.filter((step) => step.startsWith('go'))).toEqual([`go ${EXIT_URL}`]);
  });

  it('[E3] leaves after a quarter of a second where storage never answers', async () => {
    const silent = { open: () => ({}), deleteDatabase: () => ({}) };
    const { exitNow } = await load({ indexedDB: silent });
    exitNow({ exitUrl: EXIT_URL });
    await vi.advanceTimersByTimeAsync(240);
    expect(log.filter((step) => step.startsWith('go'))).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    expect(log.filter((step) => step.startsWith('go'))).toEqual([`go ${EXIT_URL}`]);
  });

  // Without a location the page cannot navigate.
  const needless = Object.keys(page()).filter((name) => name !== 'location');
  it.each(needless)('[E3] leaves where %s throws or is not there', async (name) => {
    const broken = new Proxy(
      {},
      {
        get: () => {
          throw new Error('denied');
        }
      }
    );
    for (const value of [broken, undefined]) {
      log = [];
      const { exitNow, stopAtExit } = await load({ [name]: value });
      stopAtExit(() => {
        throw new Error('a stop that fails');
      });
      exitNow({ exitUrl: EXIT_URL, place: PLACE });
      await settle();
      expect([name, log.at(-1)]).toEqual([name, `go ${EXIT_URL}`]);
    }
  });
});
