// A goodbye while the disk is full: it is answered as not done, kept, and carried out when there is space
// again, without being sent twice. Rules: E1, R6.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeService } from '#lib/protocol/services.ts';
import { append, guestConnect, guestJoin, leave, resume, sealSay } from '../wire-client/guest.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { setUpService } from '../wire-client/member.ts';
import { newFolder, start, until } from './started.ts';

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

it('[E1, R6] a goodbye on a full disk is kept, and said when there is space again', async (ctx) => {
  const disk = smallDisk();
  if (disk === null) return ctx.skip('only root on Linux can mount a disk that is soon full');
  const server = await start({ DATA_DIR: disk.folder });
  try {
    const member = await setUpService(server.setupLink, homeService);
    const { line, epoch } = await guestJoin(await createRoom(member));
    await append(line, await sealSay(epoch, 0, 'hei'));
    const giveBack = fill(disk.folder);
    // Space that SQLite has already reserved is used up first.
    let refused = false;
    for (let n = 1; !refused && n < 200; n += 1)
      await append(line, await sealSay(epoch, n, 'x'.repeat(9_000))).catch(() => {
        refused = true;
      });
    expect(refused).toBe(true);
    await expect(leave(epoch)).rejects.toMatchObject({ code: 'unavailable' });
    giveBack();
    await until(async () => {
      const back = await guestConnect(epoch.room);
      const answer = await resume(back, epoch).then(
        () => 'resumed',
        (error: unknown) => (error as { code?: string }).code
      );
      back.wire.close();
      return answer === 'epoch-closed';
    }, 20_000);
  } finally {
    server.child.kill('SIGKILL');
    await server.ended;
    await until(() => spawnSync('umount', [disk.folder]).status === 0);
  }
});
