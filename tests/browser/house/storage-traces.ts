// Everything that a browser has kept of this origin: databases with every row, caches, storage of the tab
// and of the site, service workers, and the tab's history state. Rules: P1, E1.
import { expect, type BrowserContext, type Page } from '@playwright/test';

export interface Traces {
  /** Name of each database, its stores, and every row as text (bytes as one letter each). */
  readonly databases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Name of each cache and the addresses in it. */
  readonly caches: Readonly<Record<string, readonly string[]>>;
  readonly local: Readonly<Record<string, string>>;
  readonly session: Readonly<Record<string, string>>;
  /** Scopes of installed service workers. */
  readonly workers: readonly string[];
  readonly history: string;
}

/** The contents of the page's own origin, seen from this tab. */
export const tracesOf = (page: Page): Promise<Traces> =>
  page.evaluate(async () => {
    const asText = (_key: string, value: unknown): unknown => {
      if (value instanceof CryptoKey) return `CryptoKey ${String(value.extractable)}`;
      if (ArrayBuffer.isView(value))
        return Array.from(new Uint8Array(value.buffer), (byte) => String.fromCharCode(byte)).join(
          ''
        );
      return value;
    };
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases: Record<string, Record<string, string>> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await asked(indexedDB.open(name));
      const stores: Record<string, string> = {};
      for (const store of db.objectStoreNames) {
        const rows = await asked(db.transaction(store).objectStore(store).getAll());
        stores[store] = rows.map((row) => JSON.stringify(row, asText)).join('\n');
      }
      db.close();
      databases[name] = stores;
    }
    const kept: Record<string, string[]> = {};
    for (const name of await caches.keys())
      kept[name] = (await (await caches.open(name)).keys()).map((request) => request.url);
    const workers = await navigator.serviceWorker.getRegistrations();
    return {
      databases,
      caches: kept,
      local: { ...localStorage },
      session: { ...sessionStorage },
      workers: workers.map((worker) => worker.scope),
      history: JSON.stringify(history.state)
    };
  });

/** The same seen from a page that runs none of our code. Opens a tab and closes it. */
export async function tracesIn(context: BrowserContext, url: string): Promise<Traces> {
  const page = await context.newPage();
  await page.goto(`${url}/robots.txt`);
  const traces = await tracesOf(page);
  await page.close();
  return traces;
}

/** Nothing of this origin is left in this browser. */
export async function expectNothingKept(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/robots.txt`);
  await expect
    .poll(async () => {
      const { databases, caches, local, session, workers } = await tracesOf(page);
      return { databases, caches, local, session, workers };
    })
    .toEqual({ databases: {}, caches: {}, local: {}, session: {}, workers: [] });
  await page.close();
}

/** None of these can be read anywhere in what was kept. */
export function expectUnreadable(traces: Traces, secrets: readonly string[]): void {
  const all = JSON.stringify(traces);
  for (const secret of secrets) expect(all).not.toContain(secret);
}

/** The number of rows in a store; -1 where there is no such database. Looking makes none. */
export const rowsOf = (page: Page, database: string, store: string): Promise<number> =>
  page.evaluate(
    async ({ name, wanted }) => {
      const all = await indexedDB.databases();
      if (!all.some((one) => one.name === name)) return -1;
      return new Promise<number>((found, failed) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => failed(opening.error ?? new Error('did not open'));
        opening.onsuccess = () => {
          const db = opening.result;
          const counting = db.transaction(wanted).objectStore(wanted).count();
          counting.onsuccess = () => {
            db.close();
            found(counting.result);
          };
        };
      });
    },
    { name: database, wanted: store }
  );
