// `npm start`: builds when needed, starts the server, waits until it answers, and says in plain
// words where it is. PORT (8787), HOST (127.0.0.1), DATA_DIR (.data), SERVICE_POLICY.
import { buildIfNeeded } from './build.ts';
import { policyFrom, serve } from './serve.ts';

try {
  const policy = policyFrom(process.env['SERVICE_POLICY']);
  buildIfNeeded();
  const dataDir = process.env['DATA_DIR'] ?? '.data';
  const server = await serve({
    port: Number(process.env['PORT'] ?? 8787),
    host: process.env['HOST'] ?? '127.0.0.1',
    dataDir,
    ...(policy === undefined ? {} : { policy })
  });
  console.log(`\nTryggrom is running: ${server.url}`);
  console.log(`Its rooms are kept in ${dataDir}.`);
  if (server.setupLink === null) console.log(`Staff sign in at ${server.url}/desk`);
  else
    console.log(
      `\nNobody is in charge yet. Open this link once to become the first administrator:\n\n  ${server.setupLink}\n`
    );
  console.log('Stop it with Ctrl+C.');
  const stop = (): void => void server.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  server.process.once('exit', (code) => process.exit(code ?? 0));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
