// A child that cannot outlive whoever started it, in whatever way that one ends. Rules: X6.

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
export const LAST_WORD = 'done\n';
