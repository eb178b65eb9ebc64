// How a page judges the answers to "does this room exist": a real HTTP server plays a proxy, a captive
// portal, a failing server, or ours.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { faceHash } from '#lib/crypto/room/room-token.ts';
import { findRoom, invitationOf } from '#lib/guest/entry/find-room.ts';
import type { Found } from '#lib/guest/core/invitation.ts';
import { askFace, endOf } from '#lib/sync/face-request.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const say = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });
const gone = say(404, { code: 'gone' });
const open = say(200, { state: 'open', face: 'AAAA', locked: false, staff: false });
const closed = say(200, {
  state: 'closed',
  face: null,
  locked: false,
  staff: false,
  endReason: 'staff'
});
const proxy: Answer = { status: 404, body: '<html><h1>404 Not Found</h1>nginx</html>' };
const ailing = say(503, { code: 'unavailable' });

const ROOM = '00'.repeat(16);
let answers: Answer[] = [];
let asked = 0;
let server: Server;
const realFetch = globalThis.fetch;

beforeAll(async () => {
  server = createServer((_request, response) => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    asked += 1;
    response.writeHead(next?.status ?? 500).end(next?.body ?? '');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  // A page asks its own origin; here that is this server.
  globalThis.fetch = (path, init) =>
    realFetch(new URL(path as string, `http://127.0.0.1:${String(port)}`), init);
});
afterEach(() => {
  asked = 0;
});
afterAll(() => {
  globalThis.fetch = realFetch;
  server.close();
});

const ask = (...given: Answer[]): ReturnType<typeof askFace> => {
  answers = given;
  return askFace(
    nettpatrulje.serviceId,
    ROOM,
    () => false,
    () => Promise.resolve()
  );
};

describe('[R6] gone', () => {
  it('is believed from our own coded answer, and asked for twice', async () => {
    expect(await ask(gone)).toEqual({ type: 'gone' });
    expect(asked).toBe(2);
  });

  it.each([
    ['a proxy that finds nothing', proxy],
    ['an empty 404', { status: 404, body: '' }],
    ['a 404 with somebody else’s JSON', say(404, { error: 'gone' })],
    ['a 410 of anybody’s', { status: 410, body: 'Gone' }],
    ['a page that stands in front of every network', { status: 200, body: '<html>Log in</html>' }],
    ['a server that cannot just now', ailing],
    ['a code that is not known here', say(404, { code: 'gone-for-lunch' })],
    ['our code in an answer that says that all is well', say(200, { code: 'gone' })]
  ] as const)('is not believed from %s', async (_who, answer) => {
    expect(await ask(answer)).toEqual({ type: 'unreachable' });
  });

  it('is not believed when the second answer does not say so', async () => {
    expect((await ask(gone, open)).type).toBe('face');
    expect(await ask(gone, proxy)).toEqual({ type: 'unreachable' });
    expect(await ask(gone, ailing)).toEqual({ type: 'unreachable' });
    expect(await ask(gone, closed)).toEqual({ type: 'unreachable' });
  });

  it('is believed in spite of a field that is not known yet', async () => {
    expect(await ask(say(404, { code: 'gone', since: 'long' }))).toEqual({ type: 'gone' });
  });
});

describe('[R3, R6] closed', () => {
  it('is believed from our own parsed answer, and asked for twice', async () => {
    const said = await ask(closed);
    expect(said).toMatchObject({ type: 'face', state: 'closed', endReason: 'staff' });
    expect(endOf(said)).toBe('ended');
    expect(asked).toBe(2);
  });

  it('says that a new link was made where that ended it', async () => {
    const moved = { state: 'closed', face: null, locked: false, staff: false };
    const said = await ask(say(200, { ...moved, endReason: 'replaced' }));
    expect(endOf(said)).toBe('new-link');
    expect(endOf(await ask(say(200, moved)))).toBe('ended');
  });

  it('is not believed when the second answer does not say so', async () => {
    expect(endOf(await ask(closed, open))).toBeNull();
    expect(endOf(await ask(closed, ailing))).toBeNull();
    expect(endOf(await ask(closed, gone))).toBeNull();
  });
});

it('[E1, R6] asks nothing more for a page that is done meanwhile, and believes nothing', async () => {
  answers = [gone];
  let over = false;
  const end = (): Promise<void> => {
    over = true;
    return Promise.resolve();
  };
  const said = await askFace(nettpatrulje.serviceId, ROOM, () => over, end);
  expect(said).toEqual({ type: 'unreachable' });
  expect(asked).toBe(1);
});

it('[R6] asks once where nothing has ended', async () => {
  expect((await ask(open)).type).toBe('face');
  expect(asked).toBe(1);
});

describe('[R6] a face', () => {
  const face = {
    v: 1,
    kind: 'invited',
    host: 'Kari',
    policy: nettpatrulje,
    language: 'nb',
    wordList: 'nb',
    createdAtMs: 1_800_000_000_000,
    roomKey: 'A'.repeat(1622)
  };

  const find = (written: string, answer: object = {}): Promise<Found> => {
    const bytes = utf8(written);
    answers = [
      say(200, {
        state: 'invited',
        face: toBase64url(bytes),
        locked: false,
        staff: false,
        ...answer
      })
    ];
    return findRoom(
      invitationOf({
        wordList: 'nb',
        serviceId: fromHex(nettpatrulje.serviceId),
        linkSecret: new Uint8Array(32).fill(3),
        faceHash: faceHash(bytes)
      })
    );
  };

  it('that this page knows opens the door', async () => {
    expect((await find(JSON.stringify(face))).type).toBe('ready');
  });

  it('that this page knows in part opens the door too, and keeps the rest', async () => {
    const found = await find(JSON.stringify({ ...face, colour: 'green' }));
    expect(found).toMatchObject({ type: 'ready', face: { host: 'Kari', colour: 'green' } });
  });

  it('of a later version, or of none that is known, needs a newer page and is no broken link', async () => {
    expect(await find(JSON.stringify({ ...face, v: 2 }))).toEqual({ type: 'outdated' });
    expect(await find(JSON.stringify({ ...face, kind: 'cellar' }))).toEqual({ type: 'outdated' });
    expect(await find('a face in another tongue')).toEqual({ type: 'outdated' });
  });

  it('of a room in a state that is not known here needs a newer page', async () => {
    expect(await find(JSON.stringify(face), { state: 'waiting-in-line' })).toEqual({
      type: 'outdated'
    });
  });

  it('is shown in spite of a field of the answer that is not known yet', async () => {
    expect((await find(JSON.stringify(face), { place: 4 })).type).toBe('ready');
  });

  it('that is not the link’s own is still refused [L3]', async () => {
    const found = find(JSON.stringify(face), { face: toBase64url(utf8('{"v":2}')) });
    expect(await found).toEqual({ type: 'mismatch' });
  });
});
