// Order, and exactly once: what the room promises about envelopes.
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { envelopeHash } from '#lib/crypto/room/envelope.ts';
import { extendChain, startChain } from '#lib/sync/core/chain-view.ts';
import { makeRoom, officer, random, type Officer } from './desk-client.ts';
import {
  GuestConnection,
  guestEnvelope,
  isReceipt,
  joinedGuest,
  newDevice,
  newEpoch,
  StaffConnection
} from './room-client.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

describe('[O1] exactly once', () => {
  it('[O1] gives the same receipt to the same envelope', async () => {
    const { line, epoch } = await joinedGuest(await makeRoom(kari));
    const envelope = await guestEnvelope(epoch, 0, 'hei');
    const first = await line.append(envelope);
    const again = await line.append(envelope);
    expect(first).toMatchObject({ t: 'receipt', n: 1, order: 1 });
    expect(again).toEqual({ ...first, ref: (first as { ref: number }).ref + 1 });
  });

  it('[O1] refuses another envelope under a number that is taken', async () => {
    const { line, epoch } = await joinedGuest(await makeRoom(kari));
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    const other = await line.append(await guestEnvelope(epoch, 0, 'hei'));
    expect(other).toMatchObject({ t: 'refused', code: 'conflict' });
  });

  it('[S5] takes only the next number of a sender', async () => {
    const { line, epoch } = await joinedGuest(await makeRoom(kari));
    const second = await guestEnvelope(epoch, 1, 'to');
    expect(await line.append(second)).toMatchObject({ t: 'refused', code: 'sequence-gap' });
    await line.append(await guestEnvelope(epoch, 0, 'en'));
    expect(await line.append(second)).toMatchObject({ t: 'receipt', n: 2 });
  });

  it('[O2] chains every epoch by itself, and keeps one order over all', async () => {
    const room = await makeRoom(kari);
    const one = await joinedGuest(room);
    const two = await joinedGuest(room);
    const receipts = [
      { of: one, answer: await one.line.append(await guestEnvelope(one.epoch, 0, 'a')) },
      { of: two, answer: await two.line.append(await guestEnvelope(two.epoch, 0, 'b')) }
    ];
    const third = await guestEnvelope(one.epoch, 1, 'c');
    const last = await one.line.append(third);
    expect(receipts.map(({ answer }) => answer)).toMatchObject([
      { n: 1, order: 1 },
      { n: 1, order: 2 }
    ]);
    expect(last).toMatchObject({ n: 2, order: 3, chain: one.epoch.id });
    let view = startChain(room.roomId, one.epoch.epochId);
    const again = await GuestConnection.open(room.hex);
    await again.resume(one.epoch, false);
    const { items } = await again.wire.take('entries');
    expect(items).toHaveLength(2);
    for (const item of items) {
      const bytes = Uint8Array.from(
        atob(item.envelope.replace(/-/g, '+').replace(/_/g, '/')),
        (c) => c.charCodeAt(0)
      );
      const step = extendChain(view, { ...item, envelopeHash: envelopeHash(bytes) });
      expect(step.type).toBe('extended');
      if (step.type === 'extended') view = step.view;
    }
    expect(isReceipt(last) && view.heads.at(-1)).toBe(isReceipt(last) && last.head);
  });
});

describe('[O1] a busy moment', () => {
  it('[O1] takes what comes at once in the order in which it came, and answers each', async () => {
    const room = await makeRoom(kari);
    const two = [await joinedGuest(room), await joinedGuest(room)];
    const many = 80;
    const envelopes = await Promise.all(
      two.map(({ epoch }) =>
        Promise.all(Array.from({ length: many }, (_, i) => guestEnvelope(epoch, i, `nr ${i}`)))
      )
    );
    const answers = await Promise.all(
      Array.from({ length: many }, (_, i) =>
        two.map(({ line }, who) => line.append(envelopes[who]?.[i] ?? new Uint8Array()))
      ).flat()
    );
    expect(answers.every(isReceipt)).toBe(true);
    const orders = answers.map((answer) => (isReceipt(answer) ? answer.order : 0));
    expect([...orders].sort((a, b) => a - b)).toEqual(orders.map((_, i) => i + 1));
    for (const who of [0, 1]) {
      const mine = answers.filter((_, i) => i % 2 === who);
      expect(mine.map((answer) => (isReceipt(answer) ? answer.n : 0))).toEqual(
        mine.map((_, i) => i + 1)
      );
    }
  });

  it('[O1] a line that closes right behind its message has said it', async () => {
    const { line, epoch } = await joinedGuest(await makeRoom(kari));
    const envelope = toBase64url(await guestEnvelope(epoch, 0, 'hei'));
    line.wire.send({ t: 'append', ref: 99, envelope });
    line.wire.close();
    const back = await GuestConnection.open(epoch.room.hex);
    await back.resume(epoch, false);
    expect((await back.wire.take('entries')).items).toHaveLength(1);
  });
});

describe('[S5] who may put what where', () => {
  it('[S5] refuses an envelope for the epoch of another device', async () => {
    const room = await makeRoom(kari);
    const one = await joinedGuest(room);
    const two = await joinedGuest(room);
    const foreign = await guestEnvelope(one.epoch, 0, 'hei');
    expect(await two.line.append(foreign)).toMatchObject({ t: 'refused', code: 'not-allowed' });
  });

  it('[S5] refuses everything from a connection that has proved nothing', async () => {
    const room = await makeRoom(kari);
    const epoch = await newEpoch(room, await newDevice());
    const line = await GuestConnection.open(room.hex);
    const answer = await line.append(await guestEnvelope(epoch, 0, 'hei'));
    expect(answer).toMatchObject({ t: 'refused', code: 'not-proved' });
  });

  it("[S5] refuses staff in the guest direction, and a guest in staff's", async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    const asGuest = await staff.append(await guestEnvelope(epoch, 0, 'hei'));
    expect(asGuest).toMatchObject({ t: 'refused', code: 'not-allowed' });
    const asStaff = await line.append(await staff.copyEnvelope(epoch, 'hei'));
    expect(asStaff).toMatchObject({ t: 'refused', code: 'not-allowed' });
    expect(await line.append(await staff.logEnvelope({}))).toMatchObject({ code: 'not-allowed' });
  });

  it("[O4] takes a dead tab's envelopes from a newer epoch of the same device, and from the device alone", async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    const old = await joinedGuest(room, device);
    const now = await joinedGuest(room, device);
    expect(await old.line.wire.take('refused')).toMatchObject({ code: 'epoch-closed' });
    expect(await old.line.wire.closed).toBe(4409);
    const late = await now.line.append(await guestEnvelope(old.epoch, 0, 'sent'));
    expect(late).toMatchObject({ t: 'receipt', chain: old.epoch.id, n: 1 });
    const alone = await GuestConnection.open(room.hex);
    expect(await alone.deliver(room, device)).toMatchObject({ t: 'done' });
    const later = await alone.append(await guestEnvelope(old.epoch, 1, 'senere'));
    expect(later).toMatchObject({ t: 'receipt', chain: old.epoch.id, n: 2 });
  });

  it('[S3] refuses a length that no envelope has, and one of another room', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const envelope = await guestEnvelope(epoch, 0, 'hei');
    const longer = new Uint8Array(envelope.length + 1);
    longer.set(envelope);
    expect(await line.append(longer)).toMatchObject({ t: 'refused', code: 'malformed' });
    const elsewhere = new Uint8Array(envelope);
    elsewhere.set(random(16), 1);
    expect(await line.append(elsewhere)).toMatchObject({ t: 'refused', code: 'not-allowed' });
  });
});

describe("[O6] staff's copies", () => {
  it('[O6] brings a reply to the live epoch, and to no other', async () => {
    const room = await makeRoom(kari);
    const one = await joinedGuest(room);
    const two = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    await staff.decide(one.epoch, 'confirm');
    const { copyOf, answer } = await staff.say(one.epoch, 'hei');
    expect(answer).toMatchObject({ t: 'receipt', chain: one.epoch.id });
    const got = await one.line.wire.take('entries', (frame) => frame.items.length > 0);
    expect(got.items[0]).toMatchObject({ chain: one.epoch.id, copyOf });
    expect(two.line.wire.waiting.filter((f) => f.t === 'entries' && f.items.length > 0)).toEqual(
      []
    );
  });

  it('[O6] takes one copy per epoch and original; a second one is a duplicate whose number is used', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    const one = await StaffConnection.enter(kari, room);
    const two = await StaffConnection.enter(kari, room);
    const { copyOf, answer: first } = await one.say(epoch, 'hei');
    const second = await two.copyEnvelope(epoch, 'hei');
    const duplicate = await two.append(second, { copyOf });
    expect(isReceipt(first) && isReceipt(duplicate) && duplicate.n === first.n).toBe(true);
    expect(duplicate).toMatchObject({ duplicate: true });
    expect(await two.append(second, { copyOf })).toMatchObject({ t: 'receipt', duplicate: true });
    const next = await two.say(epoch, 'mer');
    expect(next.answer).toMatchObject({ t: 'receipt', n: 2 });
    const come = await line.wire.take('entries', (f) => f.items.some((item) => item.n === 2));
    expect(come.items).toHaveLength(1);
  });

  it('[O6] refuses a copy to an epoch that is not live', async () => {
    const room = await makeRoom(kari);
    const device = await newDevice();
    const old = await joinedGuest(room, device);
    await joinedGuest(room, device);
    const staff = await StaffConnection.enter(kari, room);
    const { answer } = await staff.say(old.epoch, 'hei');
    expect(answer).toMatchObject({ t: 'refused', code: 'epoch-closed' });
  });

  it('[O6] wants to know what a copy copies, and takes decisions with the log only', async () => {
    const room = await makeRoom(kari);
    const { epoch } = await joinedGuest(room);
    const staff = await StaffConnection.enter(kari, room);
    const copy = await staff.copyEnvelope(epoch, 'hei');
    expect(await staff.append(copy)).toMatchObject({ t: 'refused', code: 'malformed' });
    const decision = { epochId: epoch.id, verdict: 'confirm' as const };
    const both = await staff.append(copy, { copyOf: toBase64url(random(32)), decision });
    expect(both).toMatchObject({ t: 'refused', code: 'malformed' });
  });

  it('[O2] streams everything in room order to staff who enter', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    for (let i = 0; i < 130; i += 1) await line.append(await guestEnvelope(epoch, i, `nr ${i}`));
    const staff = await StaffConnection.enter(kari, room);
    const first = await staff.wire.take('entries');
    const second = await staff.wire.take('entries');
    expect([first.more, second.more]).toEqual([true, false]);
    const orders = [...first.items, ...second.items].map((item) => item.order);
    expect(orders).toEqual(Array.from({ length: 130 }, (_, i) => i + 1));
    expect(staff.entered.lastOrder).toBe(130);
  });
});
