// A browser's database made by hand, as an earlier or a later version of ours would have left it: from a
// page of this origin that runs none of our code. Rules: R6, P1.
import type { BrowserContext, Page } from '@playwright/test';

export const PHONE_DATABASE = 'chat';
export const DESK_DATABASE = 'tryggrom-desk';

/** A tab of this browser at an address of ours where none of our code runs. */
export async function bareTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/robots.txt`);
  return page;
}

export interface Held {
  readonly version: number;
  /** Rows of each store. Keys and bytes are marked by their kind. */
  readonly stores: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

/** The content of a database. Version 0: there is none. */
export const heldIn = (page: Page, name: string): Promise<Held> =>
  page.evaluate(async (name) => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const there = await indexedDB.databases();
    if (!there.some((one) => one.name === name)) return { version: 0, stores: {} };
    const db = await asked(indexedDB.open(name));
    const stores: Record<string, Record<string, unknown>[]> = {};
    for (const store of db.objectStoreNames) {
      const rows = (await asked(db.transaction(store).objectStore(store).getAll())) as object[];
      stores[store] = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [
            key,
            value instanceof CryptoKey
              ? 'key'
              : ArrayBuffer.isView(value) || Array.isArray(value)
                ? 'bytes'
                : (value as unknown)
          ])
        )
      );
    }
    const { version } = db;
    db.close();
    return { version, stores };
  }, name);

/** Every row as it was before rows named their form, in a database of version 1. */
export const makeUnversioned = (page: Page, name: string): Promise<void> =>
  page.evaluate(async (name) => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const before = await asked(indexedDB.open(name));
    const rows: Record<string, Record<string, unknown>[]> = {};
    for (const store of before.objectStoreNames)
      rows[store] = (await asked(before.transaction(store).objectStore(store).getAll())) as Record<
        string,
        unknown
      >[];
    before.close();
    await asked(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      if ('keys' in rows) db.createObjectStore('keys', { keyPath: 'room' });
      if ('boxes' in rows) db.createObjectStore('boxes', { keyPath: 'room' });
      const outbox = db.createObjectStore('outbox', { keyPath: 'seat', autoIncrement: true });
      outbox.createIndex('by-key', 'key', { unique: true });
      outbox.createIndex('by-room', 'room');
    };
    const db = await asked(opening);
    for (const store of db.objectStoreNames)
      for (const row of rows[store] ?? []) {
        delete row['v'];
        await asked(db.transaction(store, 'readwrite').objectStore(store).put(row));
      }
    db.close();
  }, name);

/** As a later page of ours would leave it: the same rows under an unknown version. */
export const raiseVersion = (page: Page, name: string, version: number): Promise<void> =>
  page.evaluate(
    ([name, version]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name, version);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
    [name, version] as const
  );

/**
 * Keeps a database from being opened, as a page of a later version does while it carries it forward.
 * @returns how that ends: it was not carried forward after all
 */
export async function heldUp(page: Page, name: string): Promise<() => Promise<void>> {
  await page.evaluate(async (name) => {
    const at = (await indexedDB.databases()).find((one) => one.name === name)?.version ?? 0;
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open(name, at + 1);
      opening.onerror = () => document.documentElement.setAttribute('data-let-go', '');
      opening.onupgradeneeded = () => {
        resolve();
        const tx = opening.transaction;
        const [store] = opening.result.objectStoreNames;
        const stay = (): void => {
          if (tx === null || store === undefined || 'letGo' in window) return tx?.abort();
          tx.objectStore(store).count().onsuccess = stay;
        };
        stay();
      };
    });
  }, name);
  return async () => {
    await page.evaluate(() => Object.assign(window, { letGo: true }));
    await page.locator('[data-let-go]').waitFor({ state: 'attached' });
  };
}

/** The later page's rows in this version again: what a later page would understand. */
export const lowerVersion = async (page: Page, name: string): Promise<void> =>
  makeUnversioned(page, name);

/** Changes every row of one store, or adds one. */
export const changeRows = (
  page: Page,
  store: string,
  change: { readonly set?: Record<string, unknown>; readonly add?: Record<string, unknown> },
  name = PHONE_DATABASE
): Promise<void> =>
  page.evaluate(
    async ([name, store, change]) => {
      const asked = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await asked(indexedDB.open(name));
      const all = (): IDBObjectStore => db.transaction(store, 'readwrite').objectStore(store);
      if (change.set)
        for (const row of (await asked(all().getAll())) as object[])
          await asked(all().put({ ...row, ...change.set }));
      if (change.add) await asked(all().add(change.add));
      db.close();
    },
    [name, store, change] as const
  );
