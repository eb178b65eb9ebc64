// The crypto workers as pages use them: real structured clones over real ports, workers' code on the other
// side. The story of a room from set-up to a reply, and the situations around it.

import { describe, expect, it } from 'vitest';
import { chainStart, ROOM_LOG_EPOCH } from '#lib/crypto/room/chain.ts';
import {
  openGuestCrypto,
  type GuestCrypto,
  type EpochHandle
} from '#lib/crypto/worker/guest-crypto.ts';
import type { CryptoWorker } from '#lib/crypto/worker/worker-client.ts';
import { type CryptoWorkerScope, serveCrypto } from '#lib/crypto/worker/worker-server.ts';
import { createGuestOperations } from '#lib/crypto/worker/guest-operations.ts';
import { canonicalPhrase } from '#lib/crypto/room/code-words.ts';
import { beginEpoch } from '#lib/crypto/room/handshake.ts';
import {
  deriveArgon2Salt,
  deriveEpochKeys,
  derivePsk,
  deriveRoomId,
  GUEST_ARGON2,
  joinVerifier,
  leaveTokenHash
} from '#lib/crypto/room/key-schedule.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import * as transcript from '#lib/crypto/room/transcript.ts';
import { findInvitation } from '#lib/crypto/room/find-invitation.ts';
import { formatRoomLink, parseRoomToken } from '#lib/crypto/room/room-link.ts';
import { faceHash } from '#lib/crypto/room/room-token.ts';
import { openStaffCrypto, type StaffCrypto } from '#lib/crypto/worker/staff-crypto.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const text = (content: Uint8Array) => Buffer.from(content).toString();

/** A worker's outside over a message channel; its inside is the real server and operations. */
function workerOf(operations: Parameters<typeof serveCrypto>[1]) {
  const made: { ended: boolean; readonly fail: () => void }[] = [];
  const makeWorker = (): CryptoWorker => {
    const { port1, port2 } = new MessageChannel();
    serveCrypto(port2 as unknown as CryptoWorkerScope, operations);
    port1.start();
    port2.start();
    const state = { ended: false, fail: () => void port1.dispatchEvent(new Event('error')) };
    made.push(state);
    return {
      postMessage: (message, transfer) => port1.postMessage(message, transfer as never),
      addEventListener: (type: string, listener: (event: never) => void) =>
        port1.addEventListener(type, listener as never),
      terminate: () => {
        state.ended = true;
        port1.close();
      }
    };
  };
  return { makeWorker, made };
}

const SERVICE_ID = counted(4, 1);
const header = (sequence: number) => ({
  sender: counted(16, 9),
  sequence,
  lastSeenHead: counted(32, 8)
});

async function withCrypto(
  story: (staff: StaffCrypto, guest: GuestCrypto) => Promise<void>
): Promise<void> {
  const staff = openStaffCrypto(workerOf(createStaffOperations(random)).makeWorker);
  const guest = openGuestCrypto(workerOf(createGuestOperations(random)).makeWorker);
  try {
    await story(staff, guest);
  } finally {
    staff.close();
    guest.close();
  }
}

/** An administrator with a vault, and a room made by them. */
async function madeRoom(staff: StaffCrypto) {
  const member = await staff.newMember({
    serviceId: SERVICE_ID,
    name: 'Åse',
    passphrase: 'fire lange ord på rad'
  });
  const { room, publicKey } = await staff.newRoom();
  const face = bytes(
    JSON.stringify({ v: 1, roomKey: Buffer.from(publicKey).toString('base64url') })
  );
  const sealed = await staff.sealRoom(room, member.vault, { face, wordList: 'nb' });
  return { member, room, publicKey, face, sealed, records: [sealed.record] };
}

/** A guest who has joined by link and code. */
async function joined(guest: GuestCrypto, of: Awaited<ReturnType<typeof madeRoom>>) {
  const token = parseRoomToken(of.sealed.token);
  if (token === null) throw new Error('no token');
  const { face, publicKey } = of;
  const unlocked = await guest.unlock({ token, face, words: of.sealed.words });
  const deviceKey = counted(65, 4);
  const { pskHandle, roomId } = unlocked;
  const begun = await guest.beginEpoch({ pskHandle, face, roomId, publicKey, deviceKey });
  const { epochId, enc, shareHash, leaveHash, mac } = begun;
  return { unlocked, begun, offer: { epochId, enc, deviceKey, shareHash, leaveHash, mac } };
}

describe('from set-up to a reply', () => {
  it('[K5] [J6] [O6] link, code, epoch, message, log entry, copy and signals arrive', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      const token = parseRoomToken(of.sealed.token);
      if (token === null) throw new Error('no token');
      const link = formatRoomLink('https://prat.example', token);
      const pasted = findInvitation(`Hei! ${link}\nKode: ${of.sealed.words.join(' ')}`);
      expect(pasted).toMatchObject({ token, words: of.sealed.words });

      const { unlocked, begun, offer } = await joined(guest, of);
      expect(hexOf(unlocked.roomId)).toBe(hexOf(of.sealed.roomId));
      expect(hexOf(joinVerifier(unlocked.joinToken))).toBe(hexOf(of.sealed.verifier));
      expect(hexOf(leaveTokenHash(begun.leaveToken))).toBe(hexOf(begun.leaveHash));

      const accepted = await staff.acceptEpoch(of.room, offer);
      if (!accepted.macOk) throw new Error('refused');
      const { epoch } = accepted;
      expect(hexOf(accepted.phraseBits)).toBe(hexOf(begun.phraseBits));

      const said = await guest.sealMessage(begun.epoch, header(1), bytes('hei'));
      const heard = await staff.openGuest(epoch, said.envelope);
      expect(text(heard.content)).toBe('hei');
      expect(hexOf(heard.header.roomId)).toBe(hexOf(of.sealed.roomId));
      expect(text((await guest.openMessage(begun.epoch, said.envelope)).content)).toBe('hei');

      const logged = await staff.sealLog(of.room, of.member.vault, header(1), bytes('svar'));
      const entry = await staff.openLog(of.room, of.member.vault, logged.envelope);
      expect(entry).toMatchObject({ trust: 'ok', headNumber: 1 });
      expect(logged.headNumber).toBe(entry.headNumber);
      expect(text(entry.body)).toBe('svar');
      expect(hexOf(entry.memberId)).toBe(hexOf(of.member.memberId));
      expect(hexOf(entry.header.epochId)).toBe(hexOf(ROOM_LOG_EPOCH));

      const copy = await staff.sealCopy(epoch, header(2), bytes('svar'));
      expect(text((await guest.openMessage(begun.epoch, copy.envelope)).content)).toBe('svar');
      expect(text((await staff.openCopy(epoch, copy.envelope)).content)).toBe('svar');

      const typing = await guest.sealSignal(begun.epoch, header(2), bytes('typing'));
      expect(text((await staff.openSignal(epoch, typing.envelope)).content)).toBe('typing');
      const seen = await staff.sealSignal(epoch, header(3), bytes('seen'));
      expect(text((await guest.openSignal(begun.epoch, seen.envelope)).content)).toBe('seen');
    }));

  it('[D1] [D3] another day: signing in again opens rooms from the desk box and the archive box', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      const { offer, begun } = await joined(guest, of);
      const said = await guest.sealMessage(begun.epoch, header(1), bytes('før'));
      await staff.lock();
      await refused('unknown-handle', () => staff.acceptEpoch(of.room, offer));

      const [byPassphrase, byCode] = of.member.credentials;
      const { memberId, recoveryCode, roleBoxes, directoryEntry, anchor } = of.member;
      for (const [credential, secret] of [
        [byPassphrase, { kind: 'passphrase', passphrase: 'fire lange ord på rad' }],
        [byCode, { kind: 'recovery', recoveryCode: recoveryCode.toLowerCase() }]
      ] as const) {
        const { credentialId, salt, wrapped } = credential;
        const { unlocking } = await staff.unlockVault({ ...secret, salt });
        const { vault } = await staff.openVault(unlocking, {
          serviceId: SERVICE_ID,
          memberId,
          credentialId,
          wrapped,
          directory: [directoryEntry],
          roleBoxes,
          anchor
        });
        const { records } = of;
        const { roomId, deskBox, archiveBox, token, words } = of.sealed;
        const live = await staff.openRoom(vault, {
          roomId,
          face: of.face,
          deskBox,
          records,
          wordList: 'nb'
        });
        expect(live).toMatchObject({ token, words });
        const closed = await staff.openRoom(vault, {
          roomId,
          face: of.face,
          archiveBox,
          records
        });
        expect(closed).toMatchObject({ token: null, words: null });
        for (const { room } of [live, closed]) {
          const accepted = await staff.acceptEpoch(room, offer);
          if (!accepted.macOk) throw new Error('refused');
          expect(text((await staff.openGuest(accepted.epoch, said.envelope)).content)).toBe('før');
        }
      }
    }));

  it('[P1] a tab that was thrown away goes on with its share and its box', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      const { begun, offer } = await joined(guest, of);
      const box = await guest.sealResume(begun.epoch, begun.u, bytes('what the page needs'));
      const { epochId } = begun;
      const { roomId } = of.sealed;
      await guest.forget(begun.epoch);
      await refused('unknown-handle', () => guest.sealMessage(begun.epoch, header(2), bytes('x')));

      const resumed = await guest.openResume({ u: begun.u, roomId, epochId, box });
      expect(text(resumed.content)).toBe('what the page needs');
      expect(hexOf(resumed.phraseBits)).toBe(hexOf(begun.phraseBits));
      expect(hexOf(resumed.leaveToken)).toBe(hexOf(begun.leaveToken));
      const accepted = await staff.acceptEpoch(of.room, offer);
      if (!accepted.macOk) throw new Error('refused');
      const said = await guest.sealMessage(resumed.epoch, header(2), bytes('igjen'));
      expect(text((await staff.openGuest(accepted.epoch, said.envelope)).content)).toBe('igjen');

      const fresh = await guest.freshShare();
      expect(hexOf(fresh)).not.toBe(hexOf(begun.u));
      await refused('commitment-mismatch', () =>
        guest.openResume({ u: fresh, roomId, epochId, box })
      );
    }));

  it('[K7] a file goes through both workers, and is given away, not copied', () =>
    withCrypto(async (staff, guest) => {
      const content = new Uint8Array(100_000).fill(7);
      const { fileKey, fileId, sealed } = await guest.sealFile(counted(16), content);
      expect(content.byteLength).toBe(0);
      const opened = await staff.openFile({ fileKey, roomId: counted(16), fileId }, sealed);
      expect(sealed.byteLength).toBe(0);
      expect(opened).toHaveLength(100_000);
      expect(opened.every((byte) => byte === 7)).toBe(true);
    }));
});

describe('what must not work', () => {
  it('[L3] a face that the link does not promise is refused before any code is stretched', () =>
    withCrypto(async (staff, guest) => {
      const { face, sealed } = await madeRoom(staff);
      const token = parseRoomToken(sealed.token);
      if (token === null) throw new Error('no token');
      await refused('face-mismatch', () =>
        guest.unlock({ token, face: flipped(face, 3), words: sealed.words })
      );
    }));

  it('[J6] a page that knows the code, and names another goodbye or epoch than its own, gets none', () =>
    withCrypto(async (staff) => {
      const { room, publicKey, face, sealed } = await madeRoom(staff);
      const s = parseRoomToken(sealed.token)?.linkSecret ?? new Uint8Array(0);
      const words = canonicalPhrase(sealed.words);
      const { psk } = derivePsk(s, await argon2id(words, deriveArgon2Salt(s), GUEST_ARGON2));
      const deviceKey = counted(65, 4);
      const binding = {
        psk,
        roomId: deriveRoomId(s),
        faceHash: transcript.faceDigest(face),
        deviceKey
      };
      const { enc, root, confirmKey } = await beginEpoch({ ...binding, publicKey });
      const offer = (leaveHash: Uint8Array<ArrayBuffer>) => {
        const shareHash = counted(32, 5);
        const parts = { ...binding, enc, shareHash, leaveHash };
        const mac = transcript.confirmMac(confirmKey, transcript.joinTranscript(parts));
        return { epochId: transcript.epochIdOf(enc), enc, deviceKey, shareHash, leaveHash, mac };
      };
      const own = leaveTokenHash(deriveEpochKeys(root).leaveToken);
      expect((await staff.acceptEpoch(room, offer(own))).macOk).toBe(true);
      for (const altered of [offer(counted(32, 6)), { ...offer(own), epochId: counted(16, 6) }])
        expect(await staff.acceptEpoch(room, altered)).toEqual({ macOk: false });
    }));

  it('[J6] a wrong code, or anything altered on the way, gives no epoch', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      const { offer } = await joined(guest, of);
      for (const altered of [
        { mac: flipped(offer.mac, 0) },
        { deviceKey: flipped(offer.deviceKey, 64) },
        { shareHash: flipped(offer.shareHash, 0) },
        { leaveHash: flipped(offer.leaveHash, 0) },
        { epochId: flipped(offer.epochId, 0) },
        { enc: flipped(offer.enc, 9) }
      ]) {
        expect(await staff.acceptEpoch(of.room, { ...offer, ...altered })).toEqual({
          macOk: false
        });
      }
      const wrong = { ...of, sealed: { ...of.sealed, words: ['sol', 'sol', 'sol'] } };
      const other = await joined(guest, wrong);
      expect(hexOf(joinVerifier(other.unlocked.joinToken))).not.toBe(hexOf(of.sealed.verifier));
      expect(await staff.acceptEpoch(of.room, other.offer)).toEqual({ macOk: false });
    }));

  it('[S2] envelopes do not open in the other direction, nor in another epoch', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      const first = await joined(guest, of);
      const second = await joined(guest, of);
      const accepted = await staff.acceptEpoch(of.room, first.offer);
      if (!accepted.macOk) throw new Error('refused');
      const said = await guest.sealMessage(first.begun.epoch, header(1), bytes('x'));
      const typing = await guest.sealSignal(first.begun.epoch, header(2), bytes('x'));
      const inSecond = await guest.sealMessage(second.begun.epoch, header(1), bytes('x'));
      await refused('malformed', () => staff.openCopy(accepted.epoch, said.envelope));
      await refused('malformed', () => staff.openGuest(accepted.epoch, typing.envelope));
      await refused('malformed', () => staff.openGuest(accepted.epoch, inSecond.envelope));
      await refused('malformed', () => staff.openLog(of.room, of.member.vault, said.envelope));
      const open = (epoch: EpochHandle) => guest.openSignal(epoch, typing.envelope);
      await refused('malformed', () => open(first.begun.epoch));
    }));

  it('[S5] [D2] a log entry of somebody whom the directory does not list is not believed', () =>
    withCrypto(async (staff) => {
      const of = await madeRoom(staff);
      const stranger = await madeRoom(staff);
      const { vault } = stranger.member;
      const { envelope } = await staff.sealLog(of.room, vault, header(1), bytes('x'));
      const read = await staff.openLog(of.room, of.member.vault, envelope);
      expect(read).toMatchObject({ trust: 'signature', headNumber: 0 });
      expect((await staff.openLog(of.room, vault, envelope)).trust).toBe('ok');
    }));

  it('[D1] a wrong passphrase opens no vault, and the right one still does after it', () =>
    withCrypto(async (staff) => {
      const { member } = await madeRoom(staff);
      const [{ credentialId, salt, wrapped }] = member.credentials;
      const { memberId, roleBoxes, directoryEntry, anchor } = member;
      const stored = {
        serviceId: SERVICE_ID,
        memberId,
        credentialId,
        wrapped,
        directory: [directoryEntry],
        roleBoxes,
        anchor
      };
      const wrong = await staff.unlockVault({ kind: 'passphrase', passphrase: 'feil', salt });
      expect(hexOf(wrong.auth)).not.toBe(hexOf(member.auth));
      await refused('commitment-mismatch', () => staff.openVault(wrong.unlocking, stored));
      const passphrase = 'fire lange ord pa\u030a rad';
      const right = await staff.unlockVault({ kind: 'passphrase', passphrase, salt });
      expect(hexOf(right.auth)).toBe(hexOf(member.auth));
      expect((await staff.openVault(right.unlocking, stored)).vault).toBeGreaterThan(0);
      await refused('malformed', () =>
        staff.unlockVault({ kind: 'recovery', recoveryCode: 'ABCD', salt })
      );
    }));

  it('[D3] a box of another room does not open in this one’s place', () =>
    withCrypto(async (staff) => {
      const one = await madeRoom(staff);
      const { vault } = one.member;
      const { room } = await staff.newRoom();
      const two = await staff.sealRoom(room, vault, { face: one.face, wordList: 'en' });
      const { roomId } = one.sealed;
      const { face, records } = one;
      await refused('record-mismatch', () =>
        staff.openRoom(vault, { roomId, face, records, deskBox: two.deskBox })
      );
      await refused('record-mismatch', () =>
        staff.openRoom(vault, { roomId, face, records, deskBox: one.sealed.archiveBox })
      );
      await refused('record-mismatch', () =>
        staff.openRoom(vault, { roomId, face, records: [two.record], deskBox: two.deskBox })
      );
      await refused('malformed', () => staff.openRoom(vault, { roomId, face, records }));
    }));
});

describe('a room and its face', () => {
  it('[D3, L2] a face that was altered opens no room, from neither box', () =>
    withCrypto(async (staff) => {
      const { member, sealed, face, records } = await madeRoom(staff);
      const { vault } = member;
      const { roomId, deskBox, archiveBox } = sealed;
      const altered = bytes(`${text(face).slice(0, -1)},"host":"Mallory"}`);
      for (const box of [{ deskBox }, { archiveBox }]) {
        await refused('record-mismatch', () =>
          staff.openRoom(vault, { roomId, face: altered, records, ...box })
        );
        expect(
          (await staff.openRoom(vault, { roomId, face, records, ...box })).room
        ).toBeGreaterThan(0);
      }
    }));
});

describe('the crypto worker itself', () => {
  it('[K3] ends the instance that ran Argon2, at once when it failed, and keeps the other', async () => {
    const { makeWorker, made } = workerOf(createGuestOperations(random));
    const guest = openGuestCrypto(makeWorker);
    const token = {
      wordList: 'nb' as const,
      serviceId: SERVICE_ID,
      linkSecret: counted(32),
      faceHash: counted(16)
    };
    await refused('face-mismatch', () => guest.unlock({ token, face: bytes('{}'), words: ['a'] }));
    const ended = (): boolean[] => made.map((one) => one.ended);
    expect(ended()).toEqual([false, true]);
    const face = bytes('{}');
    const mine = { ...token, faceHash: faceHash(face) };
    await guest.unlock({ token: mine, face, words: ['a'] });
    expect(await guest.freshShare()).toHaveLength(32);
    expect(ended()).toEqual([false, true, true]);
    guest.close();
    expect(ended()).toEqual([true, true, true]);
  });

  it('[K3] uses the instance that was made ahead, once; a closed one leaves none behind', async () => {
    const { makeWorker, made } = workerOf(createGuestOperations(random));
    const guest = openGuestCrypto(makeWorker);
    guest.standBy();
    guest.standBy();
    expect(made).toHaveLength(2);
    const token = { wordList: 'nb' as const, serviceId: SERVICE_ID, linkSecret: counted(32) };
    const face = bytes('{}');
    const words = ['a'];
    await guest.unlock({ token: { ...token, faceHash: faceHash(face) }, face, words });
    expect(made).toHaveLength(2);
    guest.standBy();
    expect(made).toHaveLength(3);
    guest.close();
    expect(made.map((one) => one.ended)).toEqual([true, true, true]);
    guest.standBy();
    expect(made).toHaveLength(3);
  });

  it('[K3] one that was made ahead and cannot be loaded is not waited for', async () => {
    const { makeWorker, made } = workerOf(createGuestOperations(random));
    const guest = openGuestCrypto(makeWorker);
    guest.standBy();
    made[1]?.fail();
    expect(made.map((one) => one.ended)).toEqual([false, true]);
    const face = bytes('{}');
    const token = { wordList: 'nb' as const, serviceId: SERVICE_ID, linkSecret: counted(32) };
    const mine = { ...token, faceHash: faceHash(face) };
    await guest.unlock({ token: mine, face, words: ['a'] });
    expect(made).toHaveLength(3);
    guest.close();
  });

  it('[K5] rehearses a handshake and keeps nothing of it', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      await guest.rehearse(of.publicKey);
      const { begun } = await joined(guest, of);
      expect(begun.epoch).toBe(2);
      await refused('malformed', () => guest.rehearse(counted(7)));
    }));

  it('[X1] refuses whatever is asked once it is closed, and whatever was under way', async () => {
    const guest = openGuestCrypto(workerOf(createGuestOperations(random)).makeWorker);
    const underWay = guest.freshShare();
    guest.close();
    await refused('unavailable', () => underWay);
    await refused('unavailable', () => guest.freshShare());
  });

  it('[X1] tells a code across, never a stack, and nothing of a foreign error', async () => {
    const { makeWorker } = workerOf(() => ({
      freshShare: () => {
        throw new TypeError('secret detail');
      }
    }));
    const guest = openGuestCrypto(makeWorker);
    const error: unknown = await guest.freshShare().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'CryptoError', code: 'internal', message: '' });
    await refused('internal', () => guest.openResume({} as never));
    guest.close();
  });

  it('[X1] refuses arguments that cannot cross', async () => {
    const guest = openGuestCrypto(workerOf(createGuestOperations(random)).makeWorker);
    await refused('malformed', () => guest.openResume({ u: () => 1 } as never));
    guest.close();
  });

  it('[K5] handles are of one kind: a psk is no epoch', () =>
    withCrypto(async (staff, guest) => {
      const of = await madeRoom(staff);
      const { unlocked, begun } = await joined(guest, of);
      const handle = unlocked.pskHandle as unknown as EpochHandle;
      await refused('unknown-handle', () => guest.sealMessage(handle, header(1), bytes('x')));
      await guest.forget(unlocked.pskHandle);
      const said = await guest.sealMessage(begun.epoch, header(1), bytes('x'));
      expect(said.envelope[0]).toBe(1);
      expect(chainStart(of.sealed.roomId, begun.epochId)).toHaveLength(32);
    }));
});
