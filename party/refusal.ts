// Refusals: one stable code, over HTTP as a small body, over a socket as one frame and a close code,
// because a browser shows a page nothing of a refused upgrade. Rules: X1.
import type { ErrorCode, RefusalBody } from '#lib/protocol/codes.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  'not-signed-in': 401,
  'wrong-secret': 401,
  'not-allowed': 403,
  'bad-proof': 403,
  gone: 404,
  exists: 409,
  'already-set-up': 409,
  conflict: 409,
  ended: 410,
  'too-large': 413,
  'too-many': 429,
  wait: 429,
  'slow-down': 429,
  unavailable: 503
};

export function refusal(code: ErrorCode, more: Omit<RefusalBody, 'code'> = {}): Response {
  const body: RefusalBody = { code, ...more };
  return Response.json(body, { status: STATUS[code] ?? 400 });
}

/** X1: a method that nothing here accepts. */
export function wrongMethod(allow: string): Response {
  const body: RefusalBody = { code: 'not-allowed' };
  return Response.json(body, { status: 405, headers: { Allow: allow } });
}

/** A socket that is accepted only to say why it is closed. */
export function refuseSocket(code: ErrorCode, close: number): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.send(JSON.stringify({ t: 'refused', code }));
  server.close(close, '');
  return new Response(null, { status: 101, webSocket: client });
}
