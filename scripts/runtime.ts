// Runs workerd as a child that cannot outlive its starter, and whose output reaches nobody unread. It is
// stopped by killing it at once: acknowledged data is on the disk, and a polite signal would wait forever
// for open sockets. Rules: X6, O1.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Duplex, Readable } from 'node:stream';
import type { RuntimeWords } from './runtime-words.ts';
import { endOf, tied } from './tied-child.ts';

/** workerd's own executable: killing it kills the server, with nothing in between. */
const workerdPath = (createRequire(import.meta.url)('workerd') as { default: string }).default;

/** On file 4 workerd says that it listens; file 5 is the folder's lock. Neither is the watcher's. */
const BECOME_WORKERD = tied('$$', [4, 5]);

export interface Runtime {
  readonly pid: number;
  /** The signal or the code of its end; all its output has been read by then. */
  readonly ended: Promise<NodeJS.Signals | number>;
  /** Resolves when it has its port; never when it ends before. */
  readonly listening: Promise<void>;
  /** Kills it, and waits until its port and its folder are free. */
  readonly kill: () => Promise<void>;
}

/** Whether a line of the control file says that the socket of the config is open. */
function saysListening(line: string): boolean {
  try {
    return (JSON.parse(line) as { readonly event?: unknown }).event === 'listen';
  } catch {
    return false;
  }
}

/**
 * @param configPath what to run
 * @param lockFd an open file that says that the folder is in use
 * @param hear is given each sentence that the operator should read
 */
export function startRuntime(
  configPath: string,
  lockFd: number,
  words: RuntimeWords,
  hear: (sentence: string) => void
): Runtime {
  const child = spawn(
    '/bin/sh',
    ['-c', BECOME_WORKERD, workerdPath, 'serve', '--experimental', '--control-fd=4', configPath],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', lockFd],
      // A separate process group: the starter handles Ctrl+C.
      detached: true
    }
  );
  const [, , , line, control] = child.stdio as unknown as readonly [
    null,
    null,
    null,
    Duplex,
    Readable
  ];
  // Either end may be gone before the last word on it.
  for (const stream of [line, control]) stream.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      for (const sentence of words.take(chunk, Date.now())) hear(sentence);
    });
  const listening = new Promise<void>((open) => {
    createInterface({ input: control }).on('line', (text) => {
      if (saysListening(text)) open();
    });
  });
  const ended = endOf(child, line);
  return {
    pid: child.pid ?? 0,
    ended,
    listening,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    }
  };
}
