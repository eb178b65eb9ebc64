// ① A new room: face, keys and boxes are made here, in this browser, and only then is the desk told. Link
// and words are returned once and can be read again from the desk box until the room closes. Rules: L1–L3,
// C3, D3, R2.
import { toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { formatRoomLink, parseRoomToken } from '#lib/crypto/room/room-token.ts';
import type { StaffCrypto, VaultHandle } from '#lib/crypto/worker/staff-crypto.ts';
import type { Face } from '#lib/protocol/face.ts';
import { lapsesAtMs } from '#lib/protocol/invite-lapse.ts';
import type { Language } from '#lib/protocol/languages.ts';
import { withoutUnknown, type ServicePolicy } from '#lib/protocol/policy.ts';
import type { DeskRequests } from '../desk/desk-requests.ts';
import { DeskError } from '../account/staff-error.ts';

export interface RoomWish {
  /** The name that the young person sees. */
  readonly host: string;
  readonly language: Language;
  readonly retentionMs: number;
  /** Base64url id of the room that this one replaces; that room is closed. */
  readonly replaces: string | null;
}

export interface MadeRoom {
  /** Base64url. */
  readonly roomId: string;
  readonly link: string;
  readonly words: readonly string[];
  readonly language: Language;
  /** Until when the link works, if nobody opens it [R2]. */
  readonly lapsesAtMs: number;
}

/** How far the server's clock and this machine's may differ. */
const MOST_CLOCK_OFFSET_MS = 24 * 60 * 60_000;

/** The link for a token of 72 letters. */
export function linkOf(origin: string, token: string): string {
  const parsed = parseRoomToken(token);
  if (parsed === null) throw new TypeError('no token');
  return formatRoomLink(origin, parsed);
}

/** Tries once more if no answer came: the desk recognises the same room by its id. */
async function register(requests: DeskRequests, body: Parameters<DeskRequests['createRoom']>[0]) {
  try {
    await requests.createRoom(body);
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'offline') throw error;
    await requests.createRoom(body);
  }
}

/**
 * @param at.nowMs the server's time, as near as it is known
 * @throws {DeskError} when the desk refuses or cannot be reached
 */
export async function makeRoom(
  wish: RoomWish,
  at: {
    readonly cryptoWorker: StaffCrypto;
    readonly requests: DeskRequests;
    readonly vault: VaultHandle;
    readonly policy: ServicePolicy;
    /** The service whose desk this is. */
    readonly serviceId: string;
    readonly origin: string;
    readonly nowMs: number;
  }
): Promise<MadeRoom> {
  const { cryptoWorker, vault } = at;
  if (at.policy.serviceId !== at.serviceId) throw new DeskError('not-allowed');
  // The day of deletion is counted from here: what day it is must not be up to the server alone.
  if (Math.abs(at.nowMs - Date.now()) > MOST_CLOCK_OFFSET_MS) throw new DeskError('clock');
  // The maker signs for what this page understands, and for nothing else.
  const policy = withoutUnknown(at.policy);
  const { room, publicKey } = await cryptoWorker.newRoom();
  const face: Face = {
    v: 1,
    kind: 'invited',
    host: wish.host.trim(),
    policy: { ...policy, lifetimes: { ...policy.lifetimes, retentionMs: wish.retentionMs } },
    language: wish.language,
    wordList: wish.language,
    createdAtMs: at.nowMs,
    roomKey: toBase64url(publicKey)
  };
  const faceBytes = utf8(JSON.stringify(face));
  const sealed = await cryptoWorker.sealRoom(room, vault, {
    face: faceBytes,
    wordList: wish.language
  });
  await register(at.requests, {
    roomId: toBase64url(sealed.roomId),
    face: toBase64url(faceBytes),
    verifier: toBase64url(sealed.verifier),
    deskBox: toBase64url(sealed.deskBox),
    archiveBox: toBase64url(sealed.archiveBox),
    record: toBase64url(sealed.record),
    replaces: wish.replaces
  });
  await cryptoWorker.forget(room);
  return {
    roomId: toBase64url(sealed.roomId),
    link: linkOf(at.origin, sealed.token),
    words: sealed.words,
    language: wish.language,
    lapsesAtMs: lapsesAtMs(face.createdAtMs, face.policy.lifetimes)
  };
}
