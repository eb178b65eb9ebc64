// What has a version in storage, and what happens to an older, newer or missing one.
import { env } from 'cloudflare:workers';
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { Env } from '../../party/env.ts';
import { fillKv, kvVersion, migrateKv } from '../../party/storage/migrate-kv.ts';
import { migrateSql, sqlVersion } from '../../party/storage/migrate-sql.ts';
import type { KvStep, SqlStep } from '../../party/storage/steps.ts';
import { Unreadable } from '../../party/storage/unreadable.ts';

const bindings = env as unknown as Env;

/** The storage of an object that nobody else uses. */
const inEmptyObject = <T>(work: (storage: DurableObjectStorage) => T): Promise<T> =>
  runInDurableObject(bindings.SHARE_STORE.getByName(crypto.randomUUID()), (_instance, state) =>
    work(state.storage)
  );

const why = (work: () => unknown): string => {
  try {
    work();
  } catch (cause) {
    if (cause instanceof Unreadable) return cause.why;
    throw cause;
  }
  return 'nothing was thrown';
};

const first: SqlStep = (sql) => sql.exec('CREATE TABLE thing (name TEXT NOT NULL)');
const second: SqlStep = (sql) => {
  sql.exec("ALTER TABLE thing ADD COLUMN kind TEXT NOT NULL DEFAULT 'old'");
};
const failing: SqlStep = (sql) => {
  sql.exec("INSERT INTO thing VALUES ('half', 'done')");
  throw new Error('no further');
};
const things = (storage: DurableObjectStorage) =>
  storage.sql.exec('SELECT * FROM thing').toArray() as unknown[];

describe('[R6] tables', () => {
  it('[R6] looking at an object without any writes nothing', async () => {
    await inEmptyObject((storage) => {
      expect(sqlVersion(storage)).toBeNull();
      expect(storage.sql.exec('SELECT name FROM sqlite_master').toArray()).toEqual([]);
    });
  });

  it('[R6] are carried forward by the steps that they lack, and keep what they hold', async () => {
    await inEmptyObject((storage) => {
      migrateSql(storage, [first], () => storage.sql.exec("INSERT INTO thing VALUES ('kept')"));
      expect(sqlVersion(storage)).toBe(1);
      migrateSql(storage, [first, second], () => storage.sql.exec('DELETE FROM thing'));
      expect([sqlVersion(storage), things(storage)]).toEqual([2, [{ name: 'kept', kind: 'old' }]]);
      migrateSql(storage, [first, second]);
      expect(sqlVersion(storage)).toBe(2);
    });
  });

  it('[R6] stay what they were when a step fails half-way', async () => {
    await inEmptyObject((storage) => {
      migrateSql(storage, [first]);
      expect(() => migrateSql(storage, [first, second, failing])).toThrow('no further');
      expect([sqlVersion(storage), things(storage)]).toEqual([1, []]);
      expect(() => storage.sql.exec('SELECT kind FROM thing')).toThrow();
    });
  });

  it('[R6] of a newer version, or of none, are refused and not touched', async () => {
    await inEmptyObject((storage) => {
      migrateSql(storage, [first, second]);
      expect(why(() => migrateSql(storage, [first]))).toBe('newer');
      expect(sqlVersion(storage)).toBe(2);
      storage.sql.exec("UPDATE schema_version SET version = 'x'");
      expect(why(() => migrateSql(storage, [first]))).toBe('broken');
    });
    await inEmptyObject((storage) => {
      storage.sql.exec('CREATE TABLE core (id INTEGER PRIMARY KEY)');
      expect(why(() => migrateSql(storage, [first]))).toBe('unversioned');
      expect(() => storage.sql.exec('SELECT 1 FROM thing')).toThrow();
    });
  });
});

describe('[R6] single values', () => {
  it('[R6] are there, or not, or cannot be read', async () => {
    await inEmptyObject((storage) => {
      expect(migrateKv(storage, [])).toBe(false);
      fillKv(storage, { share: new Uint8Array(32) }, []);
      expect([migrateKv(storage, []), kvVersion(storage)]).toEqual([true, 1]);
      storage.kv.put('version', 2);
      expect(why(() => migrateKv(storage, []))).toBe('newer');
      storage.kv.put('version', 'x');
      expect(why(() => migrateKv(storage, []))).toBe('broken');
    });
    await inEmptyObject((storage) => {
      storage.kv.put('share', new Uint8Array(32));
      expect(why(() => migrateKv(storage, []))).toBe('unversioned');
      expect(storage.kv.get('version')).toBeUndefined();
    });
  });

  it('[R6] are carried forward in one transaction', async () => {
    const rename: KvStep = (kv) => {
      kv.put('renamed', kv.get('share'));
      kv.delete('share');
    };
    const stop = (): void => {
      throw new Error('no further');
    };
    await inEmptyObject((storage) => {
      fillKv(storage, { share: 'u' }, []);
      expect(() => migrateKv(storage, [rename, stop])).toThrow('no further');
      expect([kvVersion(storage), storage.kv.get('share')]).toEqual([1, 'u']);
      expect(migrateKv(storage, [rename])).toBe(true);
      expect([kvVersion(storage), storage.kv.get('renamed')]).toEqual([2, 'u']);
    });
  });
});
