// Why something cannot be written, in an operator's words. Rules: X6.

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

/** Null: the system's code says nothing of writing. */
export const writeFault = (error: unknown): string | null =>
  WRITE_FAULTS[(error as NodeJS.ErrnoException | null)?.code ?? ''] ?? null;

/** The same from what a tool has printed; null when it says nothing of the disk. */
export function writeFaultIn(said: string): string | null {
  const code = /\b(EACCES|EROFS|ENOSPC|EDQUOT)\b/.exec(said)?.[1];
  return writeFault({ code: code ?? (/no space left/i.test(said) ? 'ENOSPC' : '') });
}
