// A separate module graph, built by the same Vite as everything else, with one fault in it or none.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { modelPlugin, type Mutant } from './mutation.ts';
import type * as Search from './search.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `work` with the model built around `mutant`. @throws when the mutant has no place */
export async function withGraph<T>(
  mutant: Mutant | null,
  work: (model: typeof Search) => Promise<T>
): Promise<T> {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    plugins: [modelPlugin(mutant)]
  });
  try {
    return await work((await server.ssrLoadModule('/tests/model/search.ts')) as typeof Search);
  } finally {
    await server.close();
  }
}
