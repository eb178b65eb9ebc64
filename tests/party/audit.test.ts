// The audit chain: what is in it, who reads it, and what of a room is left when the room is gone.
import { runInDurableObject } from 'cloudflare:test';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import * as api from '#lib/protocol/desk-api.ts';
import { MAX_AUDIT_PAGE } from '#lib/protocol/limits.ts';
import { appendAudit, checkAudit } from '../../party/desk/audit.ts';
import { handOver } from '../../party/desk/rooms/room-rows.ts';
import { auditNameOf } from '../../party/room/storage/sibling-rows.ts';
import {
  bindings,
  Browser,
  code,
  desk,
  inDesk,
  makeRoom,
  officer,
  permit,
  planRoom,
  postRoom,
  random,
  randomText,
  sessionIn,
  setupRequest,
  silence,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import { joinedGuest, StaffConnection } from './room-client.ts';
import { until } from './wire.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const ask = (after: number, by: Officer = kari): Promise<Response> =>
  desk('POST', 'audit', { after }, { Cookie: by.cookie });

async function page(after: number): Promise<api.AuditAnswer> {
  return v.parse(api.auditAnswer, await (await ask(after)).json());
}

interface Entry {
  readonly n: number;
  readonly code: string;
  readonly member: string;
  readonly subject: string;
}

async function entriesAfter(after: number): Promise<Entry[]> {
  return (await page(after)).entries.map((text) => JSON.parse(text) as Entry);
}

const last = async (): Promise<number> => (await page(0)).last;

/** The room's name in the chain, from what its maker has sent. */
const nameOf = (room: MadeRoom): string =>
  auditNameOf(fromBase64url(room.request.record), room.roomId);

const roomObject = (room: MadeRoom) => bindings.ROOM.getByName(room.hex);

/** The desk erases the room at once, as on its deletion day. */
async function eraseNow(room: MadeRoom): Promise<void> {
  await inDesk((s) => handOver(s, room.hex, Date.now()));
  await desk('GET', 'status');
  await until(() =>
    inDesk((s) => s.all('SELECT 1 FROM room WHERE hex = ?', room.hex).length === 0)
  );
}

describe('[D5] the chain', () => {
  it('[D5] is read by every member, verbatim and page by page, and held against its heads', async () => {
    const many = MAX_AUDIT_PAGE + 7;
    await inDesk((s) =>
      s.transact(() => {
        for (let i = 0; i < many; i += 1)
          appendAudit(s, { code: 'signed-in', member: kari.memberId, atMs: i });
      })
    );
    const first = await page(0);
    expect(first.entries).toHaveLength(MAX_AUDIT_PAGE);
    const second = await page(MAX_AUDIT_PAGE);
    const all = [...first.entries, ...second.entries];
    expect(all).toHaveLength(first.last);
    let head: Uint8Array = new Uint8Array(32);
    for (const text of all) head = sha256(head, sha256(utf8(text)));
    const stored = await inDesk((s) =>
      s.first<{ hash: string }>('SELECT hash FROM audit ORDER BY n DESC LIMIT 1')
    );
    expect(toBase64url(head)).toBe(stored?.hash);
    expect(await page(first.last)).toEqual({ entries: [], last: first.last });
    expect(await page(first.last + 9)).toEqual({ entries: [], last: first.last });
  });

  it('[D5] is read by nobody else, and only by a number', async () => {
    expect(await code(await ask(0, { ...kari, cookie: '' }))).toBe('not-signed-in');
    for (const after of [-1, 1.5, '0', null])
      expect(await code(await desk('POST', 'audit', { after }, { Cookie: kari.cookie }))).toBe(
        'malformed'
      );
  });

  it('[D5] is read without leaving an entry, and says who signed out everywhere', async () => {
    const before = await last();
    await page(0);
    expect(await last()).toBe(before);
    const browser = new Browser();
    const { memberId } = await sessionIn(await browser.signIn());
    await browser.ask('POST', 'sign-out/everywhere', {});
    kari = await officer();
    expect(await entriesAfter(before)).toMatchObject([
      { code: 'signed-in', member: memberId },
      { code: 'signed-out-everywhere', member: memberId },
      { code: 'signed-in', member: memberId }
    ]);
  });
});

describe('[D5] a room in the chain', () => {
  it('[D5] has one name from its making to its erasure, which only its own record gives', async () => {
    const before = await last();
    const room = await makeRoom(kari);
    await permit(kari, room);
    await permit(kari, room);
    await eraseNow(room);
    const subject = nameOf(room);
    expect(subject).toMatch(/^[\w-]{22}$/);
    expect(await entriesAfter(before)).toMatchObject([
      { code: 'room-made', member: kari.memberId, subject },
      { code: 'permit-live', member: kari.memberId, subject },
      { code: 'permit-live', member: kari.memberId, subject },
      { code: 'room-erased', member: '', subject }
    ]);
    const other = await makeRoom(kari);
    await permit(kari, other);
    expect((await entriesAfter((await last()) - 1))[0]?.subject).not.toBe(subject);
  });

  it('[D5] is named before the room is made, not after', async () => {
    const room = await planRoom();
    const before = await last();
    await runInDurableObject(roomObject(room), (_instance, state) => {
      // Nobody can make a room here.
      state.storage.sql.exec('CREATE TABLE core (id INTEGER)');
    });
    expect((await postRoom(kari, room)).status).toBe(503);
    expect(await entriesAfter(before)).toMatchObject([
      { code: 'room-made', subject: nameOf(room) }
    ]);
  });

  it('[D5] that cannot be reached lets nobody in: unavailable, and nothing is written', async () => {
    const room = await makeRoom(kari);
    const speak = await silence(room);
    const count = () =>
      inDesk((s) => [s.all('SELECT 1 FROM audit').length, s.all('SELECT 1 FROM permit').length]);
    const before = await count();
    const body = { roomId: room.request.roomId, right: 'live', reason: null };
    const answer = await desk('POST', 'permit', body, { Cookie: kari.cookie });
    expect([answer.status, await code(answer)]).toEqual([503, 'unavailable']);
    expect(await count()).toEqual(before);
    await speak();
    expect(await StaffConnection.enter(kari, room)).toBeDefined();
  });
});

describe('[R4] after a deletion', () => {
  it('[R4] the desk keeps counters and an untraceable name, and nothing else of the room', async () => {
    const kept = () => inDesk((s) => JSON.stringify(s.all('SELECT * FROM counter')));
    const counters = await kept();
    const old = await makeRoom(kari);
    const room = await makeRoom(kari, { replaces: old.request.roomId });
    const fresh = await makeRoom(kari, { replaces: room.request.roomId });
    await joinedGuest(fresh);
    await permit(kari, fresh);
    await StaffConnection.enter(kari, fresh);
    const rowOf = (of: MadeRoom) =>
      inDesk((s) => s.first('SELECT replaces, replaced_by FROM room WHERE hex = ?', of.hex));
    await eraseNow(room);
    expect([await rowOf(old), await rowOf(fresh)]).toEqual([
      { replaces: null, replaced_by: null },
      { replaces: null, replaced_by: null }
    ]);
    await eraseNow(fresh);
    const dump = await inDesk((s) =>
      s
        .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
        .filter(({ name }) => !name.startsWith('_cf'))
        .map(({ name }) => JSON.stringify(s.all(`SELECT * FROM ${name}`)))
        .join('\n')
    );
    for (const gone of [room, fresh]) {
      expect(dump).not.toContain(gone.hex);
      expect(dump).not.toContain(gone.request.roomId);
      expect(dump).not.toContain(gone.request.record);
    }
    // The replaced room still exists, and does not say which one replaced it.
    expect(dump).toContain(old.hex);
    expect(await kept()).not.toBe(counters);
    expect(await inDesk((s) => s.all("SELECT 1 FROM own WHERE name LIKE '%audit%'"))).toEqual([]);
    expect(await inDesk(checkAudit)).toBe(await last());
  });

  it('[R4] an erasure that was cut off before its last step says that it does not know the name', async () => {
    const room = await makeRoom(kari);
    const before = await last();
    // The server was killed after the room was erased and before the desk knew.
    await roomObject(room).erase();
    await eraseNow(room);
    expect(await entriesAfter(before)).toMatchObject([{ code: 'room-erased', subject: '' }]);
  });
});

describe('[D6] the anchor', () => {
  it('[D6] is kept from the set-up on and handed out at every sign-in; its owner renews it', async () => {
    const browser = new Browser();
    const first = await sessionIn(await browser.signIn());
    const anchor = randomText(141);
    expect(first.anchor).not.toBe(anchor);
    expect((await browser.ask('POST', 'anchor', { anchor })).status).toBe(204);
    for (const kind of ['passphrase', 'recovery'] as const)
      expect((await sessionIn(await new Browser().signIn(kind))).anchor).toBe(anchor);
    for (const bad of [randomText(140), `${randomText(140)}AAA`, 7])
      expect(await code(await browser.ask('POST', 'anchor', { anchor: bad }))).toBe('malformed');
    expect(await code(await new Browser().ask('POST', 'anchor', { anchor }))).toBe('not-signed-in');
    expect((await sessionIn(await browser.signIn())).anchor).toBe(anchor);
  });

  it('[D6] of a set-up must be one', async () => {
    const { anchor, ...without } = setupRequest();
    expect(anchor).toHaveLength(188);
    expect(await code(await desk('POST', 'setup', without))).toBe('malformed');
  });
});

describe('[D7] the record', () => {
  it('[D7] goes to the room and stands nowhere at the desk', async () => {
    const room = await makeRoom(kari);
    const staff = await StaffConnection.enter(kari, room);
    expect(staff.entered.records).toEqual([room.request.record]);
    const rows = await inDesk((s) => JSON.stringify(s.all('SELECT * FROM room')));
    expect(rows).not.toContain(room.request.record);
    const short = { ...(await planRoom()).request, record: toBase64url(random(208)) };
    expect(await code(await desk('POST', 'rooms', short, { Cookie: kari.cookie }))).toBe(
      'malformed'
    );
  });
});
