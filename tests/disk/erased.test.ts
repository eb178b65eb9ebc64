// Everything that must be erased is searched for on the disk, write-ahead logs included, while the server
// runs: found before, absent after. Rules: R3, R4, R5, P2, E1, J5, O6.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import {
  append,
  ask,
  guestConnect,
  guestJoin,
  join,
  leave,
  nextEntry,
  newEpoch,
  resume,
  sealSay
} from '../wire-client/guest.ts';
import { request } from '../wire-client/http.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { randomBytes } from '../wire-client/random.ts';
import { acceptGuest, close, decide, reply, staffEnter } from '../wire-client/staff.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { faceWithoutTime, found, foundAfter, ownPartOfFace } from './traces.ts';

const RESUME_WINDOW_MS = 10_000;
const RETENTION_MS = 12_000;
/** For effects that another object must confirm: due rows are done at once, or on the next alarm. */
const PROMPTLY_MS = 8_000;

let service: DiskService;
beforeAll(async () => {
  service = await newService(
    policyWith({ resumeWindowMs: RESUME_WINDOW_MS, retentionMs: RETENTION_MS })
  );
});
afterAll(() => service.remove());

const VISIBLE_NAME = 'Kari som har vakt på nett i kveld, 4b1d';

/** A room in use: joined, confirmed, both have written. */
async function roomInUse() {
  const room = await createRoom(service.member, { host: VISIBLE_NAME });
  const guest = await guestJoin(room);
  const said = await sealSay(guest.epoch, 0, 'noe som ingen andre skal lese');
  await append(guest.line, said);
  const longer = await sealSay(guest.epoch, 1, 'a'.repeat(9_000));
  await append(guest.line, longer);
  const staff = await staffEnter(service.member, room);
  const epoch = staff.entered.epochs[0];
  if (epoch === undefined) throw new Error('the guest is not there');
  const keys = await acceptGuest(room, epoch);
  await decide(staff, guest.epoch.epochId, 'confirm');
  await reply(staff, guest.epoch.epochId, keys.staffKey, 'jeg er her');
  const replied = await nextEntry(guest.line);
  const sealed = {
    'a message': fromBase64url(said),
    'a long message': fromBase64url(longer),
    'a reply': fromBase64url(replied.envelope)
  };
  const siblings = { u: guest.epoch.u, verifier: room.verifier, 'desk box': room.deskBox };
  const own = {
    face: faceWithoutTime(room.face),
    'key in the face': ownPartOfFace(room.face),
    'visible name': utf8(VISIBLE_NAME),
    'archive box': room.archiveBox
  };
  return { room, guest, staff, sealed, siblings, own };
}

describe('a room that is closed and then deleted', () => {
  it('[R5] loses u, verifier and desk box with the end, and everything else at its deadline', async () => {
    const { room, staff, guest, sealed, siblings, own } = await roomInUse();
    const all = { ...sealed, ...siblings, ...own };
    expect(found(service, all)).toEqual(Object.keys(all));

    await close(staff);
    expect(await foundAfter(service, siblings, PROMPTLY_MS)).toEqual([]);
    // Closing is not deleting: what retention keeps is still there.
    const kept = { ...sealed, ...own };
    expect(found(service, kept)).toEqual(Object.keys(kept));

    expect(await foundAfter(service, all, RETENTION_MS + 2 * PROMPTLY_MS)).toEqual([]);
    await expect(request(room, 'GET', `r/${room.roomHex}/face`)).rejects.toMatchObject({
      code: 'gone'
    });
    // Asking has written nothing back [R4].
    expect(found(service, all)).toEqual([]);
    guest.line.wire.close();
    staff.wire.close();
  });
});

describe('a resume share', () => {
  it('[E1] is gone after the exit beacon, and the rest of the room is not', async () => {
    const { guest, staff, sealed, siblings } = await roomInUse();
    const { u, ...rest } = siblings;
    await leave(guest.epoch);
    expect(await foundAfter(service, { u }, PROMPTLY_MS)).toEqual([]);
    const kept = { ...rest, ...sealed };
    expect(found(service, kept)).toEqual(Object.keys(kept));
    staff.wire.close();
  });

  it('[P2] is gone when the page says that it dropped its root', async () => {
    const { guest, staff } = await roomInUse();
    expect(found(service, { u: guest.epoch.u })).toEqual(['u']);
    await ask(guest.line, { t: 'forget' });
    expect(await foundAfter(service, { u: guest.epoch.u }, PROMPTLY_MS)).toEqual([]);
    guest.line.wire.close();
    staff.wire.close();
  });

  it('[P2] is handed back within the window and gone after it, with no request needed', async () => {
    const { guest, staff } = await roomInUse();
    const { u } = guest.epoch;
    guest.line.wire.close();
    await guest.line.wire.closed;
    const again = await guestConnect(guest.epoch.room);
    const resumed = await resume(again, guest.epoch, { wantShare: true });
    expect(resumed.share).toBe(toBase64url(u));
    again.wire.close();
    staff.wire.close();
    await again.wire.closed;
    expect(found(service, { u })).toEqual(['u']);
    expect(await foundAfter(service, { u }, RESUME_WINDOW_MS + PROMPTLY_MS)).toEqual([]);
  });

  it('[O6] is gone when a fresh one has been deposited in its place', async () => {
    const { guest, staff } = await roomInUse();
    const fresh = randomBytes(32);
    await ask(guest.line, { t: 'deposit', share: toBase64url(fresh) });
    expect(found(service, { fresh })).toEqual(['fresh']);
    expect(await foundAfter(service, { u: guest.epoch.u }, PROMPTLY_MS)).toEqual([]);
    expect(found(service, { fresh })).toEqual(['fresh']);
    guest.line.wire.close();
    staff.wire.close();
  });

  it('[J5] is gone when staff refuse the epoch', async () => {
    const { guest, staff } = await roomInUse();
    await decide(staff, guest.epoch.epochId, 'refuse');
    expect(await foundAfter(service, { u: guest.epoch.u }, PROMPTLY_MS)).toEqual([]);
    staff.wire.close();
  });

  it('[O6] is gone when a newer epoch of the same device has taken over', async () => {
    const { guest, staff } = await roomInUse();
    const newer = await newEpoch(guest.epoch.room, guest.epoch.device);
    const line = await guestConnect(guest.epoch.room);
    await join(line, newer);
    expect(await foundAfter(service, { u: guest.epoch.u }, PROMPTLY_MS)).toEqual([]);
    expect(found(service, { newer: newer.u })).toEqual(['newer']);
    line.wire.close();
    staff.wire.close();
  });
});

describe('what the server is never given to keep', () => {
  it('[K4, D1] writes no join token, leave token, session or set-up token to the disk', async () => {
    const { room, guest, staff } = await roomInUse();
    const [, cookieValue = ''] = service.member.cookie.split('=');
    expect(cookieValue.length).toBeGreaterThanOrEqual(32);
    const never = {
      'join token': room.joinToken,
      'leave token': guest.epoch.leaveToken,
      'session cookie': utf8(cookieValue),
      'session token': fromBase64url(cookieValue.split('.').at(-1) ?? '')
    };
    expect(found(service, never)).toEqual([]);
    guest.line.wire.close();
    staff.wire.close();
  });
});

describe('what the server prints', () => {
  it('[I1, X1] holds no room, no name and no address, whatever is thrown at it', async () => {
    const { room, guest, staff } = await roomInUse();
    guest.line.wire.send({ t: 'append', ref: 9, envelope: 'AAAA' });
    const refused = await guest.line.wire.take(
      (frame): frame is Extract<typeof frame, { t: 'refused' }> => frame.t === 'refused'
    );
    expect(refused.code).toBe('malformed');
    const noise = new WebSocket(
      `${service.url.replace('http', 'ws')}/api/s/${room.serviceId}/r/${room.roomHex}/socket`
    );
    await new Promise((done) => noise.addEventListener('close', done));
    const nobody = `r/${'0'.repeat(32)}/face`;
    await expect(request(room, 'GET', nobody)).rejects.toMatchObject({ code: 'gone' });
    await expect(request(room, 'POST', 'setup', { no: 'setup' })).rejects.toThrow();
    const printed = service.output();
    for (const secret of [
      room.roomHex,
      toBase64url(room.roomId),
      VISIBLE_NAME,
      '127.0.0.1',
      '::1',
      'Kari',
      service.dataDir
    ])
      expect(printed).not.toContain(secret);
    guest.line.wire.close();
    staff.wire.close();
  });
});
