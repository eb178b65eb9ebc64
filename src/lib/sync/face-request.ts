// Asks a room for its face and its state [J1], for both sides. Opens, proves and changes nothing. That a room
// is gone or closed is believed only from our own answer, given twice, and never from a status code, which
// anything on the way may have sent. Rules: J1, R3, R6.
import { roomPath } from '#lib/protocol/addresses.ts';
import { refusalBody } from '#lib/protocol/codes.ts';
import { faceAnswer } from '#lib/protocol/face-answer.ts';
import { parseJson } from '#lib/protocol/encoding.ts';
import type { EndReason, RoomState } from '#lib/protocol/room-view.ts';
import * as v from 'valibot';
import { endAs, type RoomEnd } from './core/room-end.ts';

export type FaceAsked =
  | {
      readonly type: 'face';
      readonly state: RoomState;
      /** Base64url; null for a closed room [R3]. */
      readonly face: string | null;
      readonly locked: boolean;
      readonly staff: boolean;
      /** How a closed room ended, when the room says so. */
      readonly endReason: EndReason | null;
    }
  /** Unknown or deleted; nobody learns which. */
  | { readonly type: 'gone' }
  /** The room exists, in a state that only a later page knows. */
  | { readonly type: 'outdated' }
  | { readonly type: 'offline' }
  | { readonly type: 'unreachable' };

const WAIT_MS = 12_000;
/** Delay before an end is confirmed by a second request. */
const AGAIN_MS = 1_500;

const pause = (): Promise<void> => new Promise((go) => setTimeout(go, AGAIN_MS));

/** The end that a room states; null when it exists, or gave no answer that counts. */
export function endOf(asked: FaceAsked): RoomEnd | null {
  if (asked.type === 'gone') return 'gone';
  return asked.type === 'face' && asked.state === 'closed' ? endAs(asked.endReason) : null;
}

// Unknown fields are ignored.
const answer = v.object(faceAnswer.entries);
const refusal = v.object(refusalBody.entries);
/** Has the shape of our answer, with values that this page does not know. */
const isLater = (body: unknown): boolean => {
  const { state, locked } = (body ?? {}) as { state?: unknown; locked?: unknown };
  return typeof state === 'string' && typeof locked === 'boolean';
};

function read(ok: boolean, body: unknown): FaceAsked {
  if (!ok) {
    const said = v.safeParse(refusal, body);
    return { type: said.success && said.output.code === 'gone' ? 'gone' : 'unreachable' };
  }
  const parsed = v.safeParse(answer, body);
  if (!parsed.success) return { type: isLater(body) ? 'outdated' : 'unreachable' };
  const { endReason = null, ...rest } = parsed.output;
  return { type: 'face', ...rest, endReason };
}

async function askOnce(path: string): Promise<FaceAsked> {
  try {
    const response = await fetch(path, {
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(WAIT_MS)
    });
    return read(response.ok, parseJson(await response.text()));
  } catch {
    return navigator.onLine ? { type: 'unreachable' } : { type: 'offline' };
  }
}

/**
 * Never throws.
 * @param roomHex lower-case hexadecimal room id
 * @param isOver whether the asking page is done meanwhile: then nothing more is asked
 * @param wait the delay before an end is confirmed
 */
export async function askFace(
  serviceId: string,
  roomHex: string,
  isOver: () => boolean,
  wait: () => Promise<void> = pause
): Promise<FaceAsked> {
  const path = roomPath(serviceId, roomHex, 'face');
  const asked = await askOnce(path);
  const end = endOf(asked);
  if (end === null) return asked;
  await wait();
  if (isOver()) return { type: 'unreachable' };
  const again = await askOnce(path);
  // Two answers that contradict each other count as none.
  return endOf(again) === end || endOf(again) === null ? again : { type: 'unreachable' };
}
