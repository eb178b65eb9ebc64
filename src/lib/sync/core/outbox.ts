// ④ What has been sealed and not yet acknowledged, in order. An item enters here only after the
// store has it durably; it leaves on its receipt or on a final refusal, and never otherwise. Pure.
// Rules: O1, O3, O4.
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { Decision } from '#lib/protocol/staff-wire.ts';

export interface OutboxItem {
  /** Epoch id, or the room log's; base64url. */
  readonly chain: string;
  /** 16 random bytes per page load, base64url [S5]. */
  readonly sender: string;
  readonly sequence: number;
  /** The sealed envelope, base64url. */
  readonly envelope: string;
  readonly copyOf?: string;
  readonly decision?: Decision;
  /** No text of anybody's: nobody need be told when it cannot arrive. */
  readonly quiet?: true;
}

export interface Outbox {
  readonly items: readonly OutboxItem[];
  /** The connection has proved what it must; frames may go. */
  readonly ready: boolean;
  /** ref → key of items sent on this connection and not yet answered. */
  readonly underWay: ReadonlyMap<number, string>;
  readonly nextRef: number;
  /** Nothing goes until then; 0: no patience is asked for. */
  readonly holdUntilMs: number;
}

export type OutboxEvent =
  | { readonly type: 'stored'; readonly items: readonly OutboxItem[] }
  | { readonly type: 'ready' }
  | { readonly type: 'lost' }
  | { readonly type: 'receipt'; readonly ref: number }
  | {
      readonly type: 'refused';
      readonly ref: number;
      readonly code: ErrorCode;
      readonly retryAtMs?: number;
    }
  /** Not this one, not by this page: it stays in the store for another. */
  | { readonly type: 'set-aside'; readonly ref: number }
  | { readonly type: 'hold-over'; readonly nowMs: number };

export type OutboxEffect =
  | { readonly type: 'transmit'; readonly ref: number; readonly item: OutboxItem }
  /** Durable removal: acknowledged. */
  | { readonly type: 'settle'; readonly item: OutboxItem }
  /** Durable removal: it can never arrive; the page says so. */
  | { readonly type: 'give-up'; readonly item: OutboxItem; readonly code: ErrorCode }
  | { readonly type: 'wake-at'; readonly atMs: number }
  /** A predecessor lies in the store of another tab: read the store again, then 'hold-over'. */
  | { readonly type: 'reload' };

interface OutboxStep {
  readonly outbox: Outbox;
  readonly effects: readonly OutboxEffect[];
}

/** Held until the store has been read again: no time, over whenever 'hold-over' comes. */
export const UNTIL_READ = 1;

/** Unanswered frames on the way at once: enough for a fast flush, few enough for a thin line. */
export const WINDOW = 16;

/** Refusals after which the same envelope can never be taken. A room that only speaks a later version
 * takes it from a later page [R6]. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'malformed',
  'gone',
  'ended',
  'epoch-refused',
  'epoch-closed',
  'conflict',
  'too-large',
  'too-many',
  'not-allowed'
]);

export const isFinalRefusal = (code: ErrorCode): boolean => FINAL.has(code);

export const emptyOutbox: Outbox = {
  items: [],
  ready: false,
  underWay: new Map(),
  nextRef: 1,
  holdUntilMs: 0
};

/** Names an item for good: unique by (chain, sender, sequence) [O1]. */
export const outboxKey = (item: Pick<OutboxItem, 'chain' | 'sender' | 'sequence'>): string =>
  `${item.chain}.${item.sender}.${item.sequence}`;

/** Each sender's in the order of its numbers: what was written again lies behind what came later [O7]. */
export function inSequence(items: readonly OutboxItem[]): OutboxItem[] {
  const laneOf = ({ chain, sender }: OutboxItem): string => `${chain}.${sender}`;
  const lanes = new Map<string, OutboxItem[]>();
  for (const item of [...items].sort((a, b) => a.sequence - b.sequence))
    lanes.set(laneOf(item), [...(lanes.get(laneOf(item)) ?? []), item]);
  return items.map((item) => lanes.get(laneOf(item))?.shift() ?? item);
}

/** Sends what may be sent: in order, at most WINDOW unanswered. */
function flush(outbox: Outbox, effects: OutboxEffect[]): OutboxStep {
  if (!outbox.ready || outbox.holdUntilMs > 0) return { outbox, effects };
  const sent = new Set(outbox.underWay.values());
  const underWay = new Map(outbox.underWay);
  let nextRef = outbox.nextRef;
  for (const item of outbox.items) {
    if (underWay.size >= WINDOW) break;
    const key = outboxKey(item);
    if (sent.has(key)) continue;
    underWay.set(nextRef, key);
    effects.push({ type: 'transmit', ref: nextRef, item });
    nextRef += 1;
  }
  return { outbox: { ...outbox, underWay, nextRef }, effects };
}

/** What went under this ref on this connection and waits for its answer. */
export function byRef(outbox: Outbox, ref: number): OutboxItem | null {
  const key = outbox.underWay.get(ref);
  return outbox.items.find((item) => outboxKey(item) === key) ?? null;
}

function without(outbox: Outbox, ref: number, item: OutboxItem): Outbox {
  const underWay = new Map(outbox.underWay);
  underWay.delete(ref);
  return { ...outbox, underWay, items: outbox.items.filter((other) => other !== item) };
}

/** One step. The caller runs the effects in order. */
export function reduceOutbox(outbox: Outbox, event: OutboxEvent): OutboxStep {
  switch (event.type) {
    case 'stored': {
      const known = new Set(outbox.items.map(outboxKey));
      const fresh = event.items.filter((item) => !known.has(outboxKey(item)));
      return flush({ ...outbox, items: [...outbox.items, ...fresh] }, []);
    }
    case 'ready':
      return flush({ ...outbox, ready: true, underWay: new Map(), holdUntilMs: 0 }, []);
    case 'lost':
      return { outbox: { ...outbox, ready: false, underWay: new Map() }, effects: [] };
    case 'receipt': {
      const item = byRef(outbox, event.ref);
      if (item === null) return { outbox, effects: [] };
      return flush(without(outbox, event.ref, item), [{ type: 'settle', item }]);
    }
    case 'refused': {
      const item = byRef(outbox, event.ref);
      if (item === null) return { outbox, effects: [] };
      if (isFinalRefusal(event.code))
        return flush(without(outbox, event.ref, item), [
          { type: 'give-up', item, code: event.code }
        ]);
      // Not now: it goes again when the time has come. What else is under way is still answered.
      const underWay = new Map(outbox.underWay);
      underWay.delete(event.ref);
      const holdUntilMs = Math.max(event.retryAtMs ?? 0, outbox.holdUntilMs);
      const paused = { ...outbox, underWay, holdUntilMs };
      if (event.retryAtMs !== undefined)
        return { outbox: paused, effects: [{ type: 'wake-at', atMs: holdUntilMs }] };
      if (event.code !== 'sequence-gap')
        return { outbox: { ...paused, ready: false }, effects: [] };
      return holdUntilMs > 0
        ? { outbox: paused, effects: [] }
        : { outbox: { ...paused, holdUntilMs: UNTIL_READ }, effects: [{ type: 'reload' }] };
    }
    case 'set-aside': {
      const item = byRef(outbox, event.ref);
      return item === null ? { outbox, effects: [] } : flush(without(outbox, event.ref, item), []);
    }
    case 'hold-over':
      return event.nowMs < outbox.holdUntilMs
        ? { outbox, effects: [{ type: 'wake-at', atMs: outbox.holdUntilMs }] }
        : flush({ ...outbox, holdUntilMs: 0 }, []);
  }
}
