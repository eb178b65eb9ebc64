// The folder of all persistent data: which format it has (folder-format.ts), whether it can be written, whether it is free. A
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
import { formatText, newerIn, numbersIn } from './folder-format.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { writeFault } from './write-faults.ts';

const FORMAT_FILE = 'tryggrom.json';

/** Runs a step on the folder; an error of the system becomes a sentence. @throws {CannotStart} */
export function onFolder<T>(dataDir: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof CannotStart) throw cause;
    const why = writeFault(cause) ?? 'the system refuses it';
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

/**
 * Reads only.
 * @returns what must be written into the format file; null when it is up to date
 * @throws {CannotStart} for a folder that this version must not open
 */
function toWrite(dataDir: string): string | null {
  const names = namesIn(dataDir);
  const left = 'It was left as it is; name another folder by DATA_DIR.';
  if (!names.includes(FORMAT_FILE)) {
    if (!OBJECTS.some(({ uniqueKey }) => names.includes(uniqueKey))) return formatText();
    throw new CannotStart(
      `The folder ${dataDir} was written before folders had a format, and cannot be opened any more. ${left}`
    );
  }
  const text = readFileSync(join(dataDir, FORMAT_FILE), 'utf8');
  const numbers = numbersIn(text);
  if (numbers === null)
    throw new CannotStart(
      `The folder ${dataDir} holds a ${FORMAT_FILE} that does not name a format. ${left}`
    );
  const newer = newerIn(numbers);
  if (newer !== null)
    throw new CannotStart(
      `The folder ${dataDir} was written by a newer Tryggrom (${newer}). ${left}`
    );
  return formatText(text) === text ? null : formatText(text);
}

/** Whole or not at all, even in a power cut. */
function writeFormat(dataDir: string, text: string): void {
  const file = join(dataDir, FORMAT_FILE);
  const fresh = openSync(`${file}.new`, 'w', 0o600);
  writeSync(fresh, text);
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
    toWrite(dataDir);
    make(dataDir);
    if ((statSync(dataDir).mode & 0o777) !== 0o700) chmodSync(dataDir, 0o700);
    const lock = lockFolder(dataDir);
    try {
      // Checked again: another server may have started here before the lock was taken. The numbers stand
      // there before any object is carried forward.
      const text = toWrite(dataDir);
      if (text !== null) writeFormat(dataDir, text);
      return lock;
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}
