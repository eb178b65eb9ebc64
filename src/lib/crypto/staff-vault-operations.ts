// What staff's worker does before there is a room [D1–D3]: set a service up, sign in, hold keys.
// The server gets hashes, wrapped seeds and boxes; seeds and X stay here. No I/O, no clock.

import { type Bytes, concatBytes, utf8 } from './bytes.ts';
import { makeBoxKeyPair, openBox, sealBox } from './box.ts';
import { CryptoError } from './crypto-error.ts';
import { DIRECTORY_START, signDirectoryEntry, verifyDirectory } from './directory.ts';
import type {
  RandomBytes,
  StaffCredential,
  StaffOperations,
  StaffRole,
  StaffSecret,
  Stretch
} from './door-types.ts';
import type { Handles } from './handles.ts';
import { sha256 } from './hash.ts';
import { STAFF_ARGON2 } from './key-schedule.ts';
import type { KemKeyPair } from './key-pair.ts';
import { SALT_BYTES } from './seal.ts';
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
} from './staff-keys.ts';

export type Vault = {
  serviceId: Bytes;
  memberId: Bytes;
  boxSeed: Bytes;
  signKey: CryptoKey;
  /** Role seeds by `roleSlot`. */
  roleSeeds: Map<string, Bytes>;
};

export type VaultHandles = {
  unlocking: Handles<'unlocking', { wrapKey: Bytes }>;
  vaults: Handles<'vault', Vault>;
};

type VaultOperations = Pick<
  StaffOperations,
  'newMember' | 'unlockVault' | 'openVault' | 'verifyDirectory' | 'openRoleKeys'
>;

const FIRST_KEY_VERSION = 1;

/** Where a vault keeps the seed of one version of a role key. */
export function roleSlot(role: StaffRole, keyVersion: number): string {
  return `${role}:${String(keyVersion)}`;
}

export function wipeVault(vault: Vault): void {
  vault.boxSeed.fill(0);
  for (const seed of vault.roleSeeds.values()) seed.fill(0);
}

export function createVaultOperations(
  randomBytes: RandomBytes,
  { unlocking, vaults }: VaultHandles
): (stretch: Stretch) => VaultOperations {
  const openSeeds = async (serviceId: Bytes, memberId: Bytes, seeds: StaffSeeds) =>
    ({
      serviceId,
      memberId,
      boxSeed: seeds.boxSeed,
      signKey: await importSigningKey(seeds.signSeed),
      roleSeeds: new Map()
    }) satisfies Vault;

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
        const wrapped = await wrapSeeds(wrapKey, context, seeds, randomBytes(SALT_BYTES));
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
      const roleBox = async <Role extends StaffRole>(role: Role, pair: KemKeyPair) => {
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
      const vault = await openSeeds(serviceId, memberId, seeds);
      vault.roleSeeds.set(roleSlot('desk', keyVersion), desk.seed);
      vault.roleSeeds.set(roleSlot('archive', keyVersion), archive.seed);
      signSeed.fill(0);
      return {
        memberId,
        credentials: [byPassphrase.made, byCode.made],
        roleBoxes: [await roleBox('desk', desk), await roleBox('archive', archive)],
        directoryEntry,
        directory: await verifyDirectory([directoryEntry]),
        recoveryCode,
        auth: byPassphrase.auth,
        vault: vaults.put(vault)
      };
    },

    async unlockVault(secret) {
      const { auth, wrapKey } = deriveStaffAuth(await staffSecret(secret, stretch));
      return { auth, unlocking: unlocking.put({ wrapKey }) };
    },

    async openVault(handle, { serviceId, memberId, credentialId, wrapped }) {
      const { wrapKey } = unlocking.get(handle);
      const context = { serviceId, memberId, credentialId };
      const seeds = await unwrapSeeds(wrapKey, context, wrapped);
      const vault = await openSeeds(serviceId, memberId, seeds);
      seeds.signSeed.fill(0);
      unlocking.drop(handle);
      return { vault: vaults.put(vault) };
    },

    verifyDirectory,

    async openRoleKeys(handle, boxes) {
      const { serviceId, memberId, boxSeed, roleSeeds } = vaults.get(handle);
      for (const { role, keyVersion, box } of boxes) {
        const binding = { serviceId, objectId: memberId, keyVersion, seed: boxSeed };
        const seed = await openBox({ ...binding, purpose: `role-${role}`, box });
        roleSeeds.set(roleSlot(role, keyVersion), seed);
      }
    }
  });
}

/** X of D1. A passphrase counts in one spelling, however the keyboard composed it. */
async function staffSecret(secret: StaffSecret, stretch: Stretch): Promise<Bytes> {
  if (secret.kind === 'passphrase') {
    const passphrase = concatBytes(utf8(secret.passphrase.normalize('NFKC')));
    return stretch(passphrase, secret.salt, STAFF_ARGON2);
  }
  const code = recoveryCodeParse(secret.recoveryCode);
  if (code === null) throw new CryptoError('malformed', 'not a recovery code');
  return recoverySecret(code, secret.salt);
}
