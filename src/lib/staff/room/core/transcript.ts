// What a conversation shows, line by line, in the room's order: messages of both sides with how far they
// came, and what happened to devices. It gives states; the catalogue words them. Pure. Rules: J5, J6, O3,
// O6, E1.
import { bodyOf, type MessageBody } from '#lib/protocol/message-body.ts';
import {
  canResend,
  epochsInOrder,
  knownOf,
  nextFor,
  standingOf,
  type Known
} from './room-addressee.ts';
import type { Said } from './meaning-types.ts';
import type { EpochRecord, Fault, StaffRoomState } from './room-types.ts';

type SaidState =
  /** Not on this browser's disk yet: only this tab has it. */
  | 'keeping'
  /** Sealed and stored here; not in the room yet [O3]. */
  | 'waiting'
  /** In the room, for a device that is there or asleep. */
  | 'sent'
  | 'delivered'
  | 'seen'
  /** Goes on by itself when the same phone is confirmed again. */
  | 'unconfirmed'
  /** Only by hand [O6]. */
  | 'held'
  /** The room is over, or refused it for good. */
  | 'not-arrived';

export type TranscriptItem =
  | {
      readonly type: 'heard';
      readonly key: string;
      readonly order: number;
      readonly atMs: number;
      readonly epochId: string;
      readonly body: MessageBody;
      /** Its place among the others is doubtful. */
      readonly fault: Fault | null;
    }
  | {
      readonly type: 'said';
      readonly key: string;
      readonly order: number;
      readonly atMs: number;
      readonly hash: string | null;
      readonly to: string;
      /** Member id. */
      readonly by: string;
      readonly body: MessageBody;
      readonly state: SaidState;
      readonly heldWhy: 'exit' | 'refused' | 'ended' | null;
      readonly canResend: boolean;
    }
  | {
      readonly type: 'joined' | 'left' | 'replaced' | 'ended';
      readonly key: string;
      readonly order: number;
      readonly atMs: number;
      readonly epochId: string;
      readonly known: Known;
    }
  | {
      readonly type: 'confirmed' | 'refused' | 'resent' | 'shown';
      readonly key: string;
      readonly order: number;
      readonly atMs: number;
      readonly epochId: string;
      readonly by: string;
    }
  | {
      readonly type: 'fault';
      readonly key: string;
      readonly order: number;
      readonly atMs: number;
      readonly fault: Fault;
    };

function saidState(state: StaffRoomState, said: Said): Pick<SaidLine, 'state' | 'heldWhy'> {
  const { delivered, copies } = state.meaning;
  const at = delivered.get(said.hash);
  if (at !== undefined) {
    const n = copies.get(said.hash)?.get(at) ?? Infinity;
    const seen = (state.epochs.get(at)?.seenN ?? 0) >= n;
    return { state: seen ? 'seen' : 'delivered', heldWhy: null };
  }
  if (state.right === 'archive') return { state: 'not-arrived', heldWhy: null };
  const next = nextFor(state, said);
  if (next.type === 'to') return { state: 'sent', heldWhy: null };
  if (next.type === 'unconfirmed') return { state: 'unconfirmed', heldWhy: null };
  return { state: 'held', heldWhy: next.why };
}

type SaidLine = Extract<TranscriptItem, { type: 'said' }>;

const saidLine = (state: StaffRoomState, said: Said): SaidLine => ({
  type: 'said',
  key: said.hash,
  order: said.order,
  atMs: said.timeMs,
  hash: said.hash,
  to: said.resent.at(-1)?.to ?? said.to,
  by: said.by,
  body: said.body,
  ...saidState(state, said),
  canResend: canResend(state, said)
});

/**
 * Ours that are not in the log yet, and those that never will be. Their time is this machine's clock,
 * corrected by the desk's, and never before the lines above [O9].
 */
function ownLines(state: StaffRoomState, offsetMs: number, afterMs: number): readonly SaidLine[] {
  const line = (
    job: number,
    content: { to: string; text: string; writtenAtMs: number },
    how: SaidState
  ): SaidLine => ({
    type: 'said',
    key: `job-${String(job)}`,
    order: Number.MAX_SAFE_INTEGER,
    atMs: Math.max(afterMs, content.writtenAtMs + offsetMs),
    hash: null,
    to: content.to,
    by: state.memberId,
    body: bodyOf(content),
    state: how,
    heldWhy: null,
    canResend: false
  });
  const waiting = state.jobs.flatMap((job) =>
    job.copyOf === null && job.content.t === 'say' && 'to' in job.content
      ? [line(job.job, job.content, job.stage === 'waiting' ? 'waiting' : 'keeping')]
      : []
  );
  const lost = state.lost.flatMap(({ job, content }) =>
    content.t === 'say' ? [line(job, content, 'not-arrived')] : []
  );
  return [...lost, ...waiting];
}

function deviceLines(state: StaffRoomState, record: EpochRecord): readonly TranscriptItem[] {
  const { epochId, joinedOrder, joinedAtMs, closedAtMs } = record.view;
  const known = knownOf(state, record, Infinity);
  const standing = standingOf(state, record);
  const joined: TranscriptItem = {
    type: 'joined',
    key: `joined-${epochId}`,
    order: joinedOrder,
    atMs: joinedAtMs,
    epochId,
    known
  };
  if (standing !== 'left' && standing !== 'replaced' && standing !== 'ended') return [joined];
  const atMs = closedAtMs ?? record.view.lastSeenMs;
  const before = state.entries.findLast((one) => one.timeMs <= atMs)?.order ?? joinedOrder;
  return [joined, { type: standing, key: `end-${epochId}`, order: before, atMs, epochId, known }];
}

const RANK: Readonly<Record<TranscriptItem['type'], number>> = {
  heard: 0,
  said: 0,
  confirmed: 0,
  refused: 0,
  resent: 0,
  shown: 0,
  fault: 0,
  left: 1,
  replaced: 1,
  ended: 1,
  joined: 2
};

/** What happened to a device comes after the entry that it followed, by the room's time. */
const isOfDevice = ({ type: k }: TranscriptItem): boolean => RANK[k] > 0;

/**
 * Every line of a conversation, oldest first.
 * @param offsetMs the desk's clock minus this machine's
 */
export function linesOf(state: StaffRoomState, offsetMs = 0): readonly TranscriptItem[] {
  const { heard, said, verdicts, shown } = state.meaning;
  const faultAt = new Map(state.faults.map((one) => [one.order, one.fault]));
  const lines: TranscriptItem[] = [];
  for (const one of heard) {
    const { hash, order, timeMs, epochId, body } = one;
    const fault = faultAt.get(order) ?? null;
    lines.push({ type: 'heard', key: hash, order, atMs: timeMs, epochId, body, fault });
  }
  for (const one of said.values()) {
    lines.push(saidLine(state, one));
    for (const { hash, order, timeMs, to, by } of one.resent)
      lines.push({ type: 'resent', key: hash, order, atMs: timeMs, epochId: to, by });
  }
  for (const [epochId, { hash, order, timeMs, by, verdict }] of verdicts) {
    const k = verdict === 'confirm' ? 'confirmed' : 'refused';
    lines.push({ type: k, key: hash, order, atMs: timeMs, epochId, by });
  }
  for (const [epochId, { hash, order, timeMs, by }] of shown)
    lines.push({ type: 'shown', key: hash, order, atMs: timeMs, epochId, by });
  for (const { fault, order } of state.faults) {
    const entry = order === null ? undefined : state.entries[order - 1];
    if (entry === undefined || fault === 'unknown-head') continue;
    const key = `fault-${String(entry.order)}`;
    lines.push({ type: 'fault', key, order: entry.order, atMs: entry.timeMs, fault });
  }
  for (const record of epochsInOrder(state)) lines.push(...deviceLines(state, record));
  lines.sort(
    (a, b) =>
      a.order - b.order ||
      Number(isOfDevice(a)) - Number(isOfDevice(b)) ||
      a.atMs - b.atMs ||
      RANK[a.type] - RANK[b.type]
  );
  return [...lines, ...ownLines(state, offsetMs, lines.at(-1)?.atMs ?? 0)];
}

/** Key of the young person's first unread line; null when all were read. */
export const unreadFrom = (state: StaffRoomState): string | null =>
  state.meaning.heard.find((one) => one.order > state.dividerOrder)?.hash ?? null;

/** "Phone 1", "Phone 2": a number for each device, in the order in which they came. */
export function deviceNumbers(state: StaffRoomState): ReadonlyMap<string, number> {
  const byKey = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const { view } of epochsInOrder(state)) {
    const n = byKey.get(view.deviceKey) ?? byKey.size + 1;
    byKey.set(view.deviceKey, n);
    numbers.set(view.epochId, n);
  }
  return numbers;
}
