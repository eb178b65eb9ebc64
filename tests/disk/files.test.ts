// What an erased room leaves behind: empty files, and no more of them than the room had objects, however
// often a share was deposited. Rules: R4, R5, R7.
import { readdirSync, statSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { SHARE_STORES } from '#lib/protocol/limits.ts';
import { append, ask, guestConnect, guestJoin, resume, sealSay } from '../wire-client/guest.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { randomBytes } from '../wire-client/random.ts';
import { close, decide, staffEnter } from '../wire-client/staff.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { found, foundAfter } from './traces.ts';

const RETENTION_MS = 2_000;
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };
const DEPOSITS = 100;
/** As many shares as one connection may deposit at once. */
const A_CONNECTION = 20;
/** An SQLite database with nothing in it. */
const EMPTY_BYTES = 4_096;
const KINDS = ['room', 'door', 'archive', 'latch'] as const;

let service: DiskService;
beforeAll(async () => {
  service = await newService(policyWith({ retentionMs: RETENTION_MS }));
});
afterAll(() => service.remove());

/** Databases of one kind of object: their sizes in bytes. */
function sizesOf(kind: string): number[] {
  const folder = joinPath(service.dataDir, `tryggrom-${kind}`);
  return (
    readdirSync(folder)
      // One extra file holds the alarms of all objects of the kind.
      .filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
      .map((name) => statSync(joinPath(folder, name)).size)
  );
}

const files = (): Record<(typeof KINDS)[number], number[]> =>
  Object.fromEntries(KINDS.map((kind) => [kind, sizesOf(kind)])) as ReturnType<typeof files>;

it('[R7] an erased room leaves room, door, archive box and a few slots, after a hundred deposits', async () => {
  const room = await createRoom(service.member, { stretch: CHEAP });
  const { line: first, epoch } = await guestJoin(room);
  const said = await sealSay(epoch, 0, 'noe som skal bort');
  await append(first, said);
  const staff = await staffEnter(service.member, room);
  await decide(staff, epoch.epochId, 'confirm');
  let line = first;
  const shares: Record<string, Uint8Array> = { 'the first': epoch.u };
  for (let n = 0; n < DEPOSITS; n += 1) {
    if (n > 0 && n % A_CONNECTION === 0) {
      line.wire.close();
      line = await guestConnect(room);
      await resume(line, epoch, { have: 1 });
    }
    const share = randomBytes(32);
    shares[`deposit ${n}`] = share;
    await ask(line, { t: 'deposit', share: toBase64url(share) });
  }
  const last = `deposit ${DEPOSITS - 1}`;
  expect(await foundAfter(service, without(shares, last), 8_000)).toEqual([]);
  expect(found(service, shares)).toEqual([last]);
  const before = files();
  expect([before.room, before.door, before.archive].map((one) => one.length)).toEqual([1, 1, 1]);
  expect(before.latch.length).toBeLessThanOrEqual(4);
  expect(before.latch.length).toBeLessThan(SHARE_STORES.slots);

  await close(staff);
  const kept = { ...shares, envelope: fromBase64url(said), archive: room.archiveBox };
  expect(await foundAfter(service, kept, RETENTION_MS + 20_000)).toEqual([]);
  const after = files();
  for (const kind of KINDS) {
    expect(after[kind].length).toBe(before[kind].length);
    expect(Math.max(...after[kind])).toBeLessThanOrEqual(EMPTY_BYTES);
  }
  line.wire.close();
  staff.wire.close();
});

it('[N3, R5] lines over plain HTTPS leave a bounded number of files, each of them empty', async () => {
  const room = await createRoom(service.member, { stretch: CHEAP });
  const { url, serviceId } = service.member;
  const path = url + roomPath(serviceId, room.roomHex, 'line');
  for (let batch = 0; batch < 12; batch += 1) {
    const opened = await Promise.all(
      Array.from({ length: 50 }, () => fetch(path, { method: 'POST', headers: { origin: url } }))
    );
    for (const answer of opened) expect(await answer.json()).toHaveProperty('bearer');
  }
  const lines = sizesOf('line');
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.length).toBeLessThanOrEqual(256);
  expect(Math.max(...lines)).toBeLessThanOrEqual(EMPTY_BYTES);
});

const without = (values: Record<string, Uint8Array>, name: string): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
