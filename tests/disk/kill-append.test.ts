// kill -9 while messages are being stored: an acknowledged message is there once, with the same receipt;
// any other is sent again and is then there once. Rules: O1, O2, O3, J8.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { envelopeHash } from '#lib/crypto/room/envelope.ts';
import type { ReceiptFrame } from '#lib/protocol/guest-wire.ts';
import type { Entry } from '#lib/protocol/room-view.ts';
import { extendChain, startChain } from '#lib/sync/core/chain-view.ts';
import { LineLost } from '../wire-client/frames.ts';
import {
  append,
  guestConnect,
  guestJoin,
  resume,
  sealSay,
  type GuestConnection
} from '../wire-client/guest.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { unless } from '../wire-client/random.ts';
import { acceptGuest, allEntries, readSay, staffEnter } from '../wire-client/staff.ts';
import { cutPower, cuts, moments, wayOf } from './cut.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';

let service: DiskService;
beforeAll(async () => {
  service = await newService(policyWith({}));
});
afterAll(() => service.remove());

const CUTS = cuts(30);
const MESSAGES_PER_CUT = 6;

it('[O1] keeps every acknowledged message once, whenever the power is cut', async () => {
  const room = await createRoom(service.member);
  const joined = await guestJoin(room);
  const { epoch } = joined;
  let { line } = joined;
  const receipts = new Map<string, ReceiptFrame>();
  const written: string[] = [];
  let acknowledgedBefore = 0;
  let lostBefore = 0;

  for (const [cut, ms] of moments(CUTS, 12).entries()) {
    const fresh = await Promise.all(
      Array.from({ length: MESSAGES_PER_CUT }, (_, i) =>
        sealSay(epoch, written.length + i, `melding ${written.length + i}`)
      )
    );
    written.push(...fresh);
    const answers = fresh.map((envelope) => unless(append(line, envelope), LineLost));
    await cutPower(service, line.wire, 'receipt', wayOf(cut), ms);
    const got = await Promise.all(answers);
    got.forEach((receipt, i) => {
      if (receipt === null) lostBefore += 1;
      else {
        acknowledgedBefore += 1;
        receipts.set(fresh[i] as string, receipt);
      }
    });
    await service.kill();
    await service.start();
    line = await guestConnect(room);
    await resume(line, epoch, { have: 0 });
    // Everything is sent again, acknowledged or not, as by a page whose outbox lost the answers.
    for (const envelope of fresh) {
      const again = await append(line, envelope);
      const before = receipts.get(envelope);
      if (before !== undefined) expect({ ...again, ref: before.ref }).toEqual(before);
      receipts.set(envelope, again);
    }
  }
  // The cuts must fall on both sides of the acknowledgement, or they show nothing.
  expect(acknowledgedBefore).toBeGreaterThan(0);
  expect(lostBefore).toBeGreaterThan(0);

  const stored = await entriesOf(line, written.length, epoch);
  expect(stored.map((entry) => entry.envelope)).toEqual(written);
  let chain = startChain(room.roomId, epoch.epochId);
  for (const entry of stored) {
    const receipt = receipts.get(entry.envelope);
    expect(receipt).toMatchObject({ n: entry.n, timeMs: entry.timeMs, head: entry.head });
    const hash = envelopeHash(fromBase64url(entry.envelope));
    const step = extendChain(chain, { ...entry, envelopeHash: hash });
    if (step.type !== 'extended') throw new Error(`the chain breaks at ${entry.n}`);
    chain = step.view;
  }

  const staff = await staffEnter(service.member, room);
  const view = staff.entered.epochs[0];
  if (view === undefined) throw new Error('the guest is not there');
  const { macOk, guestKey } = await acceptGuest(room, view);
  expect(macOk).toBe(true);
  const seen = await allEntries(staff);
  expect(seen.map((entry) => entry.order)).toEqual(written.map((_, i) => i + 1));
  const texts = await Promise.all(seen.map((entry) => readSay(guestKey, entry)));
  expect(texts).toEqual(written.map((_, i) => `melding ${i}`));
});

/** All entries of the epoch's own chain, from the beginning, over a separate line. */
async function entriesOf(
  old: GuestConnection,
  count: number,
  epoch: Parameters<typeof resume>[1]
): Promise<Entry[]> {
  old.wire.close();
  await old.wire.closed;
  const line = await guestConnect(epoch.room);
  const resumed = await resume(line, epoch, { have: 0 });
  expect(resumed.epochId).toBe(toBase64url(epoch.epochId));
  expect(resumed.tip.n).toBe(count);
  const items: Entry[] = [];
  while (items.length < count) {
    const page = await line.wire.take(
      (frame): frame is Extract<typeof frame, { t: 'entries' }> => frame.t === 'entries'
    );
    items.push(...page.items);
  }
  line.wire.close();
  return items;
}
