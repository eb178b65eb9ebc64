// Where a tab remembers its room, so that it comes back without link and code [P1, P2]. It is in
// history.state, which follows a duplicated tab and "back". It is also in sessionStorage: Chromium restores
// a discarded tab without its state when the page has Cross-Origin-Opener-Policy. Neither opens anything.
// Rules: P1, E1.

import { LEFT_PLACE_KEY as LEFT_KEY, PLACE_KEY as KEY } from './kept-names.ts';

/** The room and epoch that this tab is in. */
export interface TabPlace {
  readonly serviceId: string;
  /** Base64url, like the next two. */
  readonly roomId: string;
  readonly epochId: string;
  readonly leaveToken: string;
}

/** Only the page of a room comes back to it. */
const PATH = '/r';

/** Removes the link from the address [L4]. @param place null: the remembered place stays */
export function rememberPlace(place: TabPlace | null): void {
  const state = history.state as Record<string, unknown> | null;
  history.replaceState({ ...state, ...(place && { [KEY]: place }) }, '', PATH);
  if (place === null) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // The state alone is enough, except for a discarded tab.
  }
}

/** The place that this tab remembers. Returns null when there is none, or it is incomplete. */
export function rememberedPlace(): TabPlace | null {
  try {
    const state = (history.state as Record<string, unknown> | null)?.[KEY];
    const place = readPlace(state);
    if (place !== null || location.pathname !== PATH) return place;
    if (wasBroughtBack()) return kept(KEY);
    // A new visit to the address in this tab does not come from the room.
    const left = sessionStorage.getItem(KEY);
    if (left !== null) sessionStorage.setItem(LEFT_KEY, left);
    sessionStorage.removeItem(KEY);
    return null;
  } catch {
    return null;
  }
}

/** The room that Exit says goodbye to, even if this tab can no longer come back to it. */
export function placeToLeave(): TabPlace | null {
  try {
    const state = (history.state as Record<string, unknown> | null)?.[KEY];
    return readPlace(state) ?? kept(KEY) ?? kept(LEFT_KEY);
  } catch {
    return null;
  }
}

function wasBroughtBack(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'reload' || entry?.type === 'back_forward';
}

const kept = (key: string): TabPlace | null =>
  readPlace(JSON.parse(sessionStorage.getItem(key) ?? 'null') as unknown);

function readPlace(held: unknown): TabPlace | null {
  if (typeof held !== 'object' || held === null) return null;
  const place = held as Record<string, unknown>;
  const text = (key: string, pattern: RegExp): string | null => {
    const value = place[key];
    return typeof value === 'string' && pattern.test(value) ? value : null;
  };
  const serviceId = text('serviceId', /^[0-9a-f]{8}$/);
  const [roomId, epochId, leaveToken] = ['roomId', 'epochId', 'leaveToken'].map((key) =>
    text(key, /^[\w-]{22}$/)
  );
  return serviceId && roomId && epochId && leaveToken
    ? { serviceId, roomId, epochId, leaveToken }
    : null;
}
