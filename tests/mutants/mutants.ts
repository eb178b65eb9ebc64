// Small faults in server, crypto, exit and vault, each in one shipped file, each against one rule, each with
// the test that finds it. `from` stands in its file exactly once; when the file changes, the mutant is
// mended with it. Run by `npm run mutants`.
import type { Mutant } from '../model/mutation.ts';

export interface NamedMutant extends Mutant {
  /** The test file, from `tests`, without its ending. */
  readonly in: string;
  /** The title of the test that must fail, or how it begins. */
  readonly by: string;
}

const joins = 'party/room/frames/guest-joins.ts';
const returns = 'party/room/frames/guest-returns.ts';
const appends = 'party/room/frames/appends.ts';
const acts = 'party/room/frames/staff-acts.ts';
const epochs = 'party/room/core/epochs.ts';
const attempts = 'party/room/core/attempts.ts';
const expiry = 'party/room/core/room-expiry.ts';
const pool = 'party/room/core/share-pool.ts';
const sessions = 'party/desk/accounts/sessions.ts';
const permits = 'party/desk/accounts/permits.ts';
const seal = 'src/lib/crypto/primitives/seal.ts';
const records = 'src/lib/crypto/room/room-record.ts';
const vault = 'src/lib/crypto/worker/staff-vault-operations.ts';
const roomKeys = 'src/lib/crypto/worker/staff-room-operations.ts';
const exit = 'src/lib/guest/exit/exit.ts';

export const NAMED_MUTANTS: readonly NamedMutant[] = [
  // The room: who is let in.
  {
    name: 'a join whose signature does not fit is taken',
    rule: 'J3',
    file: joins,
    from: `if (!(await verifyDeviceSignature(deviceKey, sig, message))) return null;`,
    to: `await verifyDeviceSignature(deviceKey, sig, message);`,
    in: 'party/join',
    by: '[J3] refuses a signature over another challenge, and counts no attempt for it'
  },
  {
    name: 'a room that closed while the share was laid still lets in',
    rule: 'R5',
    file: joins,
    from: `if (after !== null || !leaseHolds(`,
    to: `if (!leaseHolds(`,
    in: 'party/meanwhile',
    by: '[R5] the room closes: nobody is let in, and no share is held'
  },
  {
    name: 'an epoch is joined again with another leave hash',
    rule: 'J3',
    file: joins,
    from: `    there.leaveHash === frame.leaveHash &&\n`,
    to: ``,
    in: 'party/join',
    by: '[J3] is idempotent by H(enc), and refuses the same enc with anything else'
  },
  {
    name: 'any leave token closes an epoch',
    rule: 'E1',
    file: joins,
    from: `return held !== null && equalBytes(transcript.leaveTokenHash(leaveToken), held);`,
    to: `return held !== null && leaveToken.length > 0;`,
    in: 'party/life',
    by: '[E1] answers a wrong token the same, and does nothing'
  },
  {
    name: 'a resume whose signature does not fit is taken',
    rule: 'P2',
    file: returns,
    from: `const message = resumeChallengeBytes(room.roomId, epochId, challenge);
  if (!(await verifyDeviceSignature(deviceKey, sig, message))) return no('bad-proof');`,
    to: `const message = resumeChallengeBytes(room.roomId, epochId, challenge);
  await verifyDeviceSignature(deviceKey, sig, message);`,
    in: 'party/join',
    by: '[P2] hands `u` back to the device key only'
  },
  {
    name: 'a device that was refused resumes',
    rule: 'J5',
    file: 'party/room/frames/admission.ts',
    from: `return room.state.devices.get(deviceKey)?.barred === true ? 'epoch-refused' : null;`,
    to: `return null;`,
    in: 'party/crowd',
    by: '[J5] loses everything it has open, its deliveries too, and nothing of it is taken any more'
  },
  {
    name: 'a share of another generation is handed out',
    rule: 'R7',
    file: returns,
    from: `if (now?.generation !== latch.generation) return no('unavailable');`,
    to: `void now;`,
    in: 'party/meanwhile',
    by: '[R7] another one is laid: the page asks again'
  },
  {
    name: 'a share store hands out whatever it holds',
    rule: 'R7',
    file: 'party/siblings/resume-share-store.ts',
    from: `return this.#generation() === generation ? bytesIn(this.ctx.storage, 'share') : null;`,
    to: `return this.#generation() !== null && generation > 0 ? bytesIn(this.ctx.storage, 'share') : null;`,
    in: 'party/share-stores',
    by: '[R7] holds one generation, and hands out no other'
  },
  {
    name: 'an erasure that comes late takes a newer share with it',
    rule: 'R7',
    file: 'party/siblings/resume-share-store.ts',
    from: `if (generation !== null && (this.#generationOrNull() ?? 0) > generation) return true;`,
    to: `void generation;`,
    in: 'party/share-stores',
    by: '[R7] an erasure that comes late leaves a newer share alone'
  },
  {
    name: 'strangers may hold every share store',
    rule: 'R7',
    file: pool,
    from: `if (!wasConfirmed(state, deviceKey) && strangers.size >= SHARE_STORES.strangers) return null;`,
    to: `if (!wasConfirmed(state, deviceKey) && strangers.size >= SHARE_STORES.slots) return null;`,
    in: 'party-core/share-pool',
    by: '[R7] strangers hold at most half of the pool, a confirmed device finds a slot all the same'
  },
  {
    name: 'a lease never ends',
    rule: 'R7',
    file: pool,
    from: `return due?.generation === share.generation && due.tries === 0 && nowMs < due.atMs;`,
    to: `return due?.generation === share.generation && due.tries === 0 && nowMs > 0;`,
    in: 'party-core/share-pool',
    by: '[R7] a planned share that nothing takes is erased'
  },
  {
    name: 'a share outlives its window',
    rule: 'P2',
    file: expiry,
    from: `nowMs >= epoch.lastSeenMs + state.lifetimes.resumeWindowMs)
      next = loseShare(next, epoch, nowMs);`,
    to: `nowMs >= epoch.lastSeenMs + 10 * state.lifetimes.resumeWindowMs)
      next = loseShare(next, epoch, nowMs);`,
    in: 'party-core/room-core',
    by: '[P2] the share goes when the window is over, counted from when the tab was last seen'
  },
  {
    name: 'new devices are never locked out',
    rule: 'J4',
    file: attempts,
    from: `if (count.wrong >= ATTEMPTS.lockAt) return { t: 'locked' };`,
    to: ``,
    in: 'party-core/room-core',
    by: '[J4] five free, then doubling waits from two seconds, then locked'
  },
  {
    name: 'a wrong code word costs no time',
    rule: 'J4',
    file: attempts,
    from: `return over < 0 ? 0 : count.lastAtMs + ATTEMPTS.firstDelayMs * 2 ** over;`,
    to: `return over < 0 ? 0 : count.lastAtMs;`,
    in: 'party-core/room-core',
    by: '[J4] five free, then doubling waits from two seconds, then locked'
  },
  {
    name: 'an attempt is counted after it was checked',
    rule: 'J4',
    file: joins,
    from: `  room.apply({ t: 'attempt', deviceKey, known });
  let right: boolean | null;
  try {
    right = await room.joinGate.check(joinToken);`,
    to: `  let right: boolean | null;
  try {
    right = await room.joinGate.check(joinToken);
    room.apply({ t: 'attempt', deviceKey, known });`,
    in: 'party/join',
    by: '[J4] gives no free guesses to joins that race'
  },
  {
    name: 'a refusal bars no device',
    rule: 'J5',
    file: epochs,
    from: `{ ...device, barred: true }`,
    to: `{ ...device }`,
    in: 'party-core/room-core',
    by: '[J5] refusing bars the device and leaves other devices alone'
  },
  {
    name: 'Exit ends one epoch of the device only',
    rule: 'E1',
    file: epochs,
    from: `if (other.epochId === epochId || (other.deviceKey === deviceKey && isLive(other.state)))`,
    to: `if (other.epochId === epochId)`,
    in: 'party/life',
    by: '[E1] ends every epoch of the device, dated now, whichever of its tabs says it'
  },
  {
    name: 'a stranger can end the room',
    rule: 'R3',
    file: 'party/room/core/room-core.ts',
    from: `if (epoch.state === 'confirmed' || state.core.devicesEver === 1)`,
    to: `if (epoch.connected || state.core.devicesEver === 1)`,
    in: 'party/life',
    by: 'lets an unconfirmed stranger end no more than their own epoch'
  },
  {
    name: 'a closed room keeps its join gate',
    rule: 'R5',
    file: expiry,
    from: `next = withDue(next, { kind: 'erase-door', atMs: nowMs, tries: 0 });`,
    to: ``,
    in: 'party/life',
    by: '[R3] cuts off at once: sockets told, epochs ended, door and share stores erased'
  },
  {
    name: 'a room is kept beyond its cap',
    rule: 'R2',
    file: expiry,
    from: `deleteAtMs: Math.min(nowMs + state.lifetimes.retentionMs, capAtMs)`,
    to: `deleteAtMs: Math.max(nowMs + state.lifetimes.retentionMs, Math.min(capAtMs, 0))`,
    in: 'party-core/room-core',
    by: '[R2] a silent room ends; retention is counted from the end, never past the cap'
  },
  {
    name: 'strangers may fill the room',
    rule: 'X4',
    file: 'party/room/core/quotas.ts',
    from: `if (used.strangers + moreBytes > roomBytes * STRANGERS_AT_MOST) return false;`,
    to: ``,
    in: 'party-core/quotas',
    by: '[X4] strangers stay within a quarter of the room, all together'
  },
  // The room: what is written.
  {
    name: 'a guest writes into the epoch of another device',
    rule: 'S5',
    file: appends,
    from: `if (entry.direction !== envelopes.Direction.guest || epoch?.deviceKey !== auth.deviceKey)`,
    to: `if (entry.direction !== envelopes.Direction.guest || epoch === undefined)`,
    in: 'party/append',
    by: '[S5] refuses an envelope for the epoch of another device'
  },
  {
    name: 'what waits after an exit is taken',
    rule: 'E1',
    file: appends,
    from: `if (!isLive(epoch.state) && epoch.state !== 'replaced') return no('epoch-closed');`,
    to: ``,
    in: 'party/life',
    by: '[E1] refuses what a tab that left had not yet sent'
  },
  {
    name: 'a copy goes to an epoch that is not live',
    rule: 'O6',
    file: appends,
    from: `    if (!isLive(epoch.state))
      return no(epoch.state === 'refused' ? 'epoch-refused' : 'epoch-closed');
`,
    to: ``,
    in: 'party/append',
    by: '[O6] refuses a copy to an epoch that is not live'
  },
  {
    name: 'an envelope of another room is taken',
    rule: 'S3',
    file: appends,
    from: `if (!equalBytes(header.roomId, room.roomId)) return 'not-allowed';`,
    to: ``,
    in: 'party/append',
    by: '[S3] refuses a length that no envelope has, and one of another room'
  },
  {
    name: 'a number may be left out',
    rule: 'S5',
    file: appends,
    from: `if (entry.sequence > next) return 'sequence-gap';`,
    to: ``,
    in: 'party/append',
    by: '[S5] takes only the next number of a sender'
  },
  // The room and the desk: staff.
  {
    name: 'a permit that came before a sign-out enters after it',
    rule: 'D5',
    file: acts,
    from: `if (granted === null || room.revoked.has(granted.session)) return no('bad-proof');`,
    to: `if (granted === null) return no('bad-proof');`,
    in: 'party/meanwhile',
    by: '[D5] their session ends while the permit is redeemed: they are not let in, and no box is fetched'
  },
  {
    name: 'a sign-out while the box is fetched lets in',
    rule: 'D5',
    file: acts,
    from: `  if (room.revoked.has(granted.session)) return no('bad-proof');
  if (connection`,
    to: `  if (connection`,
    in: 'party/meanwhile',
    by: '[D5] their session ends while the box is fetched: they are not let in'
  },
  {
    name: 'a live permit opens a closed room',
    rule: 'D3',
    file: acts,
    from: `if (closed && granted.right !== 'archive') return no('ended');`,
    to: ``,
    in: 'party/life',
    by: `[D3, R3] gives a closed room's archive box to an archive permit, and no desk box`
  },
  {
    name: 'an archive permit opens a living room',
    rule: 'D3',
    file: acts,
    from: `if (!closed && granted.right !== 'live') return no('not-allowed');`,
    to: ``,
    in: 'party/life',
    by: `[D3, R3] gives a closed room's archive box to an archive permit, and no desk box`
  },
  {
    name: 'signing out leaves the sockets open',
    rule: 'D5',
    file: acts,
    from: `if (one.auth.session === session) closeSocket(one.connection, CLOSE.revoked);`,
    to: `void one;`,
    in: 'party/desk',
    by: `[D1, D5] signing out closes that session's sockets at the desk and in rooms, and no other's`
  },
  {
    name: 'a session whose time is over still signs in',
    rule: 'D8',
    file: sessions,
    from: `'SELECT id, member, expires_at_ms FROM session WHERE hash = ? AND expires_at_ms > ?',`,
    to: `'SELECT id, member, expires_at_ms FROM session WHERE hash = ? AND ? > 0',`,
    in: 'party/sessions',
    by: '[D8] is none from its last moment on, whenever the alarm comes'
  },
  {
    name: 'a session that ended meanwhile gets its permit',
    rule: 'D5',
    file: permits,
    from: `if (!isSession(storage, session, nowMs)) return refusal('not-signed-in');`,
    to: ``,
    in: 'party/sessions',
    by: '[D5] while the room is asked for its name gets no permit'
  },
  {
    name: 'a permit is redeemed twice',
    rule: 'D5',
    file: permits,
    from: `storage.run('DELETE FROM permit WHERE hash = ?', hash);`,
    to: ``,
    in: 'party/desk',
    by: '[D5] are redeemed once, for one room, after their audit entry'
  },
  {
    name: 'a permit opens every room',
    rule: 'D5',
    file: permits,
    from: `FROM permit WHERE hash = ? AND room = ? AND expires_at_ms > ?',`,
    to: `FROM permit WHERE hash = ? AND ? <> \\'\\' AND expires_at_ms > ?',`,
    in: 'party/desk',
    by: '[D5] are redeemed once, for one room, after their audit entry'
  },
  {
    name: 'an archive is opened without a reason',
    rule: 'D5',
    file: permits,
    from: `if (body.right === 'archive' && body.reason === null) return refusal('malformed');`,
    to: ``,
    in: 'party/desk',
    by: `[D5] want a reason for an archive; only its code stands in the chain, and no room's name`
  },
  {
    name: 'a page of another origin may ask',
    rule: 'X5',
    file: 'party/edge/origin.ts',
    from: `request.headers.get('Origin') === way.origin;`,
    to: `request.headers.get('Origin') !== way.origin.repeat(2);`,
    in: 'party/edge',
    by: '[X5] compares the whole origin: scheme, host and port'
  },
  // Crypto.
  {
    name: 'a commitment is not compared',
    rule: 'S1',
    file: seal,
    from: `if (!equalBytes(message.commitment, sealed.subarray(SALT_BYTES, SEAL_PREFIX_BYTES))) {`,
    to: `if (message.commitment.length !== 32) {`,
    in: 'crypto/seal',
    by: '[S1] refuses Wycheproof case 21: valid ciphertext with wrong commitment'
  },
  {
    name: 'the context is not bound',
    rule: 'S1',
    file: seal,
    from: `const info = concatBytes(name, Uint8Array.of(0), salt, context);`,
    to: `const info = concatBytes(name, Uint8Array.of(0), salt, context.subarray(0, 0));`,
    in: 'crypto/seal',
    by: '[S1] refuses Wycheproof case 25: valid ciphertext decrypted with wrong c…'
  },
  {
    name: 'every chunk has the same nonce',
    rule: 'S1',
    file: seal,
    from: `view.setUint32(8, (view.getUint32(8) ^ index) >>> 0);`,
    to: `view.setUint32(8, view.getUint32(8) + index * 0);`,
    in: 'crypto/seal',
    by: '[S1] opens Wycheproof case 3: full chunk followed by short chunk'
  },
  {
    name: 'padding may hold something',
    rule: 'S3',
    file: 'src/lib/crypto/primitives/padding.ts',
    from: `if (rest !== 0) throw new CryptoError('malformed', 'padding is not zero');`,
    to: ``,
    in: 'crypto/padding',
    by: '[S3] refuses another total, a length that does not fit and padding that is not zero'
  },
  {
    name: 'the header is not bound to its content',
    rule: 'S2',
    file: 'src/lib/crypto/room/envelope.ts',
    from: `const head = envelope.subarray(0, HEADER_BYTES);
  const padded = await open(key, head,`,
    to: `const head = encodeHeader({ ...header, sequence: header.sequence & ~1 });
  const padded = await open(key, head,`,
    in: 'crypto/envelope',
    by: '[S2] does not open when any field of its header was changed'
  },
  {
    name: 'the chain forgets the time',
    rule: 'O2',
    file: 'src/lib/crypto/room/chain.ts',
    from: `    u64be(timeMs)\n`,
    to: `    u64be(timeMs * 0)\n`,
    in: 'crypto/envelope',
    by: '[O2] shows loss, replay, reordering and another time'
  },
  {
    name: 'the device key is not bound into the epoch',
    rule: 'K5',
    file: 'src/lib/crypto/room/handshake.ts',
    from: `exactly(DEVICE_KEY_BYTES, args.deviceKey, 'device key')`,
    to: `new Uint8Array(DEVICE_KEY_BYTES)`,
    in: 'crypto/handshake',
    by: '[J6] gives another root and a wrong code for another device'
  },
  {
    name: 'staff take an epoch whose goodbye is somebody else’s',
    rule: 'J6',
    file: roomKeys,
    from: `        equalBytes(state.epochId, epochId) &&
        equalBytes(transcript.leaveTokenHash(state.leaveToken), leaveHash);`,
    to: `        equalBytes(state.epochId, epochId);`,
    in: 'crypto/workers',
    by: '[J6] a page that knows the code, and names another goodbye or epoch than its own, gets none'
  },
  {
    name: 'staff take an epoch without its proof',
    rule: 'J6',
    file: roomKeys,
    from: `transcript.confirmMacMatches(secrets.confirmKey, joined, mac) &&`,
    to: `joined.length > 0 && mac.length === 32 &&`,
    in: 'crypto/workers',
    by: '[J6] a wrong code, or anything altered on the way, gives no epoch'
  },
  {
    name: 'a resume box opens in another epoch',
    rule: 'P1',
    file: 'src/lib/crypto/room/key-schedule.ts',
    from: `const info = concatBytes(label(LABELS.resume), id(roomId, 'room id'), id(epochId, 'epoch id'));`,
    to: `const info = concatBytes(label(LABELS.resume), id(roomId, 'room id'), id(epochId, 'epoch id').fill(0));`,
    in: 'crypto/vectors',
    by: '[K9] still makes every vector'
  },
  {
    name: 'a directory is believed without its signature',
    rule: 'D2',
    file: 'src/lib/crypto/account/directory.ts',
    from: `if (!(await verifyBytes(root.signKey, signature, message))) {`,
    to: `if (message.length === 0 || signature.length !== 64) {`,
    in: 'crypto/staff-keys',
    by: '[D2] refuses any altered byte'
  },
  {
    name: 'a room record is believed without its signature',
    rule: 'D7',
    file: records,
    from: `if (!(await verifyBytes(signKey, record.signature, message))) throw mismatch('not signed');`,
    to: `void message;`,
    in: 'crypto/lying-server',
    by: '[D7] is opened from neither box without a maker, nor with one that the directory does not list'
  },
  {
    name: 'another box than the one that was signed for is opened',
    rule: 'D7',
    file: records,
    from: `if (!equalBytes(held, sha256(box.bytes))) throw mismatch('another box');`,
    to: `void held;`,
    in: 'crypto/lying-server',
    by: '[D7] a genuine record does not serve for another room, face, service or box'
  },
  {
    name: 'a record in the middle may be missing',
    rule: 'D7',
    file: records,
    from: `if (!equalBytes(record.previous, before)) throw mismatch('a record is missing');`,
    to: `void before;`,
    in: 'crypto/lying-server',
    by: '[D7] sealed again: the whole chain is needed, in order, and the last boxes count'
  },
  // The vault.
  {
    name: 'the signing key in the directory may be somebody else’s',
    rule: 'D6',
    file: vault,
    from: `    equalBytes(own.signKey, await signingPublicKey(seeds.signSeed)) &&\n`,
    to: ``,
    in: 'crypto/lying-server',
    by: '[D6] another signing key, box key, member or service, with an anchor that has seen it and without'
  },
  {
    name: 'the box key in the directory may be somebody else’s',
    rule: 'D6',
    file: vault,
    from: `(await isPublicHalf(own.boxKey, seeds.boxSeed));`,
    to: `own.boxKey.length > 0;`,
    in: 'crypto/lying-server',
    by: '[D6] another signing key, box key, member or service, with an anchor that has seen it and without'
  },
  {
    name: 'a directory that forgets what the anchor has seen is opened',
    rule: 'D6',
    file: vault,
    from: `if (!anchorHolds(anchor, directory)) throw mismatch('not the one that was seen before');`,
    to: ``,
    in: 'crypto/lying-server',
    by: '[D6] another root with this very member in it: the anchor knows better'
  },
  {
    name: 'role keys that this member does not hold are used',
    rule: 'D6',
    file: vault,
    from: `if (seed === undefined || !(await isPublicHalf(key, seed)))`,
    to: `if (key.length === 0)`,
    in: 'crypto/lying-server',
    by: '[D6] role keys that this member does not hold, even rightly signed'
  },
  {
    name: 'a directory of another service is opened',
    rule: 'D6',
    file: vault,
    from: `    equalBytes(directory.serviceId, serviceId) &&\n`,
    to: ``,
    in: 'crypto/lying-server',
    by: '[D6] another signing key, box key, member or service, with an anchor that has seen it and without'
  },
  {
    name: 'the key over the seeds stays behind',
    rule: 'D6',
    file: vault,
    from: `      unlocking.drop(handle);\n`,
    to: ``,
    in: 'crypto/attacks-vault',
    by: '[D6] is used up by a refusal, so that the key over the seeds does not stay behind'
  },
  {
    name: 'a policy of another service is taken',
    rule: 'D2',
    file: 'src/lib/staff/account/vault-session.svelte.ts',
    from: `if (policy.serviceId !== this.#serviceId) throw new DirectoryChanged();`,
    to: `void policy;`,
    in: 'staff/attacks-sign-in',
    by: '[D2] of another service is not taken: rooms, lines and audit would go there'
  },
  {
    name: 'a machine that slept opens again by a touch',
    rule: 'D1',
    file: 'src/lib/staff/account/idle-lock.ts',
    from: `    if (Date.now() - lastUseMs < lockAfterMs) lastUseMs = Date.now();
    else check();`,
    to: `    lastUseMs = Date.now();`,
    in: 'staff/idle-lock',
    by: '[D1] a use after the time is over does not open it again: a machine that slept ran no timer'
  },
  {
    name: 'a desk that is left stays open',
    rule: 'D9',
    file: 'src/lib/staff/account/idle-lock.ts',
    from: `if (whenLeft) addEventListener('pagehide', leave);`,
    to: `void leave;`,
    in: 'staff/idle-lock',
    by: '[D9] locks when it is left, unless the policy lets it stay'
  },
  // Exit.
  {
    name: 'the page is not blank',
    rule: 'E1',
    file: exit,
    from: `  attempt(blank);\n`,
    to: ``,
    in: 'guest/exit',
    by: '[E1] shows a blank page before anything else, and takes the link out of the address'
  },
  {
    name: 'the link stays in the address',
    rule: 'E1',
    file: exit,
    from: `attempt(() => history.replaceState(null, '', '/'));`,
    to: ``,
    in: 'guest/exit',
    by: '[E1] shows a blank page before anything else, and takes the link out of the address'
  },
  {
    name: 'the goodbye is said by beacon only',
    rule: 'E4',
    file: exit,
    from: `    said.catch(() => undefined);
  });`,
    to: `    said.catch(() => undefined);
  });
  return;`,
    in: 'guest/exit',
    by: '[E1, E4] says goodbye in two ways, with the same 48 bytes'
  },
  {
    name: 'other tabs are not told',
    rule: 'E4',
    file: exit,
    from: `channel.postMessage({ t: 'exit', exitUrl });`,
    to: ``,
    in: 'guest/exit',
    by: '[E4] tells the other tabs, and one that is told tells nobody and says its own goodbye'
  },
  {
    name: 'a tab that is told says no goodbye',
    rule: 'E4',
    file: exit,
    from: `exitNow({ exitUrl, place: place(), tellOthers: false });`,
    to: `exitNow({ exitUrl, place: null, tellOthers: false });`,
    in: 'guest/exit',
    by: '[E4] tells the other tabs, and one that is told tells nobody and says its own goodbye'
  },
  {
    name: 'what the tab keeps is left',
    rule: 'E5',
    file: exit,
    from: `for (const key of TAB_KEYS) attempt(() => sessionStorage.removeItem(key));`,
    to: ``,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'the database is left',
    rule: 'E5',
    file: exit,
    from: `    () => wipeDatabase(GUEST_DATABASE),\n`,
    to: ``,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'the service worker is left',
    rule: 'E5',
    file: exit,
    from: `registrations.map((registration) => registration.unregister())`,
    to: `registrations.map(() => undefined)`,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'everybody’s caches are cleared',
    rule: 'E5',
    file: exit,
    from: `const ours = names.filter(isGuestCache);`,
    to: `const ours = names;`,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'storage that does not answer keeps Exit waiting',
    rule: 'E3',
    file: exit,
    from: `const latest = setTimeout(go, WIPE_AT_MOST_MS);`,
    to: `const latest = setTimeout(go, 100 * WIPE_AT_MOST_MS);`,
    in: 'guest/exit',
    by: '[E3] leaves after a quarter of a second where storage never answers'
  },
  {
    name: 'one step that fails stops Exit',
    rule: 'E3',
    file: exit,
    from: `for (const stop of stoppers) attempt(stop);`,
    to: `for (const stop of stoppers) stop();`,
    in: 'guest/exit',
    by: '[E3] leaves where'
  },
  {
    name: 'what must stop goes on',
    rule: 'E2',
    file: exit,
    from: `for (const stop of stoppers) attempt(stop);`,
    to: ``,
    in: 'guest/exit',
    by: '[E2] stops whatever must stop, once, and does nothing the second time'
  }
];
