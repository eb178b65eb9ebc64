// A desk's stored data of one administrator, made by hand from known seeds, so that a test can play the
// server: show the same vault with another directory, other role boxes or another anchor.
import { anchorOf, sealAnchor } from '#lib/crypto/account/anchor.ts';
import { makeBoxKeyPair, sealBox } from '#lib/crypto/primitives/box.ts';
import {
  type DirectoryRoot,
  DIRECTORY_START,
  signDirectoryEntry,
  verifyDirectory
} from '#lib/crypto/account/directory.ts';
import type {
  OpenVault,
  RoleKeyBox,
  StaffCrypto,
  RoleKeyName
} from '#lib/crypto/worker/operation-types.ts';
import type { KemKeyPair } from '#lib/crypto/primitives/key-pair.ts';
import { deriveStaffAuth, signingPublicKey, wrapSeeds } from '#lib/crypto/account/staff-keys.ts';
import { recoveryCodeFormat, recoverySecret } from '#lib/crypto/account/recovery-code.ts';
import { counted } from './support.ts';

export const SERVICE_ID = counted(4, 1);
const MEMBER_ID = counted(16, 2);
const CREDENTIAL_ID = counted(16, 3);
const SALT = counted(16, 4);
const CODE = counted(20, 5);
const SEEDS = { signSeed: counted(32, 6) };
const KEY_VERSION = 1;

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
export const newPair = (): Promise<KemKeyPair> => makeBoxKeyPair(random(32));

/** The genuine member's keys; the same in every test. */
export async function genuine() {
  const box = await makeBoxKeyPair(counted(32, 7));
  const desk = await makeBoxKeyPair(counted(32, 8));
  const archive = await makeBoxKeyPair(counted(32, 9));
  const seeds = { boxSeed: box.seed, signSeed: SEEDS.signSeed };
  const signKey = await signingPublicKey(seeds.signSeed);
  const owner = { serviceId: SERVICE_ID, memberId: MEMBER_ID, seeds };

  const root = async (
    change: Partial<DirectoryRoot> = {},
    signSeed: Uint8Array = seeds.signSeed
  ): Promise<Uint8Array<ArrayBuffer>> =>
    signDirectoryEntry({
      previousHead: DIRECTORY_START,
      signSeed,
      body: {
        kind: 'root',
        serviceId: SERVICE_ID,
        memberId: MEMBER_ID,
        name: 'Kari',
        role: 'administrator',
        boxKey: box.publicKey,
        signKey,
        deskKey: desk.publicKey,
        archiveKey: archive.publicKey,
        keyVersion: KEY_VERSION,
        ...change
      }
    });

  /** Anybody can seal one: box keys are public. */
  const roleBox = async (role: RoleKeyName, seed: Uint8Array): Promise<RoleKeyBox> => ({
    role,
    keyVersion: KEY_VERSION,
    box: await sealBox({
      purpose: `role-${role}`,
      serviceId: SERVICE_ID,
      objectId: MEMBER_ID,
      keyVersion: KEY_VERSION,
      publicKey: box.publicKey,
      plaintext: seed
    })
  });

  const anchorFor = async (entry: Uint8Array) =>
    sealAnchor(owner, anchorOf(await verifyDirectory([entry])), random(24));

  const context = { serviceId: SERVICE_ID, memberId: MEMBER_ID, credentialId: CREDENTIAL_ID };
  const { wrapKey } = deriveStaffAuth(recoverySecret(CODE, SALT));
  const directoryEntry = await root();
  const stored: OpenVault = {
    ...context,
    wrapped: await wrapSeeds(wrapKey, context, { ...seeds, boxSeed: box.seed }, random(24)),
    directory: [directoryEntry],
    roleBoxes: [await roleBox('desk', desk.seed), await roleBox('archive', archive.seed)],
    anchor: await anchorFor(directoryEntry)
  };

  /** Signs in against the desk's data with `change` applied. */
  const open = async (staff: StaffCrypto, change: Partial<OpenVault> = {}) => {
    const recoveryCode = recoveryCodeFormat(CODE);
    const { unlocking } = await staff.unlockVault({ kind: 'recovery', recoveryCode, salt: SALT });
    return staff.openVault(unlocking, { ...stored, ...change });
  };
  return { seeds, owner, root, roleBox, anchorFor, stored, open, desk, archive };
}
