// One server per folder. The lock is the kernel's own, on an open file that the starter shares with the
// runtime. It is released when both have ended, in any way; no process number decides anything. The file's
// text only helps to say who holds it. Rules: X6.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeSync
} from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.ts';

const LOCK_FILE = 'tryggrom.lock';

export interface FolderLock {
  /** To be handed to the runtime: as long as it is open anywhere, the folder is taken. */
  readonly fd: number;
  /** Writes down the holder, so that a second server can name it. */
  readonly heldBy: (runtimePid: number) => void;
  readonly release: () => void;
}

/** O_EXLOCK and O_NONBLOCK of macOS, where opening can lock. */
const LOCKED_BY_OPENING = process.platform === 'darwin' ? 0x20 | 0x04 : 0;

/** @returns false when somebody else holds it */
function lock(fd: number): boolean {
  if (LOCKED_BY_OPENING !== 0) return true;
  const { status, error } = spawnSync('flock', ['-n', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd]
  });
  if (error !== undefined)
    throw new CannotStart('The command “flock” is missing: install the package util-linux.', {
      cause: error
    });
  if (status !== 0 && status !== 1)
    throw new CannotStart('DATA_DIR lies on a disk that cannot be locked: choose a local one.');
  return status === 0;
}

/** Whether a process has this file open; if that is unknown, whether the process exists. */
function holds(pid: number, file: string): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    const fds = `/proc/${pid}/fd`;
    const path = realpathSync(file);
    return readdirSync(fds).some((fd) => {
      try {
        return readlinkSync(join(fds, fd)) === path;
      } catch {
        return false; // closed in the meantime
      }
    });
  } catch {
    return false;
  }
}

/** ` (process 4711)`, if the holder is known. */
function holder(file: string): string {
  try {
    const { starter, runtime } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const pid = [starter, runtime].find(
      (one) => Number.isSafeInteger(one) && holds(Number(one), file)
    );
    return pid === undefined ? '' : ` (process ${String(pid)})`;
  } catch {
    return '';
  }
}

/** @throws {CannotStart} when another server is using the folder. */
export function lockFolder(dataDir: string): FolderLock {
  const file = join(dataDir, LOCK_FILE);
  const taken = (cause?: unknown): CannotStart =>
    new CannotStart(
      `Another Tryggrom${holder(file)} is using the folder ${dataDir}: stop that one first, or name another folder by DATA_DIR.`,
      { cause }
    );
  const { O_CREAT, O_RDWR } = constants;
  let fd: number;
  try {
    fd = openSync(file, O_CREAT | O_RDWR | LOCKED_BY_OPENING, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') throw taken(error);
    throw error;
  }
  try {
    if (!lock(fd)) throw taken();
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return {
    fd,
    heldBy: (runtime) => {
      ftruncateSync(fd);
      writeSync(fd, `${JSON.stringify({ starter: process.pid, runtime })}\n`, 0);
    },
    release: () => closeSync(fd)
  };
}
