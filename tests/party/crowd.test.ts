// Strangers who have link and words: places, newcomers, barred devices, and what a permit allows.
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { MAX_CONNECTIONS_PER_ROOM, NEWCOMERS, PLACES } from '#lib/protocol/limits.ts';
import {
  bindings,
  faceOf,
  makeRoom,
  officer,
  random,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import {
  GuestConnection,
  guestEnvelope,
  joinedGuest,
  leave,
  newDevice,
  newEpoch,
  signalEnvelope,
  StaffConnection,
  type Device
} from './room-client.ts';
import { sleep, until } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

/** Lets the next newcomers in at once, as staff do. */
const admit = (staff: StaffConnection) => staff.ask({ t: 'unlock', ref: staff.ref() });

async function confirmedGuest(room: MadeRoom, staff: StaffConnection, device?: Device) {
  const guest = await joinedGuest(room, device);
  await staff.decide(guest.epoch, 'confirm');
  return guest;
}

/** A connection that has proved a device and nothing else. */
async function deliverer(room: MadeRoom, device: Device) {
  const line = await GuestConnection.open(room.hex);
  const answer = await line.deliver(room, device);
  return { line, answer };
}

/** Removes the object from memory, as a crash does; stored data stays. */
async function throwAway(room: MadeRoom): Promise<void> {
  const abort = (_instance: unknown, state: DurableObjectState): void => state.abort('thrown away');
  await runInDurableObject(bindings.ROOM.getByName(room.hex), abort).catch(() => null);
}

const isOpen = async (line: { readonly closed: Promise<number> }): Promise<boolean> =>
  (await Promise.race([line.closed, sleep(50).then(() => 'open')])) === 'open';

describe('[X3] places', () => {
  it('[X3] one device that nobody has confirmed shuts neither staff nor another guest out', async () => {
    const room = await makeRoom(kari);
    const young = await joinedGuest(room);
    const device = await newDevice();
    await joinedGuest(room, device);
    const lines: GuestConnection[] = [];
    for (let n = 0; n < 40; n += 1) {
      const { line, answer } = await deliverer(room, device);
      expect(answer).toMatchObject({ t: 'done' });
      lines.push(line);
    }
    const open = await Promise.all(lines.map((line) => isOpen(line.wire)));
    expect(open.filter(Boolean).length).toBeLessThan(PLACES.perDevice);
    expect(open.at(-1)).toBe(true);
    const staff = await StaffConnection.enter(kari, room);
    const second = await joinedGuest(room);
    for (const { line, epoch } of [young, second])
      expect(await line.append(await guestEnvelope(epoch, 0, 'her'))).toMatchObject({
        t: 'receipt'
      });
    expect(await staff.append(await staff.logEnvelope({}))).toMatchObject({ t: 'receipt' });
  });

  it('[X3] many devices with many connections fill their own places only', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const young = await confirmedGuest(room, staff);
    const devices: Device[] = [];
    for (let n = 0; n < NEWCOMERS.live; n += 1) {
      if (n % 4 === 0) await admit(staff);
      const device = await newDevice();
      devices.push(device);
      await joinedGuest(room, device);
    }
    for (const device of devices)
      for (let n = 0; n < PLACES.perDevice; n += 1) await deliverer(room, device);
    const idle = await Promise.all(
      Array.from({ length: MAX_CONNECTIONS_PER_ROOM }, () => GuestConnection.open(room.hex))
    );
    expect(await idle[0]?.wire.closed).toBe(4429);
    expect(await young.line.append(await guestEnvelope(young.epoch, 0, 'her'))).toMatchObject({
      t: 'receipt'
    });
    const back = await GuestConnection.open(room.hex);
    expect(await back.resume(young.epoch, false)).toMatchObject({ t: 'resumed' });
    const other = await StaffConnection.enter(kari, room);
    expect(await other.append(await other.logEnvelope({}))).toMatchObject({ t: 'receipt' });
    expect(await staff.append(await staff.logEnvelope({}))).toMatchObject({ t: 'receipt' });
    const sockets = await runInDurableObject(
      bindings.ROOM.getByName(room.hex),
      (_instance, state) =>
        state.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN).length
    );
    expect(sockets).toBeLessThanOrEqual(MAX_CONNECTIONS_PER_ROOM);
  });

  it('[X3] strangers who send without end slow nobody down but strangers', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const young = await confirmedGuest(room, staff);
    const noise = await Promise.all(
      Array.from({ length: 6 }, () => GuestConnection.open(room.hex))
    );
    // As many as the room accepts from strangers at once, and more.
    const frame = JSON.stringify({ t: 'append', ref: 1, envelope: 'AAAA' });
    for (const { wire } of noise) for (let n = 0; n < 190; n += 1) wire.sendText(frame);
    const answer = await young.line.append(await guestEnvelope(young.epoch, 0, 'her'));
    expect(answer).toMatchObject({ t: 'receipt' });
    expect(await staff.append(await staff.logEnvelope({}))).toMatchObject({ t: 'receipt' });
    const slowed = noise.flatMap(({ wire }) =>
      wire.waiting.filter((frame) => frame.t === 'refused' && frame.code === 'slow-down')
    );
    expect(slowed.length).toBeGreaterThan(0);
  });
});

describe('[J9] newcomers', () => {
  it('[J9] slows new devices down, says until when, and counts no attempt for it', async () => {
    const room = await makeRoom(kari);
    for (let n = 0; n < NEWCOMERS.burst; n += 1) await joinedGuest(room);
    const line = await GuestConnection.open(room.hex);
    const epoch = await newEpoch(room, await newDevice());
    const answer = await line.join(epoch);
    expect(answer).toMatchObject({ t: 'refused', code: 'slow-down' });
    const { retryAtMs = 0 } = answer as { retryAtMs?: number };
    expect(retryAtMs).toBeGreaterThan(Date.now());
    expect(retryAtMs).toBeLessThanOrEqual(Date.now() + NEWCOMERS.everyMs);
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts).toMatchObject({ strangers: 0, newcomersLocked: false });
    // The same connection asks again, and staff can let it in before its time.
    await admit(staff);
    expect(await line.join(epoch)).toMatchObject({ t: 'joined' });
  });

  it('[J9] the slowing outlives the object, and a device that was confirmed is not slowed by strangers', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const device = await newDevice();
    const young = await confirmedGuest(room, staff, device);
    for (let n = 1; n < NEWCOMERS.burst; n += 1) await joinedGuest(room);
    await throwAway(room);
    const line = await GuestConnection.open(room.hex);
    const stranger = await line.join(await newEpoch(room, await newDevice()));
    expect(stranger).toMatchObject({ t: 'refused', code: 'slow-down' });
    const back = await GuestConnection.open(room.hex);
    expect(await back.join(await newEpoch(room, device))).toMatchObject({ t: 'joined' });
    expect(young.epoch.id).toBeDefined();
  });

  it('[J9] sixty fresh devices leave few rows behind, and shut out neither the young person nor later ones', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const young = await joinedGuest(room);
    await young.line.append(await guestEnvelope(young.epoch, 0, 'hei'));
    let joined = 0;
    let slowed = 0;
    for (let n = 0; n < 60; n += 1) {
      if (n % 2 === 0) await admit(staff);
      const line = await GuestConnection.open(room.hex);
      const answer = await line.join(await newEpoch(room, await newDevice()));
      if (answer.t === 'joined') joined += 1;
      else slowed += 1;
    }
    expect(joined).toBeGreaterThan(3 * NEWCOMERS.live);
    expect(slowed).toBe(60 - joined);
    const rows = await runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) =>
      (['epoch', 'device'] as const).map(
        (table) => state.storage.sql.exec(`SELECT count(*) AS n FROM ${table}`).one()['n']
      )
    );
    expect(rows).toEqual([NEWCOMERS.live, NEWCOMERS.live]);
    const still = await young.line.append(await guestEnvelope(young.epoch, 1, 'her'));
    expect(still).toMatchObject({ t: 'receipt', n: 2 });
    const fresh = await StaffConnection.enter(kari, room);
    expect(fresh.entered.epochs.map((one) => one.epochId)).toContain(young.epoch.id);
    expect(fresh.entered.epochs).toHaveLength(NEWCOMERS.live);
  });

  it('[J9] tells the page that gives way, and staff, and takes what it may still deliver', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const device = await newDevice();
    const wrote = await joinedGuest(room, device);
    await wrote.line.append(await guestEnvelope(wrote.epoch, 0, 'hei'));
    await wrote.line.ask({ t: 'forget', ref: 77 });
    wrote.line.wire.close();
    await staff.wire.take('epoch', ({ epoch }) => !epoch.connected);
    const silent = [];
    for (let n = 1; n < NEWCOMERS.live; n += 1) {
      if (n % 4 === 0) await admit(staff);
      silent.push(await joinedGuest(room));
    }
    await admit(staff);
    await joinedGuest(room);
    // The epoch that cannot resume went first; its entries and its row stay.
    await staff.wire.take(
      'epoch',
      ({ epoch }) => epoch.epochId === wrote.epoch.id && epoch.state === 'replaced'
    );
    const { line } = await deliverer(room, device);
    const late = await line.append(await guestEnvelope(wrote.epoch, 1, 'sent'));
    expect(late).toMatchObject({ t: 'receipt', n: 2 });
    await joinedGuest(room);
    const newest = silent.at(-1);
    const second = silent.length - 1;
    expect(newest && (await isOpen(newest.line.wire))).toBe(true);
    expect(second).toBeGreaterThan(0);
    const codes = await Promise.all(silent.map(({ line: one }) => isOpen(one.wire)));
    expect(codes.filter((open) => !open)).toHaveLength(0);
    const all = await StaffConnection.enter(kari, room);
    const live = all.entered.epochs.filter(({ state }) => state === 'pending');
    expect(live).toHaveLength(NEWCOMERS.live);
  });

  it('[J9] locks new devices when a hundred have written, shows it, and staff let in again', async () => {
    const room = await makeRoom(kari);
    await joinedGuest(room);
    // A hundred strangers who write would take half an hour; the room is told that it allows two.
    await throwAway(room);
    await runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) => {
      state.storage.sql.exec("UPDATE core SET json = json_set(json, '$.newcomers.kept', 2)");
    });
    for (let n = 0; n < 2; n += 1) {
      const { line, epoch } = await joinedGuest(room);
      await line.append(await guestEnvelope(epoch, 0, 'støy'));
    }
    const line = await GuestConnection.open(room.hex);
    const epoch = await newEpoch(room, await newDevice());
    const locked = await line.join(epoch);
    expect(locked).toMatchObject({ t: 'refused', code: 'locked', left: 0 });
    expect(await (await faceOf(room.hex)).json()).toMatchObject({ locked: true });
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts).toMatchObject({ strangers: 0, newcomersLocked: true });
    await admit(staff);
    const told = await staff.wire.take('attempts');
    expect(told.attempts.newcomersLocked).toBe(false);
    expect(await line.join(epoch)).toMatchObject({ t: 'joined' });
  });
});

describe('[J5] a barred device', () => {
  it('[J5] loses everything it has open, its deliveries too, and nothing of it is taken any more', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const device = await newDevice();
    const old = await joinedGuest(room, device);
    const bad = await joinedGuest(room, device);
    const open = await deliverer(room, device);
    const good = await joinedGuest(room);
    expect(await open.line.append(await guestEnvelope(old.epoch, 0, 'før'))).toMatchObject({
      t: 'receipt'
    });
    await staff.decide(bad.epoch, 'refuse');
    for (const { wire } of [open.line, bad.line]) {
      await wire.take('refused', ({ code }) => code === 'epoch-refused');
      expect(await wire.closed).toBe(4403);
    }
    expect(await isOpen(good.line.wire)).toBe(true);
    const line = await GuestConnection.open(room.hex);
    const refused = { t: 'refused', code: 'epoch-refused' };
    expect(await line.join(await newEpoch(room, device))).toMatchObject(refused);
    expect(await line.join(bad.epoch)).toMatchObject(refused);
    expect(await line.resume(bad.epoch, true)).toMatchObject(refused);
    expect(await line.deliver(room, device)).toMatchObject(refused);
  });

  it('[J5] is refused whatever it sends over a connection that was open before', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const device = await newDevice();
    const old = await joinedGuest(room, device);
    const { line, epoch } = await joinedGuest(room, device);
    const { line: delivering } = await deliverer(room, device);
    const late = toBase64url(await guestEnvelope(old.epoch, 0, 'etter'));
    // In one burst behind the decision, before any close can arrive.
    const decision = { epochId: epoch.id, verdict: 'refuse' as const };
    const log = toBase64url(await staff.logEnvelope({ t: 'decide', ...decision }));
    const said = toBase64url(await guestEnvelope(epoch, 0, 'etter'));
    const share = toBase64url(random(32));
    const sealed = toBase64url(await signalEnvelope(epoch, 'guest'));
    staff.wire.send({ t: 'append', ref: 500, envelope: log, decision });
    line.wire.send({ t: 'append', ref: 501, envelope: said });
    line.wire.send({ t: 'deposit', ref: 502, share });
    line.wire.send({ t: 'signal', kind: 'seen', sealed });
    line.wire.send({ t: 'forget', ref: 503 });
    line.wire.send({ t: 'end', ref: 504 });
    // Into an epoch that is only replaced: a device may deliver to it [O4].
    delivering.wire.send({ t: 'append', ref: 505, envelope: late });
    await staff.wire.answer(500);
    expect([await line.wire.closed, await delivering.wire.closed]).toEqual([4403, 4403]);
    const after = await StaffConnection.enter(kari, room);
    expect(after.entered.lastOrder).toBe(1);
    expect(after.entered.life.state).toBe('open');
    const rows = await runInDurableObject(
      bindings.ROOM.getByName(room.hex),
      (_instance, state) => ({
        signals: state.storage.sql.exec('SELECT 1 FROM signal').toArray().length,
        latches: state.storage.sql
          .exec("SELECT json_extract(json, '$.latch') AS it FROM epoch")
          .toArray()
      })
    );
    // The refused epoch, and the one that it had replaced.
    expect(rows).toEqual({ signals: 0, latches: [{ it: null }, { it: null }] });
    expect((await leave(epoch)).status).toBe(204);
  });
});

describe('[D5] what a permit named', () => {
  it('[D5] an archive place reads and does nothing else', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    const live = await StaffConnection.enter(kari, room);
    await live.ask({ t: 'close', ref: 9, reason: 'staff' });
    const archive = await StaffConnection.enter(kari, room, 'archive');
    expect((await archive.wire.take('entries')).items).toHaveLength(1);
    const no = { t: 'refused', code: 'not-allowed' };
    expect(await archive.append(await archive.logEnvelope({}))).toMatchObject(no);
    expect(await archive.ask({ t: 'unlock', ref: 700 })).toMatchObject(no);
    expect(await archive.ask({ t: 'close', ref: 701, reason: 'staff' })).toMatchObject(no);
    archive.wire.send({ t: 'read', order: 1 });
    expect(await archive.wire.take('refused')).toMatchObject({ code: 'not-allowed' });
    const sealed = toBase64url(await signalEnvelope(epoch, 'staff'));
    archive.wire.send({ t: 'signal', epochId: epoch.id, kind: 'seen', sealed });
    expect(await archive.wire.take('refused')).toMatchObject({ code: 'not-allowed' });
    const seat = () =>
      runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) =>
        JSON.stringify(state.getWebSockets().map((ws) => ws.deserializeAttachment()))
      );
    await until(async () => (await seat()).includes('"right":"archive"'));
  });
});

describe('[D7] who made a room', () => {
  it('[D7] is stored with it and handed out with either box, oldest first', async () => {
    const room = await makeRoom(kari);
    const live = await StaffConnection.enter(kari, room);
    const { record, deskBox, archiveBox } = room.request;
    expect(live.entered).toMatchObject({ deskBox, archiveBox: null, records: [record] });
    await live.ask({ t: 'close', ref: 9, reason: 'staff' });
    const archive = await StaffConnection.enter(kari, room, 'archive');
    expect(archive.entered).toMatchObject({ deskBox: null, archiveBox, records: [record] });
  });

  it('[D7, R5] both boxes stand in siblings, and neither in the room', async () => {
    const room = await makeRoom(kari);
    const text = await runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) =>
      ['made', 'core', 'record', 'siblings']
        .flatMap((table) => state.storage.sql.exec(`SELECT * FROM ${table}`).toArray())
        .flatMap((row) => Object.values(row))
        .map((value) =>
          value instanceof ArrayBuffer ? toBase64url(new Uint8Array(value)) : String(value)
        )
        .join()
    );
    expect(text).toContain(room.request.record);
    expect(text).not.toContain(room.request.archiveBox.slice(0, 40));
    expect(text).not.toContain(room.request.deskBox.slice(0, 40));
    const box = await bindings.ARCHIVE.getByName(`${room.hex}.1`).get();
    expect(box && toBase64url(box)).toBe(room.request.archiveBox);
  });
});
