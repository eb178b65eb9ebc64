// Which built files a young person's page can need: those that its pages, the app's start and its workers
// name, and those that these name in turn. Used for the service worker's list and for `npm run size`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const OUTPUT = '.svelte-kit/output';
const NODES = '.svelte-kit/generated/client-optimized/nodes';

interface Listed {
  url: string;
  revision: string | null;
  size: number;
}

/** Route nodes of one group, by the folder's name; plus the root layout and error page. */
export function routeNodes(group: string): readonly string[] {
  return readdirSync(NODES)
    .filter((file) => {
      const text = readFileSync(join(NODES, file), 'utf8');
      return text.includes(`/(${group})/`) || !/\/\(\w+\)\//.test(text);
    })
    .map((file) => file.replace(/\.js$/, ''));
}

/** Names of other built files in a file's text. */
function named(text: string, all: ReadonlyMap<string, string>): string[] {
  const found = text.match(/[\w.-]+\.(?:js|css|wasm)\b/g) ?? [];
  return found.flatMap((name) => all.get(name) ?? []);
}

/** Paths below `client/` of everything that a group's pages can load, now or later. */
export function reachableFiles(group: string): ReadonlySet<string> {
  const root = join(OUTPUT, 'client/_app/immutable');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/')
  );
  const all = new Map(paths.map((path) => [basename(path), path] as const));
  const nodes = routeNodes(group);
  const isStart = (path: string) =>
    path.startsWith('entry/') ||
    nodes.some((node) => path.startsWith(`nodes/${node}.`)) ||
    (path.startsWith('assets/') && nodes.some((node) => path.startsWith(`assets/${node}.`)));
  const queue = paths.filter(isStart);
  const reached = new Set(queue);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (!path.endsWith('.js')) continue;
    let text = readFileSync(join(root, path), 'utf8');
    // The app's own table names every route's node: only its static imports count.
    if (path.startsWith('entry/app')) text = (text.match(/from\s*"[^"]+"/g) ?? []).join('\n');
    for (const next of named(text, all))
      if (!reached.has(next)) {
        reached.add(next);
        queue.push(next);
      }
  }
  return new Set([...reached].map((path) => `_app/immutable/${path}`));
}

/** Reduces Workbox's list of all files to the guest's: built files by closure, pages by name. */
export function guestManifest(entries: Listed[]): { manifest: Listed[] } {
  if (!existsSync(NODES)) throw new Error('no generated routes: run the build, not this file');
  const reachable = reachableFiles('guest');
  const manifest = entries.flatMap((entry) => {
    const page = /^prerendered\/pages\/(.*\.html)$/.exec(entry.url)?.[1];
    if (page !== undefined)
      return /^((en|fi)\/)?r\.html$|^(index|en|fi)\.html$/.test(page)
        ? [{ ...entry, url: `/${page}` }]
        : [];
    const path = entry.url.replace(/^client\//, '');
    if (path === 'service-worker.js') return [];
    if (path.startsWith('_app/') && !reachable.has(path)) return [];
    return [{ ...entry, url: `/${path}` }];
  });
  return { manifest };
}
