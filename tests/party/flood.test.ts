// A flood of connections by somebody who has the link and nothing else: it proves nothing, and keeps
// neither staff nor a confirmed phone out, whether it was there before them or comes while they prove
// themselves. Rules: X3.
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { PLACES } from '#lib/protocol/limits.ts';
import { parseToStaffFrame, type StaffFrame, type ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { authOf } from '../../party/room/object/connection-auth.ts';
import type { RoomServer } from '../../party/room/object/room-server.ts';
import {
  bindings,
  deskObject,
  makeRoom,
  officer,
  permit,
  serviceId,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import { GuestConnection, joinedGuest, shareStoreOf, StaffConnection } from './room-client.ts';
import { openWire, sleep, until } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

async function confirmedGuest(room: MadeRoom) {
  const guest = await joinedGuest(room);
  const staff = await StaffConnection.enter(kari, room);
  await staff.decide(guest.epoch, 'confirm');
  return guest;
}

const NONSENSE = JSON.stringify({ t: 'append', ref: 1, envelope: 'AAAA' });

/** A connection that will enter: a permit is asked for before it is opened, as by the desk's page. */
async function staffLine(room: MadeRoom) {
  const granted = await permit(kari, room);
  const path = roomPath(serviceId, room.hex, 'socket');
  const wire = await openWire<ToStaffFrame, StaffFrame>(path, parseToStaffFrame);
  const { challenge } = await wire.take('challenge');
  const frame: StaffFrame = { t: 'enter', v: 1, ref: 0, permit: granted, have: 0 };
  const end = (): Promise<object> =>
    Promise.race([wire.answer(0), wire.closed.then((code) => ({ t: 'closed', code }))]);
  return { wire, challenge, frame, end };
}

/** Frames reach the room in one turn, in this order, each on the connection that has this challenge. */
const inOneTurn = (room: MadeRoom, frames: readonly (readonly [string, string])[]): Promise<void> =>
  runInDurableObject(bindings.ROOM.getByName(room.hex), (instance) => {
    const server = instance as unknown as RoomServer;
    const lines = new Map([...server.getConnections()].map((it) => [authOf(it)?.challenge, it]));
    for (const [challenge, text] of frames) {
      const line = lines.get(challenge);
      if (line !== undefined) server.onMessage(line, text);
    }
    server.face();
  });

/** More nonsense than a room takes from strangers at once, over six connections. */
async function noise(room: MadeRoom): Promise<readonly (readonly [string, string])[]> {
  const lines = await Promise.all(Array.from({ length: 6 }, () => GuestConnection.open(room.hex)));
  const challenges = lines.map((line) => toBase64url(line.challenge));
  return challenges.flatMap((one) => Array.from({ length: 150 }, () => [one, NONSENSE] as const));
}

/** Sockets straight to the room: they need no desk. They send nothing. */
async function idle(room: MadeRoom, many: number): Promise<void> {
  const object = bindings.ROOM.getByName(room.hex);
  for (let n = 0; n < many; n += 1) {
    const headers = { Upgrade: 'websocket' };
    const { webSocket } = await object.fetch(new Request('http://object/socket', { headers }));
    webSocket?.accept();
  }
}

/** While this runs, the object answers nobody. */
async function holding<T>(object: DurableObjectStub, work: () => Promise<T>): Promise<T> {
  let [held, over] = [false, false];
  const hold = runInDurableObject(object, (_instance, state) =>
    state.blockConcurrencyWhile(async () => {
      held = true;
      await until(() => over, 15_000);
    })
  );
  await until(() => held);
  try {
    return await work();
  } finally {
    over = true;
    await hold;
  }
}

describe('[X3] strangers who prove nothing', () => {
  it('[X3] however much they send, a confirmed phone comes back and staff enter', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await confirmedGuest(room);
    const [first, second] = [await noise(room), await noise(room)];
    const line = await GuestConnection.open(room.hex);
    const resume = JSON.stringify(await line.resumeFrame(epoch, false));
    await inOneTurn(room, [...first, [toBase64url(line.challenge), resume]]);
    expect(await line.wire.answer(1)).toMatchObject({ t: 'resumed' });
    const staff = await staffLine(room);
    await inOneTurn(room, [...second, [staff.challenge, JSON.stringify(staff.frame)]]);
    expect(await staff.end()).toMatchObject({ t: 'entered' });
  });

  it('[X3] a connection that proves nothing may send a few frames, then it is closed', async () => {
    const room = await makeRoom(kari);
    const { wire } = await GuestConnection.open(room.hex);
    for (let n = 0; n < 60; n += 1) wire.sendText(NONSENSE);
    expect(await Promise.race([wire.closed, sleep(2_000)])).toBe(4429);
    const read = wire.waiting.filter(
      (frame) => frame.t === 'refused' && frame.code !== 'slow-down'
    );
    expect(read.length).toBeLessThanOrEqual(10);
  });

  it('[X3] a connection whose proofs fail again and again is closed, and asks the desk for no more', async () => {
    const room = await makeRoom(kari);
    const { wire, frame } = await staffLine(room);
    const wrong = { ...frame, permit: 'A'.repeat(43) } as const;
    for (const ref of [1, 2, 3]) {
      wire.send({ ...wrong, ref });
      expect(await wire.answer(ref)).toMatchObject({ t: 'refused', code: 'bad-proof' });
    }
    expect(await Promise.race([wire.closed, sleep(2_000)])).toBe(4429);
    const staff = await staffLine(room);
    staff.wire.send({ ...staff.frame, permit: wrong.permit, ref: 1 });
    await staff.wire.answer(1);
    staff.wire.send(staff.frame);
    expect(await staff.end()).toMatchObject({ t: 'entered' });
  });

  it('[X3] many who sit idle make way for staff, also when more come before staff have proved themselves', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await confirmedGuest(room);
    await idle(room, PLACES.unproved);
    const staff = await staffLine(room);
    const line = await GuestConnection.open(room.hex);
    await idle(room, 100);
    staff.wire.send(staff.frame);
    expect(await staff.end()).toMatchObject({ t: 'entered' });
    expect(await line.resume(epoch, false)).toMatchObject({ t: 'resumed' });
  });

  it('[X3] nobody gives way while its proof is being checked, however many come meanwhile', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await confirmedGuest(room);
    const crowd = PLACES.unproved + 8;
    const staff = await staffLine(room);
    await holding(deskObject, async () => {
      staff.wire.send(staff.frame);
      await idle(room, crowd);
    });
    expect(await staff.end()).toMatchObject({ t: 'entered' });
    const { slot } = await shareStoreOf(room, epoch);
    const line = await GuestConnection.open(room.hex);
    const frame = await line.resumeFrame(epoch, true);
    await holding(bindings.SHARE_STORE.getByName(`${room.hex}.${String(slot)}`), async () => {
      line.wire.send(frame);
      await idle(room, crowd);
    });
    const back = await Promise.race([line.wire.take('resumed'), line.wire.closed]);
    expect(back).toMatchObject({ t: 'resumed' });
  });
});
