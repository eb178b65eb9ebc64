// What a member has seen of the directory, sealed to themselves [D6]. The server keeps it beside the vault
// and can neither read nor make one. At sign-in the directory must begin with it, also in a browser that
// has never been here. The key comes from the seeds, so every credential of the member opens and renews it.
// Rules: D1, D2, D6.

import {
  type Bytes,
  concatBytes,
  equalBytes,
  exactly,
  readU32be,
  u32be
} from '../primitives/bytes.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import type { Directory } from './directory.ts';
import { hkdf } from '../primitives/hash.ts';
import { label } from '../primitives/labels.ts';
import { STAFF_LABELS } from '../primitives/staff-labels.ts';
import { importSealKey, open, seal } from '../primitives/seal.ts';
import type { StaffSeeds } from './staff-keys.ts';

export type Anchor = {
  /** The head after the directory's first entry, 32 bytes. */
  root: Bytes;
  /** How many entries had been seen. */
  entries: number;
  /** The head after the last of them, 32 bytes. */
  head: Bytes;
};

type AnchorOwner = {
  /** 4 bytes. */
  serviceId: Uint8Array;
  /** 16 bytes. */
  memberId: Uint8Array;
  seeds: StaffSeeds;
};

const VERSION = 1;
const CONTENT_BYTES = 69;

/** The anchor of a verified directory. */
export function anchorOf(directory: Directory): Anchor {
  return {
    root: exactly(32, directory.heads[0] ?? new Uint8Array(0), 'root of a directory'),
    entries: directory.heads.length,
    head: directory.head
  };
}

/** Sealed version(1) ‖ root(32) ‖ entries(4) ‖ head(32): 141 bytes. @param salt 24 random bytes */
export async function sealAnchor(
  owner: AnchorOwner,
  anchor: Anchor,
  salt: Uint8Array
): Promise<Bytes> {
  const content = concatBytes(
    Uint8Array.of(VERSION),
    exactly(32, anchor.root, 'root'),
    u32be(anchor.entries),
    exactly(32, anchor.head, 'head')
  );
  return seal(await anchorKey(owner), context(owner), content, salt);
}

/**
 * @throws CryptoError `commitment-mismatch` (another member's, or made without the seeds),
 *   `authentication-failed`, `truncated`, `unsupported-version`, `malformed`
 */
export async function openAnchor(owner: AnchorOwner, sealed: Uint8Array): Promise<Anchor> {
  const content = await open(await anchorKey(owner), context(owner), sealed);
  if (content[0] !== VERSION) throw new CryptoError('unsupported-version', 'a later anchor');
  exactly(CONTENT_BYTES, content, 'anchor');
  return {
    root: content.slice(1, 33),
    entries: readU32be(content, 33),
    head: content.slice(37, CONTENT_BYTES)
  };
}

/** Whether a verified directory begins with what the anchor has seen. */
export function anchorHolds(anchor: Anchor, directory: Pick<Directory, 'heads'>): boolean {
  const [root] = directory.heads;
  const seen = directory.heads[anchor.entries - 1];
  if (root === undefined || seen === undefined) return false;
  return equalBytes(root, anchor.root) && equalBytes(seen, anchor.head);
}

async function anchorKey({ serviceId, memberId, seeds }: AnchorOwner) {
  const secret = concatBytes(
    exactly(32, seeds.boxSeed, 'box seed', 'weak-input'),
    exactly(32, seeds.signSeed, 'signing seed', 'weak-input')
  );
  const raw = hkdf(secret, context({ serviceId, memberId }), 32);
  secret.fill(0);
  const key = await importSealKey(raw);
  raw.fill(0);
  return key;
}

function context({ serviceId, memberId }: Pick<AnchorOwner, 'serviceId' | 'memberId'>): Bytes {
  return concatBytes(
    label(STAFF_LABELS.anchor),
    exactly(4, serviceId, 'service id'),
    exactly(16, memberId, 'member id')
  );
}
