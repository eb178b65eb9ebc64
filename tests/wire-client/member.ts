// The first administrator of a service, made from the set-up link as the desk page makes it: seeds
// wrapped under a passphrase and a recovery code, the directory's root, and the role keys' boxes.
// Rules: D1, D2, D3, D6.
import * as v from 'valibot';
import { fromHex, toBase64url, type Bytes } from '#lib/crypto/primitives/bytes.ts';
import { makeBoxKeyPair, sealBox } from '#lib/crypto/primitives/box.ts';
import { anchorOf, sealAnchor } from '#lib/crypto/account/anchor.ts';
import {
  DIRECTORY_START,
  signDirectoryEntry,
  verifyDirectory
} from '#lib/crypto/account/directory.ts';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { STAFF_ARGON2 } from '#lib/crypto/room/key-schedule.ts';
import type { KemKeyPair } from '#lib/crypto/primitives/key-pair.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import {
  deriveStaffAuth,
  recoverySecret,
  signingPublicKey,
  wrapSeeds,
  type StaffSeeds
} from '#lib/crypto/account/staff-keys.ts';
import { utf8 } from '#lib/crypto/primitives/bytes.ts';
import { session, type Credential, type SetupRequest } from '#lib/protocol/desk-api.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { request, type Caller } from './http.ts';
import { randomBytes } from './random.ts';

export interface Member extends Caller {
  readonly cookie: string;
  readonly policy: ServicePolicy;
  readonly memberId: Bytes;
  readonly signSeed: Bytes;
  /** The directory's only head, 32 bytes. */
  readonly directoryHead: Bytes;
  readonly deskKey: KemKeyPair;
  readonly archiveKey: KemKeyPair;
}

const KEY_VERSION = 1;
export const PASSPHRASE = 'en lang setning som bare proven kjenner';

async function sealedCredential(
  kind: Credential['kind'],
  secret: (salt: Bytes) => Promise<Bytes>,
  of: { serviceId: Bytes; memberId: Bytes; seeds: StaffSeeds }
): Promise<Credential> {
  const credentialId = randomBytes(16);
  const salt = randomBytes(16);
  const { auth, wrapKey } = deriveStaffAuth(await secret(salt));
  const context = { serviceId: of.serviceId, memberId: of.memberId, credentialId };
  const wrapped = await wrapSeeds(wrapKey, context, of.seeds, randomBytes(24));
  return {
    credentialId: toBase64url(credentialId),
    kind,
    salt: toBase64url(salt),
    authHash: toBase64url(sha256(auth)),
    wrapped: toBase64url(wrapped)
  };
}

/** Follows the set-up link. @throws Refused when it has been used. */
export async function setUpService(setupLink: string, policy: ServicePolicy): Promise<Member> {
  const at = new URL(setupLink);
  const serviceId = fromHex(policy.serviceId);
  const memberId = randomBytes(16);
  const member = await makeBoxKeyPair(randomBytes(32));
  const deskKey = await makeBoxKeyPair(randomBytes(32));
  const archiveKey = await makeBoxKeyPair(randomBytes(32));
  const seeds = { boxSeed: member.seed, signSeed: randomBytes(32) };
  const of = { serviceId, memberId, seeds };
  const stretched = (salt: Bytes) => argon2id(utf8(PASSPHRASE), salt, STAFF_ARGON2);
  const recovered = async (salt: Bytes) => recoverySecret(randomBytes(20), salt);
  const entry = await signDirectoryEntry({
    previousHead: DIRECTORY_START,
    signSeed: seeds.signSeed,
    body: {
      kind: 'root',
      serviceId,
      memberId,
      name: 'Kari',
      role: 'administrator',
      boxKey: member.publicKey,
      signKey: await signingPublicKey(seeds.signSeed),
      deskKey: deskKey.publicKey,
      archiveKey: archiveKey.publicKey,
      keyVersion: KEY_VERSION
    }
  });
  const roleBox = async (role: 'desk' | 'archive', pair: KemKeyPair) => ({
    role,
    keyVersion: KEY_VERSION,
    box: toBase64url(
      await sealBox({
        purpose: `role-${role}`,
        serviceId,
        objectId: memberId,
        keyVersion: KEY_VERSION,
        publicKey: member.publicKey,
        plaintext: pair.seed
      })
    )
  });
  const directory = await verifyDirectory([entry]);
  const anchor = await sealAnchor(of, anchorOf(directory), randomBytes(24));
  const caller: Caller = { url: at.origin, serviceId: policy.serviceId };
  const answer = await request(caller, 'POST', 'setup', {
    token: at.hash.replace('#setup-', ''),
    memberId: toBase64url(memberId),
    signInName: 'kari',
    directoryEntry: toBase64url(entry),
    anchor: toBase64url(anchor),
    credentials: [
      await sealedCredential('passphrase', stretched, of),
      await sealedCredential('recovery', recovered, of)
    ],
    roleBoxes: [await roleBox('desk', deskKey), await roleBox('archive', archiveKey)]
  } satisfies SetupRequest);
  const signedIn = v.parse(session, answer.body);
  if (answer.cookie === null) throw new Error('set-up gave no session');
  return {
    ...caller,
    cookie: answer.cookie,
    policy: signedIn.policy,
    memberId,
    signSeed: seeds.signSeed,
    directoryHead: directory.head,
    deskKey,
    archiveKey
  };
}
