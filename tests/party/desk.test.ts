// The desk: set-up, sign-in, sessions, permits, rooms made and replaced.
import * as v from 'valibot';
import { evictDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import * as api from '#lib/protocol/desk-api.ts';
import { PERMIT_LIFETIME_MS, SIGN_IN_ATTEMPTS } from '#lib/protocol/limits.ts';
import { checkAudit } from '../../party/desk/audit.ts';
import {
  AUTH,
  code,
  desk,
  deskObject,
  deskWire,
  faceOf,
  inDesk,
  makeRoom,
  officer,
  permit,
  planRoom,
  policy,
  postRoom,
  random,
  randomText,
  setupRequest,
  SIGN_IN_NAME,
  signIn,
  type Officer
} from './desk-client.ts';
import { joinedGuest, StaffConnection } from './room-client.ts';
import { sleep, until } from './wire.ts';

let kari: Officer;

describe('[D1] set-up', () => {
  it('[D1] takes the one-time token once, and nobody else', async () => {
    const status = async () =>
      v.parse(api.statusAnswer, await (await desk('GET', 'status')).json());
    expect(await status()).toEqual({ v: 1, setUp: false, policy });
    const forged = await desk('POST', 'setup', { ...setupRequest(), token: randomText(32) });
    expect([forged.status, await code(forged)]).toEqual([403, 'not-allowed']);
    const request = setupRequest();
    const twice = { ...request, credentials: [request.credentials[0], request.credentials[0]] };
    expect(await code(await desk('POST', 'setup', twice))).toBe('malformed');
    const response = await desk('POST', 'setup', request);
    const session = v.parse(api.session, await response.json());
    expect(session).toMatchObject({
      memberId: request.memberId,
      signInName: SIGN_IN_NAME,
      directory: [request.directoryEntry],
      roleBoxes: request.roleBoxes,
      wrapped: request.credentials[0]?.wrapped
    });
    expect((await status()).setUp).toBe(true);
    expect(await code(await desk('POST', 'setup', setupRequest()))).toBe('already-set-up');
  });
});

describe('[D1] sign-in', () => {
  beforeAll(async () => {
    kari = await officer();
  });

  it('[D1] hands out wrapped seeds for a right secret only, in a cookie that no script reads', async () => {
    const response = await signIn();
    expect(response.status).toBe(200);
    const cookie = response.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/^session=[A-Za-z0-9_-]{43}; Path=\/api; HttpOnly; SameSite=Strict; /);
    const secure = await signIn({ 'X-Forwarded-Proto': 'https' });
    expect(secure.headers.get('Set-Cookie')).toMatch(
      /^__Host-session=.{43}; Path=\/; Secure; HttpOnly/
    );
    const held = await inDesk((s) => s.all('SELECT hash FROM session').map((row) => row['hash']));
    expect(held.join()).not.toContain(cookie.slice(8, 51));
  });

  it('[D1] answers an unknown name like a known one, and always the same', async () => {
    const start = async (signInName: string) => {
      const response = await desk('POST', 'sign-in/start', { signInName, kind: 'passphrase' });
      return v.parse(api.signInSalt, await response.json());
    };
    const [known, unknown, again] = [
      await start(SIGN_IN_NAME),
      await start('ola'),
      await start('ola')
    ];
    expect(unknown).toEqual(again);
    expect(unknown).not.toEqual(known);
    expect(await start('  OLA ')).toEqual(unknown);
    const wrong = await desk('POST', 'sign-in', {
      signInName: 'ola',
      kind: 'passphrase',
      auth: randomText(32)
    });
    expect([wrong.status, await code(wrong)]).toEqual([401, 'wrong-secret']);
  });

  it('[D1] slows wrong secrets down, known name or not', async () => {
    const attempt = async (auth: Uint8Array) =>
      await desk('POST', 'sign-in', {
        signInName: 'per',
        kind: 'recovery',
        auth: toBase64url(auth)
      });
    for (let i = 0; i < SIGN_IN_ATTEMPTS.free; i += 1)
      expect(await code(await attempt(random(32)))).toBe('wrong-secret');
    const slowed = await attempt(random(32));
    expect(slowed.status).toBe(429);
    expect(await slowed.json()).toMatchObject({ code: 'wait', retryAtMs: expect.any(Number) });
    expect((await signIn()).status).toBe(200);
  });

  it('[D1] keeps several sessions at once, by either credential', async () => {
    const one = await officer();
    const two = await officer();
    expect(one.cookie).not.toBe(two.cookie);
    for (const { cookie } of [one, two])
      expect(await (await desk('GET', 'session', undefined, { Cookie: cookie })).json()).toEqual({
        memberId: kari.memberId,
        signInName: SIGN_IN_NAME
      });
    expect(await code(await desk('GET', 'session'))).toBe('not-signed-in');
    const other = await desk('POST', 'sign-in', {
      signInName: SIGN_IN_NAME,
      kind: 'recovery',
      auth: toBase64url(AUTH.recovery)
    });
    expect(other.status).toBe(200);
  });

  it("[D1, D5] signing out closes that session's sockets at the desk and in rooms, and no other's", async () => {
    const room = await makeRoom(kari);
    const [leaving, staying] = [await officer(), await officer()];
    const [deskSocket, otherDesk] = [await deskWire(leaving), await deskWire(staying)];
    const [inRoom, other] = [
      await StaffConnection.enter(leaving, room),
      await StaffConnection.enter(staying, room)
    ];
    const unused = await permit(leaving, room);
    const out = await desk('POST', 'sign-out', {}, { Cookie: leaving.cookie });
    expect(out.status).toBe(204);
    const soon = sleep(5_000).then(() => 'still open');
    expect(await Promise.race([deskSocket.closed, soon])).toBe(4403);
    expect(await Promise.race([inRoom.wire.closed, soon])).toBe(4403);
    expect(await other.append(await other.logEnvelope({}))).toMatchObject({ t: 'receipt' });
    const late = await StaffConnection.socket(room);
    late.send({ t: 'enter', v: 1, ref: 1, permit: unused, have: 0 });
    expect(await late.answer(1)).toMatchObject({ t: 'refused', code: 'bad-proof' });
    const gone = await desk('GET', 'session', undefined, { Cookie: leaving.cookie });
    expect(gone.status).toBe(401);
    await makeRoom(staying);
    await otherDesk.take('room');
  });
});

describe('[D1] the end of a session', () => {
  it('[D1] comes by itself, and closes what the session had open', async () => {
    const room = await makeRoom(kari);
    const expiring = await officer();
    const socket = await deskWire(expiring);
    const inRoom = await StaffConnection.enter(expiring, room);
    await inDesk((s) => {
      const last = s.first<{ hash: string }>('SELECT hash FROM session ORDER BY rowid DESC');
      s.run(
        'UPDATE session SET expires_at_ms = ? WHERE hash = ?',
        Date.now() - 1,
        last?.hash ?? ''
      );
    });
    const after = await desk('GET', 'session', undefined, { Cookie: expiring.cookie });
    expect(after.status).toBe(401);
    expect(await socket.closed).toBe(4403);
    expect(await inRoom.wire.closed).toBe(4403);
  });

  it('[D1] sockets at the desk live through its hibernation', async () => {
    const list = await deskWire(kari);
    await list.take('rooms');
    await evictDurableObject(deskObject);
    const room = await makeRoom(kari);
    const told = await list.take('room', (f) => f.room.roomId === room.request.roomId);
    expect(told.room.life.state).toBe('invited');
  });
});

describe('[D5] permits', () => {
  it('[D5] are redeemed once, for one room, after their audit entry', async () => {
    const [room, other] = [await makeRoom(kari), await makeRoom(kari)];
    const before = await inDesk(checkAudit);
    const granted = await permit(kari, room);
    expect(await inDesk(checkAudit)).toBe((before ?? 0) + 1);
    const elsewhere = await StaffConnection.socket(other);
    elsewhere.send({ t: 'enter', v: 1, ref: 1, permit: granted, have: 0 });
    expect(await elsewhere.answer(1)).toMatchObject({ code: 'bad-proof' });
    const here = await StaffConnection.socket(room);
    here.send({ t: 'enter', v: 1, ref: 1, permit: granted, have: 0 });
    expect(await here.answer(1)).toMatchObject({ t: 'entered' });
    const again = await StaffConnection.socket(room);
    again.send({ t: 'enter', v: 1, ref: 1, permit: granted, have: 0 });
    expect(await again.answer(1)).toMatchObject({ code: 'bad-proof' });
  });

  it('[D5] are over after a minute', async () => {
    const room = await makeRoom(kari);
    const granted = await permit(kari, room);
    await inDesk((s) =>
      s.run('UPDATE permit SET expires_at_ms = expires_at_ms - ?', PERMIT_LIFETIME_MS)
    );
    const late = await StaffConnection.socket(room);
    late.send({ t: 'enter', v: 1, ref: 1, permit: granted, have: 0 });
    expect(await late.answer(1)).toMatchObject({ code: 'bad-proof' });
  });

  it('[D5, D8] do not outlive their session, even before the desk has ended it', async () => {
    const fresh = await officer();
    const room = await makeRoom(fresh);
    const granted = await permit(fresh, room);
    // The desk ends what has expired when a line is opened, and by its alarm; the permit comes in between.
    const late = await StaffConnection.socket(room);
    await inDesk((s) =>
      s.run(
        `UPDATE session SET expires_at_ms = ?
         WHERE id = (SELECT session FROM permit ORDER BY rowid DESC LIMIT 1)`,
        Date.now()
      )
    );
    late.send({ t: 'enter', v: 1, ref: 1, permit: granted, have: 0 });
    expect(await late.answer(1)).toMatchObject({ t: 'refused', code: 'bad-proof' });
  });

  it("[D5] want a reason for an archive; only its code stands in the chain, and no room's name", async () => {
    const room = await makeRoom(kari);
    const body = { roomId: room.request.roomId, right: 'archive', reason: null };
    const no = await desk('POST', 'permit', body, { Cookie: kari.cookie });
    expect(await code(no)).toBe('malformed');
    await permit(kari, room, 'archive');
    const entries = await inDesk((s) =>
      s.all<{ entry: string }>('SELECT entry FROM audit').map((row) => row.entry)
    );
    expect(entries.at(-1)).toMatch(/"code":"permit-archive".*"reason":"case"/);
    expect(entries.join()).not.toContain(room.hex);
    expect(entries.join()).not.toContain(room.request.roomId);
  });

  it('[D5] an altered audit entry shows', async () => {
    await permit(kari, await makeRoom(kari));
    const broken = await inDesk((s) => {
      const row = s.first<{ entry: string }>('SELECT entry FROM audit WHERE n = 2');
      s.run('UPDATE audit SET entry = replace(entry, \'"v":1\', \'"v":2\') WHERE n = 2');
      const found = checkAudit(s);
      s.run('UPDATE audit SET entry = ? WHERE n = 2', row?.entry ?? '');
      return found;
    });
    expect(broken).toBeNull();
    expect(await inDesk(checkAudit)).toBeGreaterThan(2);
  });
});

describe('rooms at the desk', () => {
  it('makes a room once, however often it is asked, and shows it in every list', async () => {
    const list = await deskWire(kari);
    const first = await list.take('rooms');
    const room = await planRoom();
    const answers = await Promise.all([postRoom(kari, room), postRoom(kari, room)]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    const told = await list.take('room', (f) => f.room.roomId === room.request.roomId);
    expect(told.room).toMatchObject({
      life: { state: 'invited', endedAtMs: null },
      createdBy: kari.memberId,
      replaces: null,
      replacedBy: null,
      unread: 0,
      mark: 'none'
    });
    const again = await (await deskWire(kari)).take('rooms');
    expect(again.rooms).toHaveLength(first.rooms.length + 1);
  });

  it('[L3] refuses a face that does not fit the service, is none, or is from another time', async () => {
    const post = async (face: object | string) => {
      const room = await planRoom();
      const text = typeof face === 'string' ? face : JSON.stringify(face);
      const request = { ...room.request, face: toBase64url(utf8(text)) };
      return await code(await desk('POST', 'rooms', request, { Cookie: kari.cookie }));
    };
    const good = JSON.parse(new TextDecoder().decode((await planRoom()).face));
    expect(await post('{}')).toBe('malformed');
    const longer = { ...policy.lifetimes, retentionMs: policy.lifetimes.retentionMs + 1 };
    expect(await post({ ...good, policy: { ...policy, lifetimes: longer } })).toBe('not-allowed');
    expect(await post({ ...good, createdAtMs: Date.now() - 11 * 60_000 })).toBe('not-allowed');
    expect(await code(await desk('POST', 'rooms', {}, { Cookie: kari.cookie }))).toBe('malformed');
    expect(await code(await postRoom({ ...kari, cookie: '' }, await planRoom()))).toBe(
      'not-signed-in'
    );
  });

  it('refuses another room under a name that is taken', async () => {
    const room = await makeRoom(kari);
    const other = { ...room, request: { ...room.request, verifier: randomText(32) } };
    const answer = await postRoom(kari, other);
    expect([answer.status, await code(answer)]).toEqual([409, 'exists']);
  });

  it('a new link closes the old room and links the two', async () => {
    const old = await makeRoom(kari);
    const { line } = await joinedGuest(old);
    const list = await deskWire(kari);
    const fresh = await makeRoom(kari, { replaces: old.request.roomId });
    const { life } = await line.wire.take('life');
    expect(life).toMatchObject({ state: 'closed', endReason: 'replaced' });
    await list.take(
      'room',
      ({ room }) =>
        room.roomId === old.request.roomId &&
        room.replacedBy === fresh.request.roomId &&
        room.life.state === 'closed'
    );
    const now = await (await deskWire(kari)).take('rooms');
    const linked = now.rooms.find((room) => room.roomId === fresh.request.roomId);
    expect(linked?.replaces).toBe(old.request.roomId);
    const third = await planRoom({ replaces: old.request.roomId });
    expect(await code(await postRoom(kari, third))).toBe('exists');
    await until(
      async () => ((await (await faceOf(old.hex)).json()) as { state: string }).state === 'closed'
    );
  });
});
