// A release only adds files: open pages, and pages cached by a service worker, still request the files of
// their own release. Those stay on the server for a while after they were last current. Their names hold a
// hash of their content, so a name never means two contents. Rules: V2.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
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
 * Call before the old build is deleted: copies its files to `asideDir`, with when each was last current.
 * Does nothing without an old build, or after one that was cut off: the files lie there already.
 */
export function setAside(buildDir: string, asideDir: string, nowMs: number): void {
  // A list beside the files: they are whole, and what was built since was cut off half-way.
  if (existsSync(join(asideDir, LIST))) return;
  rmSync(asideDir, { recursive: true, force: true });
  const from = join(buildDir, 'site', IMMUTABLE);
  const files = filesIn(from);
  if (files.length === 0) return;
  const before = listIn(buildDir);
  const list = Object.fromEntries(files.map((file) => [file, before[file] ?? nowMs]));
  cpSync(from, join(asideDir, 'files'), { recursive: true });
  writeFileSync(join(asideDir, `${LIST}.new`), JSON.stringify(list));
  renameSync(join(asideDir, `${LIST}.new`), join(asideDir, LIST));
}

/** Call after the new build is made: adds the earlier files that are still kept. Returns how many. */
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
  // The list first: without it the rest counts for nothing, if this is cut off.
  rmSync(join(asideDir, LIST), { force: true });
  rmSync(asideDir, { recursive: true, force: true });
  return kept.length;
}
