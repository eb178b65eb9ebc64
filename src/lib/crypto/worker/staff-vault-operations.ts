// What staff's worker does before there is a room [D1–D3]: set a service up, sign in, hold keys. The server
// gets hashes, wrapped seeds and boxes; seeds and X stay here. No I/O, no clock.

import { type Bytes, concatBytes, equalBytes, utf8 } from '../primitives/bytes.ts';
import { makeBoxKeyPair, openBox, sealBox } from '../primitives/box.ts';
import { type Anchor, anchorHolds, anchorOf, openAnchor, sealAnchor } from '../account/anchor.ts';
import { CryptoError } from '../primitives/crypto-error.ts';
import {
  type Directory,
  DIRECTORY_START,
  memberOf,
  signDirectoryEntry,
  verifyDirectory
} from '../account/directory.ts';
import type {
  OpenVault,
  RandomBytes,
  RoleKeyBox,
  StaffCredential,
  StaffOperations,
  RoleKeyName,
  StaffSecret,
  Stretch
} from './operation-types.ts';
import type { Handles } from './handles.ts';
import { sha256 } from '../primitives/hash.ts';
import { STAFF_ARGON2 } from '../room/key-schedule.ts';
import { isPublicHalf, type KemKeyPair } from '../primitives/key-pair.ts';
import { SALT_BYTES } from '../primitives/seal.ts';
import {
  deriveStaffAuth,
  importSigningKey,
  RECOVERY_CODE_BYTES,
  recoveryCodeFormat,
  recoveryCodeParse,
  recoverySecret,
  signingPublicKey,
  type StaffSeeds,
  unwrapSeeds,
  wrapSeeds
} from '../account/staff-keys.ts';

export type Vault = {
  serviceId: Bytes;
  memberId: Bytes;
  signKey: CryptoKey;
  /** Verified, and checked against this member's own keys and anchor [D6]. */
  directory: Directory;
  /** Role seeds by `roleSlot`. */
  roleSeeds: Map<string, Bytes>;
};

type VaultHandles = {
  unlocking: Handles<'unlocking', { wrapKey: Bytes }>;
  vaults: Handles<'vault', Vault>;
};

type VaultOperations = Pick<StaffOperations, 'newMember' | 'unlockVault' | 'openVault'>;

const FIRST_KEY_VERSION = 1;

/** The slot of a vault for the seed of one version of a role key. */
export function roleSlot(role: RoleKeyName, keyVersion: number): string {
  return `${role}:${String(keyVersion)}`;
}

export function wipeVault(vault: Vault): void {
  for (const seed of vault.roleSeeds.values()) seed.fill(0);
}

export function createVaultOperations(
  randomBytes: RandomBytes,
  { unlocking, vaults }: VaultHandles
): (stretch: Stretch) => VaultOperations {
  const freshSalt = () => randomBytes(SALT_BYTES);

  return (stretch) => ({
    async newMember({ serviceId, name, passphrase }) {
      const memberId = randomBytes(16);
      const box = await makeBoxKeyPair(randomBytes(32));
      const signSeed = randomBytes(32);
      const desk = await makeBoxKeyPair(randomBytes(32));
      const archive = await makeBoxKeyPair(randomBytes(32));
      const seeds = { boxSeed: box.seed, signSeed };

      const code = randomBytes(RECOVERY_CODE_BYTES);
      const recoveryCode = recoveryCodeFormat(code);
      const credential = async (secret: StaffSecret) => {
        const { auth, wrapKey } = deriveStaffAuth(await staffSecret(secret, stretch));
        const credentialId = randomBytes(16);
        const context = { serviceId, memberId, credentialId };
        const wrapped = await wrapSeeds(wrapKey, context, seeds, freshSalt());
        const { kind, salt } = secret;
        const made: StaffCredential = { kind, credentialId, salt, authHash: sha256(auth), wrapped };
        return { auth, made };
      };
      const byPassphrase = await credential({
        kind: 'passphrase',
        passphrase,
        salt: randomBytes(16)
      });
      const byCode = await credential({ kind: 'recovery', recoveryCode, salt: randomBytes(16) });

      const keyVersion = FIRST_KEY_VERSION;
      const roleBox = async <Name extends RoleKeyName>(role: Name, pair: KemKeyPair) => {
        const binding = { serviceId, objectId: memberId, keyVersion, publicKey: box.publicKey };
        const purpose = `role-${role}` as const;
        const sealed = await sealBox({ ...binding, purpose, plaintext: pair.seed });
        return { role, keyVersion, box: sealed };
      };
      const directoryEntry = await signDirectoryEntry({
        previousHead: DIRECTORY_START,
        signSeed,
        body: {
          kind: 'root',
          serviceId,
          memberId,
          name,
          role: 'administrator',
          boxKey: box.publicKey,
          signKey: await signingPublicKey(signSeed),
          deskKey: desk.publicKey,
          archiveKey: archive.publicKey,
          keyVersion
        }
      });
      const directory = await verifyDirectory([directoryEntry]);
      const anchor = await sealAnchor(
        { serviceId, memberId, seeds },
        anchorOf(directory),
        freshSalt()
      );
      const vault: Vault = {
        serviceId,
        memberId,
        signKey: await importSigningKey(signSeed),
        directory,
        roleSeeds: new Map([
          [roleSlot('desk', keyVersion), desk.seed],
          [roleSlot('archive', keyVersion), archive.seed]
        ])
      };
      const roleBoxes = [await roleBox('desk', desk), await roleBox('archive', archive)] as const;
      wipeSeeds(seeds);
      return {
        memberId,
        credentials: [byPassphrase.made, byCode.made],
        roleBoxes,
        directoryEntry,
        directory,
        anchor,
        recoveryCode,
        auth: byPassphrase.auth,
        vault: vaults.put(vault)
      };
    },

    async unlockVault(secret) {
      const { auth, wrapKey } = deriveStaffAuth(await staffSecret(secret, stretch));
      return { auth, unlocking: unlocking.put({ wrapKey }) };
    },

    async openVault(handle, stored) {
      const { serviceId, memberId } = stored;
      // Used up either way: the key over the seeds does not stay behind.
      const wrapKey = unlocking.get(handle).wrapKey.slice();
      unlocking.drop(handle);
      const seeds = await unwrapSeeds(wrapKey, stored, stored.wrapped).finally(() =>
        wrapKey.fill(0)
      );
      try {
        const { directory, anchor } = await ownDirectory(stored, seeds);
        const roleSeeds = await ownRoleSeeds(stored, seeds, directory);
        const signKey = await importSigningKey(seeds.signSeed);
        const grown = anchor.entries < directory.heads.length;
        const owner = { serviceId, memberId, seeds };
        const renewedAnchor = grown
          ? await sealAnchor(owner, anchorOf(directory), freshSalt())
          : null;
        const vault: Vault = { serviceId, memberId, signKey, directory, roleSeeds };
        return { vault: vaults.put(vault), directory, renewedAnchor };
      } finally {
        wipeSeeds(seeds);
      }
    }
  });
}

function wipeSeeds(seeds: StaffSeeds): void {
  seeds.boxSeed.fill(0);
  seeds.signSeed.fill(0);
}

/**
 * Verifies the server's directory and checks it against what only this member has: their entry has exactly
 * the public halves of their seeds, and it begins with what their anchor has seen.
 * @throws CryptoError `directory-mismatch`, or as `verifyDirectory`
 */
async function ownDirectory(
  stored: OpenVault,
  seeds: StaffSeeds
): Promise<{ directory: Directory; anchor: Anchor }> {
  const { serviceId, memberId } = stored;
  const directory = await verifyDirectory(stored.directory);
  const own = memberOf(directory, memberId);
  const isOwn =
    own !== null &&
    equalBytes(directory.serviceId, serviceId) &&
    equalBytes(own.signKey, await signingPublicKey(seeds.signSeed)) &&
    (await isPublicHalf(own.boxKey, seeds.boxSeed));
  if (!isOwn) throw mismatch('lists other keys for this member');
  const anchor = await openAnchor({ serviceId, memberId, seeds }, stored.anchor).catch(
    (cause: unknown) => {
      throw mismatch('an anchor that this member did not make', cause);
    }
  );
  if (!anchorHolds(anchor, directory)) throw mismatch('not the one that was seen before');
  return { directory, anchor };
}

/**
 * The role keys that were sealed to this member. A directory that names others would have every new room
 * sealed to somebody else.
 * @throws CryptoError `directory-mismatch`, or as `openBox`
 */
async function ownRoleSeeds(
  { serviceId, memberId, roleBoxes }: OpenVault,
  seeds: StaffSeeds,
  directory: Directory
): Promise<Map<string, Bytes>> {
  const { deskKey, archiveKey, keyVersion: current } = directory.roleKeys;
  const roleSeeds = new Map<string, Bytes>();
  const open = async ({ role, keyVersion, box }: RoleKeyBox): Promise<void> => {
    const binding = { serviceId, objectId: memberId, keyVersion, seed: seeds.boxSeed };
    const seed = await openBox({ ...binding, purpose: `role-${role}`, box });
    roleSeeds.set(roleSlot(role, keyVersion), seed);
  };
  try {
    for (const box of roleBoxes) await open(box);
    for (const [role, key] of [
      ['desk', deskKey],
      ['archive', archiveKey]
    ] as const) {
      const seed = roleSeeds.get(roleSlot(role, current));
      if (seed === undefined || !(await isPublicHalf(key, seed)))
        throw mismatch(`another ${role} key than this member holds`);
    }
    return roleSeeds;
  } catch (cause) {
    for (const seed of roleSeeds.values()) seed.fill(0);
    throw cause;
  }
}

function mismatch(what: string, cause?: unknown): CryptoError {
  return new CryptoError('directory-mismatch', what, { cause });
}

/** X of D1. A passphrase has one spelling, however the keyboard composed it. */
async function staffSecret(secret: StaffSecret, stretch: Stretch): Promise<Bytes> {
  if (secret.kind === 'passphrase') {
    const passphrase = concatBytes(utf8(secret.passphrase.normalize('NFKC')));
    return stretch(passphrase, secret.salt, STAFF_ARGON2);
  }
  const code = recoveryCodeParse(secret.recoveryCode);
  if (code === null) throw new CryptoError('malformed', 'not a recovery code');
  return recoverySecret(code, secret.salt);
}
