// Exit's goodbye at the edge: 48 bytes, sent as the page goes. The room ends every epoch of that device.
// Rules: E1, E4, X6.
import { toHex } from '#lib/crypto/primitives/bytes.ts';
import { deskOf, roomOf, type Env } from '../env.ts';
import { refusal } from '../refusal.ts';
import { boundedBody, mayBeOwnBeacon, type Way } from './origin.ts';

/**
 * E1: roomId(16) ‖ epochId(16) ‖ leaveToken(16). The answer does not tell whether it was right, only
 * whether it was written down [X6].
 */
export async function goodbye(
  request: Request,
  env: Env,
  way: Way,
  serviceId: string
): Promise<Response> {
  if (request.method !== 'POST') return refusal('gone');
  if (!mayBeOwnBeacon(request, way)) return refusal('not-allowed');
  const bytes = await boundedBody(request, 48);
  if (bytes?.length === 48) {
    const roomHex = toHex(bytes.subarray(0, 16));
    // Rejects when it could not be written down; the answer is then `unavailable`.
    if (await deskOf(env, serviceId).roomExists(roomHex))
      await roomOf(env, roomHex).leave(bytes.slice(16, 32), bytes.slice(32, 48));
  }
  return new Response(null, { status: 204 });
}
