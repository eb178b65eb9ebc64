// Joining, attempts, coming back: what the room promises about devices and epochs.
import { env } from 'cloudflare:workers';
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import * as transcript from '#lib/crypto/room/transcript.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { parseToGuestFrame, type GuestFrame, type ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { ATTEMPTS, NEWCOMERS } from '#lib/protocol/limits.ts';
import { shareStoreName, type Env } from '../../party/env.ts';
import {
  faceOf,
  makeRoom,
  officer,
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
  newDevice,
  newEpoch,
  StaffConnection,
  type Device,
  type Epoch
} from './room-client.ts';
import { openWire, until } from './wire.ts';

const bindings = env as unknown as Env;
let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const wrong = (): ReturnType<typeof random> => random(32);

/** One wrong code word from a device, on a line of its own. */
async function tryWrong(room: MadeRoom, device: Device) {
  const line = await GuestConnection.open(room.hex);
  const answer = await line.join(await newEpoch(room, device), wrong());
  line.wire.close();
  return answer;
}

/** Attempts that were made long ago, so that no test waits for them. */
async function setStrangers(room: MadeRoom, count: number): Promise<void> {
  // Evicted first, so that the room finds what is written here at its next start.
  await evictDurableObject(bindings.ROOM.getByName(room.hex), { webSockets: 'close' });
  await runInDurableObject(bindings.ROOM.getByName(room.hex), (_instance, state) => {
    const { json } = state.storage.sql.exec<{ json: string }>('SELECT json FROM core').one();
    const core = { ...JSON.parse(json), strangers: { wrong: count, lastAtMs: 1 } };
    state.storage.sql.exec('UPDATE core SET json = ?', JSON.stringify(core));
  });
}

/** The same epoch with a changed part, signed by its own device. */
function signedAnew(epoch: Epoch, change: Partial<Epoch>): Partial<Epoch> {
  const { room, enc, device, share, leaveToken } = { ...epoch, ...change };
  const parts = {
    roomId: room.roomId,
    faceHash: transcript.faceDigest(room.face),
    enc,
    deviceKey: device.publicKey,
    shareHash: transcript.shareHash(share),
    leaveHash: transcript.leaveTokenHash(leaveToken)
  };
  return { ...change, transcript: transcript.joinTranscript(parts) };
}

describe('[J1] opening changes nothing', () => {
  it('[J1] shows face and state, and answers "gone" for a room that nobody made', async () => {
    const room = await makeRoom(kari);
    const answer = await faceOf(room.hex);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      state: 'invited',
      face: room.request.face,
      locked: false,
      staff: false
    });
    const gone = await faceOf('00'.repeat(16));
    expect([gone.status, await gone.json()]).toEqual([404, { code: 'gone' }]);
  });

  it('[J1] tells a socket to an unknown room that it is gone, and why it is closed', async () => {
    const path = roomPath(serviceId, '11'.repeat(16), 'socket');
    const wire = await openWire<ToGuestFrame, GuestFrame>(path, parseToGuestFrame);
    expect(await wire.take('refused')).toMatchObject({ code: 'gone' });
    expect(await wire.closed).toBe(4404);
  });
});

describe('[J3] join', () => {
  it('[J3] opens the room, and answers only when the share store holds `u`', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const presence = await line.wire.take('presence');
    expect(presence.staff).toBe(false);
    expect(await (await faceOf(room.hex)).json()).toMatchObject({ state: 'open' });
    const { slot, generation } = await shareStoreOf(room, epoch);
    const share = await bindings.SHARE_STORE.getByName(shareStoreName(room.hex, slot)).get(
      generation
    );
    expect(share && toBase64url(share)).toBe(toBase64url(epoch.share));
  });

  it('[J3] is idempotent by H(enc), and refuses the same enc with anything else', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    const again = await GuestConnection.open(room.hex);
    expect(await again.join(epoch)).toMatchObject({
      t: 'joined',
      epochId: epoch.id,
      tip: { n: 1 }
    });
    const { items } = await again.wire.take('entries');
    expect(items).toHaveLength(1);
    for (const other of [
      { mac: random(32) },
      signedAnew(epoch, { share: random(32) }),
      signedAnew(epoch, { leaveToken: random(16) }),
      signedAnew(epoch, { device: await newDevice() })
    ]) {
      const third = await GuestConnection.open(room.hex);
      const answer = await third.join({ ...epoch, ...other });
      expect(answer).toMatchObject({ t: 'refused', code: 'conflict' });
    }
  });

  it('[J3] refuses a signature over another challenge, and counts no attempt for it', async () => {
    const room = await makeRoom(kari);
    const epoch = await newEpoch(room, await newDevice());
    const [one, two] = [await GuestConnection.open(room.hex), await GuestConnection.open(room.hex)];
    const replayed = await one.joinFrame(epoch);
    two.wire.send(replayed);
    expect(await two.wire.answer(1)).toMatchObject({ t: 'refused', code: 'bad-proof' });
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts.strangers).toBe(0);
  });

  it('[J5] starts not confirmed, can write at once, and gets nothing that stood there before', async () => {
    const room = await makeRoom(kari);
    const first = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    await first.line.append(await guestEnvelope(first.epoch, 0, 'hei'));
    await staff.say(first.epoch, 'svar');
    const second = await joinedGuest(room);
    const told = await staff.wire.take('epoch', ({ epoch }) => epoch.epochId === second.epoch.id);
    expect(told.epoch).toMatchObject({ state: 'pending', joinedOrder: 3, connected: true });
    expect((await second.line.wire.take('entries')).items).toEqual([]);
    const mine = await second.line.append(await guestEnvelope(second.epoch, 0, 'meg'));
    expect(mine).toMatchObject({ t: 'receipt', n: 1, order: 4 });
  });

  it('[J5] confirms and refuses with the log entry, bars the refused device, and closes its socket', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    const good = await joinedGuest(room);
    const bad = await joinedGuest(room, device);
    const staff = await StaffConnection.enter(kari, room);
    expect(await staff.decide(good.epoch, 'confirm')).toMatchObject({ t: 'receipt', order: 1 });
    await staff.wire.take('epoch', ({ epoch }) => epoch.state === 'confirmed');
    expect(await staff.decide(bad.epoch, 'refuse')).toMatchObject({ t: 'receipt', order: 2 });
    await staff.wire.take('epoch', ({ epoch }) => epoch.state === 'refused');
    await bad.line.wire.take('refused', ({ code }) => code === 'epoch-refused');
    expect(await bad.line.wire.closed).toBe(4403);
    const again = await GuestConnection.open(room.hex);
    const answer = await again.join(await newEpoch(room, device));
    expect(answer).toMatchObject({ t: 'refused', code: 'epoch-refused' });
    const alone = await GuestConnection.open(room.hex);
    expect(await alone.deliver(room, device)).toMatchObject({ code: 'epoch-refused' });
  });

  it('[O6] keeps a confirmation of an epoch that was replaced in the log, without effect', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    const old = await joinedGuest(room, device);
    await joinedGuest(room, device);
    const staff = await StaffConnection.enter(kari, room);
    expect(await staff.decide(old.epoch, 'confirm')).toMatchObject({ t: 'receipt' });
    const fresh = await StaffConnection.enter(kari, room);
    const view = fresh.entered.epochs.find((one) => one.epochId === old.epoch.id);
    expect(view?.state).toBe('replaced');
  });
});

describe('[J4] attempts', () => {
  it('[J4] tells how many tries are left, and slows down after five', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    for (let i = 1; i < ATTEMPTS.free; i += 1)
      expect(await tryWrong(room, device)).toEqual({
        t: 'refused',
        ref: 1,
        code: 'wrong-code',
        left: ATTEMPTS.lockAt - i
      });
    const fifth = await tryWrong(room, device);
    expect(fifth).toMatchObject({ code: 'wrong-code', left: 5, retryAtMs: expect.any(Number) });
    const sixth = await tryWrong(room, await newDevice());
    expect(sixth).toMatchObject({ t: 'refused', code: 'wait' });
    const right = await GuestConnection.open(room.hex);
    const early = await right.join(await newEpoch(room, device));
    expect(early).toMatchObject({ t: 'refused', code: 'wait' });
  });

  it('[J4] gives no free guesses to joins that race', async () => {
    const room = await makeRoom(kari);
    const tries = await Promise.all(
      Array.from({ length: 12 }, async () => tryWrong(room, await newDevice()))
    );
    const codes = tries.map((answer) => (answer.t === 'refused' ? answer.code : answer.t));
    expect(codes.filter((code) => code === 'wrong-code')).toHaveLength(ATTEMPTS.free);
    expect(codes.filter((code) => code === 'wait')).toHaveLength(12 - ATTEMPTS.free);
  });

  it('[J4] takes the count of a right answer back', async () => {
    const room = await makeRoom(kari);
    for (let i = 0; i < NEWCOMERS.burst; i += 1) await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts).toMatchObject({ strangers: 0, known: 0 });
  });

  it('[J4] locks new devices at ten, not the known one, until staff unlock', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    await joinedGuest(room, device);
    await setStrangers(room, ATTEMPTS.lockAt - 1);
    const last = await tryWrong(room, await newDevice());
    expect(last).toMatchObject({ code: 'wrong-code', left: 0 });
    const stranger = await GuestConnection.open(room.hex);
    const locked = await stranger.join(await newEpoch(room, await newDevice()));
    expect(locked).toMatchObject({ t: 'refused', code: 'locked' });
    expect(await (await faceOf(room.hex)).json()).toMatchObject({ locked: true });
    const known = await GuestConnection.open(room.hex);
    expect(await known.join(await newEpoch(room, device))).toMatchObject({ t: 'joined' });

    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts).toMatchObject({ strangers: 10, strangersLocked: true });
    expect(await staff.ask({ t: 'unlock', ref: 99 })).toMatchObject({ t: 'done' });
    const attempts = await staff.wire.take('attempts');
    expect(attempts.attempts).toMatchObject({ strangers: 0, strangersLocked: false });
    const now = await GuestConnection.open(room.hex);
    expect(await now.join(await newEpoch(room, await newDevice()))).toMatchObject({ t: 'joined' });
  });

  it('[J4] gives a known device its own ten', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    await joinedGuest(room, device);
    await tryWrong(room, device);
    await tryWrong(room, await newDevice());
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.attempts).toMatchObject({ known: 1, strangers: 1 });
  });
});

describe('[J8, P2] coming back', () => {
  it('[J8] goes on in the same epoch by signature alone, from where it was', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    for (const n of [0, 1, 2]) await line.append(await guestEnvelope(epoch, n, `${n}`));
    line.wire.close();
    const back = await GuestConnection.open(room.hex);
    const answer = await back.resume(epoch, false, 1);
    expect(answer).toMatchObject({ t: 'resumed', tip: { n: 3 }, share: null });
    const { items } = await back.wire.take('entries');
    expect(items.map((item) => item.n)).toEqual([2, 3]);
  });

  it('[J8] lets a second tab take over visibly', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const second = await GuestConnection.open(room.hex);
    expect(await second.resume(epoch, false)).toMatchObject({ t: 'resumed' });
    expect(await line.wire.closed).toBe(4409);
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.epochs[0]).toMatchObject({ connected: true });
  });

  it('[P2] hands `u` back to the device key only', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    line.wire.close();
    const thief = await GuestConnection.open(room.hex);
    const stolen = await thief.resume({ ...epoch, device: await newDevice() }, true);
    expect(stolen).toMatchObject({ t: 'refused', code: 'epoch-closed' });
    // The right key's name with another key's signature; and the right key's signature for another line.
    const { privateKey } = await newDevice();
    const forger = await GuestConnection.open(room.hex);
    const forged = await forger.resume({ ...epoch, device: { ...epoch.device, privateKey } }, true);
    expect(forged).toMatchObject({ t: 'refused', code: 'bad-proof' });
    const [one, two] = [await GuestConnection.open(room.hex), await GuestConnection.open(room.hex)];
    const replayed = (await one.resumeFrame(epoch, true)) as GuestFrame & { ref: number };
    expect(await two.ask(replayed)).toMatchObject({ t: 'refused', code: 'bad-proof' });
    const back = await GuestConnection.open(room.hex);
    const answer = await back.resume(epoch, true);
    expect(answer).toMatchObject({ t: 'resumed', share: toBase64url(epoch.share) });
  });

  it('[P2] destroys `u` when the window is over, and the epoch lives on for who holds its root', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    line.wire.close();
    await staff.wire.take('epoch', (frame) => !frame.epoch.connected);
    const latches = (): Promise<number> =>
      runInDurableObject(
        bindings.ROOM.getByName(room.hex),
        (_instance, state) =>
          state.storage.sql
            .exec<{ json: string }>('SELECT json FROM epoch')
            .toArray()
            .filter(({ json }) => JSON.parse(json).latch !== null).length
      );
    await until(async () => (await latches()) === 0);
    const late = await GuestConnection.open(room.hex);
    expect(await late.resume(epoch, true)).toMatchObject({ code: 'resume-expired' });
    const holder = await GuestConnection.open(room.hex);
    expect(await holder.resume(epoch, false)).toMatchObject({ t: 'resumed', share: null });
    const share = random(32);
    const done = await holder.ask({ t: 'deposit', ref: 77, share: toBase64url(share) });
    expect(done).toMatchObject({ t: 'done' });
    holder.wire.close();
    const again = await GuestConnection.open(room.hex);
    expect(await again.resume(epoch, true)).toMatchObject({ share: toBase64url(share) });
  });

  it('[P2] destroys `u` at once when the page has dropped its root', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    expect(await line.ask({ t: 'forget', ref: 5 })).toMatchObject({ t: 'done' });
    const back = await GuestConnection.open(room.hex);
    expect(await back.resume(epoch, true)).toMatchObject({ code: 'resume-expired' });
  });

  it('[J8] keeps sockets, places and epochs through hibernation', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    await evictDurableObject(bindings.ROOM.getByName(room.hex));
    const answer = await line.append(await guestEnvelope(epoch, 0, 'hei'));
    expect(answer).toMatchObject({ t: 'receipt', n: 1 });
    const { items } = await staff.wire.take('entries', (frame) => frame.items.length > 0);
    expect(items[0]).toMatchObject({ chain: epoch.id, n: 1 });
  });

  it('[R2] counts who was connected as seen when the server starts', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    const before = Date.now();
    await evictDurableObject(bindings.ROOM.getByName(room.hex), { webSockets: 'close' });
    const staff = await StaffConnection.enter(kari, room);
    const view = staff.entered.epochs.find((one) => one.epochId === epoch.id);
    expect(view?.connected).toBe(false);
    expect(view?.lastSeenMs).toBeGreaterThanOrEqual(before);
  });
});
