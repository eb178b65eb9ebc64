// kill -9 around the moment of deletion, and deadlines that pass while nothing runs: the next start
// finishes the erasure, without any request. Rules: R2, R4, R5, P2.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { append, guestJoin, sealSay } from '../wire-client/guest.ts';
import { request } from '../wire-client/http.ts';
import { createRoom, type MadeRoom } from '../wire-client/made-room.ts';
import { close, staffEnter } from '../wire-client/staff.ts';
import { cuts, pause } from './cut.ts';
import { newService, policyWith, type DiskService } from './disk-server.ts';
import { found, foundAfter, ownPartOfFace } from './traces.ts';

const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1, length: 32 };
const RETENTION_MS = 2_000;
const RESUME_WINDOW_MS = 3_000;
const INVITE_LAPSE_MS = 10_000;
/** Usually done at once; the limit is for a busy machine. */
const AFTER_START_MS = 90_000;
const CUTS = cuts(8);

let service: DiskService;
beforeAll(async () => {
  service = await newService(
    policyWith({
      retentionMs: RETENTION_MS,
      resumeWindowMs: RESUME_WINDOW_MS,
      inviteLapseMs: INVITE_LAPSE_MS
    })
  );
});
afterAll(() => service.remove());

interface UsedRoom {
  readonly room: MadeRoom;
  readonly traces: Record<string, Uint8Array>;
}

async function usedRoom(name: string): Promise<UsedRoom & { close: () => Promise<void> }> {
  const room = await createRoom(service.member, { stretch: CHEAP, host: name });
  const { line, epoch } = await guestJoin(room);
  const said = await sealSay(epoch, 0, 'noe som skal bort');
  await append(line, said);
  const staff = await staffEnter(service.member, room);
  const traces = {
    [`envelope of ${name}`]: fromBase64url(said),
    [`u of ${name}`]: epoch.u,
    [`verifier of ${name}`]: room.verifier,
    [`desk box of ${name}`]: room.deskBox,
    [`archive box of ${name}`]: room.archiveBox,
    [`face of ${name}`]: ownPartOfFace(room.face),
    [`name of ${name}`]: utf8(name)
  };
  return {
    room,
    traces,
    close: async () => {
      await close(staff);
      line.wire.close();
      staff.wire.close();
    }
  };
}

const rooms = (count: number, what: string) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      usedRoom(`Kari, ${what} ${i}, ${crypto.randomUUID().slice(0, 8)}`)
    )
  );

const everything = (used: readonly UsedRoom[]): Record<string, Uint8Array> =>
  Object.assign({}, ...used.map((one) => one.traces)) as Record<string, Uint8Array>;

/** Watches the disk until something has gone from it. */
async function firstMissing(values: Record<string, Uint8Array>): Promise<void> {
  const untilMs = Date.now() + RETENTION_MS + AFTER_START_MS;
  while (found(service, values).length === Object.keys(values).length) {
    if (Date.now() > untilMs) throw new Error('nothing was deleted');
    await pause(1);
  }
}

describe('deletion', () => {
  it('[R4] completes after kill -9 at any moment of it, with no request needed', async () => {
    let halfDone = 0;
    for (let cut = 0; cut < CUTS; cut += 1) {
      const used = await rooms(3, `slettes ${cut}`);
      const all = everything(used);
      expect(found(service, all)).toEqual(Object.keys(all));
      // Closed one after the other, so that one cut meets each of them at another step.
      for (const one of used) {
        await one.close();
        await pause(6);
      }
      // Only deletion removes these: if some are there and some not, the cut fell into the middle of it.
      const kept = Object.fromEntries(
        Object.entries(all).filter(([name]) => /^(envelope|archive|face)/.test(name))
      );
      if (cut % 2 === 0) await pause(RETENTION_MS - 40 + cut * 8);
      else await firstMissing(kept);
      await service.kill();
      const left = found(service, kept).length;
      if (left > 0 && left < Object.keys(kept).length) halfDone += 1;
      service.startSilently();
      expect(await foundAfter(service, all, AFTER_START_MS)).toEqual([]);
      await service.kill();
      await service.start();
      for (const { room } of used)
        await expect(request(room, 'GET', `r/${room.roomHex}/face`)).rejects.toMatchObject({
          code: 'gone'
        });
      expect(found(service, all)).toEqual([]);
    }
    expect(halfDone).toBeGreaterThan(0);
  });
});

describe('deadlines that pass while the server is down', () => {
  it('[R4] makes a late deletion good on start, with no request', async () => {
    const used = await rooms(2, 'sent slettet');
    for (const one of used) await one.close();
    await service.kill();
    const all = everything(used);
    expect(found(service, all).length).toBeGreaterThan(0);
    await pause(RETENTION_MS + 1_000);
    service.startSilently();
    expect(await foundAfter(service, all, AFTER_START_MS)).toEqual([]);
    await service.kill();
    await service.start();
  });

  it('[P2, R2] destroys a share whose window passed meanwhile, and counts from the start of the server', async () => {
    const [used] = await rooms(1, 'vindu');
    if (used === undefined) throw new Error('no room');
    const u = Object.entries(used.traces).filter(([name]) => name.startsWith('u of'));
    const share = Object.fromEntries(u);
    await service.kill();
    await pause(RESUME_WINDOW_MS + 500);
    expect(found(service, share)).toHaveLength(1);
    service.startSilently();
    expect(await foundAfter(service, share, RESUME_WINDOW_MS + AFTER_START_MS)).toEqual([]);
    await service.kill();
    await service.start();
  });

  it('[R2] ends an invitation that lapsed meanwhile, and later erases it', async () => {
    const name = `Kari, ubrukt, ${crypto.randomUUID().slice(0, 8)}`;
    const room = await createRoom(service.member, { stretch: CHEAP, host: name });
    const all = {
      face: ownPartOfFace(room.face),
      verifier: room.verifier,
      'desk box': room.deskBox
    };
    expect(found(service, all)).toEqual(Object.keys(all));
    await service.kill();
    await pause(INVITE_LAPSE_MS + 1_000);
    service.startSilently();
    expect(await foundAfter(service, all, RETENTION_MS + AFTER_START_MS)).toEqual([]);
    await service.kill();
    await service.start();
    await expect(request(room, 'GET', `r/${room.roomHex}/face`)).rejects.toMatchObject({
      code: 'gone'
    });
  });
});
