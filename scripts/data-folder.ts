// The folder of all persistent data: which format it has, whether it can be written, whether it is free. A
// folder that we must not open is left exactly as it is, down to its times. Rules: X6, R6.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { OBJECTS } from '../party/workerd-config.ts';
import { CannotStart } from './cannot-start.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';

/** Changes only with a migration of the folder as a whole; every object has a version of its own. */
const FORMAT = 1;
const FORMAT_FILE = 'tryggrom.json';

const WRITE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'it belongs to another user',
  EROFS: 'it can only be read',
  ENOTDIR: 'there is something on the way that is no folder',
  EEXIST: 'there is something that is no folder',
  ENOENT: 'it cannot be made there',
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'there is no space left on its disk'
};

/** Runs a step on the folder; an error of the system becomes a sentence. @throws {CannotStart} */
export function onFolder<T>(dataDir: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof CannotStart) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    const why = WRITE_FAULTS[code] ?? 'the system refuses it';
    throw new CannotStart(`DATA_DIR is ${dataDir}, and nothing can be stored there: ${why}.`, {
      cause
    });
  }
}

function namesIn(dataDir: string): readonly string[] {
  try {
    return readdirSync(dataDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const formatIn = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { readonly format?: unknown } | null)?.format;
  } catch {
    return undefined;
  }
};

/** Reads only. @returns whether the format must still be written. @throws {CannotStart} */
function isFresh(dataDir: string): boolean {
  const names = namesIn(dataDir);
  const left = 'It was left as it is; name another folder by DATA_DIR.';
  if (!names.includes(FORMAT_FILE)) {
    if (!OBJECTS.some(({ uniqueKey }) => names.includes(uniqueKey))) return true;
    throw new CannotStart(
      `The folder ${dataDir} was written before folders had a format, and cannot be opened any more. ${left}`
    );
  }
  const format = formatIn(readFileSync(join(dataDir, FORMAT_FILE), 'utf8'));
  if (format === FORMAT) return false;
  if (Number.isSafeInteger(format) && Number(format) > FORMAT)
    throw new CannotStart(
      `The folder ${dataDir} was written by a newer Tryggrom (format ${String(format)}; this one knows ${FORMAT}). ${left}`
    );
  throw new CannotStart(
    `The folder ${dataDir} holds a ${FORMAT_FILE} that does not name a format. ${left}`
  );
}

/** Whole or not at all, even in a power cut. */
function writeFormat(dataDir: string): void {
  const file = join(dataDir, FORMAT_FILE);
  const fresh = openSync(`${file}.new`, 'w', 0o600);
  writeSync(fresh, `${JSON.stringify({ format: FORMAT })}\n`);
  fsyncSync(fresh);
  closeSync(fresh);
  renameSync(`${file}.new`, file);
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function make(dataDir: string): void {
  if (existsSync(dataDir)) return;
  mkdirSync(dirname(dataDir), { recursive: true });
  // One folder at a time: a recursive mkdir loses the system's reason.
  mkdirSync(dataDir, { mode: 0o700 });
}

/**
 * Opens the folder for this process alone, and makes it when it does not exist.
 * @throws {CannotStart} when it is another server's, of another format, or cannot be written
 */
export function openFolder(dataDir: string): FolderLock {
  return onFolder(dataDir, () => {
    isFresh(dataDir);
    make(dataDir);
    if ((statSync(dataDir).mode & 0o777) !== 0o700) chmodSync(dataDir, 0o700);
    const lock = lockFolder(dataDir);
    try {
      // Checked again: another server may have started here before the lock was taken.
      if (isFresh(dataDir)) writeFormat(dataDir);
      return lock;
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}
