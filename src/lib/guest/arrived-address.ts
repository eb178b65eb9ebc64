// The address as it came. What others have made of it is taken out of the address bar, and so out of what
// anybody copies from there, before the framework looks at it; the fragment stays [L4]. Rules: L7.
import { isRoomPath } from '#lib/protocol/addresses.ts';

const CLEAN = /^\/(?:(?:nb|en|fi)\/)?r$/;
let arrived: string | null = null;

const here = (): URL => new URL(location.href);

/** Call before anything else reads the address. */
export function cleanAddress(): void {
  const { pathname, search, hash, href } = here();
  if (!isRoomPath(pathname) || (CLEAN.test(pathname) && search === '')) return;
  arrived = href;
  const path = CLEAN.test(pathname) ? pathname : '/r';
  history.replaceState(history.state, '', path + hash);
}

/** The address that was opened, whole, once; after that the one that stands. */
export function takeArrived(): string {
  const href = arrived ?? location.href;
  arrived = null;
  return href;
}

/** The link of this token is the address from now on; nothing that was hung onto it is. */
export function showLink(token: string): void {
  const { pathname } = here();
  const path = CLEAN.test(pathname) ? pathname : '/r';
  history.replaceState(history.state, '', `${path}#-${token}`);
}
