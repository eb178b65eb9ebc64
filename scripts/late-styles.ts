// Kit links the styles of all late parts in the page itself, which delays its first paint. This removes
// them; each part brings its own. Only styles of statically imported scripts stay in the head.
import { readFileSync } from 'node:fs';

const MANIFEST = '.svelte-kit/output/client/.vite/manifest.json';

interface Built {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const STYLE = /\s*<link href="\/([^"]+\.css)" rel="stylesheet">/g;
const SCRIPTS = /"\/_app\/[^"]+\.js"/;
const SCRIPT = /<link href="\/([^"]+\.js)" rel="modulepreload">/g;

/**
 * The page without the styles of its late parts. A page that runs no script of the build has none.
 * @throws when a page's scripts are none of the build's
 */
export function withoutLateStyles(html: string): string {
  if (!SCRIPTS.test(html)) return html;
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Built>;
  const byFile = new Map(Object.entries(manifest).map(([key, { file }]) => [file, key]));
  const queue = [...html.matchAll(SCRIPT)].flatMap(([, file = '']) => byFile.get(file) ?? []);
  if (queue.length === 0) throw new Error('the page names no script of the build');
  const seen = new Set(queue);
  const early = new Set<string>();
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const built = manifest[key];
    for (const file of built?.css ?? []) early.add(file);
    for (const next of built?.imports ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
  }
  return html.replace(STYLE, (link, file: string) => (early.has(file) ? link : ''));
}
