// Data that exists and cannot be read: unavailable, left as it is, tried again, and erased all the same.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { roomPath } from '#lib/protocol/addresses.ts';
import { parseToGuestFrame, type GuestFrame, type ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { boxName, shareStoreName } from '../../party/env.ts';
import worker from '../../party/worker.ts';
import {
  bindings,
  faceOf,
  inDesk,
  makeRoom,
  officer,
  permit,
  policy,
  random,
  serviceId,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import {
  GuestConnection,
  guestEnvelope,
  joinedGuest,
  shareStoreOf,
  leave,
  newDevice,
  newEpoch,
  StaffConnection,
  type Epoch
} from './room-client.ts';
import { isEmpty, ring } from './stored.ts';
import { openWire, ORIGIN, until } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const roomObject = (room: MadeRoom) => bindings.ROOM.getByName(room.hex);
const sql = <T>(room: MadeRoom, work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(roomObject(room), (_instance, state) => work(state.storage.sql));
/** Evicted first, so that the room finds what is written here at its next start. */
async function asleep(room: MadeRoom): Promise<void> {
  await failing(() =>
    runInDurableObject(roomObject(room), (_instance, state) => state.abort('thrown away'))
  );
}
const everything = (room: MadeRoom): Promise<string> =>
  sql(room, (db) =>
    ['core', 'epoch', 'device', 'due', 'made', 'entry']
      .map((table) => JSON.stringify(db.exec(`SELECT * FROM ${table}`).toArray()))
      .join()
  );
const unavailable = async (response: Response): Promise<void> => {
  expect([response.status, await response.json()]).toEqual([503, { code: 'unavailable' }]);
};
/** What another object hears of a failure. */
const failing = async (ask: () => Promise<unknown>): Promise<string> => {
  try {
    await ask();
    return 'nothing failed';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
};
const openSocket = (room: MadeRoom) =>
  openWire<ToGuestFrame, GuestFrame>(roomPath(serviceId, room.hex, 'socket'), parseToGuestFrame);

/** Ways in which a room can be unreadable, and how to repair each. */
const DAMAGE: readonly (readonly [string, string, string])[] = [
  ['the core row', "UPDATE core SET json = 'x' || json", 'UPDATE core SET json = substr(json, 2)'],
  ['an epoch', "UPDATE epoch SET json = 'x' || json", 'UPDATE epoch SET json = substr(json, 2)'],
  ['a device', "UPDATE device SET json = 'x' || json", 'UPDATE device SET json = substr(json, 2)'],
  [
    'a due row',
    `INSERT INTO due VALUES ('x', '{"kind":"of tomorrow"}')`,
    "DELETE FROM due WHERE id = 'x'"
  ],
  [
    'the face',
    "UPDATE made SET face = CAST('x' || face AS BLOB)",
    'UPDATE made SET face = CAST(substr(face, 2) AS BLOB)'
  ],
  [
    'the face of a walk-in',
    `UPDATE made SET face = CAST(replace(CAST(face AS TEXT), '"invited"', '"walk-in"') AS BLOB)`,
    `UPDATE made SET face = CAST(replace(CAST(face AS TEXT), '"walk-in"', '"invited"') AS BLOB)`
  ],
  ['a table', 'ALTER TABLE epoch RENAME TO hidden', 'ALTER TABLE hidden RENAME TO epoch'],
  [
    'what names its siblings',
    'ALTER TABLE siblings RENAME TO hidden',
    'ALTER TABLE hidden RENAME TO siblings'
  ]
];

describe('[R6] a room that is there and cannot be read', () => {
  it.each(DAMAGE)(
    '[R6] because of %s: is unavailable, and goes on when it can be',
    async (_what, damage, mend) => {
      const room = await makeRoom(kari);
      const { line, epoch } = await joinedGuest(room);
      await line.append(await guestEnvelope(epoch, 0, 'hei'));
      await asleep(room);
      await sql(room, (db) => db.exec(damage));
      const before = damage.startsWith('ALTER') ? null : await everything(room);
      await unavailable(await faceOf(room.hex));
      const wire = await openSocket(room);
      expect(await wire.take('refused')).toMatchObject({ code: 'unavailable' });
      expect(await wire.closed).toBe(1013);
      expect(await failing(() => roomObject(room).replace())).toBe('unavailable');
      // The alarm finds the same, and rings again later.
      await runInDurableObject(roomObject(room), ring);
      const alarm = (): Promise<number | null> =>
        runInDurableObject(roomObject(room), (_instance, state) => state.storage.getAlarm());
      expect(await alarm()).toBeGreaterThan(Date.now());
      if (before !== null) expect(await everything(room)).toBe(before);
      await sql(room, (db) => db.exec(mend));
      expect((await faceOf(room.hex)).status).toBe(200);
      const back = await GuestConnection.open(room.hex);
      expect(await back.resume(epoch, false)).toMatchObject({ t: 'resumed', tip: { n: 1 } });
    }
  );

  it.each(DAMAGE)(
    '[R4, R6] because of %s: is erased on its day, its `u` too',
    async (_what, damage) => {
      const room = await makeRoom(kari);
      const { epoch } = await joinedGuest(room);
      const latch = shareStoreName(room.hex, (await shareStoreOf(room, epoch)).slot);
      await asleep(room);
      await sql(room, (db) => db.exec(damage));
      const desk = bindings.DESK.getByName(serviceId);
      await desk.eraseRoom(room.hex);
      await until(async () => !(await desk.roomExists(room.hex)));
      await until(() => isEmpty(bindings.ROOM, room.hex));
      expect(await isEmpty(bindings.SHARE_STORE, latch)).toBe(true);
      expect(await isEmpty(bindings.JOIN_GATE, boxName(room.hex, 1))).toBe(true);
      expect(await isEmpty(bindings.ARCHIVE, boxName(room.hex, 1))).toBe(true);
      expect((await faceOf(room.hex)).status).toBe(404);
    }
  );

  it('[R6] tells whoever is connected, and writes nothing', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    await evictDurableObject(roomObject(room));
    await sql(room, (db) => db.exec("UPDATE core SET json = 'x' || json"));
    const before = await everything(room);
    line.wire.send({ t: 'append', ref: 9, envelope: 'AAAA' });
    expect(await line.wire.take('refused')).toMatchObject({ code: 'unavailable' });
    expect(await line.wire.closed).toBe(1013);
    expect(await everything(room)).toBe(before);
    expect(epoch.id).toBeDefined();
  });

  it('[R6] of a newer version, or of none, is not touched, not even to be erased', async () => {
    for (const change of [
      'UPDATE schema_version SET version = version + 1',
      'ALTER TABLE schema_version RENAME TO hidden'
    ]) {
      const room = await makeRoom(kari);
      await joinedGuest(room);
      await asleep(room);
      await sql(room, (db) => db.exec(change));
      const before = await everything(room);
      await unavailable(await faceOf(room.hex));
      expect(await failing(() => roomObject(room).prepareErasure())).toBe('unavailable');
      expect(await failing(() => roomObject(room).erase())).toBe('unavailable');
      expect(await everything(room)).toBe(before);
    }
  });

  it('[R6] keeps fields that it does not know, and shows them to nobody', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    await asleep(room);
    const tables = ['core', 'epoch', 'device'] as const;
    await sql(room, (db) => {
      for (const table of tables)
        db.exec(`UPDATE ${table} SET json = json_set(json, '$.tomorrow', 7)`);
      db.exec(`UPDATE core SET json = json_set(json, '$.life.tomorrow', 7)`);
    });
    const staff = await StaffConnection.enter(kari, room);
    expect(JSON.stringify(staff.entered)).not.toContain('tomorrow');
    await staff.decide(epoch, 'confirm');
    await staff.ask({ t: 'close', ref: 9, reason: 'staff' });
    const kept = await sql(room, (db) =>
      tables.map((table) =>
        db.exec(`SELECT json_extract(json, '$.tomorrow') AS it FROM ${table}`).one()
      )
    );
    expect(kept).toEqual(tables.map(() => ({ it: 7 })));
    const life = await sql(room, (db) =>
      db.exec("SELECT json_extract(json, '$.life.tomorrow') AS it FROM core").one()
    );
    expect(life).toEqual({ it: 7 });
  });
});

describe('[R6] a room that the desk calls live, and of which nothing is stored', () => {
  it('[R6] is unavailable to everybody who asks, and erased on its day', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    // Its file is lost; nobody has told the desk.
    await runInDurableObject(roomObject(room), (_instance, { storage }) => storage.deleteAll());
    await evictDurableObject(roomObject(room), { webSockets: 'close' });
    await unavailable(await faceOf(room.hex));
    const wire = await openSocket(room);
    expect(await wire.take('refused')).toMatchObject({ code: 'unavailable' });
    expect(await wire.closed).toBe(1013);
    await unavailable(await leave(epoch));
    await expect(permit(kari, room)).rejects.toThrow(/unavailable/);
    expect(await isEmpty(bindings.ROOM, room.hex)).toBe(true);
    await bindings.DESK.getByName(serviceId).eraseRoom(room.hex);
    expect((await faceOf(room.hex)).status).toBe(404);
  });

  it('[R4, R6] is gone when the desk has erased it since the edge asked', async () => {
    const room = await makeRoom(kari);
    const desk = bindings.DESK.getByName(serviceId);
    let asked = 0;
    const roomExists = async (hex: string): Promise<boolean> => {
      const exists = await desk.roomExists(hex);
      asked += 1;
      if (asked > 1) return exists;
      await desk.eraseRoom(hex);
      await until(() => isEmpty(bindings.ROOM, hex));
      return exists;
    };
    const DESK = { getByName: () => ({ roomExists }) } as unknown as typeof bindings.DESK;
    const face = new Request(ORIGIN + roomPath(serviceId, room.hex, 'face'));
    const answer = await worker.fetch(face, { ...bindings, DESK });
    expect([answer.status, await answer.json(), asked]).toEqual([404, { code: 'gone' }, 2]);
  });
});

describe('[R6] siblings that are there and cannot be read', () => {
  const spoil = (
    namespace: DurableObjectNamespace,
    name: string,
    version: unknown
  ): Promise<void> =>
    runInDurableObject(
      namespace.getByName(name) as DurableObjectStub<undefined>,
      (_instance: unknown, state: DurableObjectState) => state.storage.kv.put('version', version)
    );

  it('[R6, J4] a door: nobody is let in, nobody is told that the words are wrong', async () => {
    const room = await makeRoom(kari);
    await spoil(bindings.JOIN_GATE, boxName(room.hex, 1), 2);
    const line = await GuestConnection.open(room.hex);
    const answer = await line.join(await newEpoch(room, await newDevice()));
    expect(answer).toMatchObject({ t: 'refused', code: 'unavailable' });
    await expect(StaffConnection.enter(kari, room)).rejects.toThrow(/unavailable/);
    await spoil(bindings.JOIN_GATE, boxName(room.hex, 1), 1);
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts.strangers).toBe(0);
  });

  it('[R6] an archive box: a closed room is not opened now', async () => {
    const room = await makeRoom(kari);
    await (await StaffConnection.enter(kari, room)).ask({ t: 'close', ref: 9, reason: 'staff' });
    await spoil(bindings.ARCHIVE, boxName(room.hex, 1), 'x');
    await expect(StaffConnection.enter(kari, room, 'archive')).rejects.toThrow(/unavailable/);
    await spoil(bindings.ARCHIVE, boxName(room.hex, 1), 1);
    const archive = await StaffConnection.enter(kari, room, 'archive');
    expect(archive.entered.archiveBox).toBe(room.request.archiveBox);
  });

  it('[R6, P2] a share store: the share is not given up', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const latch = shareStoreName(room.hex, (await shareStoreOf(room, epoch)).slot);
    await spoil(bindings.SHARE_STORE, latch, 7);
    line.wire.close();
    const back = await GuestConnection.open(room.hex);
    expect(await back.resume(epoch, true)).toMatchObject({ t: 'refused', code: 'unavailable' });
    await spoil(bindings.SHARE_STORE, latch, 1);
    expect(await back.resume(epoch, true)).toMatchObject({ t: 'resumed' });
  });
});

describe('[E1] a goodbye that cannot be written', () => {
  const rename = (room: MadeRoom, from: string, to: string) =>
    sql(room, (db) => db.exec(`ALTER TABLE ${from} RENAME TO ${to}`));
  const stateOf = (room: MadeRoom) =>
    sql(room, (db) => db.exec("SELECT json_extract(json, '$.state') AS it FROM epoch").one()['it']);

  it('[E1, R6] is answered as not done, kept, and said as soon as it can be, with no request', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    await rename(room, 'epoch', 'hidden');
    await unavailable(await leave(epoch));
    await rename(room, 'hidden', 'epoch');
    await until(async () => (await stateOf(room)) === 'left', 15_000);
  });

  it('[E1, R6] outlives the object that could not write it', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    await rename(room, 'epoch', 'hidden');
    await unavailable(await leave(epoch));
    await asleep(room);
    await rename(room, 'hidden', 'epoch');
    expect((await faceOf(room.hex)).status).toBe(200);
    expect(await stateOf(room)).toBe('left');
  });

  it('[E1, R6] is kept by a room that cannot be read, and a wrong token does nothing', async () => {
    const [mine, other] = [await makeRoom(kari), await makeRoom(kari)];
    const epochs = [await joinedGuest(mine), await joinedGuest(other)].map(({ epoch }) => epoch);
    for (const room of [mine, other]) {
      await asleep(room);
      await rename(room, 'epoch', 'hidden');
    }
    const [right, wrong] = epochs;
    if (right === undefined || wrong === undefined) throw new Error('no epochs');
    await unavailable(await leave(right));
    await unavailable(await leave(wrong, random(16)));
    for (const room of [mine, other]) {
      await rename(room, 'hidden', 'epoch');
      await faceOf(room.hex);
    }
    expect([await stateOf(mine), await stateOf(other)]).toEqual(['left', 'pending']);
  });
});

describe('[E1] a goodbye that is kept', () => {
  const stateOf = (room: MadeRoom) =>
    sql(room, (db) => db.exec("SELECT json_extract(json, '$.state') AS it FROM epoch").one()['it']);
  const madeUp = async (epoch: Epoch): Promise<void> => {
    for (let n = 0; n < 40; n += 1) await unavailable(await leave(epoch, random(16)));
  };
  const renameAtDesk = (from: string, to: string): Promise<void> =>
    inDesk((s) => s.run(`ALTER TABLE ${from} RENAME TO ${to}`));

  it('[E1, R6] by a room that cannot write is not pushed out by made-up ones that follow', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    await asleep(room);
    await sql(room, (db) => db.exec('ALTER TABLE epoch RENAME TO hidden'));
    await unavailable(await leave(epoch));
    await madeUp(epoch);
    await sql(room, (db) => db.exec('ALTER TABLE hidden RENAME TO epoch'));
    await until(async () => (await stateOf(room)) === 'left', 15_000);
  });

  it('[E1, R6] while the desk cannot answer is said as soon as it can, with no request, whatever followed', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    await renameAtDesk('room', 'hidden');
    await unavailable(await leave(epoch));
    await madeUp(epoch);
    await renameAtDesk('hidden', 'room');
    await until(async () => (await stateOf(room)) === 'left', 15_000);
  });
});

describe('[R4] what the audit log calls a room', () => {
  it('[R4] is the same as long as it lives, and nobody can make it again afterwards', async () => {
    const face = { policy: { ...policy, lifetimes: { ...policy.lifetimes, retentionMs: 300 } } };
    const room = await makeRoom(kari, { face });
    const name = await roomObject(room).auditName();
    expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await roomObject(room).prepareErasure()).toMatchObject({ auditName: name });
    const other = await makeRoom(kari);
    expect(await roomObject(other).auditName()).not.toBe(name);
    expect(await bindings.ROOM.getByName('cd'.repeat(16)).auditName()).toBeNull();
    await asleep(other);
    await sql(other, (db) => db.exec("UPDATE core SET json = 'x'"));
    const broken = await roomObject(other).auditName();
    expect(await roomObject(other).prepareErasure()).toMatchObject({ auditName: broken });
    await expect(permit(kari, room)).resolves.toBeDefined();
  });
});

describe('[R5] how many files an erased room may leave', () => {
  /** One for the room, and one for each object that its erasure touches. */
  const files = async (...damage: readonly string[]): Promise<number> => {
    const room = await makeRoom(kari);
    await asleep(room);
    await sql(room, (db) => damage.forEach((one) => db.exec(one)));
    const erased = await roomObject(room).prepareErasure();
    if (erased === null || erased === 'busy') throw new Error('not to be erased');
    return 1 + erased.shareStores.length + 2 * erased.boxes.length;
  };
  const noSiblings = 'ALTER TABLE siblings RENAME TO hidden';
  const noRecords = 'ALTER TABLE record RENAME TO hidden_too';

  it('[R5] three where nobody came, and thirty-five at most', async () => {
    expect(await files()).toBe(3);
    expect(await files('UPDATE siblings SET slots = 32')).toBe(35);
    expect(await files(noSiblings)).toBe(35);
    expect(await files(noRecords)).toBe(3);
  });

  it('[R5] a count that no room can have is not believed', async () => {
    for (const what of ['slots = 5000', 'slots = -1', 'slots = 1.5', 'box_generation = 5000'])
      expect(await files(`UPDATE siblings SET ${what}`)).toBe(35);
  });

  it('[R5] two hundred and thirty-three where nothing says how many there were', async () => {
    expect(await files(noSiblings, noRecords)).toBe(233);
  });
});
