// ⑤ Whether a line is still alive: bytes can be lost without anything being closed. After a send something
// must be heard, and an idle line is pinged now and then. No line is cut without a ping first. Pure.
// Rules: N1.
import { PING_EVERY_MS } from '#lib/protocol/limits.ts';

/** How long after a send nothing need be heard; then the line is pinged. */
const ANSWER_MS = 3_500;
/** Without an answer to the ping within this, the line is dead: within 8 s of a send. */
const PROBE_MS = 3_500;
/** The ping interval of an idle line: dead within 25 s. */
const IDLE_MS = PING_EVERY_MS;
/** The slowest line that still counts as one: what is sent beyond a first message takes its time. */
const FREE_BYTES = 2_048;
const BYTES_PER_MS = 2;

export interface LineWatch {
  /** When something was last heard. */
  readonly heardAtMs: number;
  /** The first send after that; null when no answer is due. */
  readonly sentAtMs: number | null;
  readonly sentBytes: number;
  /** When the line was pinged; null when it was not. */
  readonly askedAtMs: number | null;
}

export const heardNow = (nowMs: number): LineWatch => ({
  heardAtMs: nowMs,
  sentAtMs: null,
  sentBytes: 0,
  askedAtMs: null
});

export const sentNow = (watch: LineWatch, bytes: number, nowMs: number): LineWatch => ({
  ...watch,
  sentAtMs: watch.sentAtMs ?? nowMs,
  sentBytes: watch.sentBytes + bytes
});

export const askedNow = (watch: LineWatch, nowMs: number): LineWatch => ({
  ...watch,
  askedAtMs: watch.askedAtMs ?? nowMs
});

const onTheWayMs = ({ sentBytes }: LineWatch): number =>
  Math.max(0, sentBytes - FREE_BYTES) / BYTES_PER_MS;

/** When the next action is due. */
export function dueAtMs(watch: LineWatch): number {
  const { heardAtMs, sentAtMs, askedAtMs } = watch;
  if (askedAtMs !== null) return askedAtMs + PROBE_MS + onTheWayMs(watch);
  const idle = heardAtMs + IDLE_MS;
  return sentAtMs === null ? idle : Math.min(idle, sentAtMs + ANSWER_MS);
}

/** The action that is due now: ping, or cut the line. */
export const due = (watch: LineWatch, nowMs: number): 'ask' | 'cut' | null =>
  nowMs < dueAtMs(watch) ? null : watch.askedAtMs === null ? 'ask' : 'cut';
