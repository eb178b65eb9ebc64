// The address as it came. What others have made of it is taken out of the address bar, and so out of what
// anybody copies from there, before the framework looks at it; the fragment stays [L4]. Rules: L7.
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

/** The address that was opened, whole, once; after that the one that stands. */
export function takeArrived(): string {
  const href = arrived ?? location.href;
  arrived = null;
  return href;
}

/** The link of this token is the address from now on; nothing that was hung onto it is. */
export const showLink = (token: string): void =>
  history.replaceState(history.state, '', linkTo(roomPageOf(location.pathname) ?? '/r', token));
