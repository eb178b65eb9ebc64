// The API at the edge: own origin only, bodies bounded, rooms known to their desk before their object is
// touched, and no network address passed on. Rules: J1, I1, X1, X2, X5.
import { DESK_SOCKETS, parseApiPath, type ApiRoute } from '#lib/protocol/addresses.ts';
import { CLOSE, type ErrorCode } from '#lib/protocol/codes.ts';
import { base64urlLength } from '#lib/protocol/encoding.ts';
import { MAX_BOX_BYTES, MAX_FACE_BYTES } from '#lib/protocol/limits.ts';
import { deskOf, policyOf, roomOf, type Env } from '../env.ts';
import { refusal, refuseSocket } from '../refusal.ts';
import { openLine, useLine } from './lines.ts';
import { goodbye } from './goodbye.ts';
import { boundedBody, fromOwnOrigin, passedOn, type Way } from './origin.ts';

/** The largest request is a new room: face, two boxes and the fields around them. */
const MAX_BODY_BYTES = base64urlLength(MAX_FACE_BYTES) + 2 * base64urlLength(MAX_BOX_BYTES) + 4_096;

const wantsSocket = (request: Request): boolean =>
  request.headers.get('Upgrade')?.toLowerCase() === 'websocket';

/** RFC 6455, 4.2.1. The runtime would refuse anything else in its own words. */
const opensSocket = (request: Request): boolean =>
  request.method === 'GET' &&
  request.headers.get('Sec-WebSocket-Version') === '13' &&
  /^[A-Za-z0-9+/]{22}==$/.test(request.headers.get('Sec-WebSocket-Key') ?? '');

/** Refuses in the form that the other side can receive. */
const no = (request: Request, code: ErrorCode, close: number): Response =>
  wantsSocket(request) ? refuseSocket(code, close) : refusal(code);

export async function api(request: Request, env: Env, way: Way): Promise<Response> {
  if (wantsSocket(request) && !opensSocket(request)) return refusal('malformed');
  const route = parseApiPath(new URL(request.url).pathname);
  // R6: nothing is known here of rooms at another version's address, or of another service's.
  if (route === null) return no(request, 'malformed', CLOSE.malformed);
  if (route.serviceId !== policyOf(env).serviceId)
    return no(request, 'unavailable', CLOSE.unavailable);
  if (route.kind === 'desk' && route.rest === 'leave')
    return await goodbye(request, env, way, route.serviceId);
  if ((wantsSocket(request) || request.method !== 'GET') && !fromOwnOrigin(request, way))
    return refusal('not-allowed');
  try {
    return route.kind === 'room'
      ? await roomRequest(request, env, route)
      : await deskRequest(request, env, way, route);
  } catch {
    return no(request, 'unavailable', CLOSE.unavailable);
  }
}

async function roomRequest(
  request: Request,
  env: Env,
  route: Extract<ApiRoute, { kind: 'room' }>
): Promise<Response> {
  const line = route.rest === 'line';
  if (request.method !== (line ? 'POST' : 'GET')) return refusal('malformed');
  if (wantsSocket(request) !== (route.rest === 'socket')) return refusal('malformed');
  const desk = deskOf(env, route.serviceId);
  if (!(await desk.roomExists(route.roomHex))) return no(request, 'gone', CLOSE.gone);
  if (line) return await openLine(env, { kind: 'room', roomHex: route.roomHex });
  const room = roomOf(env, route.roomHex);
  if (route.rest === 'socket')
    return await room.fetch(
      new Request('http://object/socket', { headers: { Upgrade: 'websocket' } })
    );
  const answer = await room.face().catch(async (cause: unknown) => {
    // R6: without an answer it is gone only if the desk has erased it since it was asked.
    if (await desk.roomExists(route.roomHex)) throw cause;
    return null;
  });
  return answer === null ? refusal('gone') : Response.json(answer);
}

async function deskRequest(
  request: Request,
  env: Env,
  way: Way,
  route: Extract<ApiRoute, { kind: 'desk' }>
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'POST') return refusal('gone');
  if (request.method === 'POST' && route.rest === 'line') return await useLine(request, env);
  const over = /^(.+)\/line$/.exec(route.rest)?.[1];
  if (request.method === 'POST' && over !== undefined && DESK_SOCKETS.has(over)) {
    const { headers } = passedOn(request, way, over, null);
    const { serviceId } = route;
    return await openLine(env, { kind: 'desk', serviceId, rest: over, headers: [...headers] });
  }
  if (wantsSocket(request) !== DESK_SOCKETS.has(route.rest)) return refusal('malformed');
  let body: string | null = null;
  if (request.method === 'POST') {
    const bytes = await boundedBody(request, MAX_BODY_BYTES);
    if (bytes === null) return refusal('too-large');
    body = new TextDecoder().decode(bytes);
  }
  return await deskOf(env, route.serviceId).fetch(passedOn(request, way, route.rest, body));
}
