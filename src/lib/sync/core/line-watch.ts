// ⑤ Whether a line still lives, when bytes can be swallowed without anything being closed: after what was
// sent something must be heard, and an idle line is asked now and then. No line is cut that was not asked
// first. Pure. Rules: N1.
import { PING_EVERY_MS } from '#lib/protocol/limits.ts';

/** After a send, so long nothing need be heard; then the line is asked. */
const ANSWER_MS = 3_500;
/** Whoever is asked answers within this, or the line is dead: within 8 s of a send. */
const PROBE_MS = 3_500;
/** An idle line is asked so often: dead within 25 s. */
const IDLE_MS = PING_EVERY_MS;
/** The thinnest line that still counts as one: what is sent beyond a first message takes its time. */
const FREE_BYTES = 2_048;
const BYTES_PER_MS = 2;

export interface LineWatch {
  /** When something was last heard. */
  readonly heardAtMs: number;
  /** The first send after that; null when nothing waits for an answer. */
  readonly sentAtMs: number | null;
  readonly sentBytes: number;
  /** When the line was asked; null when it is not. */
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

/** When something is due. */
export function dueAtMs(watch: LineWatch): number {
  const { heardAtMs, sentAtMs, askedAtMs } = watch;
  if (askedAtMs !== null) return askedAtMs + PROBE_MS + onTheWayMs(watch);
  const idle = heardAtMs + IDLE_MS;
  return sentAtMs === null ? idle : Math.min(idle, sentAtMs + ANSWER_MS);
}

/** What is due now: to ask, or to cut the line. */
export const due = (watch: LineWatch, nowMs: number): 'ask' | 'cut' | null =>
  nowMs < dueAtMs(watch) ? null : watch.askedAtMs === null ? 'ask' : 'cut';
