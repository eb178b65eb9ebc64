// Exit, end, presence, deadlines and erasure: what the room promises about its life.
import { env } from 'cloudflare:workers';
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { RoomSummary } from '#lib/protocol/desk-api.ts';
import { boxName, shareStoreName, type Env } from '../../party/env.ts';
import {
  deskWire,
  faceOf,
  makeRoom,
  officer,
  permit,
  planRoom,
  policy,
  postRoom,
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
  signalEnvelope,
  StaffConnection,
  type Epoch
} from './room-client.ts';
import { isEmpty, ring } from './stored.ts';
import { sleep, until } from './wire.ts';

const bindings = env as unknown as Env;
let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const roomObject = (room: MadeRoom) => bindings.ROOM.getByName(room.hex);

/** Rows of JSON as they are in the room's storage. */
const stored = <T>(room: MadeRoom, table: 'core' | 'epoch' | 'due'): Promise<T[]> =>
  runInDurableObject(roomObject(room), (_instance, state) =>
    state.storage.sql
      .exec<{ json: string }>(`SELECT json FROM ${table}`)
      .toArray()
      .map(({ json }) => JSON.parse(json) as T)
  );

const shareStoreNameOf = async (room: MadeRoom, epoch: Epoch): Promise<string> =>
  shareStoreName(room.hex, (await shareStoreOf(room, epoch)).slot);

/** A room whose retention ends as soon as it is closed. */
const shortRoom = (): Promise<MadeRoom> =>
  makeRoom(kari, {
    face: { policy: { ...policy, lifetimes: { ...policy.lifetimes, retentionMs: 300 } } }
  });

describe('[E1] exit', () => {
  it('[E1] destroys `u`, closes the epoch and tells staff, by the token alone', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    const latch = await shareStoreNameOf(room, epoch);
    expect((await leave(epoch)).status).toBe(204);
    const told = await staff.wire.take('epoch', (frame) => frame.epoch.state === 'left');
    expect(told.epoch).toMatchObject({ connected: false, closedAtMs: expect.any(Number) });
    await until(() => isEmpty(bindings.SHARE_STORE, latch));
    expect(await line.wire.closed).toBe(4410);
    const back = await GuestConnection.open(room.hex);
    expect(await back.resume(epoch, true)).toMatchObject({ code: 'epoch-closed' });
    const { answer } = await staff.say(epoch, 'hei');
    expect(answer).toMatchObject({ t: 'refused', code: 'epoch-closed' });
  });

  it('[E1] answers a wrong token the same, and does nothing', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    expect((await leave(epoch, random(16))).status).toBe(204);
    expect(await line.append(await guestEnvelope(epoch, 0, 'her'))).toMatchObject({ t: 'receipt' });
  });

  it('[E1] refuses what a tab that left had not yet sent', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    const { epoch } = await joinedGuest(room, device);
    await leave(epoch);
    const alone = await GuestConnection.open(room.hex);
    await alone.deliver(room, device);
    const late = await alone.append(await guestEnvelope(epoch, 0, 'sent'));
    expect(late).toMatchObject({ t: 'refused', code: 'epoch-closed' });
  });

  it('[E1] ends every epoch of the device, dated now, whichever of its tabs says it', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    const { epoch: earlier } = await joinedGuest(room, device);
    const { line, epoch: newer } = await joinedGuest(room, device);
    const stranger = await joinedGuest(room);
    const alone = await GuestConnection.open(room.hex);
    await alone.deliver(room, device);
    const staff = await StaffConnection.enter(kari, room);
    await staff.decide(newer, 'confirm');
    const before = Date.now();
    expect((await leave(earlier)).status).toBe(204);
    for (const epoch of [earlier, newer]) {
      const { epoch: told } = await staff.wire.take(
        'epoch',
        (frame) => frame.epoch.epochId === epoch.id && frame.epoch.state === 'left'
      );
      expect(told.connected).toBe(false);
      expect(told.closedAtMs).toBeGreaterThanOrEqual(before);
    }
    expect([await line.wire.closed, await alone.wire.closed]).toEqual([4410, 4410]);
    const back = await GuestConnection.open(room.hex);
    expect(await back.resume(newer, true)).toMatchObject({ code: 'epoch-closed' });
    const { answer } = await staff.say(newer, 'hei');
    expect(answer).toMatchObject({ t: 'refused', code: 'epoch-closed' });
    // Somebody else in the room stays, and a repeated goodbye ends nothing that came later.
    const heard = await guestEnvelope(stranger.epoch, 0, 'her');
    expect(await stranger.line.append(heard)).toMatchObject({ t: 'receipt' });
    const again = await joinedGuest(room, device);
    await leave(earlier);
    await leave(newer);
    const after = await guestEnvelope(again.epoch, 0, 'her');
    expect(await again.line.append(after)).toMatchObject({ t: 'receipt' });
  });

  it("[E1] marks the desk's list: left, then back after exit", async () => {
    const room = await makeRoom(kari);
    const list = await deskWire(kari);
    const { epoch } = await joinedGuest(room);
    await leave(epoch);
    const mine = (mark: string) => (frame: { room: { roomId: string; mark: string } }) =>
      frame.room.roomId === room.request.roomId && frame.room.mark === mark;
    await list.take('room', mine('left'));
    await joinedGuest(room);
    await list.take('room', mine('back-after-exit'));
  });
});

describe('[R3] ending', () => {
  it('[R3] cuts off at once: sockets told, epochs ended, door and share stores erased', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    const latch = await shareStoreNameOf(room, epoch);
    expect(await staff.ask({ t: 'close', ref: 9, reason: 'staff' })).toMatchObject({ t: 'done' });
    const { life } = await line.wire.take('life');
    expect(life).toMatchObject({ state: 'closed', endReason: 'staff' });
    expect(life.deleteAtMs).toBeLessThanOrEqual(life.createdAtMs + policy.lifetimes.hardCapMs);
    expect([await line.wire.closed, await staff.wire.closed]).toEqual([4410, 4410]);
    await until(() => isEmpty(bindings.SHARE_STORE, latch));
    await until(() => isEmpty(bindings.JOIN_GATE, boxName(room.hex, 1)));
    expect(await (await faceOf(room.hex)).json()).toEqual({
      state: 'closed',
      face: null,
      locked: false,
      staff: false,
      endReason: 'staff'
    });
    const late = await GuestConnection.open(room.hex);
    expect(await late.join(await newEpoch(room, await newDevice()))).toMatchObject({
      code: 'ended',
      endReason: 'staff'
    });
    expect(await late.resume(epoch, true)).toMatchObject({ code: 'ended', endReason: 'staff' });
  });

  it("[D3, R3] gives a closed room's archive box to an archive permit, and no desk box", async () => {
    const room = await makeRoom(kari);
    const live = await StaffConnection.enter(kari, room);
    expect(live.entered).toMatchObject({ deskBox: room.request.deskBox, archiveBox: null });
    await expect(StaffConnection.enter(kari, room, 'archive')).rejects.toThrow(/not-allowed/);
    await live.ask({ t: 'close', ref: 9, reason: 'staff' });
    await expect(StaffConnection.enter(kari, room)).rejects.toThrow(/ended/);
    const archive = await StaffConnection.enter(kari, room, 'archive');
    expect(archive.entered).toMatchObject({ deskBox: null, archiveBox: room.request.archiveBox });
    const write = await archive.append(await archive.logEnvelope({ t: 'say' }));
    expect(write).toMatchObject({ t: 'refused', code: 'not-allowed' });
  });

  it('[R3] lets a confirmed guest, or the only device, end the room', async () => {
    const only = await makeRoom(kari);
    const alone = await joinedGuest(only);
    expect(await alone.line.ask({ t: 'end', ref: 4 })).toMatchObject({ t: 'done' });
    const { life } = await alone.line.wire.take('life');
    expect(life).toMatchObject({ state: 'closed', endReason: 'guest' });
  });

  it('[R3] lets an unconfirmed stranger end no more than their own epoch', async () => {
    const room = await makeRoom(kari);
    const young = await joinedGuest(room);
    const stranger = await joinedGuest(room);
    expect(await stranger.line.ask({ t: 'end', ref: 4 })).toMatchObject({ t: 'done' });
    expect(await stranger.line.wire.closed).toBe(4410);
    const still = await young.line.append(await guestEnvelope(young.epoch, 0, 'her'));
    expect(still).toMatchObject({ t: 'receipt' });
  });

  it('[R5] leaves no share behind when the room closes while a join is under way', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const line = await GuestConnection.open(room.hex);
    const frame = await line.joinFrame(await newEpoch(room, await newDevice()));
    line.wire.send(frame);
    staff.wire.send({ t: 'close', ref: 9, reason: 'staff' });
    await line.wire.closed;
    const erasures = async (): Promise<unknown[]> => {
      const dues = await stored<{ kind: string }>(room, 'due');
      return dues.filter((due) => due.kind !== 'report');
    };
    await until(async () => (await erasures()).length === 0);
    const rows = await stored<{ latch: string | null }>(room, 'epoch');
    expect(rows.filter((row) => row.latch !== null)).toEqual([]);
  });
});

describe('[R2] deadlines', () => {
  it('[R2] lapses an invitation that nobody used, by its alarm and on access', async () => {
    const face = { createdAtMs: Date.now() - policy.lifetimes.inviteLapseMs - 1_000 };
    const room = await makeRoom(kari, { face });
    expect(await (await faceOf(room.hex)).json()).toMatchObject({
      state: 'closed',
      face: null,
      endReason: 'lapsed'
    });
    await until(() => isEmpty(bindings.JOIN_GATE, boxName(room.hex, 1)));
  });

  it('[R2] sets one alarm, and an alarm that rings early does no harm', async () => {
    const room = await makeRoom(kari);
    const alarm = (): Promise<number | null> =>
      runInDurableObject(roomObject(room), (_instance, state) => state.storage.getAlarm());
    const [core] = await stored<{ life: { createdAtMs: number; deleteAtMs: number } }>(
      room,
      'core'
    );
    const lapseMs = (core?.life.createdAtMs ?? 0) + policy.lifetimes.inviteLapseMs;
    expect(await alarm()).toBe(lapseMs);
    expect(core?.life.deleteAtMs).toBe((core?.life.createdAtMs ?? 0) + policy.lifetimes.hardCapMs);
    expect(await runDurableObjectAlarm(roomObject(room))).toBe(true);
    expect(await (await faceOf(room.hex)).json()).toMatchObject({ state: 'invited' });
    expect(await alarm()).toBe(lapseMs);
  });

  it('[R2] ends a room in which the young person has been silent for long', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    await evictDurableObject(roomObject(room), { webSockets: 'close' });
    await runInDurableObject(roomObject(room), (_instance, state) => {
      const { json } = state.storage.sql.exec<{ json: string }>('SELECT json FROM core').one();
      const lastHeardMs = Date.now() - policy.lifetimes.idleCloseMs;
      const core = { ...JSON.parse(json), lastHeardMs };
      state.storage.sql.exec('UPDATE core SET json = ?', JSON.stringify(core));
    });
    expect(await (await faceOf(room.hex)).json()).toMatchObject({
      state: 'closed',
      endReason: 'idle'
    });
    const [row] = await stored<{ epochId: string; state: string }>(room, 'epoch');
    expect(row).toMatchObject({ epochId: epoch.id, state: 'ended' });
  });

  it("raises the desk's alarm when a guest has been without staff, and lowers it when they come", async () => {
    const room = await makeRoom(kari);
    const list = await deskWire(kari);
    const { line } = await joinedGuest(room);
    const of =
      (unattended: boolean) => (frame: { room: { roomId: string; unattended: boolean } }) =>
        frame.room.roomId === room.request.roomId && frame.room.unattended === unattended;
    await list.take('room', of(true));
    const staff = await StaffConnection.enter(kari, room);
    await line.wire.take('presence', ({ staff: there }) => there);
    await list.take('room', of(false));
    staff.wire.close();
    const gone = await line.wire.take('presence', ({ staff: there }) => !there);
    expect(gone.sinceMs).toBeGreaterThan(Date.now() - 5_000);
  });

  it('[R1] tells the desk of a waiting guest at once, and of mere counts later', async () => {
    const room = await makeRoom(kari);
    const list = await deskWire(kari);
    const { line, epoch } = await joinedGuest(room);
    type Told = { room: { roomId: string; waitingSinceMs: number | null; unread: number } };
    const mine = (frame: Told) => frame.room.roomId === room.request.roomId;
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    const first = await list.take('room', (f) => mine(f) && f.room.waitingSinceMs !== null, 1_000);
    expect(first.room.unread).toBe(1);
    const startMs = Date.now();
    for (let n = 1; n <= 20; n += 1) await line.append(await guestEnvelope(epoch, n, 'mer'));
    await list.take('room', (f) => mine(f) && f.room.unread === 21);
    expect(Date.now() - startMs).toBeLessThan(4_000);
    expect(list.waiting.filter((f) => f.t === 'room' && mine(f)).length).toBeLessThan(6);
    const staff = await StaffConnection.enter(kari, room);
    staff.wire.send({ t: 'read', order: 20 });
    await list.take('room', (f) => mine(f) && f.room.unread === 1);
    staff.wire.send({ t: 'read', order: 21 });
    await list.take(
      'room',
      (f) => mine(f) && f.room.unread === 0 && f.room.waitingSinceMs !== null
    );
  });

  it('[R8] lets a room wait that was read, until staff owe it nothing, and every desk hears that', async () => {
    const room = await makeRoom(kari);
    const list = await deskWire(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    const colleague = await StaffConnection.enter(kari, room);
    const told = (fits: (room: RoomSummary) => boolean) =>
      list.take('room', (f) => f.room.roomId === room.request.roomId && fits(f.room));
    for (const n of [0, 1]) await line.append(await guestEnvelope(epoch, n, 'hei'));
    staff.wire.send({ t: 'read', order: 2 });
    const { room: first } = await told((one) => one.unread === 0 && one.waitingSinceMs !== null);
    const firstMs = first.waitingSinceMs ?? Infinity;
    staff.wire.send({ t: 'answered', order: 1 });
    expect(await colleague.wire.take('answered')).toEqual({ t: 'answered', order: 1 });
    const { room: second } = await told((one) => (one.waitingSinceMs ?? 0) > firstMs);
    const secondMs = second.waitingSinceMs ?? Infinity;
    // Nothing is answered before it is there.
    staff.wire.send({ t: 'answered', order: 5_000 });
    expect(await colleague.wire.take('answered')).toEqual({ t: 'answered', order: 2 });
    await told((one) => one.waitingSinceMs === null && one.lastActivityMs >= secondMs);
    // What was answered stays so.
    staff.wire.send({ t: 'answered', order: 1 });
    await line.append(await guestEnvelope(epoch, 2, 'en ting til'));
    await told((one) => (one.waitingSinceMs ?? 0) > secondMs);
    staff.wire.send({ t: 'answered', order: 3 });
    expect(await colleague.wire.take('answered')).toEqual({ t: 'answered', order: 3 });
    await told((one) => one.waitingSinceMs === null);
    // Nor does anything change in a room that has ended.
    await line.append(await guestEnvelope(epoch, 3, 'hei'));
    await staff.ask({ t: 'close', ref: staff.ref(), reason: 'staff' });
    colleague.wire.send({ t: 'answered', order: 4 });
    colleague.wire.send({ t: 'read', order: 4 });
    await sleep(200);
    const { json } = await runInDurableObject(roomObject(room), (_instance, { storage }) =>
      storage.sql.exec<{ json: string }>('SELECT json FROM core').one()
    );
    expect(JSON.parse(json)).toMatchObject({ answeredOrder: 3, readOrder: 2 });
  });
});

describe('counts that no message writes down', () => {
  it('[R2, O1] are found again in the messages when the server has stopped in between', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    for (const n of [0, 1, 2]) await line.append(await guestEnvelope(epoch, n, 'hei'));
    staff.wire.send({ t: 'read', order: 1 });
    await staff.logEnvelope({}).then((envelope) => staff.append(envelope));
    await evictDurableObject(roomObject(room), { webSockets: 'close' });
    const list = await deskWire(kari);
    await joinedGuest(room);
    const told = await list.take(
      'room',
      (f) => f.room.roomId === room.request.roomId && f.room.unconfirmed === 2
    );
    expect(told.room).toMatchObject({ unread: 2, waitingSinceMs: expect.any(Number) });
    const again = await StaffConnection.enter(kari, room);
    expect(again.entered).toMatchObject({ readOrder: 1, answeredOrder: 0 });
  });
});

describe('[O5] typing and seen', () => {
  it('[O5] passes them on, keeps seen in one slot, and never in the log', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    const sealed = toBase64url(await signalEnvelope(epoch, 'guest'));
    line.wire.send({
      t: 'signal',
      kind: 'seen',
      sealed: toBase64url(await signalEnvelope(epoch, 'guest'))
    });
    line.wire.send({ t: 'signal', kind: 'seen', sealed });
    await staff.wire.take('signal', (frame) => frame.sealed === sealed);
    const later = await StaffConnection.enter(kari, room);
    const kept = await later.wire.take('signal');
    expect(kept).toEqual({ t: 'signal', epochId: epoch.id, kind: 'seen', sealed });
    expect(later.entered.lastOrder).toBe(0);
    const slots = await runInDurableObject(roomObject(room), (_instance, state) =>
      state.storage.sql.exec('SELECT slot FROM signal').toArray()
    );
    expect(slots).toHaveLength(1);
    const back = toBase64url(await signalEnvelope(epoch, 'staff'));
    staff.wire.send({ t: 'signal', epochId: epoch.id, kind: 'typing', sealed: back });
    expect(await line.wire.take('signal')).toMatchObject({ kind: 'typing', sealed: back });
  });
});

describe('[R4] erasure', () => {
  it('[R4, R5] erases share stores, door, room and row at the deadline, and tells the desk', async () => {
    const room = await shortRoom();
    const list = await deskWire(kari);
    const { line, epoch } = await joinedGuest(room);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    const latch = await shareStoreNameOf(room, epoch);
    await line.ask({ t: 'end', ref: 4 });
    await list.take('deleted', (frame) => frame.roomId === room.request.roomId, 10_000);
    expect(await isEmpty(bindings.ROOM, room.hex)).toBe(true);
    expect(await isEmpty(bindings.JOIN_GATE, boxName(room.hex, 1))).toBe(true);
    expect(await isEmpty(bindings.SHARE_STORE, latch)).toBe(true);
    expect((await faceOf(room.hex)).status).toBe(404);
    await expect(permit(kari, room)).rejects.toThrow(/gone/);
  });

  it('[R4, R6] writes nothing where there is no room, and leaves it to the desk whether it is gone', async () => {
    const stub = bindings.ROOM.getByName('ab'.repeat(16));
    await expect(async () => await stub.face()).rejects.toThrow('unavailable');
    const response = await stub.fetch('http://object/socket', {
      headers: { Upgrade: 'websocket' }
    });
    response.webSocket?.accept();
    const goodbye = async () => await stub.leave(random(16), random(16));
    await expect(goodbye).rejects.toThrow('unavailable');
    expect(await stub.prepareErasure()).toBeNull();
    await runInDurableObject(stub, ring);
    expect(await isEmpty(bindings.ROOM, 'ab'.repeat(16))).toBe(true);
  });

  it('[R4] erases a room that was begun and never finished', async () => {
    const room = await planRoom();
    const deskObject = bindings.DESK.getByName(serviceId);
    await bindings.JOIN_GATE.getByName(boxName(room.hex, 1)).put(random(32), random(100));
    await runInDurableObject(deskObject, (_instance, state) => {
      state.storage.sql.exec(
        "INSERT INTO room VALUES (?, 'making', ?, NULL, NULL, 'x', NULL, ?, ?, 0, 7)",
        room.hex,
        kari.memberId,
        Date.now() - 1,
        Date.now() + 1_000_000
      );
    });
    await deskObject.roomExists(room.hex);
    await until(() => isEmpty(bindings.JOIN_GATE, boxName(room.hex, 1)));
    await until(async () => {
      const rows = await runInDurableObject(deskObject, (_instance, state) =>
        state.storage.sql.exec('SELECT 1 FROM room WHERE hex = ?', room.hex).toArray()
      );
      return rows.length === 0;
    });
    expect((await postRoom(kari, room)).status).toBe(201);
  });

  it('[R4] goes on with an erasure that a crash has cut off after any step', async () => {
    for (const step of ['none', 'door', 'room'] as const) {
      const room = await makeRoom(kari);
      const { epoch } = await joinedGuest(room);
      const latch = await shareStoreNameOf(room, epoch);
      const deskObject = bindings.DESK.getByName(serviceId);
      if (step !== 'none') await bindings.JOIN_GATE.getByName(boxName(room.hex, 1)).erase();
      if (step === 'room') {
        await roomObject(room).prepareErasure();
        await bindings.SHARE_STORE.getByName(latch).erase();
        await roomObject(room).erase();
      }
      await deskObject.eraseRoom(room.hex);
      await until(() => isEmpty(bindings.ROOM, room.hex));
      await until(() => isEmpty(bindings.SHARE_STORE, latch));
      await until(async () => !(await deskObject.roomExists(room.hex)));
    }
  });

  it('[R4] says deleting while it lasts', async () => {
    const room = await makeRoom(kari);
    const list = await deskWire(kari);
    await bindings.DESK.getByName(serviceId).eraseRoom(room.hex);
    const frame = await list.take('room', (f) => f.room.roomId === room.request.roomId);
    expect(frame.room.life.state).toBe('deleting');
    await list.take('deleted', (f) => f.roomId === room.request.roomId);
    await sleep(10);
    expect((await faceOf(room.hex)).status).toBe(404);
  });
});
