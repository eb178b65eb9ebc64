// The pool of share stores: bounded, reused only after erasure, and late calls meet nothing newer.
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { DEPOSIT_RATE, SHARE_STORES } from '#lib/protocol/limits.ts';
import { shareStoreName } from '../../party/env.ts';
import {
  bindings,
  makeRoom,
  officer,
  random,
  serviceId,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import {
  GuestConnection,
  joinedGuest,
  shareStoreOf,
  leave,
  StaffConnection,
  type Epoch
} from './room-client.ts';
import { isEmpty } from './stored.ts';
import { until } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const roomObject = (room: MadeRoom) => bindings.ROOM.getByName(room.hex);
const slotsUsed = (room: MadeRoom): Promise<number> =>
  runInDurableObject(
    roomObject(room),
    (_instance, state) =>
      state.storage.sql.exec<{ slots: number }>('SELECT slots FROM siblings').one().slots
  );
const latch = (room: MadeRoom, slot: number) =>
  bindings.SHARE_STORE.getByName(shareStoreName(room.hex, slot));

/** Lays a fresh share; the one before is erased before the next is laid. */
async function deposit(line: GuestConnection): Promise<string> {
  const share = toBase64url(random(32));
  const answer = await line.ask({ t: 'deposit', ref: line.ref(), share });
  expect(answer).toMatchObject({ t: 'done' });
  return share;
}

/** Whether any share store of the room still holds something. */
async function holdsShare(room: MadeRoom): Promise<boolean> {
  for (let slot = 0; slot < SHARE_STORES.slots; slot += 1)
    if (!(await isEmpty(bindings.SHARE_STORE, shareStoreName(room.hex, slot)))) return true;
  return false;
}

const shareHeld = async (epoch: Epoch): Promise<unknown> => {
  const back = await GuestConnection.open(epoch.room.hex);
  const answer = await back.resume(epoch, true);
  return answer.t === 'resumed' ? answer.share : answer.t === 'refused' ? answer.code : answer.t;
};

describe('[R7] one share store', () => {
  const empty = () => bindings.SHARE_STORE.getByName(crypto.randomUUID());

  it('[R7] holds one generation, and hands out no other', async () => {
    const one = empty();
    const [first, second] = [random(32), random(32)];
    expect(await one.put(5, first)).toBe(true);
    expect(await one.put(6, second)).toBe(false);
    expect(await one.get(6)).toBeNull();
    expect(await one.get(4)).toBeNull();
    expect(await one.get(5)).toEqual(first);
  });

  it('[R7] an erasure that comes late leaves a newer share alone', async () => {
    const one = empty();
    await one.put(5, random(32));
    await one.erase(5);
    const share = random(32);
    expect(await one.put(6, share)).toBe(true);
    await one.erase(5);
    expect(await one.get(6)).toEqual(share);
    await one.erase(6);
    expect(await one.get(6)).toBeNull();
    await one.put(7, share);
    await one.erase();
    expect(await one.get(7)).toBeNull();
  });
});

describe('[R7] the pool of a room', () => {
  it('[R7] uses few slots for many deposits, and the last share is the one that is held', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    let last = '';
    for (let n = 0; n < DEPOSIT_RATE.burst; n += 1) last = await deposit(line);
    expect(await slotsUsed(room)).toBeLessThan(6);
    line.wire.close();
    expect(await shareHeld(epoch)).toBe(last);
  });

  it('[R7] is erased whole with the room', async () => {
    const room = await makeRoom(kari);
    const { line } = await joinedGuest(room);
    for (let n = 0; n < 5; n += 1) await deposit(line);
    const desk = bindings.DESK.getByName(serviceId);
    await desk.eraseRoom(room.hex);
    await until(async () => !(await desk.roomExists(room.hex)));
    expect(await holdsShare(room)).toBe(false);
  });

  it('[R7] asks for patience when it is exhausted, and the share that is held stays', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    await runInDurableObject(roomObject(room), (_instance, state) => state.abort('x')).catch(
      () => null
    );
    // Erasures that nobody has confirmed yet, as when other objects do not answer.
    await runInDurableObject(roomObject(room), (_instance, state) => {
      const atMs = Date.now() + 600_000;
      for (let slot = 1; slot < SHARE_STORES.strangers; slot += 1) {
        const due = { kind: 'erase-latch', slot, generation: 9, epochId: 'x', stranger: true };
        const json = JSON.stringify({ ...due, atMs, tries: 5 });
        state.storage.sql.exec('INSERT INTO due VALUES (?, ?)', `erase-latch ${slot}`, json);
      }
    });
    line.wire.close();
    const back = await GuestConnection.open(room.hex);
    await back.resume(epoch, false);
    const share = toBase64url(random(32));
    const answer = await back.ask({ t: 'deposit', ref: 70, share });
    expect(answer).toMatchObject({ t: 'refused', code: 'slow-down' });
    expect((answer as { retryAtMs?: number }).retryAtMs).toBeGreaterThan(Date.now());
    expect(await shareHeld(epoch)).toBe(toBase64url(epoch.share));
    // A confirmed device gets a slot that strangers may not take.
    const staff = await StaffConnection.enter(kari, room);
    await staff.decide(epoch, 'confirm');
    const again = await GuestConnection.open(room.hex);
    await again.resume(epoch, false);
    expect(await again.ask({ t: 'deposit', ref: 71, share })).toMatchObject({ t: 'done' });
    expect(await shareHeld(epoch)).toBe(share);
  });

  it('[R7] asks a page that lays shares without end to slow down', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    let last = toBase64url(epoch.share);
    let slowed = false;
    for (let n = 0; !slowed && n < 5 * DEPOSIT_RATE.burst; n += 1) {
      const share = toBase64url(random(32));
      const answer = await line.ask({ t: 'deposit', ref: line.ref(), share });
      slowed = answer.t === 'refused';
      if (slowed) expect(answer).toMatchObject({ code: 'slow-down' });
      else last = share;
    }
    expect(slowed).toBe(true);
    expect(await shareHeld(epoch)).toBe(last);
  });

  it('[R7] a share that lies under another generation is not handed out', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const { slot, generation } = await shareStoreOf(room, epoch);
    await latch(room, slot).erase(generation);
    await latch(room, slot).put(generation + 1, random(32));
    line.wire.close();
    expect(await shareHeld(epoch)).toBe('resume-expired');
  });
});

describe('[P2] a burst', () => {
  it('[P2] of deposit and forget leaves no share that is handed out', async () => {
    const room = await makeRoom(kari);
    for (let turn = 0; turn < 5; turn += 1) {
      const { line, epoch } = await joinedGuest(room);
      const share = toBase64url(random(32));
      line.wire.send({ t: 'deposit', ref: 50, share });
      line.wire.send({ t: 'forget', ref: 51 });
      const [laid, forgot] = [await line.wire.answer(50), await line.wire.answer(51)];
      expect(forgot).toMatchObject({ t: 'done' });
      expect(laid).toMatchObject({ t: 'refused', code: 'resume-expired' });
      line.wire.close();
      expect(await shareHeld(epoch)).toBe('resume-expired');
    }
    await until(async () => !(await holdsShare(room)));
  });

  it('[P2] of forget and deposit keeps the share that came last', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const share = toBase64url(random(32));
    line.wire.send({ t: 'forget', ref: 50 });
    line.wire.send({ t: 'deposit', ref: 51, share });
    expect(await line.wire.answer(51)).toMatchObject({ t: 'done' });
    line.wire.close();
    expect(await shareHeld(epoch)).toBe(share);
  });

  it('[E1] of deposit and exit leaves nothing', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    line.wire.send({ t: 'deposit', ref: 50, share: toBase64url(random(32)) });
    await leave(epoch);
    expect(await shareHeld(epoch)).toBe('epoch-closed');
    await until(async () => !(await holdsShare(room)));
  });
});
