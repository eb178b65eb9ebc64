// How messages stand in a list: days, groups of one author, and where the unread ones begin. Pure:
// which day a time belongs to is the caller's to say (its time zone, its language).
import type { MessageBody } from '#lib/protocol/message-body.ts';

/** One thing in a conversation, ready to be shown. */
export interface ShownMessage {
  readonly kind: 'message';
  /** Stays the same for good. */
  readonly key: string;
  /** Written on this side: stands at the end of the line. */
  readonly own: boolean;
  /** Shown once a group. */
  readonly author: string;
  readonly body: MessageBody;
  readonly atMs: number;
  /** For own messages; shown in words. */
  readonly state?: 'waiting' | 'sent' | 'seen';
  readonly stateText?: string;
  /** A word above the bubble: "earlier", "internal". */
  readonly tag?: string;
  /** A button under the body: what the list's `onaction` is for. */
  readonly action?: string;
}

/** A quiet line in the middle: something that happened. */
interface ShownNotice {
  readonly kind: 'notice';
  readonly key: string;
  readonly text: string;
  readonly atMs: number;
}

export type ShownItem = ShownMessage | ShownNotice;

type ListRow =
  | { readonly row: 'day'; readonly key: string; readonly atMs: number }
  | { readonly row: 'unread'; readonly key: string }
  | { readonly row: 'notice'; readonly key: string; readonly item: ShownNotice }
  | {
      readonly row: 'message';
      readonly key: string;
      readonly item: ShownMessage;
      /** First of a group: the name is shown. */
      readonly first: boolean;
      /** Last of a group: time and state are shown. */
      readonly last: boolean;
    };

/** A pause this long starts a new group. */
export const GROUP_PAUSE_MS = 5 * 60_000;

const sameGroup = (a: ShownItem | undefined, b: ShownItem | undefined): boolean =>
  a?.kind === 'message' &&
  b?.kind === 'message' &&
  a.own === b.own &&
  a.author === b.author &&
  a.tag === b.tag &&
  Math.abs(b.atMs - a.atMs) < GROUP_PAUSE_MS;

/**
 * The rows of a list. `dayOf` names the day of a time; `unreadFrom` is the key of the first unread
 * item, above which the divider stands.
 */
export function listRows(
  items: readonly ShownItem[],
  dayOf: (atMs: number) => string,
  unreadFrom: string | null
): ListRow[] {
  const rows: ListRow[] = [];
  let day = '';
  items.forEach((item, at) => {
    const before = items[at - 1];
    const after = items[at + 1];
    const today = dayOf(item.atMs);
    const newDay = today !== day;
    if (newDay) rows.push({ row: 'day', key: `day-${today}-${item.key}`, atMs: item.atMs });
    day = today;
    const divider = item.key === unreadFrom;
    if (divider) rows.push({ row: 'unread', key: 'unread' });
    if (item.kind === 'notice') {
      rows.push({ row: 'notice', key: item.key, item });
      return;
    }
    const endsDay = after !== undefined && dayOf(after.atMs) !== today;
    rows.push({
      row: 'message',
      key: item.key,
      item,
      first: newDay || divider || !sameGroup(before, item),
      // A waiting message under a sent one says so itself.
      last:
        endsDay ||
        after?.key === unreadFrom ||
        !sameGroup(item, after) ||
        (after?.kind === 'message' && after.state !== item.state)
    });
  });
  return rows;
}
