// What changes during a call to another object counts: a room closes, a device is refused, a session ends,
// a newer share comes. The shipped handlers run over a real room's storage; only the called object is slow,
// and the test decides what happens meanwhile. Rules: J3, J5, D5, R5, R7.
import { env } from 'cloudflare:workers';
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import type { Connection } from 'partyserver';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { parseToGuestFrame, type GuestFrame, type ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import type { Env } from '../../party/env.ts';
import { join } from '../../party/room/frames/guest-joins.ts';
import { resume } from '../../party/room/frames/guest-returns.ts';
import { enter } from '../../party/room/frames/staff-acts.ts';
import type { ConnectionAuth } from '../../party/room/object/connection-auth.ts';
import { Room } from '../../party/room/object/room.ts';
import { Sockets } from '../../party/room/object/sockets.ts';
import { makeRoom, officer, permit, random, type MadeRoom, type Officer } from './desk-client.ts';
import { GuestConnection, joinedGuest, newDevice, newEpoch, type Epoch } from './room-client.ts';

const bindings = env as unknown as Env;
let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

type Calls = Record<string, (...given: unknown[]) => Promise<unknown>>;

/** `from`, where something happens after every such call, before its answer is here. */
function after(
  kind: 'SHARE_STORE' | 'JOIN_GATE' | 'DESK',
  method: string,
  happens: (answer: unknown) => void,
  from: Env = bindings
): Env {
  const getByName = (name: string): object => {
    const object = from[kind].getByName(name) as unknown as Calls;
    const call = async (called: string, given: unknown[]): Promise<unknown> => {
      const answer = await object[called]?.(...given);
      if (called === method) happens(answer);
      return answer;
    };
    return new Proxy(
      {},
      {
        get:
          (_target, called: string) =>
          (...given: unknown[]) =>
            call(called, given)
      }
    );
  };
  return { ...from, [kind]: { getByName } } as unknown as Env;
}

const challenge = random(32);
const auth: ConnectionAuth = { kind: 'new', challenge: toBase64url(challenge), sinceMs: 0 };
/** Frames as a page signs them for this challenge. */
const page = { challenge, ref: () => 1 } as unknown as GuestConnection;
const joinFrame = (epoch: Epoch): Promise<GuestFrame> =>
  GuestConnection.prototype.joinFrame.call(page, epoch);
const resumeFrame = (epoch: Epoch): Promise<GuestFrame> =>
  GuestConnection.prototype.resumeFrame.call(page, epoch, true);

type Frame<T extends GuestFrame['t']> = Extract<GuestFrame, { t: T }>;

/** Runs a handler over a room's real storage. Returns what it has answered. */
async function answered(
  made: MadeRoom,
  envOf: (room: () => Room) => Env,
  handle: (room: Room, connection: Connection) => Promise<void>
): Promise<readonly { readonly t: string; readonly code?: string }[]> {
  const object = bindings.ROOM.getByName(made.hex);
  await evictDurableObject(object, { webSockets: 'close' });
  return runInDurableObject(object, async (_instance, state) => {
    const said: ToGuestFrame[] = [];
    const connection = {
      id: 'test',
      readyState: WebSocket.READY_STATE_OPEN,
      state: null,
      setState: () => undefined,
      send: (text: string) => said.push(parseToGuestFrame(text) ?? JSON.parse(text)),
      close: () => undefined
    } as unknown as Connection;
    const sockets = new Sockets(
      () => [],
      () => 0
    );
    const room: Room = new Room(
      state,
      envOf(() => room),
      fromHex(made.hex),
      sockets
    );
    await handle(room, connection);
    return said;
  });
}

const NOTHING = (): void => undefined;
const CLOSES = (room: Room): void => room.apply({ type: 'ended', reason: 'staff' });
const refuses =
  (epoch: Epoch) =>
  (room: Room): void =>
    room.apply({ type: 'decided', epochId: epoch.id, verdict: 'refuse' });

/** Epochs whose share is due to be erased by now. */
const erasuresDue = (made: MadeRoom): Promise<readonly string[]> =>
  runInDurableObject(bindings.ROOM.getByName(made.hex), (_instance, state) =>
    state.storage.sql
      .exec<{ json: string }>('SELECT json FROM due')
      .toArray()
      .map(({ json }) => JSON.parse(json) as { kind: string; atMs: number; epochId: string })
      .filter(({ kind, atMs }) => kind === 'erase-latch' && atMs <= Date.now())
      .map(({ epochId }) => epochId)
  );

describe('while a share is laid', () => {
  const joins = async (happens: (room: Room) => void, epoch: Epoch, made: MadeRoom) => {
    const frame = (await joinFrame(epoch)) as Frame<'join'>;
    return answered(
      made,
      (room) => after('SHARE_STORE', 'put', () => happens(room())),
      (room, connection) => join(room, connection, auth, frame)
    );
  };

  it('[J3] nothing happens: control, the page is in', async () => {
    const made = await makeRoom(kari);
    const epoch = await newEpoch(made, await newDevice());
    const [first] = await joins(NOTHING, epoch, made);
    expect(first).toMatchObject({ t: 'joined' });
  });

  it('[R5] the room closes: nobody is let in, and the share is due to be erased', async () => {
    const made = await makeRoom(kari);
    const epoch = await newEpoch(made, await newDevice());
    expect(await joins(CLOSES, epoch, made)).toMatchObject([{ t: 'refused', code: 'ended' }]);
    expect(await erasuresDue(made)).toContain(epoch.id);
  });

  it('[J5] the device is refused: nobody is let in, and the share is due to be erased', async () => {
    const made = await makeRoom(kari);
    const device = await newDevice();
    const { line, epoch: before } = await joinedGuest(made, device);
    line.wire.close();
    const epoch = await newEpoch(made, device);
    expect(await joins(refuses(before), epoch, made)).toMatchObject([
      { t: 'refused', code: 'epoch-refused' }
    ]);
    expect(await erasuresDue(made)).toContain(epoch.id);
  });
});

describe('while a share is fetched', () => {
  const resumes = async (happens: (room: Room) => void, epoch: Epoch) => {
    const frame = (await resumeFrame(epoch)) as Frame<'resume'>;
    return answered(
      epoch.room,
      (room) => after('SHARE_STORE', 'get', () => happens(room())),
      (room, connection) => resume(room, connection, auth, frame)
    );
  };

  it('[P2] nothing happens: control, it is handed out', async () => {
    const { epoch } = await joinedGuest(await makeRoom(kari));
    const [first] = await resumes(NOTHING, epoch);
    expect(first).toMatchObject({ t: 'resumed', share: toBase64url(epoch.share) });
  });

  it('[J5, P2] the device is refused: it is not handed out', async () => {
    const { epoch } = await joinedGuest(await makeRoom(kari));
    expect(await resumes(refuses(epoch), epoch)).toMatchObject([
      { t: 'refused', code: 'epoch-refused' }
    ]);
  });

  it('[R3, P2] the room closes: it is not handed out', async () => {
    const { epoch } = await joinedGuest(await makeRoom(kari));
    expect(await resumes(CLOSES, epoch)).toMatchObject([{ t: 'refused', code: 'ended' }]);
  });

  it('[R7] another one is laid: the page asks again', async () => {
    const { epoch } = await joinedGuest(await makeRoom(kari));
    const of = { epochId: epoch.id, deviceKey: toBase64url(epoch.device.publicKey) };
    const lays = (room: Room): void => {
      room.apply({ type: 'share-planned', slot: 7, ...of, newcomer: false });
      const share = { slot: 7, generation: room.state.core.shares };
      room.apply({ type: 'deposited', epochId: epoch.id, share });
    };
    expect(await resumes(lays, epoch)).toMatchObject([{ t: 'refused', code: 'unavailable' }]);
  });
});

describe('while staff come in', () => {
  /** Boxes that were fetched for them. */
  let fetched = 0;

  const enters = async (
    kind: 'DESK' | 'JOIN_GATE',
    happens: (room: Room, session: string) => void
  ) => {
    const made = await makeRoom(kari);
    const granted = await permit(kari, made);
    fetched = 0;
    // At redemption the desk says whose session the permit belongs to.
    let session = '';
    const envOf = (room: () => Room): Env => {
      const desk = after('DESK', 'redeem', (answer) => {
        session = (answer as { session: string }).session;
        if (kind === 'DESK') happens(room(), session);
      });
      const boxes = (): void => {
        fetched += 1;
        if (kind === 'JOIN_GATE') happens(room(), session);
      };
      return after('JOIN_GATE', 'deskBox', boxes, desk);
    };
    return answered(made, envOf, (room, connection) =>
      enter(room, connection, auth, { t: 'enter', v: 1, ref: 1, permit: granted, have: 0 })
    );
  };
  const revoked = (room: Room, session: string): void => void room.revoked.add(session);

  it('[D5] nothing happens: control, they are in', async () => {
    const [first] = await enters('DESK', NOTHING);
    expect(first).toMatchObject({ t: 'entered' });
    expect(fetched).toBe(1);
  });

  it('[D5] their session ends while the permit is redeemed: they are not let in, and no box is fetched', async () => {
    expect(await enters('DESK', revoked)).toMatchObject([{ t: 'refused', code: 'bad-proof' }]);
    expect(fetched).toBe(0);
  });

  it('[D5] their session ends while the box is fetched: they are not let in', async () => {
    expect(await enters('JOIN_GATE', revoked)).toMatchObject([{ t: 'refused', code: 'bad-proof' }]);
    expect(fetched).toBe(1);
  });

  it('[R3] the room closes while the box is fetched: they are not let in', async () => {
    expect(await enters('JOIN_GATE', CLOSES)).toMatchObject([{ t: 'refused', code: 'ended' }]);
  });
});
