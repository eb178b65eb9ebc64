// ④ What has been sealed and not yet acknowledged, in order. An item enters only after the store has it
// durably. It leaves on its receipt or on a final refusal, and never otherwise. Pure. Rules: O1, O3, O4.
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
  /** Holds no text of a person: nobody is told when it cannot arrive. */
  readonly quiet?: true;
}

export interface Outbox {
  readonly items: readonly OutboxItem[];
  /** The connection has proved what it must: frames may be sent. */
  readonly ready: boolean;
  /** ref → key of items sent on this connection and not yet answered. */
  readonly underWay: ReadonlyMap<number, string>;
  readonly nextRef: number;
  /** Nothing is sent until then; 0: no wait. */
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
  /** This page cannot send this one: it stays in the store for another. */
  | { readonly type: 'set-aside'; readonly ref: number }
  | { readonly type: 'hold-over'; readonly nowMs: number };

export type OutboxEffect =
  | { readonly type: 'transmit'; readonly ref: number; readonly item: OutboxItem }
  /** Durable removal: acknowledged. */
  | { readonly type: 'settle'; readonly item: OutboxItem }
  /** Durable removal: it can never arrive, and the page says so. */
  | { readonly type: 'give-up'; readonly item: OutboxItem; readonly code: ErrorCode }
  | { readonly type: 'wake-at'; readonly atMs: number }
  /** Another tab has stored a predecessor: read the store again, then 'hold-over'. */
  | { readonly type: 'reload' };

interface OutboxStep {
  readonly outbox: Outbox;
  readonly effects: readonly OutboxEffect[];
}

/** Marks a hold until the store has been read again: not a time, ends with any 'hold-over'. */
export const UNTIL_READ = 1;

/** Maximum of unanswered frames: enough for a fast flush, few enough for a slow line. */
export const WINDOW = 16;

/**
 * Refusals after which the same envelope can never be accepted. A room that only speaks a later version
 * accepts it from a later page [R6].
 */
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

/** An item's permanent name: unique by (chain, sender, sequence) [O1]. */
export const outboxKey = (item: Pick<OutboxItem, 'chain' | 'sender' | 'sequence'>): string =>
  `${item.chain}.${item.sender}.${item.sequence}`;

/** Sorts each sender's items by number: what was written again is stored behind later ones [O7]. */
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

/** The item sent under this ref on this connection and not yet answered. */
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
      // Not now: it is sent again at that time. Other items under way still get their answers.
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
