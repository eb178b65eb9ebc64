// The layout of a conversation as a list: days, groups of one writer, and where the unread ones begin. The
// same on both sides. Pure: the caller says which day a time belongs to (its time zone, its language).

/** One item of a conversation, as far as its place in the list needs it. */
export interface ListItem {
  /** Never changes. */
  readonly key: string;
  readonly atMs: number;
  /** Who wrote it, and to whom: one group shows its name and time once. Null: an event. */
  readonly group: string | null;
  /** Shown under the last of a group; when it changes, the item before shows its own. */
  readonly state: string;
  /** Ends its group whatever comes after it. */
  readonly ends?: boolean;
}

export type ListRow<Item extends ListItem> =
  | { readonly row: 'day'; readonly key: string; readonly atMs: number }
  | { readonly row: 'unread'; readonly key: string }
  | {
      readonly row: 'item';
      readonly key: string;
      readonly item: Item;
      /** First of a group: the name is shown. */
      readonly first: boolean;
      /** Last of a group: time and state are shown. */
      readonly last: boolean;
    };

/** A pause this long starts a new group. */
export const GROUP_PAUSE_MS = 5 * 60_000;

const sameGroup = (a: ListItem | undefined, b: ListItem | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.group !== null &&
  a.group === b.group &&
  Math.abs(b.atMs - a.atMs) < GROUP_PAUSE_MS;

/**
 * The rows of a list. `dayOf` names the day of a time; `unreadFrom` is the key of the first unread
 * item, above which the divider stands.
 */
export function listRows<Item extends ListItem>(
  items: readonly Item[],
  dayOf: (atMs: number) => string,
  unreadFrom: string | null
): ListRow<Item>[] {
  const rows: ListRow<Item>[] = [];
  let day = '';
  items.forEach((item, at) => {
    const after = items[at + 1];
    const today = dayOf(item.atMs);
    const newDay = today !== day;
    if (newDay) rows.push({ row: 'day', key: `day-${today}-${item.key}`, atMs: item.atMs });
    day = today;
    const divider = item.key === unreadFrom;
    if (divider) rows.push({ row: 'unread', key: 'unread' });
    rows.push({
      row: 'item',
      key: item.key,
      item,
      first: newDay || divider || !sameGroup(items[at - 1], item),
      last:
        item.ends === true ||
        after === undefined ||
        after.key === unreadFrom ||
        after.state !== item.state ||
        dayOf(after.atMs) !== today ||
        !sameGroup(item, after)
    });
  });
  return rows;
}
