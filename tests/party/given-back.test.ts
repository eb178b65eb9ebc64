// What a device has used up is given back to the others when staff refuse it, whether they had confirmed it
// before or not. Rules: J9, X3, X4.
import { beforeAll, describe, expect, it } from 'vitest';
import { ENTRY_OVERHEAD_BYTES } from '#lib/protocol/limits.ts';
import { makeRoom, officer, policy, type Officer } from './desk-client.ts';
import {
  guestEnvelope,
  isReceipt,
  joinedGuest,
  StaffConnection,
  type Epoch,
  type GuestConnection
} from './room-client.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const LONG = 'a'.repeat(60_000);
const LARGE = 65_738 + ENTRY_OVERHEAD_BYTES;
const A_QUARTER = Math.floor(policy.quotas.roomBytes / 4 / LARGE);
const tooMany = { t: 'refused', code: 'too-many' };

interface Guest {
  readonly line: GuestConnection;
  readonly epoch: Epoch;
}

/** Writes behind what it has written, until the room refuses, and returns how many were accepted. */
async function fill({ line, epoch }: Guest, written = 0): Promise<number> {
  for (let n = written; ; n += 1) {
    const answer = await line.append(await guestEnvelope(epoch, n, LONG));
    if (isReceipt(answer)) continue;
    expect(answer).toMatchObject(tooMany);
    return n - written;
  }
}

const says = async ({ line, epoch }: Guest, text: string) =>
  await line.append(await guestEnvelope(epoch, 0, text));

describe('[X4] what a refused device has used up', () => {
  it('[X4] strangers fill their part, staff refuse them, and somebody new can write', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const bad = [await joinedGuest(room), await joinedGuest(room), await joinedGuest(room)];
    let taken = 0;
    for (const one of bad) taken += await fill(one);
    expect(taken).toBe(A_QUARTER);
    const young = await joinedGuest(room);
    expect(await says(young, LONG)).toMatchObject(tooMany);
    for (const { epoch } of bad) await staff.decide(epoch, 'refuse');
    expect(await says(young, LONG)).toMatchObject({ t: 'receipt' });
    // All of it: as much again fits.
    const others = [young, await joinedGuest(room), await joinedGuest(room)];
    let again = 0;
    for (const one of others) again += await fill(one, one === young ? 1 : 0);
    expect(again).toBeGreaterThanOrEqual(A_QUARTER - 1);
  });

  it('[X4] who was confirmed by mistake fills no more than a quarter, and refused, gives that back too', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    const wrong = await joinedGuest(room);
    await staff.decide(wrong.epoch, 'confirm');
    expect(await fill(wrong)).toBe(A_QUARTER);
    const young = await joinedGuest(room);
    await staff.decide(young.epoch, 'confirm');
    expect(await says(young, LONG)).toMatchObject({ t: 'receipt' });
    await staff.decide(wrong.epoch, 'refuse');
    const others = [await joinedGuest(room), await joinedGuest(room), await joinedGuest(room)];
    for (const { epoch } of others) await staff.decide(epoch, 'confirm');
    // Three quarters are the most for confirmed devices; young has begun the first of them.
    let taken = 0;
    for (const one of others) taken += await fill(one);
    expect(taken).toBeGreaterThanOrEqual(3 * A_QUARTER - 1);
  });
});
