// Where a tab remembers that it is in a room, so that it comes back without link and code [P1, P2]:
// in history.state, which goes with a doubled tab and with "back"; and beside it in sessionStorage,
// because a browser that has thrown a tab away brings it back without its state when the page is sent
// with Cross-Origin-Opener-Policy (Chromium does). Neither opens anything. Rules: P1, E1.

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

/** Takes the link out of the address [L4]. @param place null: what is remembered stays */
export function rememberPlace(place: TabPlace | null): void {
  const state = history.state as Record<string, unknown> | null;
  history.replaceState({ ...state, ...(place && { [KEY]: place }) }, '', PATH);
  if (place === null) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // The state alone is enough for everything but a tab that is thrown away.
  }
}

/** The place that this tab remembers. Returns null when there is none, or it is not whole. */
export function rememberedPlace(): TabPlace | null {
  try {
    const state = (history.state as Record<string, unknown> | null)?.[KEY];
    const place = readPlace(state);
    if (place !== null || location.pathname !== PATH) return place;
    if (wasBroughtBack()) return kept(KEY);
    // Whoever goes to the address anew in this tab does not come from the room.
    const left = sessionStorage.getItem(KEY);
    if (left !== null) sessionStorage.setItem(LEFT_KEY, left);
    sessionStorage.removeItem(KEY);
    return null;
  } catch {
    return null;
  }
}

/** The room that Exit says goodbye to: also one that this tab can no longer come back to. */
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
