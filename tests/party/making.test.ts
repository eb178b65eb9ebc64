// A room is made where another one already is: the desk undoes what it has made itself, and leaves the
// existing one alone.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { DeskDrive } from '../../party/desk/desk-drive.ts';
import { DeskSockets } from '../../party/desk/desk-sockets.ts';
import { DeskStorage } from '../../party/desk/desk-storage.ts';
import { archiveOf, boxName, joinGateOf, FIRST_GENERATION } from '../../party/env.ts';
import {
  bindings,
  code,
  desk,
  deskObject,
  inDesk,
  faceOf,
  makeRoom,
  officer,
  planRoom,
  postRoom,
  random,
  randomText,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import { guestEnvelope, joinedGuest, StaffConnection } from './room-client.ts';
import { sleep, until } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const rowOf = (room: MadeRoom) =>
  inDesk((s) => s.first('SELECT status, ours FROM room WHERE hex = ?', room.hex));

const codes = (after: number) =>
  inDesk((s) =>
    s
      .all<{ entry: string }>('SELECT entry FROM audit WHERE n > ? ORDER BY n', after)
      .map(({ entry }) => (JSON.parse(entry) as { code: string }).code)
  );
const lastEntry = () =>
  inDesk((s) => s.first<{ n: number }>('SELECT max(n) AS n FROM audit')?.n ?? 0);

const box = (room: MadeRoom): string => boxName(room.hex, FIRST_GENERATION);
const door = (room: MadeRoom) => joinGateOf(bindings, box(room));
const archive = (room: MadeRoom) => archiveOf(bindings, box(room));

const isEmpty = (stub: unknown): Promise<boolean> =>
  runInDurableObject(
    stub as DurableObjectStub<undefined>,
    (_instance: unknown, state: DurableObjectState) =>
      [...state.storage.kv.list()].length === 0 &&
      state.storage.sql
        .exec("SELECT 1 FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray().length === 0
  );
const roomObject = (room: MadeRoom) => bindings.ROOM.getByName(room.hex);

/** Two minutes later, when the desk has done what it then does. */
async function afterTheLease(room: MadeRoom): Promise<void> {
  await inDesk((s) => s.run('UPDATE room SET at_ms = 1 WHERE hex = ?', room.hex));
  await desk('GET', 'status');
  await until(async () => (await rowOf(room)) === null);
}

/** The desk has lost its row, as an older copy of it would; the room lives. */
const loseRow = (room: MadeRoom) =>
  inDesk((s) => s.run('DELETE FROM room WHERE hex = ?', room.hex));
const findRow = (room: MadeRoom, report: string) =>
  inDesk((s) =>
    s.run(
      `INSERT INTO room (hex, status, created_by, request_hash, report, at_ms, cap_at_ms, tries, ours)
       VALUES (?, 'live', '', '', ?, 0, ?, 0, 7)`,
      room.hex,
      report,
      Date.now() + 60_000
    )
  );

describe('[R4] a making that meets another room under its name', () => {
  it('[R4] answers `exists`, drops its row, says so in the chain, and that room lives on', async () => {
    const theirs = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(theirs);
    const report = await inDesk(
      (s) =>
        s.first<{ report: string }>('SELECT report FROM room WHERE hex = ?', theirs.hex)?.report
    );
    await loseRow(theirs);
    const before = await lastEntry();
    const mine: MadeRoom = {
      ...theirs,
      request: { ...(await planRoom()).request, roomId: theirs.request.roomId }
    };
    const answer = await postRoom(kari, mine);
    expect([answer.status, await code(answer)]).toEqual([409, 'exists']);
    expect(await rowOf(mine)).toBeNull();
    expect(await codes(before)).toEqual(['room-made', 'room-not-made']);
    await findRow(theirs, report ?? '');
    expect(await line.append(await guestEnvelope(epoch, 0, 'hei'))).toMatchObject({ n: 1 });
    const staff = await StaffConnection.enter(kari, theirs);
    expect(staff.entered.deskBox).toBe(theirs.request.deskBox);
  });

  it('[R4] leaves that room alone also when nobody was there to hear `exists`', async () => {
    const theirs = await makeRoom(kari);
    await loseRow(theirs);
    // The server was killed between the row and the first question.
    await inDesk((s) =>
      s.run(
        `INSERT INTO room (hex, status, created_by, request_hash, at_ms, cap_at_ms, tries, ours)
         VALUES (?, 'making', ?, '', 1, ?, 0, 0)`,
        theirs.hex,
        kari.memberId,
        Date.now() + 60_000
      )
    );
    const before = await lastEntry();
    await afterTheLease(theirs);
    expect(await codes(before)).toEqual(['room-not-made']);
    for (const stub of [roomObject(theirs), door(theirs), archive(theirs)])
      expect(await isEmpty(stub)).toBe(false);
  });
});

describe('[R4] a making that meets a room which cannot answer', () => {
  it('[R4] says `unavailable`, and leaves it alone when its lease is over', async () => {
    const theirs = await makeRoom(kari);
    await loseRow(theirs);
    const core = (from: string, to: string) =>
      runInDurableObject(roomObject(theirs), (_instance, { storage }) => {
        storage.sql.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
      });
    await core('core', 'hidden');
    await evictDurableObject(roomObject(theirs));
    const mine = { ...theirs, request: { ...theirs.request, record: randomText(209) } };
    expect(await code(await postRoom(kari, mine))).toBe('unavailable');
    await afterTheLease(theirs);
    await core('hidden', 'core');
    for (const stub of [roomObject(theirs), door(theirs), archive(theirs)])
      expect(await isEmpty(stub)).toBe(false);
    expect(await roomObject(theirs).face()).toMatchObject({ state: 'invited' });
  });
});

describe('[R4] a room that is being made', () => {
  it('[R4] is neither given up nor erased while a request is at it', async () => {
    const room = await makeRoom(kari);
    const set = (status: string) =>
      inDesk((s) => s.run('UPDATE room SET status = ?, at_ms = 1 WHERE hex = ?', status, room.hex));
    for (const status of ['making', 'deleting']) {
      await runInDurableObject(deskObject, async (_instance, state) => {
        const storage = new DeskStorage(state.storage);
        const sockets = new DeskSockets(state);
        const parts = { storage, sockets, isBeingMade: () => true, tell: () => undefined };
        storage.run('UPDATE room SET status = ?, at_ms = 1 WHERE hex = ?', status, room.hex);
        new DeskDrive(state, bindings, parts).settle();
        await sleep(100);
      });
      expect(await rowOf(room)).toMatchObject({ status });
      expect(await isEmpty(roomObject(room))).toBe(false);
    }
    // Nobody is working on it any more.
    await set('deleting');
    await desk('GET', 'status');
    await until(async () => (await rowOf(room)) === null);
    expect(await isEmpty(roomObject(room))).toBe(true);
  });
});

describe('[R4] a making that meets another box under its name', () => {
  it('[R4] erases the room that it made, and not the door that was there', async () => {
    const room = await planRoom();
    const [verifier, deskBox] = [random(32), random(1_200)];
    expect(await door(room).put(verifier, deskBox)).toBe('made');
    const before = await lastEntry();
    const answers = await Promise.all([postRoom(kari, room), postRoom(kari, room)]);
    for (const answer of answers) expect(await code(answer)).toBe('exists');
    await until(async () => (await rowOf(room)) === null);
    expect(await isEmpty(roomObject(room))).toBe(true);
    expect(await isEmpty(archive(room))).toBe(true);
    expect(await door(room).put(verifier, deskBox)).toBe('there');
    expect(await codes(before)).toEqual(['room-made', 'room-not-made', 'room-erased']);
    expect((await faceOf(room.hex)).status).toBe(404);
  });

  it('[R4] erases room and door that it made, and not the archive box that was there', async () => {
    const room = await planRoom();
    const archiveBox = random(1_200);
    expect(await archive(room).put(archiveBox)).toBe('made');
    expect(await code(await postRoom(kari, room))).toBe('exists');
    await until(async () => (await rowOf(room)) === null);
    expect(await isEmpty(roomObject(room))).toBe(true);
    expect(await isEmpty(door(room))).toBe(true);
    expect(await archive(room).put(archiveBox)).toBe('there');
  });
});

describe('[R4] a making that was cut off', () => {
  it('[R4] is erased whole after its lease, since all of it is its own', async () => {
    const room = await planRoom();
    await runInDurableObject(door(room), (_instance, state) => {
      // The room cannot be read, so there is no answer for anybody.
      state.storage.kv.put('version', 'x');
    });
    const answer = await postRoom(kari, room);
    expect([answer.status, await code(answer)]).toEqual([503, 'unavailable']);
    expect(await rowOf(room)).toEqual({ status: 'making', ours: 7 });
    const before = await lastEntry();
    await afterTheLease(room);
    for (const stub of [roomObject(room), door(room), archive(room)])
      expect(await isEmpty(stub)).toBe(true);
    expect(await codes(before)).toEqual(['room-not-made', 'room-erased']);
  });

  it('[R4] goes on where it stopped when its maker asks again', async () => {
    const room = await planRoom();
    await runInDurableObject(door(room), (_instance, state) => {
      state.storage.kv.put('version', 'x');
    });
    expect((await postRoom(kari, room)).status).toBe(503);
    await door(room).erase();
    expect((await postRoom(kari, room)).status).toBe(201);
    expect(await rowOf(room)).toEqual({ status: 'live', ours: 7 });
    expect((await StaffConnection.enter(kari, room)).entered.deskBox).toBe(room.request.deskBox);
    // The same request again is the same room; a different one under its name is refused.
    expect((await postRoom(kari, room)).status).toBe(201);
    const other = { ...room, request: { ...room.request, record: randomText(209) } };
    expect(await code(await postRoom(kari, other))).toBe('exists');
  });
});
