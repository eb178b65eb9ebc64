// Bytes: how much a room accepts from whom, and that no lookup reads everything.
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { envelopeHash } from '#lib/crypto/room/envelope.ts';
import { ENTRY_OVERHEAD_BYTES } from '#lib/protocol/limits.ts';
import { EntryStorage } from '../../party/room/storage/entry-storage.ts';
import type { NewEntry } from '../../party/room/storage/entry-rows.ts';
import { bindings, makeRoom, officer, policy, type MadeRoom, type Officer } from './desk-client.ts';
import {
  GuestConnection,
  guestEnvelope,
  isReceipt,
  joinedGuest,
  newDevice,
  StaffConnection,
  type Epoch
} from './room-client.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const { epochBytes, roomBytes } = policy.quotas;
const LONG = 'a'.repeat(60_000);
const LARGE = 65_738 + ENTRY_OVERHEAD_BYTES;
const SMALL = 414 + ENTRY_OVERHEAD_BYTES;
const tooMany = { t: 'refused', code: 'too-many' };

interface Guest {
  readonly line: GuestConnection;
  readonly epoch: Epoch;
}

/** Writes until the room refuses, and returns how many were accepted. */
async function fill({ line, epoch }: Guest, text: string, from = 0): Promise<number> {
  for (let n = from; ; n += 1) {
    const answer = await line.append(await guestEnvelope(epoch, n, text));
    if (isReceipt(answer)) continue;
    expect(answer).toMatchObject(tooMany);
    return n - from;
  }
}

/** Removes the object from memory, as a crash does; stored data stays. */
async function throwAway(room: MadeRoom): Promise<void> {
  const abort = (_instance: unknown, state: DurableObjectState): void => state.abort('thrown away');
  await runInDurableObject(bindings.ROOM.getByName(room.hex), abort).catch(() => null);
}

describe('[X4] bytes', () => {
  it('[X4] an epoch that nobody has confirmed may write its quota and no more, tiny entries too', async () => {
    const room = await makeRoom(kari);
    const guest = await joinedGuest(room);
    const large = await fill(guest, LONG);
    expect(large).toBe(Math.floor(epochBytes / LARGE));
    const left = epochBytes - large * LARGE;
    expect(await fill(guest, 'x', large)).toBe(Math.floor(left / SMALL));
    // Accepted entries are still there, and still have their receipts.
    await throwAway(room);
    const back = await GuestConnection.open(room.hex);
    expect(await back.resume(guest.epoch, false)).toMatchObject({ t: 'resumed' });
    const again = { line: back, epoch: guest.epoch };
    expect(await fill(again, 'x', large + Math.floor(left / SMALL))).toBe(0);
    const staff = await StaffConnection.enter(kari, room);
    await staff.decide(guest.epoch, 'confirm');
    const n = large + Math.floor(left / SMALL);
    expect(await back.append(await guestEnvelope(guest.epoch, n, 'x'))).toMatchObject({
      t: 'receipt'
    });
  });

  it('[X4] strangers stay within a quarter of the room, and staff and the young person go on', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const device = await newDevice();
    const young = await joinedGuest(room, device);
    await staff.decide(young.epoch, 'confirm');
    let taken = 0;
    const strangers: Guest[] = [];
    for (let n = 0; n < 4; n += 1) strangers.push(await joinedGuest(room));
    for (const stranger of strangers) taken += await fill(stranger, LONG);
    expect(taken).toBe(Math.floor(roomBytes / 4 / LARGE));
    expect(await young.line.append(await guestEnvelope(young.epoch, 0, LONG))).toMatchObject({
      t: 'receipt'
    });
    const { answer } = await staff.say(young.epoch, LONG.slice(0, 15_000));
    expect(answer).toMatchObject({ t: 'receipt' });
    const [first] = strangers;
    if (first === undefined) throw new Error('no stranger');
    expect(await staff.decide(first.epoch, 'refuse')).toMatchObject({ t: 'receipt' });
    // After a start the same sums are derived again: what the refused one had used is free, and no more.
    await throwAway(room);
    const fresh = await joinedGuest(room);
    expect(await fill(fresh, LONG)).toBe(Math.floor(epochBytes / LARGE));
    const other = await StaffConnection.enter(kari, room);
    await other.ask({ t: 'unlock', ref: other.ref() });
    expect(await fill(await joinedGuest(room), LONG)).toBe(0);
    const back = await GuestConnection.open(room.hex);
    await back.resume(young.epoch, false);
    expect(await back.append(await guestEnvelope(young.epoch, 1, LONG))).toMatchObject({
      t: 'receipt'
    });
  });

  it('[X4] a room that staff have filled still takes a decision', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    // To the last byte, and no further.
    for (const text of [LONG, 'a'.repeat(3_000), 'x'])
      for (let full = false; !full;) {
        const answer = await staff.append(await staff.logEnvelope({ t: 'note', text }));
        full = !isReceipt(answer);
        if (full) expect(answer).toMatchObject(tooMany);
        // The refused number is still the next one.
        if (full) staff.unsay('log');
      }
    const other = await StaffConnection.enter(kari, room);
    expect(await other.decide(epoch, 'confirm')).toMatchObject({ t: 'receipt' });
  });
});

describe('[X4] reading', () => {
  /** An entry as the room would accept it next from this sender. */
  const entryOf = (envelope: Uint8Array, epoch: Epoch): NewEntry => ({
    chain: epoch.id,
    sequence: 0,
    direction: 1,
    envelope,
    hash: envelopeHash(envelope),
    copyOf: undefined
  });

  it('[X4] goes by an index and never by the table, whatever is asked', async () => {
    const room = await makeRoom(kari);
    const [one, two] = [await joinedGuest(room), await joinedGuest(room)];
    const staff = await StaffConnection.enter(kari, room);
    for (let n = 0; n < 5; n += 1)
      for (const { line, epoch } of [one, two])
        await line.append(await guestEnvelope(epoch, n, `nr ${n}`));
    const { copyOf } = await staff.say(one.epoch, 'svar');
    const envelope = await guestEnvelope(one.epoch, 9, 'hei');
    const { plans, seen } = await runInDurableObject(
      bindings.ROOM.getByName(room.hex),
      (_instance, state) => {
        const { sql } = state.storage;
        const asked = new Map<string, SqlStorageValue[]>();
        const spy = new Proxy(sql, {
          get: (target, name) =>
            name === 'exec'
              ? (query: string, ...values: SqlStorageValue[]) => {
                  asked.set(query, values);
                  return target.exec(query, ...values);
                }
              : Reflect.get(target, name)
        });
        const entries = new EntryStorage(spy);
        const next = entryOf(envelope, one.epoch);
        const found = {
          last: entries.lastOrder(),
          tip: entries.tip(room.roomId, one.epoch.id).n,
          bytes: entries.bytesOf(room.roomId, one.epoch.id),
          chain: [...entries.pagesOfChain(one.epoch.id, 2)].flat().map(({ n }) => n),
          room: [...entries.pagesOfRoom(9)].flat().map(({ order }) => order),
          tally: entries.tally(4, 4)
        };
        entries.nextSequence(next);
        entries.taken(next);
        entries.copyThere(one.epoch.epochId, copyOf);
        entries.append(room.roomId, next, Date.now());
        const explained = [...asked].map(([query, values]) => ({
          query,
          plan: sql
            .exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...values)
            .toArray()
            .map(({ detail }) => detail)
        }));
        return { plans: explained, seen: found };
      }
    );
    expect(seen).toMatchObject({
      last: 12,
      tip: 6,
      bytes: 5 * SMALL,
      chain: [3, 4, 5, 6],
      room: [10, 11, 12],
      tally: { unread: 6, waitingSinceMs: expect.any(Number), guestMs: expect.any(Number) }
    });
    expect(plans.length).toBeGreaterThanOrEqual(8);
    for (const { query, plan } of plans)
      expect({ query, scans: plan.filter((step) => /SCAN|TEMP B-TREE/.test(step)) }).toEqual({
        query,
        scans: []
      });
    expect(plans.flatMap(({ plan }) => plan).join('\n')).toMatch(/COVERING INDEX/);
  });

  it('[X4] a message costs one row and one index', async () => {
    const room = await makeRoom(kari);
    const indexes = await runInDurableObject(
      bindings.ROOM.getByName(room.hex),
      (_instance, state) =>
        state.storage.sql
          .exec("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'entry'")
          .toArray()
          .map((row) => row['sql'])
    );
    // The index of origins, and one for staff copies only.
    expect(indexes).toEqual([null, expect.stringMatching(/WHERE copy_of IS NOT NULL$/)]);
  });
});
