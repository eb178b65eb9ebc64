// The directory of a service [D2]: hash-chained, signed, rooted in the first administrator's key. Clients
// pin its head and refuse a key that is not in it. So far the only kind of entry is the root. Unknown kinds
// are refused, never skipped, because skipping could hide a revocation.

import { isRole, type Role } from '#lib/protocol/roles.ts';
import {
  type Bytes,
  concatBytes,
  equalBytes,
  exactly,
  fromBase64url,
  fromUtf8,
  readU32be,
  toBase64url,
  u32be,
  utf8
} from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import { sha256 } from '../primitives/hash.ts';
import { label } from '../primitives/labels.ts';
import { STAFF_LABELS } from '../primitives/staff-labels.ts';
import {
  importSigningKey,
  signBytes,
  signingPublicKey,
  verifyBytes
} from '../primitives/signing-key.ts';

type DirectoryMember = {
  /** 16 bytes. */
  memberId: Bytes;
  name: string;
  role: Role;
  /** HPKE, 1,216 bytes. */
  boxKey: Bytes;
  /** Ed25519, 32 bytes. */
  signKey: Bytes;
};

type RoleKeys = {
  /** HPKE, 1,216 bytes. */
  deskKey: Bytes;
  archiveKey: Bytes;
  keyVersion: number;
};

/** The body of the first entry: who starts the service, and its first role keys. */
export type DirectoryRoot = DirectoryMember & RoleKeys & { kind: 'root'; serviceId: Bytes };

export type Directory = {
  /** The head after each entry, 32 bytes each; the last one is what clients pin. */
  heads: readonly Bytes[];
  /** The last of `heads`. */
  head: Bytes;
  /** 4 bytes. */
  serviceId: Bytes;
  members: readonly DirectoryMember[];
  roleKeys: RoleKeys;
};

const VERSION = 1;
const BODY_AT = 37;
const SIGNATURE_BYTES = 64;
/** The head before the first entry. */
export const DIRECTORY_START: Bytes = /* @__PURE__ */ new Uint8Array(32);

/**
 * A signed entry: version(1) ‖ previous head(32) ‖ length(4) ‖ body ‖ signature(64).
 * @param signSeed the signer's Ed25519 seed, 32 bytes; for the root it must be that of `signKey`
 */
export async function signDirectoryEntry(args: {
  previousHead: Uint8Array;
  body: DirectoryRoot;
  signSeed: Uint8Array;
}): Promise<Bytes> {
  if (!equalBytes(await signingPublicKey(args.signSeed), args.body.signKey)) {
    throw new CryptoError('malformed', 'the root signs itself');
  }
  const body = encodeRoot(args.body);
  const start = concatBytes(
    Uint8Array.of(VERSION),
    exactly(32, args.previousHead, 'previous head'),
    u32be(body.length),
    body
  );
  const key = await importSigningKey(args.signSeed);
  return concatBytes(
    start,
    await signBytes(key, concatBytes(label(STAFF_LABELS.directory), start))
  );
}

/** The head after an entry: H(`tr1/directory-head` ‖ entry), 32 bytes. */
export function directoryHead(entry: Uint8Array): Bytes {
  return sha256(label(STAFF_LABELS.directoryHead), entry);
}

/**
 * Verifies a whole directory from its first entry.
 * @throws CryptoError `malformed` (not a chain that starts with a root), `truncated`,
 *   `authentication-failed` (a signature), `unsupported-version` (a kind of a later suite)
 */
export async function verifyDirectory(entries: readonly Uint8Array[]): Promise<Directory> {
  const [first, second] = entries;
  if (first === undefined) throw new CryptoError('malformed', 'an empty directory');
  if (second !== undefined) {
    throw new CryptoError('unsupported-version', 'only a root is known in this suite');
  }
  const { previousHead, body, signed, signature } = splitEntry(first);
  if (!equalBytes(previousHead, DIRECTORY_START)) {
    throw new CryptoError('malformed', 'does not start at the start');
  }
  const root = decodeRoot(body);
  const message = concatBytes(label(STAFF_LABELS.directory), signed);
  if (!(await verifyBytes(root.signKey, signature, message))) {
    throw new CryptoError('authentication-failed', 'the root is not signed by its key');
  }
  const { memberId, name, role, boxKey, signKey, deskKey, archiveKey, keyVersion } = root;
  return {
    heads: [directoryHead(first)],
    head: directoryHead(first),
    serviceId: root.serviceId,
    members: [{ memberId, name, role, boxKey, signKey }],
    roleKeys: { deskKey, archiveKey, keyVersion }
  };
}

/** The member as the directory lists them now; null when it does not list them. */
export function memberOf(
  directory: Pick<Directory, 'members'>,
  memberId: Uint8Array
): DirectoryMember | null {
  return directory.members.find((member) => equalBytes(member.memberId, memberId)) ?? null;
}

/** The number of entries at which `head` was the last one; null for a head that never existed. */
export function headNumber(directory: Pick<Directory, 'heads'>, head: Uint8Array): number | null {
  const index = directory.heads.findIndex((one) => equalBytes(one, head));
  return index === -1 ? null : index + 1;
}

/**
 * The key of a member whom the directory listed when `head` was its last one; null when it listed nobody
 * such. So far nobody is ever removed: a listed member has been there since the first head.
 */
export function signKeyAt(
  directory: Pick<Directory, 'heads' | 'members'>,
  memberId: Uint8Array,
  head: Uint8Array
): Bytes | null {
  if (headNumber(directory, head) === null) return null;
  return memberOf(directory, memberId)?.signKey ?? null;
}

function splitEntry(entry: Uint8Array): {
  previousHead: Uint8Array;
  body: Uint8Array;
  signed: Uint8Array;
  signature: Uint8Array;
} {
  if (entry.length < BODY_AT + SIGNATURE_BYTES) throw new CryptoError('truncated', 'entry cut');
  if (entry[0] !== VERSION) throw new CryptoError('unsupported-version', 'a later entry');
  const end = BODY_AT + readU32be(entry, 33);
  exactly(end + SIGNATURE_BYTES, entry, 'directory entry');
  return {
    previousHead: entry.subarray(1, 33),
    body: entry.subarray(BODY_AT, end),
    signed: entry.subarray(0, end),
    signature: entry.subarray(end)
  };
}

/** JSON with the keys in this order and bytes as base64url: each body has one spelling. */
function encodeRoot(root: DirectoryRoot): Bytes {
  return utf8(
    JSON.stringify({
      kind: root.kind,
      serviceId: toBase64url(exactly(4, root.serviceId, 'service id')),
      memberId: toBase64url(exactly(16, root.memberId, 'member id')),
      name: root.name.normalize('NFC'),
      role: root.role,
      boxKey: toBase64url(exactly(1_216, root.boxKey, 'box key')),
      signKey: toBase64url(exactly(32, root.signKey, 'signing key')),
      deskKey: toBase64url(exactly(1_216, root.deskKey, 'desk key')),
      archiveKey: toBase64url(exactly(1_216, root.archiveKey, 'archive key')),
      keyVersion: root.keyVersion
    })
  );
}

function decodeRoot(body: Uint8Array): DirectoryRoot {
  const fields = parseObject(fromUtf8(body));
  if (fields['kind'] !== 'root') {
    throw new CryptoError('unsupported-version', 'an entry of another kind');
  }
  const { name, role, keyVersion } = fields;
  if (typeof name !== 'string' || !isRole(role)) {
    throw new CryptoError('malformed', 'a root without name or role');
  }
  if (typeof keyVersion !== 'number' || !Number.isInteger(keyVersion) || keyVersion < 1) {
    throw new CryptoError('malformed', 'a root without key version');
  }
  const bytes = (key: string): Bytes => {
    const text = fields[key];
    if (typeof text !== 'string') throw new CryptoError('malformed', `a root without ${key}`);
    return fromBase64url(text);
  };
  const root: DirectoryRoot = {
    kind: 'root',
    serviceId: bytes('serviceId'),
    memberId: bytes('memberId'),
    name,
    role,
    boxKey: bytes('boxKey'),
    signKey: bytes('signKey'),
    deskKey: bytes('deskKey'),
    archiveKey: bytes('archiveKey'),
    keyVersion
  };
  if (!equalBytes(encodeRoot(root), body)) {
    throw new CryptoError('malformed', 'a root in another spelling');
  }
  return root;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new CryptoError('malformed', 'not JSON', { cause });
  }
  throw new CryptoError('malformed', 'not an object');
}
