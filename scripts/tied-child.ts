// A child that cannot outlive whoever started it, in whatever way that one ends. Rules: X6.
import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * A shell's words: it becomes the program of its first argument, with the same process number. Its watcher
 * waits on file 3, a pipe that only the starter holds. When the pipe breaks, the watcher kills; a word on it
 * ends the watcher.
 * @param whom `$$` for the program alone, `-$$` for its whole group
 * @param others further files that the watcher must not hold open
 */
export const tied = (whom: '$$' | '-$$', others: readonly number[] = []): string =>
  `(read -r word <&3 || kill -s KILL -- ${whom}) </dev/null >/dev/null 2>&1 ${others
    .map((file) => `${file}>&- `)
    .join('')}& exec "$0" "$@" 3<&-`;

/** What ends the watcher of a child that has ended. */
const LAST_WORD = 'done\n';

/** Resolves with how the child ended, after what it has said is read to its end. @param line its file 3 */
export async function endOf(child: ChildProcess, line: Writable): Promise<NodeJS.Signals | number> {
  const code = await new Promise<NodeJS.Signals | number>((gone) => {
    child.once('error', () => gone(1));
    child.once('exit', (exitCode, signal) => gone(signal ?? exitCode ?? 1));
  });
  const read = new Promise((done) => child.once('close', done));
  line.end(LAST_WORD);
  if (child.pid !== undefined) await read;
  return code;
}
