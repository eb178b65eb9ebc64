// The address as it arrived. What apps have appended to it is removed from the address bar before the
// framework reads it, so that nobody copies it from there. The fragment stays [L4]. Rules: L7.
import { linkTo, roomPageOf } from '#lib/protocol/addresses.ts';

let arrived: string | null = null;

/** Call before anything else reads the address. */
export function cleanAddress(): void {
  const { pathname, search, hash, href } = location;
  const page = roomPageOf(pathname);
  if (page === null || (page === pathname && search === '')) return;
  arrived = href;
  history.replaceState(history.state, '', page + hash);
}

/** Once, the whole address that was opened; after that the current one. */
export function takeArrived(): string {
  const href = arrived ?? location.href;
  arrived = null;
  return href;
}

/** Makes the link of this token the address, without anything that was appended. */
export const showLink = (token: string): void =>
  history.replaceState(history.state, '', linkTo(roomPageOf(location.pathname) ?? '/r', token));
