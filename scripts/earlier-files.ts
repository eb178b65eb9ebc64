// A release only adds: pages that are open, or kept by a service worker, go on asking for the files of the
// release that they are from. Those stay on the server for a while after they were last current; their
// names hold a hash of what is in them, so none is ever two things. Rules: V2.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';

/** How long a file stays after the release in which it was current. */
export const KEPT_MS = 30 * 24 * 60 * 60_000;

const IMMUTABLE = '_app/immutable';
/** Beside the site, never in it: when each earlier file was last current. */
const LIST = 'earlier-files.json';

const listed = v.record(v.string(), v.number());

const filesIn = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(dir.length + 1)
            .replaceAll('\\', '/')
        )
    : [];

function listIn(buildDir: string): Record<string, number> {
  try {
    return v.parse(listed, JSON.parse(readFileSync(join(buildDir, LIST), 'utf8')));
  } catch {
    return {};
  }
}

/**
 * Call before the old build goes: copies its files to `asideDir`, with when each was last current.
 * Nothing happens where there is no old build.
 */
export function setAside(buildDir: string, asideDir: string, nowMs: number): void {
  rmSync(asideDir, { recursive: true, force: true });
  const from = join(buildDir, 'site', IMMUTABLE);
  const files = filesIn(from);
  if (files.length === 0) return;
  const before = listIn(buildDir);
  const list = Object.fromEntries(files.map((file) => [file, before[file] ?? nowMs]));
  cpSync(from, join(asideDir, 'files'), { recursive: true });
  writeFileSync(join(asideDir, LIST), JSON.stringify(list));
}

/** Call after the new build stands: gives it the earlier files that are still kept. Returns how many. */
export function putBack(asideDir: string, buildDir: string, nowMs: number): number {
  const into = join(buildDir, 'site', IMMUTABLE);
  const current = new Set(filesIn(into));
  const kept = Object.entries(listIn(asideDir)).filter(
    ([file, lastMs]) => !current.has(file) && nowMs - lastMs < KEPT_MS
  );
  for (const [file] of kept) {
    mkdirSync(dirname(join(into, file)), { recursive: true });
    cpSync(join(asideDir, 'files', file), join(into, file));
  }
  writeFileSync(join(buildDir, LIST), JSON.stringify(Object.fromEntries(kept)));
  rmSync(asideDir, { recursive: true, force: true });
  return kept.length;
}
