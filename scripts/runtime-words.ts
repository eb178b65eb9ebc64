// Turns the runtime's output into the operator's words. The runtime prints object ids, addresses and
// stacks; none of its lines is ever passed on. Pure: time is an argument. Rules: X1, X6, I1.

export interface Where {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
}

/** Known lines, most informative first. */
const KNOWN: readonly (readonly [RegExp, (where: Where) => string])[] = [
  [
    /address already in use/i,
    ({ port }) =>
      `Port ${port} is taken by another program: stop that one, or choose another port by PORT.`
  ],
  [
    /bind\(\): permission denied/i,
    ({ port }) => `This user may not listen on port ${port}: choose one from 1024 on by PORT.`
  ],
  [
    /cannot assign requested address|can't assign requested address|dns lookup failed/i,
    ({ host }) => `HOST is “${host}”, which is no address of this machine.`
  ],
  [
    /disk is full|SQLITE_FULL|no space left|ENOSPC|EDQUOT|disk quota/i,
    ({ dataDir }) =>
      `The disk of ${dataDir} is full: nothing new is stored until there is space (see docs/OPERATIONS.md, “A full disk”).`
  ],
  [
    /SQLITE_(?:IOERR|READONLY|CANTOPEN|PERM|CORRUPT|NOTADB)|readonly database|unable to open database|disk I\/O error|disk image is malformed|read-only file system|input\/output error|EROFS|Directory named "storage"/i,
    ({ dataDir }) => `Something in ${dataDir} cannot be read or written: look at that disk first.`
  ],
  [
    /too many open files|EMFILE|ENFILE/i,
    () => 'The system lets this server open no more files: raise its limit (ulimit -n).'
  ]
];

/** Lines caused by strangers, cut connections or a stop, or that follow an explained line. */
const OF_NO_CONCERN =
  /^\s*$|disconnected:|^stack:|alarm handler canceled|received a connect event|does not export a connect\(\)/i;

const UNKNOWN =
  'The runtime below reported a fault of its own; if something does not work, stop the server and start it again.';

/** The sentence behind a line; null when there is nothing to say. */
export function sentenceFor(line: string, where: Where): string | null {
  for (const [pattern, sentence] of KNOWN) if (pattern.test(line)) return sentence(where);
  return OF_NO_CONCERN.test(line) ? null : UNKNOWN;
}

const AGAIN_AFTER_MS = 60 * 60_000;

/** Turns a stream of the runtime's output into sentences, each at most once an hour. */
export class RuntimeWords {
  readonly #where: Where;
  readonly #saidAtMs = new Map<string, number>();
  #rest = '';

  constructor(where: Where) {
    this.#where = where;
  }

  /** @param chunk as it came, lines cut anywhere */
  take(chunk: string, nowMs: number): readonly string[] {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    // No line of the runtime is longer; one without an end is not kept forever.
    if (this.#rest.length > 64 * 1024) this.#rest = '';
    return lines.flatMap((line) => {
      const sentence = sentenceFor(line, this.#where);
      if (sentence === null) return [];
      const saidAtMs = this.#saidAtMs.get(sentence) ?? -Infinity;
      if (nowMs - saidAtMs < AGAIN_AFTER_MS) return [];
      this.#saidAtMs.set(sentence, nowMs);
      return [sentence];
    });
  }
}
