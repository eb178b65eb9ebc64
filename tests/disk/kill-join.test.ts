// kill -9 while a young person joins: the same join again gives the same epoch, with its share, and
// staff see one newcomer, not two. Rules: J3, J4, J6, P2.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { answerTo, LineLost } from '../wire-client/frames.ts';
import {
  guestConnect,
  join,
  joinFrame,
  newDevice,
  newEpoch,
  resume
} from '../wire-client/guest.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { unless } from '../wire-client/random.ts';
import { acceptGuest, staffEnter } from '../wire-client/staff.ts';
import { cutPower, cuts, moments, wayOf } from './cut.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { found } from './traces.ts';

let service: DiskService;
beforeAll(async () => {
  service = await newService(policyWith({}));
});
afterAll(() => service.remove());

const CUTS = cuts(18);
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };

it('[J3] is idempotent by H(enc), whenever the power is cut', async () => {
  let answered = 0;
  let unanswered = 0;
  for (const [cut, ms] of moments(CUTS, 40).entries()) {
    const room = await createRoom(service.member, { stretch: CHEAP });
    const epoch = await newEpoch(room, await newDevice());
    const first = await guestConnect(room);
    const frame = await joinFrame(first, epoch);
    first.wire.send(frame);
    await cutPower(service, first.wire, 'joined', wayOf(cut), ms);
    const answer = await unless(first.wire.take(answerTo('joined', frame.ref)), LineLost);
    if (answer === null) unanswered += 1;
    else {
      expect(answer.t).toBe('joined');
      answered += 1;
    }
    await service.kill();
    await service.start();

    const epochId = toBase64url(epoch.epochId);
    if (answer === null) {
      const again = await guestConnect(room);
      expect(await join(again, epoch)).toMatchObject({ epochId, tip: { n: 0 } });
      again.wire.close();
      await again.wire.closed;
    }
    // Joined means resumable, with the share that was given [P2].
    const line = await guestConnect(room);
    const resumed = await resume(line, epoch, { wantShare: true });
    expect(resumed).toMatchObject({ epochId, share: toBase64url(epoch.u), tip: { n: 0 } });
    expect(found(service, { u: epoch.u })).toEqual(['u']);

    const staff = await staffEnter(service.member, room);
    expect(staff.entered.epochs).toHaveLength(1);
    const [seen] = staff.entered.epochs;
    expect(seen).toMatchObject({ epochId, state: 'pending', enc: toBase64url(epoch.enc) });
    if (seen !== undefined) expect((await acceptGuest(room, seen)).macOk).toBe(true);
    // A right code word never locks anybody out, even if the cut left its count in place [J4].
    expect(staff.entered.attempts.strangers).toBeLessThanOrEqual(1);
    line.wire.close();
    staff.wire.close();
  }
  expect(answered).toBeGreaterThan(0);
  expect(unanswered).toBeGreaterThan(0);
});
