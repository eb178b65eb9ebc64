// An officer's page, on the wire: enters a room with a permit, recomputes each epoch's keys, decides,
// replies as a signed log entry and its sealed copy, and closes. Rules: D5, J5, J6, O6, S5, R3.
import {
  fromBase64url,
  fromUtf8,
  toBase64url,
  utf8,
  type Bytes
} from '#lib/crypto/primitives/bytes.ts';
import * as v from 'valibot';
import { chainStart, ROOM_LOG_EPOCH } from '#lib/crypto/room/chain.ts';
import {
  Direction,
  encodeHeader,
  envelopeHash,
  openEnvelope,
  sealEnvelope,
  type EnvelopeHeader
} from '#lib/crypto/room/envelope.ts';
import { acceptEpoch } from '#lib/crypto/room/handshake.ts';
import { deriveEpochKeys } from '#lib/crypto/room/key-schedule.ts';
import { encodeLogEntry, logEntryMessage } from '#lib/crypto/room/log-entry.ts';
import { importSealKey, type SealKey } from '#lib/crypto/primitives/seal.ts';
import { importSigningKey, signBytes } from '#lib/crypto/primitives/signing-key.ts';
import { confirmMacMatches, joinTranscript } from '#lib/crypto/room/transcript.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { parseGuestContent, type CopyContent } from '#lib/protocol/content.ts';
import type { LogContent } from '#lib/protocol/log-content.ts';
import { permit as permitSchema, type PermitRequest } from '#lib/protocol/desk-api.ts';
import type { ReceiptFrame } from '#lib/protocol/guest-wire.ts';
import type { Entry, EpochView } from '#lib/protocol/room-view.ts';
import {
  parseToStaffFrame,
  type Decision,
  type StaffFrame,
  type ToStaffFrame
} from '#lib/protocol/staff-wire.ts';
import { answerTo, kind, openWire, type Wire } from './frames.ts';
import { accepted } from './guest.ts';
import { request } from './http.ts';
import type { MadeRoom } from './made-room.ts';
import type { Member } from './member.ts';
import { randomBytes } from './random.ts';

type Entered = Extract<ToStaffFrame, { t: 'entered' }>;

export interface StaffConnection {
  readonly wire: Wire<ToStaffFrame, StaffFrame>;
  readonly room: MadeRoom;
  readonly member: Member;
  readonly entered: Entered;
  readonly sender: Bytes;
  readonly nextRef: () => number;
  /** Next number of this sender in a chain [O1]. */
  readonly nextSequence: (chain: Bytes) => number;
}

/** @throws Refused, LineLost */
export async function staffEnter(
  member: Member,
  room: MadeRoom,
  have = 0
): Promise<StaffConnection> {
  const right: PermitRequest = { roomId: toBase64url(room.roomId), right: 'live', reason: null };
  const { permit } = v.parse(permitSchema, (await request(member, 'POST', 'permit', right)).body);
  const address = room.url + roomPath(room.serviceId, room.roomHex, 'socket');
  const headers = { cookie: member.cookie };
  const wire = await openWire<ToStaffFrame, StaffFrame>(address, parseToStaffFrame, headers);
  await wire.take(kind('challenge'));
  let ref = 0;
  const nextRef = (): number => (ref += 1);
  const first = nextRef();
  wire.send({ t: 'enter', v: 1, ref: first, permit, have });
  const entered = accepted('enter', await wire.take(answerTo('entered', first)));
  const sequences = new Map<string, number>();
  const nextSequence = (chain: Bytes): number => {
    const key = toBase64url(chain);
    const sequence = sequences.get(key) ?? 0;
    sequences.set(key, sequence + 1);
    return sequence;
  };
  return { wire, room, member, entered, sender: randomBytes(16), nextRef, nextSequence };
}

/** What staff recompute of an epoch; `macOk` false means tampering [J6]. */
export async function acceptGuest(
  room: MadeRoom,
  epoch: EpochView
): Promise<{ macOk: boolean; guestKey: SealKey; staffKey: SealKey }> {
  const enc = fromBase64url(epoch.enc);
  const deviceKey = fromBase64url(epoch.deviceKey);
  const binding = { roomId: room.roomId, faceHash: room.faceDigest, deviceKey, enc };
  const { root, confirmKey } = await acceptEpoch({ ...binding, psk: room.psk, skR: room.skR });
  const transcript = joinTranscript({
    ...binding,
    shareHash: fromBase64url(epoch.shareHash),
    leaveHash: fromBase64url(epoch.leaveHash)
  });
  const keys = deriveEpochKeys(root);
  return {
    macOk: confirmMacMatches(confirmKey, transcript, fromBase64url(epoch.mac)),
    guestKey: await importSealKey(keys.guestKey),
    staffKey: await importSealKey(keys.staffKey)
  };
}

/** What a guest said in an entry, or null when it is something else. */
export async function readSay(key: SealKey, entry: Entry): Promise<string | null> {
  const { content } = await openEnvelope(key, fromBase64url(entry.envelope));
  const said = parseGuestContent(fromUtf8(content));
  return said?.t === 'say' ? said.text : null;
}

function header(line: StaffConnection, chain: Bytes, direction: Direction): EnvelopeHeader {
  return {
    roomId: line.room.roomId,
    epochId: chain,
    direction,
    sender: line.sender,
    sequence: line.nextSequence(chain),
    lastSeenHead: chainStart(line.room.roomId, chain)
  };
}

export interface StaffAppend {
  readonly envelope: string;
  readonly copyOf?: string;
  readonly decision?: Decision;
}

/** A signed entry of the room log, sealed under the log key [K8, S5]. */
export async function sealLog(line: StaffConnection, content: LogContent): Promise<Bytes> {
  const head = header(line, ROOM_LOG_EPOCH, Direction.roomLog);
  const body = utf8(JSON.stringify(content));
  const { memberId, signSeed, directoryHead } = line.member;
  const signing = await importSigningKey(signSeed);
  const signature = await signBytes(
    signing,
    logEntryMessage(encodeHeader(head), directoryHead, body)
  );
  const entry = encodeLogEntry({ memberId, head: directoryHead, signature, body });
  const key = await importSealKey(line.room.logKey);
  return sealEnvelope(key, head, entry, randomBytes(24));
}

/** @throws Refused, LineLost */
export async function staffAppend(line: StaffConnection, what: StaffAppend): Promise<ReceiptFrame> {
  const ref = line.nextRef();
  line.wire.send({ t: 'append', ref, ...what });
  return accepted('append', await line.wire.take(answerTo('receipt', ref)));
}

/** Confirms or refuses an epoch: a signed entry, and in the same transaction its effect [J5]. */
export async function decide(
  line: StaffConnection,
  epochId: Bytes,
  verdict: Decision['verdict']
): Promise<ReceiptFrame> {
  const decision: Decision = { epochId: toBase64url(epochId), verdict };
  const log = await sealLog(line, { t: 'decide', ...decision, writtenAtMs: Date.now() });
  return staffAppend(line, { envelope: toBase64url(log), decision });
}

/** A reply: into the log, then its copy to the epoch [O6]. Gives both receipts. */
export async function reply(line: StaffConnection, to: Bytes, staffKey: SealKey, text: string) {
  const said = { text, writtenAtMs: Date.now() };
  const log = await sealLog(line, { t: 'say', to: toBase64url(to), ...said });
  const logReceipt = await staffAppend(line, { envelope: toBase64url(log) });
  const copyOf = toBase64url(envelopeHash(log));
  const content: CopyContent = { t: 'say', copyOf, logOrder: logReceipt.order, ...said };
  const copy = await sealEnvelope(
    staffKey,
    header(line, to, Direction.staffCopy),
    utf8(JSON.stringify(content)),
    randomBytes(24)
  );
  const copyReceipt = await staffAppend(line, { envelope: toBase64url(copy), copyOf });
  return { logReceipt, copyReceipt, copyOf };
}

/** @throws Refused, LineLost */
export async function close(line: StaffConnection): Promise<void> {
  const ref = line.nextRef();
  line.wire.send({ t: 'close', ref, reason: 'staff' });
  accepted('close', await line.wire.take(answerTo('done', ref)));
}

/** Every entry of the room after `have`, in room order. */
export async function allEntries(line: StaffConnection): Promise<Entry[]> {
  const items: Entry[] = [];
  while (items.length === 0 || (items.at(-1)?.order ?? 0) < line.entered.lastOrder) {
    if (line.entered.lastOrder === 0) break;
    const page = await line.wire.take(kind('entries'));
    items.push(...page.items);
    if (!page.more) break;
  }
  return items;
}
