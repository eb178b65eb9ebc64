// `npm start`: builds when needed, starts the server, waits until it answers, and says plainly where it is.
// settings.ts reads its settings; a failure is one sentence. It stops within three seconds of being asked
// to, and with the process that started it. Rules: X6.
import { buildIfNeeded } from './build.ts';
import { serve, type RunningServer } from './serve.ts';
import { settingsFrom, type Settings } from './settings.ts';

function announce(server: RunningServer, { dataDir }: Settings): void {
  const { url, publicUrl, setupLink } = server;
  const here = publicUrl === url ? '' : ` (through your proxy; on this machine ${url})`;
  console.log(`\nTryggrom is running: ${publicUrl}${here}`);
  console.log(`Its rooms are kept in ${dataDir}.`);
  if (setupLink === null) console.log(`Staff sign in at ${publicUrl}/desk`);
  else
    console.log(
      `\nNobody is in charge yet. Open this link once to become the first administrator:\n\n  ${setupLink}\n\nIf there should be rooms here already, do not open it: stop, and look at DATA_DIR and the service id.\nUntil somebody is in charge, phones and desks keep what waits there.\n`
    );
  console.log('Stop it with Ctrl+C.');
}

/** npm itself may be killed without telling its children. */
function whenParentGoes(act: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) act();
  }, 500).unref();
}

async function main(): Promise<void> {
  let wanted = false;
  let server: RunningServer | null = null;
  const stop = (): void => {
    // Tools that build and a runtime that starts end with this process.
    if (server === null) process.exit(0);
    wanted = true;
    void server.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const settings = settingsFrom(process.env);
  whenParentGoes(stop);
  await buildIfNeeded();
  server = await serve(settings);
  announce(server, settings);
  const end = await server.ended;
  if (wanted) return;
  console.error(`The server ended by itself (${end}); start it again.`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'Tryggrom could not be started.');
  process.exitCode = 1;
});
