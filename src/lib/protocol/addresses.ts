// The addresses of rooms and desks, and how a link carries its token: one place for client, edge and tests.
// The room's id is derived from the link secret; no address that is sent holds anything that opens a room.
// Rules: J1, I1, L3, L5, L7, D10, N2.
import { LANGUAGES } from './languages.ts';

export const apiPath = (serviceId: string, rest: string): string => `/api/s/${serviceId}/${rest}`;

/** What a desk answers with a socket: its list, and what a locked tab hears [D10]. `…/line`: over HTTPS [N2]. */
export const DESK_SOCKETS: ReadonlySet<string> = new Set(['desk', 'waits']);

/** `line`: the socket over plain HTTPS [N2]. */
type RoomRest = 'face' | 'socket' | 'line';

export type ApiRoute =
  | { readonly serviceId: string; readonly kind: 'desk'; readonly rest: string }
  | {
      readonly serviceId: string;
      readonly kind: 'room';
      readonly roomHex: string;
      readonly rest: RoomRest;
    };

const API = /^\/api\/s\/([0-9a-f]{8})\/([a-z/-]{1,40})$/;
const ROOM = /^\/api\/s\/([0-9a-f]{8})\/r\/([0-9a-f]{32})\/(face|socket|line)$/;

/** Returns null when the path is no address of the API. */
export function parseApiPath(pathname: string): ApiRoute | null {
  const room = ROOM.exec(pathname);
  if (room) {
    const [, serviceId = '', roomHex = '', rest = ''] = room;
    return { serviceId, kind: 'room', roomHex, rest: rest as RoomRest };
  }
  const desk = API.exec(pathname);
  if (!desk) return null;
  const [, serviceId = '', rest = ''] = desk;
  return { serviceId, kind: 'desk', rest };
}

/**
 * The room's page for a path. Every path that begins with `/r` leads there, since apps lose the `#` of a
 * link, escape it, or append something [L7]. Null: none. Files have an ending; no link has.
 * @returns `/r`, whose language the browser chooses, or `/en/r` …
 */
export function roomPageOf(pathname: string): string | null {
  const pages = new RegExp(`^/(?:(${LANGUAGES.join('|')})/)?r(?!.*\\.[a-z0-9]{2,11}$)`, 'i');
  const found = pages.exec(pathname);
  if (found === null) return null;
  return found[1] === undefined ? '/r' : `/${found[1].toLowerCase()}/r`;
}

/** The hyphen keeps apps that turn `#word` into a hashtag from eating the token. */
export const linkTo = (page: string, token: string): string => `${page}#-${token}`;

/** What a link carries: behind its `#`, where it has one, and without the hyphen. */
export const carriedBy = (link: string): string =>
  link.slice(link.indexOf('#') + 1).replace(/^-/, '');

export const roomPath = (serviceId: string, roomHex: string, rest: RoomRest): string =>
  apiPath(serviceId, `r/${roomHex}/${rest}`);
