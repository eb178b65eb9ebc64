// Bundles the measured page as the product is bundled (same Vite, same target, ES-module workers), and
// serves it from this process, which is not throttled.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm'
};

export async function buildUnlockSite(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'unlock-page'),
    build: {
      outDir: resolve(outDir),
      emptyOutDir: true,
      target: 'es2022',
      reportCompressedSize: false
    },
    worker: { format: 'es' }
  });
}

export interface Site {
  readonly url: string;
  close(): void;
}

export async function serveFolder(dir: string, port: number): Promise<Site> {
  const server = createServer((request, response) => {
    const path = join(dir, new URL(request.url ?? '/', 'http://x').pathname);
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://localhost:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    }
  };
}
