// The form of stored rows and the versions of the databases that hold them go up together: a page of today
// knows a later page by its database, before it reads a row. Rules: R6.
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#lib/guest/runtime/guest-database.ts';
import { OUTBOX_MIGRATIONS, outboxStoreIn, ROW_VERSION } from '#lib/sync/outbox-store.ts';
import { allFixtures } from '../fixtures/fixture.ts';

/** What has shipped: a database of this version holds rows of this form. Only added to. */
const SHIPPED = [
  { database: 'phone', steps: MIGRATIONS.length, version: 2, form: 1 },
  { database: 'desk', steps: OUTBOX_MIGRATIONS.length, version: 2, form: 1 }
];

describe('[R6] a row of a later form', () => {
  /** A database of two stores; a string: reading that row fails with an error of this name. */
  const refusing = (...stores: readonly (readonly (object | string)[])[]) =>
    outboxStoreIn({
      look: (work: (db: unknown) => Promise<unknown>) =>
        work({
          objectStoreNames: ['0', '1'],
          getAllKeys: async (store: number) => [...(stores[store]?.keys() ?? [])],
          get: async (store: number, key: number) => {
            const row = stores[store]?.[key];
            if (typeof row === 'string') throw new DOMException('', row);
            return row;
          }
        })
    } as unknown as Parameters<typeof outboxStoreIn>[0]).refuseLater();

  it('[R6] stops the page, in whichever store it lies; one that cannot be read does not', async () => {
    const later = { v: ROW_VERSION + 1 };
    const now = { v: ROW_VERSION };
    await expect(refusing([now], [{}])).resolves.toBeUndefined();
    await expect(refusing([later], [])).rejects.toMatchObject({ code: 'newer' });
    await expect(refusing(['DataError', now], [later])).rejects.toMatchObject({ code: 'newer' });
    await expect(refusing([], ['DataError', later])).rejects.toMatchObject({ code: 'newer' });
    await expect(refusing(['DataError', now], [])).resolves.toBeUndefined();
  });

  it('[R6] is not overlooked because the connection was cut', async () => {
    const cut = { name: 'InvalidStateError' };
    await expect(refusing(['InvalidStateError'], [])).rejects.toMatchObject(cut);
  });
});

describe('[R6] the form of a row', () => {
  it.each(SHIPPED)(
    '[R6] is raised with a step of the $database’s database, never alone',
    ({ steps, version, form }) => {
      expect(steps).toBeGreaterThanOrEqual(version);
      if (steps === version) expect(ROW_VERSION).toBe(form);
      else expect(ROW_VERSION).toBeGreaterThanOrEqual(form);
    }
  );

  it('[R6] is the one that every kept phone has in a database of that version', () => {
    for (const { phone } of allFixtures())
      for (const { version, stores } of phone.databases)
        for (const row of stores.flatMap(({ rows }) => rows as { readonly v?: number }[]))
          if (version === MIGRATIONS.length) expect(row.v).toBe(ROW_VERSION);
          else expect(row.v ?? 0).toBeLessThanOrEqual(ROW_VERSION);
  });
});
