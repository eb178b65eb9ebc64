// Crypto: see mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const seal = 'src/lib/crypto/primitives/seal.ts';
const records = 'src/lib/crypto/room/room-record.ts';
const roomKeys = 'src/lib/crypto/worker/staff-room-operations.ts';

export const cryptoMutants: readonly NamedMutant[] = [
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
    from: `await seal(key, head, pad(content), salt)`,
    to: `await seal(key, head.subarray(0, 1), pad(content), salt)`,
    also: [`await open(key, head, `, `await open(key, head.subarray(0, 1), `],
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
    name: 'the resume key forgets the epoch',
    rule: 'P1',
    file: 'src/lib/crypto/room/key-schedule.ts',
    from: `const info = concatBytes(label(LABELS.resume), id(roomId, 'room id'), id(epochId, 'epoch id'));`,
    to: `const info = concatBytes(label(LABELS.resume), id(roomId, 'room id'), new Uint8Array(id(epochId, 'epoch id').length));`,
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
  }
];
