// Stopping, by request or because its parent died; always with an open line, because stopping used to wait
// for that. Acknowledged messages are there at the next start. Rules: X6, O1.
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { homeService } from '#lib/protocol/services.ts';
import { append, guestConnect, guestJoin, resume, sealSay } from '../wire-client/guest.ts';
import { createRoom } from '../wire-client/made-room.ts';
import { setUpService } from '../wire-client/member.ts';
import { freePort } from '../free-port.ts';
import { isAlive, newFolder, run, START, start, until, type Started } from './started.ts';

const PROMISE_MS = 3_000;

const refuses = (port: number): Promise<boolean> =>
  new Promise((tell) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      tell(false);
    });
    socket.once('error', () => tell(true));
  });

/** A young person in a room, with a message that has been acknowledged, on an open line. */
async function talkingTo(server: Started) {
  const member = await setUpService(server.setupLink, homeService);
  const room = await createRoom(member);
  const guest = await guestJoin(room);
  await append(guest.line, await sealSay(guest.epoch, 0, 'hei'));
  return { ...guest, room };
}

/** Everything ends within the promised time: process, runtime, port and line. */
async function expectOver(server: Started, runtime: number, sinceMs: number): Promise<void> {
  await until(async () => !isAlive(runtime) && (await refuses(server.port)), PROMISE_MS);
  await server.ended;
  expect(Date.now() - sinceMs).toBeLessThan(PROMISE_MS);
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '[X6] %s: stops within three seconds though a line is open, and has kept what it acknowledged',
  async (signal) => {
    const server = await start();
    const { line, epoch, room } = await talkingTo(server);
    const runtime = server.runtimePid();
    const sinceMs = Date.now();
    server.child.kill(signal);
    await expectOver(server, runtime, sinceMs);
    expect(await server.ended).toBe(0);
    expect(server.err()).toBe('');
    await line.wire.closed;

    const again = await start({ DATA_DIR: server.dataDir, PORT: String(server.port) });
    expect(again.setupLink).toBe('');
    const back = await guestConnect(room);
    expect((await resume(back, epoch, { have: 0 })).tip.n).toBe(1);
    back.wire.close();
  }
);

it('[X6] Ctrl+C, which every process of the terminal hears, is answered once', async () => {
  // A shell that stays, as in a terminal: it gets the signal too.
  const command = `${START.join(' ')}; code=$?; echo "it ended with $code"`;
  const server = await start({}, ['/bin/sh', '-c', `trap : INT; ${command}`], { detached: true });
  const { line } = await talkingTo(server);
  const runtime = server.runtimePid();
  const sinceMs = Date.now();
  process.kill(-(server.child.pid ?? 0), 'SIGINT');
  await expectOver(server, runtime, sinceMs);
  expect(server.out()).toContain('it ended with 0');
  expect(server.err()).toBe('');
  await line.wire.closed;
});

it('[X6] SIGKILL of the starter takes the runtime along, and folder and port are free', async () => {
  const server = await start();
  const { line } = await talkingTo(server);
  const runtime = server.runtimePid();
  const sinceMs = Date.now();
  server.child.kill('SIGKILL');
  await expectOver(server, runtime, sinceMs);
  await line.wire.closed;
  const again = await start({ DATA_DIR: server.dataDir, PORT: String(server.port) });
  expect(again.runtimePid()).not.toBe(runtime);
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
  '[X6] npm start: %s of npm ends it all',
  async (signal) => {
    const server = await start({}, ['npm', 'start', '--silent']);
    const { line } = await talkingTo(server);
    const runtime = server.runtimePid();
    const sinceMs = Date.now();
    server.child.kill(signal);
    await expectOver(server, runtime, sinceMs);
    await line.wire.closed;
  }
);

it('[X6] a runtime that dies is told, and is no success', async () => {
  const server = await start();
  process.kill(server.runtimePid(), 'SIGKILL');
  expect(await server.ended).toBe(1);
  expect(server.err()).toBe('The server ended by itself (SIGKILL); start it again.\n');
});

it('[X6] is asked to stop while it starts: nothing stays behind', async () => {
  const [PORT, DATA_DIR] = [String(await freePort()), newFolder()];
  for (const delayMs of [0, 100, 200, 300, 400]) {
    const early = run(START, { PORT, DATA_DIR });
    await new Promise((wake) => setTimeout(wake, delayMs));
    early.child.kill('SIGTERM');
    await early.ended;
    await until(() => refuses(Number(PORT)), PROMISE_MS);
  }
  await start({ PORT, DATA_DIR });
});
