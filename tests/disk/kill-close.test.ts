// kill -9 while a room is being closed: an acknowledged end stays an end; what closing must destroy
// is destroyed after the restart without anybody asking. Rules: R1, R3, R5.
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as v from 'valibot';
import { faceAnswer } from '#lib/protocol/desk-api.ts';
import { LineLost } from '../wire-client/frames.ts';
import { guestConnect, guestJoin, resume } from '../wire-client/guest.ts';
import { request } from '../wire-client/http.ts';
import { createRoom, type MadeRoom } from '../wire-client/made-room.ts';
import { unless } from '../wire-client/random.ts';
import { close, staffEnter } from '../wire-client/staff.ts';
import { busyWait, moments, pause } from './cut.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { found, foundAfter } from './traces.ts';

let service: DiskService;
beforeAll(async () => {
  service = await newService(policyWith({}));
});
afterAll(() => service.remove());

const CUTS = 30;
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };

const stateOf = async (room: MadeRoom) =>
  v.parse(faceAnswer, (await request(room, 'GET', `r/${room.roomHex}/face`)).body).state;

it('[R3] completes, whenever the power is cut', async () => {
  let acknowledged = 0;
  let undone = 0;
  for (const [cut, ms] of moments(CUTS, 40).entries()) {
    const room = await createRoom(service.member, { stretch: CHEAP });
    const guest = await guestJoin(room);
    const staff = await staffEnter(service.member, room);
    const siblings = { u: guest.epoch.u, verifier: room.verifier, 'desk box': room.deskBox };
    expect(found(service, siblings)).toEqual(Object.keys(siblings));

    const closing = unless(
      close(staff).then(() => true),
      LineLost
    );
    if (cut % 2 === 0) busyWait(ms);
    else await pause(ms);
    service.killNow();
    const done = (await closing) === true;
    await service.kill();

    if (done) {
      acknowledged += 1;
      // Nobody asks for anything: the server must finish what it has begun by itself.
      service.startSilently();
      expect(await foundAfter(service, siblings, 8_000)).toEqual([]);
      await service.kill();
    }
    await service.start();
    if ((await stateOf(room)) !== 'closed') {
      expect(done).toBe(false);
      undone += 1;
      const again = await staffEnter(service.member, room);
      await close(again);
      again.wire.close();
    }
    expect(await stateOf(room)).toBe('closed');
    expect(await foundAfter(service, siblings, 8_000)).toEqual([]);
    const back = await guestConnect(room);
    await expect(resume(back, guest.epoch)).rejects.toThrow();
    back.wire.close();
  }
  expect(acknowledged).toBeGreaterThan(0);
  expect(undone).toBeGreaterThan(0);
});
