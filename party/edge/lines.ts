// Sockets over plain HTTPS, at the edge: a line is opened under a random bearer, and found again only by
// the bearer's hash. Rules: N2, X5.
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { toHex } from '#lib/crypto/primitives/bytes.ts';
import { BEARER_BYTES, BEARER_HEADER, type LineAnswer } from '#lib/protocol/line-wire.ts';
import { MAX_FRAME_CHARS } from '#lib/protocol/limits.ts';
import { fromWire, toWire } from '../bytes.ts';
import { linesOf, type Env } from '../env.ts';
import { parseLineAsk } from '../line/line-ask.ts';
import { refusal } from '../refusal.ts';
import type { LineTo } from '../rpc.ts';
import { boundedBody } from './origin.ts';

const MAX_BODY_BYTES = 2 * MAX_FRAME_CHARS;

const nameUnder = (bearer: Uint8Array): string => toHex(sha256(bearer));

export async function openLine(env: Env, to: LineTo): Promise<Response> {
  const bearer = crypto.getRandomValues(new Uint8Array(BEARER_BYTES));
  const name = nameUnder(bearer);
  if (!(await linesOf(env, name).open(name, to))) return refusal('unavailable');
  return Response.json({ bearer: toWire(bearer) });
}

export async function useLine(request: Request, env: Env): Promise<Response> {
  const bearer = fromWire(request.headers.get(BEARER_HEADER) ?? '');
  if (bearer?.length !== BEARER_BYTES) return refusal('not-proved');
  const body = await boundedBody(request, MAX_BODY_BYTES);
  if (body === null) return refusal('too-large');
  const asked = parseLineAsk(new TextDecoder().decode(body));
  if (asked === null) return refusal('malformed');
  const name = nameUnder(bearer);
  const answer: LineAnswer = await linesOf(env, name).exchange(name, asked);
  return Response.json(answer);
}
