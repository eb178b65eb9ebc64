// The desk's storage has a version. Data of another version is refused and left as it is.
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { DESK_STEPS } from '../../party/desk/desk-steps.ts';
import { DeskStorage } from '../../party/desk/desk-storage.ts';
import { sqlVersion } from '../../party/storage/migrate-sql.ts';
import { bindings } from './desk-client.ts';

type DeskStub = ReturnType<typeof bindings.DESK.getByName>;

/** A desk that nobody else uses. */
const freshDesk = (): DeskStub => bindings.DESK.getByName(crypto.randomUUID());

const inObject = <T>(stub: DeskStub, work: (state: DurableObjectState) => T | Promise<T>) =>
  runInDurableObject(stub, (_instance, state) => work(state));

/** Everything that is stored; the alarm is separate. */
const dump = (stub: DeskStub): Promise<string> =>
  inObject(stub, ({ storage }) => {
    const tables = storage.sql
      .exec<{ name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
      )
      .toArray()
      .filter(({ name }) => !name.startsWith('_cf'));
    return JSON.stringify(
      tables.map(({ name, sql }) => [sql, storage.sql.exec(`SELECT * FROM ${name}`).toArray()])
    );
  });

const status = async (stub: DeskStub): Promise<[number, unknown]> => {
  const answer = await stub.fetch(new Request('http://object/status'));
  return [answer.status, await answer.json()];
};

const HEX = '0123456789abcdef0123456789abcdef';

/** As the first drafts of this product stored it: without a version. */
const UNVERSIONED = `
  CREATE TABLE own (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE member (id TEXT PRIMARY KEY, sign_in_name TEXT NOT NULL UNIQUE,
    directory_entry TEXT NOT NULL);
  CREATE TABLE session (hash TEXT PRIMARY KEY, member TEXT NOT NULL, expires_at_ms INTEGER NOT NULL);
  CREATE TABLE room (hex TEXT PRIMARY KEY, status TEXT NOT NULL,
    created_by TEXT NOT NULL, replaces TEXT, replaced_by TEXT, request_hash TEXT NOT NULL,
    report TEXT, at_ms INTEGER NOT NULL, cap_at_ms INTEGER NOT NULL, tries INTEGER NOT NULL);
  INSERT INTO member VALUES ('m', 'kari', 'entry');
  INSERT INTO room VALUES ('${HEX}', 'live', 'm', NULL, NULL, '', NULL, 1, 1, 0);
`;

/** The error of a refused call of an object; null when it is answered. */
async function refusedWith(call: () => PromiseLike<unknown>): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (cause) {
    return (cause as Error).message;
  }
}

async function expectRefused(stub: DeskStub): Promise<void> {
  const before = await dump(stub);
  expect(await status(stub)).toEqual([503, { code: 'unavailable' }]);
  for (const call of [
    () => stub.roomExists(HEX),
    () => stub.eraseRoom(HEX),
    () => stub.redeem('permit', HEX)
  ])
    expect(await refusedWith(call)).toBe('unavailable');
  // What was due stays due: the alarm rings again by itself.
  await inObject(stub, ({ storage }) => storage.setAlarm(Date.now() + 60_000));
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const next = await inObject(stub, ({ storage }) => storage.getAlarm());
  expect(next).toBeGreaterThan(Date.now());
  await inObject(stub, ({ storage }) => storage.deleteAlarm());
  expect(await dump(stub)).toBe(before);
}

describe('[R6] the desk’s storage', () => {
  it('[R6] carries a version from its first request on', async () => {
    const stub = freshDesk();
    expect(await inObject(stub, ({ storage }) => sqlVersion(storage))).toBeNull();
    expect((await status(stub))[0]).toBe(200);
    expect(await inObject(stub, ({ storage }) => sqlVersion(storage))).toBe(DESK_STEPS.length);
  });

  it('[R6] without a version is refused and left as it is', async () => {
    const stub = freshDesk();
    await inObject(stub, ({ storage }) => storage.sql.exec(UNVERSIONED));
    await expectRefused(stub);
  });

  it('[R6] of a newer version is refused, left as it is, and read again by a server that can', async () => {
    const stub = freshDesk();
    await status(stub);
    await inObject(stub, ({ storage }) => {
      new DeskStorage(storage).run(
        `INSERT INTO room (hex, status, created_by, request_hash, at_ms, cap_at_ms, tries, ours)
         VALUES (?, 'live', 'm', '', 0, ?, 0, 7)`,
        HEX,
        Date.now() + 60_000
      );
    });
    const other = freshDesk();
    await inObject(other, ({ storage }) => {
      // Somebody is in charge, so it knows which rooms there are [R6].
      new DeskStorage(storage).run("INSERT INTO member VALUES ('m', 'kari', 'entry', 'anchor')");
      storage.sql.exec('UPDATE schema_version SET version = ?', DESK_STEPS.length + 1);
    });
    await expectRefused(other);
    await inObject(other, ({ storage }) =>
      storage.sql.exec('UPDATE schema_version SET version = ?', DESK_STEPS.length)
    );
    expect((await status(other))[0]).toBe(200);
    expect(await stub.roomExists(HEX)).toBe(true);
    expect(await other.roomExists(HEX)).toBe(false);
  });
});
