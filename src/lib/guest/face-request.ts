// Asks a room for its face and its state [J1]. Opens nothing, proves nothing, changes nothing.
import { roomPath } from '#lib/protocol/addresses.ts';
import { faceAnswer } from '#lib/protocol/desk-api.ts';
import { parseJson } from '#lib/protocol/encoding.ts';
import type { EndReason, RoomState } from '#lib/protocol/room-view.ts';
import * as v from 'valibot';

export type FaceAsked =
  | {
      readonly t: 'face';
      readonly state: RoomState;
      /** Base64url; null for a closed room [R3]. */
      readonly face: string | null;
      readonly locked: boolean;
      readonly staff: boolean;
      /** How a closed room came to its end, where the room says so. */
      readonly endReason: EndReason | null;
    }
  /** Unknown or deleted: nobody learns which. */
  | { readonly t: 'gone' }
  | { readonly t: 'offline' }
  | { readonly t: 'unreachable' };

const WAIT_MS = 12_000;

/** @param roomHex lower-case hexadecimal room id. Never throws. */
export async function askFace(serviceId: string, roomHex: string): Promise<FaceAsked> {
  try {
    const response = await fetch(roomPath(serviceId, roomHex, 'face'), {
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(WAIT_MS)
    });
    if (response.status === 404) return { t: 'gone' };
    const parsed = v.safeParse(faceAnswer, parseJson(await response.text()));
    if (!response.ok || !parsed.success) return { t: 'unreachable' };
    const { endReason = null, ...answer } = parsed.output;
    return { t: 'face', ...answer, endReason };
  } catch {
    return navigator.onLine ? { t: 'unreachable' } : { t: 'offline' };
  }
}
