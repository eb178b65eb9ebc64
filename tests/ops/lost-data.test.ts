// A server whose data is not there: on an empty folder, of another service, or with a room's file lost. It
// has nothing to say about any room, so that phones and desks keep what they hold. Rules: R6, E1, X6.
import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiPath, roomPath } from '#lib/protocol/addresses.ts';
import { homeService } from '#lib/protocol/services.ts';
import { append, guestJoin, leave, sealSay } from '../wire-client/guest.ts';
import { createRoom, type MadeRoom } from '../wire-client/made-room.ts';
import { setUpService } from '../wire-client/member.ts';
import { start, type Started } from './started.ts';

const { serviceId } = homeService;
const GONE = [404, '{"code":"gone"}'];
const UNAVAILABLE = [503, '{"code":"unavailable"}'];

async function asked({ url }: Started, path: string): Promise<readonly [number, string]> {
  const answer = await fetch(url + path);
  return [answer.status, await answer.text()];
}
const faceAt = (server: Started, { roomHex }: Pick<MadeRoom, 'roomHex'>) =>
  asked(server, roomPath(serviceId, roomHex, 'face'));

/** What the line says before it closes, and the code of its close. */
const lineAt = ({ port }: Started, { roomHex }: MadeRoom): Promise<readonly [unknown, number]> =>
  new Promise((tell) => {
    let first: unknown = null;
    const headers = { origin: `http://localhost:${port}` };
    const address = `ws://localhost:${port}${roomPath(serviceId, roomHex, 'socket')}`;
    const socket = new WebSocket(address, { headers } as unknown as string[]);
    socket.addEventListener(
      'message',
      ({ data }) => (first ??= JSON.parse(String(data)) as unknown)
    );
    socket.addEventListener('close', ({ code }) => tell([first, code]));
  });

async function stopped(server: Started): Promise<void> {
  server.child.kill('SIGTERM');
  await server.ended;
}

it('[R6] a server that comes back on an empty folder, or as another service, says of no room that it is gone', async () => {
  const first = await start();
  const member = await setUpService(first.setupLink, homeService);
  const room = await createRoom(member);
  const { line, epoch } = await guestJoin(room);
  await append(line, await sealSay(epoch, 0, 'hei'));
  expect(await faceAt(first, { roomHex: 'ab'.repeat(16) })).toEqual(GONE);
  await stopped(first);
  const PORT = String(first.port);

  // The disk was not mounted: the folder is made anew.
  const empty = await start({ PORT });
  expect(await faceAt(empty, room)).toEqual(UNAVAILABLE);
  expect(await lineAt(empty, room)).toEqual([{ t: 'refused', code: 'unavailable' }, 1013]);
  await expect(leave(epoch)).rejects.toMatchObject({ code: 'unavailable' });
  expect(empty.out()).toContain(
    'If there should be rooms here already, do not open it: stop, and look at DATA_DIR'
  );
  await stopped(empty);

  const SERVICE_POLICY = JSON.stringify({ ...homeService, serviceId: '0badc0de' });
  const other = await start({ PORT, DATA_DIR: first.dataDir, SERVICE_POLICY });
  expect(await faceAt(other, room)).toEqual(UNAVAILABLE);
  expect(await lineAt(other, room)).toEqual([{ t: 'refused', code: 'unavailable' }, 1013]);
  expect(await asked(other, apiPath(serviceId, 'status'))).toEqual(UNAVAILABLE);
  await stopped(other);

  const again = await start({ PORT, DATA_DIR: first.dataDir });
  expect((await faceAt(again, room))[0]).toBe(200);
});

it('[R6] a room whose file is lost or empty is unavailable as long as the desk calls it live', async () => {
  const first = await start();
  const member = await setUpService(first.setupLink, homeService);
  const room = await createRoom(member);
  await stopped(first);
  const folder = join(first.dataDir, 'tryggrom-room');
  const PORT = String(first.port);
  const files = () => readdirSync(folder).map((name) => join(folder, name));
  expect(files().length).toBeGreaterThan(0);
  for (const file of files()) truncateSync(file);
  for (const lose of [() => undefined, () => files().forEach((file) => rmSync(file))]) {
    lose();
    const server = await start({ PORT, DATA_DIR: first.dataDir });
    expect(await faceAt(server, room)).toEqual(UNAVAILABLE);
    expect(await lineAt(server, room)).toEqual([{ t: 'refused', code: 'unavailable' }, 1013]);
    await stopped(server);
  }
});
