// A disk that fills up while people talk: only documented answers, nothing of the runtime's internals, a
// sentence to the operator; with space again, everything goes on. Rules: X6, E1, X1, O1.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeService } from '#lib/protocol/services.ts';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { LineLost } from '../wire-client/frames.ts';
import { append, guestConnect, guestJoin, leave, resume, sealSay } from '../wire-client/guest.ts';
import { Refused, request } from '../wire-client/http.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { setUpService } from '../wire-client/member.ts';
import { newFolder, refused, start, until } from './started.ts';

/** Short, so that alarms are due while nothing can be stored. */
const policy = {
  ...homeService,
  lifetimes: { ...homeService.lifetimes, resumeWindowMs: 2_000, unattendedMs: 1_000 }
};

/** A folder on a separate disk of a few megabytes; null where none can be mounted. */
function smallDisk(): { readonly folder: string; readonly unmount: () => void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = newFolder();
  const mount = ['-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'none', folder];
  if (spawnSync('mount', mount).status !== 0) return null;
  return { folder, unmount: () => void execFileSync('umount', [folder]) };
}

/** Fills every last block. @returns how to free them */
function fill(folder: string): () => void {
  const filler = join(folder, 'filler');
  const file = openSync(filler, 'w');
  for (const size of [65_536, 4_096, 512, 1])
    try {
      for (;;) writeSync(file, new Uint8Array(size));
    } catch {
      // The size at which it is full.
    }
  closeSync(file);
  return () => rmSync(filler);
}

const LEFT = 'only root on Linux can mount a disk that is soon full';

it('[X6] answers as documented on a full disk, and goes on when there is space again', async (ctx) => {
  const disk = smallDisk();
  if (disk === null) return ctx.skip(LEFT);
  const settings = { DATA_DIR: disk.folder, SERVICE_POLICY: JSON.stringify(policy) };
  const server = await start(settings);
  try {
    const member = await setUpService(server.setupLink, policy);
    const room = await createRoom(member);
    const first = await guestJoin(room);
    const second = await guestJoin(await createRoom(member));
    const others = await Promise.all(
      [1, 2, 3].map(async () => guestJoin(await createRoom(member)))
    );
    await append(first.line, await sealSay(first.epoch, 0, 'mens det er plass'));
    // The first sentence comes at this little space, long before the disk is full.
    await until(() => server.err().includes('MiB left'));

    const giveBack = fill(disk.folder);
    // A message is acknowledged when it is on the disk, or not at all.
    let kept = 1;
    let refusal: unknown = null;
    for (let n = 1; refusal === null && n < 200; n += 1)
      try {
        await append(first.line, await sealSay(first.epoch, n, 'x'.repeat(9_000)));
        kept = n + 1;
      } catch (error) {
        refusal = error;
      }
    if (refusal instanceof LineLost) expect([1006, 1011, 1013]).toContain(refusal.code);
    else expect((refusal as Error).message).toContain('unavailable');

    await expect(leave(second.epoch)).rejects.toMatchObject({ code: 'unavailable' });
    const goodbye = await fetch(`${server.url}/api/s/${room.serviceId}/leave`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: Buffer.concat([second.epoch.room.roomId, second.epoch.epochId, second.epoch.leaveToken])
    });
    expect([goodbye.status, await goodbye.text()]).toEqual([503, '{"code":"unavailable"}']);
    await expect(createRoom(member)).rejects.toBeInstanceOf(Refused);
    const asks = { roomId: toBase64url(room.roomId), right: 'live', reason: null };
    for (const [method, rest, body] of [
      ['GET', 'status', undefined],
      ['GET', 'session', undefined],
      ['GET', `r/${room.roomHex}/face`, undefined],
      ['POST', 'sign-in/start', { signInName: 'kari', kind: 'passphrase' }],
      ['POST', 'permit', asks]
    ] as const) {
      const answer = await request(member, method, rest, body).then(
        () => 'answered',
        (error: unknown) => (error instanceof Refused ? error.code : String(error))
      );
      expect(['answered', 'unavailable']).toContain(answer);
    }
    for (const page of ['/', '/r', '/desk'])
      expect((await fetch(server.url + page)).status).toBe(200);
    // Alarms are due and fail: the runtime prints ids and stacks about each.
    for (const { line } of others) line.wire.close();
    await until(() => server.err().includes('is full: nothing new is stored'), 60_000);

    giveBack();
    await leave(second.epoch);
    await until(async () => (await createRoom(member).catch(() => null)) !== null);
    const back = await guestConnect(room);
    const { tip } = await resume(back, first.epoch, { have: 0 });
    // Every receipt holds; a message whose answer was lost may be there too, once.
    expect([kept, kept + 1]).toContain(tip.n);
    await append(back, await sealSay(first.epoch, tip.n, 'igjen'));
    back.wire.close();

    const lines = server.err().trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).toMatch(/^The disk of \S+ (?:has \d+ MiB left|is full): /);
    expect(server.err()).not.toMatch(/workerd|SQLITE|stack|[0-9a-f]{32}|\d+\.\d+\.\d+\.\d+/);
  } finally {
    server.child.kill('SIGKILL');
    await server.ended;
    await until(() => spawnSync('umount', [disk.folder]).status === 0);
  }
});

it('[X6] says so when it cannot even start for want of space', async (ctx) => {
  const disk = smallDisk();
  if (disk === null) return ctx.skip(LEFT);
  try {
    fill(disk.folder);
    const { code, out, err } = await refused({ DATA_DIR: disk.folder });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `DATA_DIR is ${disk.folder}, and nothing can be stored there: there is no space left on its disk.\n`
    );
  } finally {
    disk.unmount();
  }
});
