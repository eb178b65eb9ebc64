// kill -9 while a room is being closed: an acknowledged end stays an end; what closing must destroy is
// destroyed after the restart without any request. Rules: R1, R3, R5.
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as v from 'valibot';
import { faceAnswer } from '#lib/protocol/face-answer.ts';
import { LineLost } from '../wire-client/frames.ts';
import {
  ask,
  guestConnect,
  guestJoin,
  resume,
  type GuestConnection
} from '../wire-client/guest.ts';
import { request } from '../wire-client/http.ts';
import { createRoom, type MadeRoom } from '../wire-client/made-room.ts';
import { unless } from '../wire-client/random.ts';
import { close, staffEnter, type StaffConnection } from '../wire-client/staff.ts';
import { cutPower, cuts, moments, wayOf } from './cut.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { found, foundAfter } from './traces.ts';

let service: DiskService;
beforeAll(async () => {
  service = await newService(policyWith({}));
});
afterAll(() => service.remove());

const CUTS = cuts(12);
const MORE_CUTS = 30;
/** Polled often and usually done at once; the limit is for a busy machine. */
const FINISHED_WITHIN_MS = 90_000;
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };

interface Present {
  readonly staff: StaffConnection;
  readonly guest: { readonly line: GuestConnection };
}

const stateOf = async (room: MadeRoom) =>
  v.parse(faceAnswer, (await request(room, 'GET', `r/${room.roomHex}/face`)).body).state;

it.each([
  ['staff close it', ({ staff }: Present) => close(staff), ({ staff }: Present) => staff],
  [
    'the young person ends it',
    ({ guest }: Present) => ask(guest.line, { t: 'end' }),
    ({ guest }: Present) => guest.line
  ]
])('[R3] when %s: completes, whenever the power is cut', async (_who, endIt, lineOf) => {
  let acknowledged = 0;
  let undone = 0;
  const planned = moments(CUTS, 40);
  // The cuts must fall on both sides of the end: on a fast machine some more, as early as can be.
  const isEnough = (): boolean => undone > 0 || planned.length === CUTS + MORE_CUTS;
  for (let cut = 0; cut < planned.length; cut += 1) {
    const ms = planned[cut] ?? 0;
    if (cut === planned.length - 1 && !isEnough()) planned.push(0);
    const room = await createRoom(service.member, { stretch: CHEAP });
    const guest = await guestJoin(room);
    const staff = await staffEnter(service.member, room);
    const siblings = { u: guest.epoch.u, verifier: room.verifier, 'desk box': room.deskBox };
    expect(found(service, siblings)).toEqual(Object.keys(siblings));

    const closing = unless(
      endIt({ staff, guest }).then(() => true),
      LineLost
    );
    await cutPower(
      service,
      lineOf({ staff, guest }).wire,
      'done',
      cut < CUTS ? wayOf(cut) : 'blind',
      ms
    );
    const done = (await closing) === true;
    await service.kill();

    if (done) {
      acknowledged += 1;
      // No request is made: the server must finish by itself what it has begun.
      service.startSilently();
      expect(await foundAfter(service, siblings, FINISHED_WITHIN_MS)).toEqual([]);
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
    expect(await foundAfter(service, siblings, FINISHED_WITHIN_MS)).toEqual([]);
    const back = await guestConnect(room);
    await expect(resume(back, guest.epoch)).rejects.toThrow();
    back.wire.close();
  }
  expect(acknowledged).toBeGreaterThan(0);
  expect(undone).toBeGreaterThan(0);
});
