// Requests of a signed-in member of staff, one case each. Parsed at the border, refused with a code. Rules:
// D1, D5, D6, D8, D10, R6, X1.
import { fromHex } from '#lib/crypto/primitives/bytes.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import * as api from '#lib/protocol/desk-api.ts';
import { fromWire, toWire } from '../bytes.ts';
import type { Env } from '../env.ts';
import { refusal } from '../refusal.ts';
import { readAudit } from './audit.ts';
import { withBody } from './body.ts';
import { withCookies } from './accounts/cookies.ts';
import { oweReports } from './desk-dues.ts';
import type { DeskSockets } from './desk-sockets.ts';
import type { DeskStorage } from './desk-storage.ts';
import { forgetBrowsers } from './accounts/known-browsers.ts';
import { issuePermit } from './accounts/permits.ts';
import type { RoomMaker } from './rooms/room-requests.ts';
import { allRooms, waitsNow } from './rooms/room-rows.ts';
import { memberRow } from './accounts/session-answer.ts';
import {
  clearedSession,
  endAllSessions,
  endSession,
  type StaffSession
} from './accounts/sessions.ts';

interface StaffParts {
  readonly env: Env;
  readonly storage: DeskStorage;
  readonly sockets: DeskSockets;
  readonly maker: RoomMaker;
}

const done = (cookies: readonly string[] = []): Response =>
  withCookies(new Response(null, { status: 204 }), cookies);

export async function staffRequest(
  parts: StaffParts,
  rest: string,
  request: Request,
  session: StaffSession
): Promise<Response> {
  const { storage, env, maker } = parts;
  switch (`${request.method} ${rest}`) {
    case 'GET desk':
      return openDesk(parts, session);
    case 'GET waits':
      return openLocked(parts, session);
    case 'GET session': {
      const signInName = memberRow(storage, session.memberId)?.sign_in_name ?? '';
      const answer: api.SessionAnswer = { memberId: session.memberId, signInName };
      return Response.json(answer);
    }
    case 'POST sign-out':
      return signOut(parts, request, session);
    case 'POST sign-out/everywhere':
      return signOutEverywhere(parts, request, session);
    case 'POST anchor':
      return withBody(api.anchorRequest, await request.text(), (body) =>
        putAnchor(storage, session, body)
      );
    case 'POST audit':
      return withBody(api.auditRequest, await request.text(), (body) =>
        Response.json(readAudit(storage, body))
      );
    case 'POST permit':
      return await withBody(api.permitRequest, await request.text(), (body) =>
        issuePermit(storage, env, session, body)
      );
    case 'POST rooms':
      return await withBody(api.createRoom, await request.text(), (body) =>
        maker.make(session, body)
      );
    default:
      return refusal('gone');
  }
}

/** All rooms; unreadable ones are asked to report again [R6]. */
function roomsNow(storage: DeskStorage, nowMs: number): ReturnType<typeof allRooms> {
  const all = allRooms(storage);
  oweReports(storage, all.unreadable, nowMs);
  return all;
}

function openDesk({ storage, sockets }: StaffParts, session: StaffSession): Response {
  const nowMs = Date.now();
  const { rooms, unreadable } = roomsNow(storage, nowMs);
  return sockets.openList(session.id, {
    t: 'rooms',
    rooms,
    unreadable: unreadable.map((hex) => toWire(fromHex(hex))),
    nowMs
  });
}

/** D10: a locked tab hears how many wait, and since when. */
function openLocked({ storage, sockets }: StaffParts, session: StaffSession): Response {
  roomsNow(storage, Date.now());
  return sockets.openLocked(session.id, waitsNow(storage));
}

function signOut({ storage, sockets }: StaffParts, request: Request, session: StaffSession) {
  storage.transact(() => endSession(storage, session, Date.now()));
  sockets.close(session.id, CLOSE.revoked);
  return done([clearedSession(request)]);
}

function signOutEverywhere(
  { storage, sockets }: StaffParts,
  request: Request,
  { memberId }: StaffSession
): Response {
  const nowMs = Date.now();
  const { ended, browser } = storage.transact(() => ({
    ended: endAllSessions(storage, memberId, nowMs),
    browser: forgetBrowsers(storage, request, memberId, nowMs)
  }));
  for (const id of ended) sockets.close(id, CLOSE.revoked);
  return done([clearedSession(request), browser]);
}

/** D6: sealed under the member's own seeds; no other member's is ever touched. */
function putAnchor(storage: DeskStorage, { memberId }: StaffSession, body: api.AnchorRequest) {
  if (fromWire(body.anchor) === null) return refusal('malformed');
  storage.run('UPDATE member SET anchor = ? WHERE id = ?', body.anchor, memberId);
  return done();
}
