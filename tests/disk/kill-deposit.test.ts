// kill -9 while a fresh share is deposited: an acknowledged one is handed back; any other leaves the
// earlier one or the new one, never none; every other share is erased from the disk. Rules: O6, P2, R1, R5,
// R7.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { LineLost } from '../wire-client/frames.ts';
import { ask, guestConnect, guestJoin, resume } from '../wire-client/guest.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { randomBytes, unless } from '../wire-client/random.ts';
import { cutPower, cuts, moments, wayOf } from './cut.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { foundAfter } from './traces.ts';

let service: DiskService;
beforeAll(async () => {
  service = await newService(policyWith({}));
});
afterAll(() => service.remove());

const CUTS = cuts(12);
/** A share that was planned and not accepted is erased after a minute at the latest. */
const ABANDONED_MS = 75_000;
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };

it('[R7, O6] leaves one share that is handed back, whenever the power is cut', async () => {
  const room = await createRoom(service.member, { stretch: CHEAP });
  const { line: first, epoch } = await guestJoin(room);
  first.wire.close();
  await first.wire.closed;
  let held = toBase64url(epoch.u);
  const laid = new Map([[held, epoch.u]]);
  let [acknowledged, kept, taken] = [0, 0, 0];
  for (const [cut, ms] of moments(CUTS, 30).entries()) {
    const line = await guestConnect(room);
    await resume(line, epoch);
    const fresh = randomBytes(32);
    const share = toBase64url(fresh);
    laid.set(share, fresh);
    const answer = unless(ask(line, { t: 'deposit', share }), LineLost);
    await cutPower(service, line.wire, 'done', wayOf(cut), ms);
    const done = (await answer) !== null;
    await service.kill();
    await service.start();
    const back = await guestConnect(room);
    const resumed = await resume(back, epoch, { wantShare: true });
    if (done) {
      acknowledged += 1;
      expect(resumed.share).toBe(share);
    } else {
      expect([held, share]).toContain(resumed.share);
      if (resumed.share === share) taken += 1;
      else kept += 1;
    }
    held = resumed.share ?? '';
    back.wire.close();
    await back.wire.closed;
  }
  // The cuts must fall on both sides, or they show nothing.
  expect(acknowledged).toBeGreaterThan(0);
  expect(kept + taken).toBeGreaterThan(0);
  laid.delete(held);
  expect(await foundAfter(service, Object.fromEntries(laid), ABANDONED_MS)).toEqual([]);
});
