// Exit's goodbye at the edge: 48 bytes, sent as the page goes. The room ends every epoch of that device. A
// goodbye that cannot be passed on, because the desk cannot answer, is kept and passed on when it can. Rules:
// E1, E4, X6, R6.
import { waitUntil } from 'cloudflare:workers';
import { toHex } from '#lib/crypto/primitives/bytes.ts';
import { deskOf, roomOf, type Env } from '../env.ts';
import { KeptGoodbyes, type Goodbye } from '../goodbyes.ts';
import { refusal } from '../refusal.ts';
import { boundedBody, mayBeOwnBeacon, type Way } from './origin.ts';

const AGAIN_MS = 5_000;

/** Nobody can say yet whether these rooms are there, so they are few. */
const kept = new KeptGoodbyes({ perRoom: 8, rooms: 1_000 });
/** When the desk was last asked about those that are kept; the runtime may end whoever asks. */
let askedAtMs = -Infinity;

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
    const said = { epochId: bytes.slice(16, 32), leaveToken: bytes.slice(32, 48) };
    // Rejects when it could not be written down; the answer is then `unavailable`.
    await pass(env, serviceId, toHex(bytes.subarray(0, 16)), said);
  }
  return new Response(null, { status: 204 });
}

async function pass(env: Env, serviceId: string, roomHex: string, said: Goodbye): Promise<void> {
  let exists: boolean;
  try {
    exists = await deskOf(env, serviceId).roomExists(roomHex);
  } catch (cause) {
    kept.keep(roomHex, said);
    throw cause;
  } finally {
    // Also when the desk has answered: whoever asked before may have been ended.
    if (kept.rooms().length > 0 && Date.now() - askedAtMs > 2 * AGAIN_MS)
      waitUntil(passWhatWaits(env, serviceId));
  }
  // A room that cannot write it down keeps it itself.
  if (exists) await roomOf(env, roomHex).leave(said.epochId, said.leaveToken);
}

async function passWhatWaits(env: Env, serviceId: string): Promise<void> {
  while (kept.rooms().length > 0) {
    askedAtMs = Date.now();
    await new Promise((wake) => setTimeout(wake, AGAIN_MS));
    for (const roomHex of kept.rooms()) {
      const said = kept.of(roomHex);
      const exists = await deskOf(env, serviceId)
        .roomExists(roomHex)
        .catch(() => null);
      // Still no answer: the others wait too.
      if (exists === null) break;
      for (const { epochId, leaveToken } of exists ? said : [])
        await roomOf(env, roomHex)
          .leave(epochId, leaveToken)
          .catch(() => undefined);
      // Only now: what is cut off here is passed on again, and twice is once.
      kept.drop(roomHex, said);
    }
  }
  askedAtMs = -Infinity;
}
