// A desk's page in Node with a server that says whatever a test wants: the shipped session, the shipped
// worker operations, genuine keys. Only the thread and the network are left out.
import { toBase64url, toHex } from '#lib/crypto/primitives/bytes.ts';
import { recoveryCodeFormat } from '#lib/crypto/account/recovery-code.ts';
import type { Session } from '#lib/protocol/desk-api.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import type { DeskRequests } from '#lib/staff/desk/desk-requests.ts';
import { genuine, SERVICE_ID } from '../crypto/stored-member.ts';
import { counted } from '../crypto/support.ts';

export const serviceHex = toHex(SERVICE_ID);
export const policy: ServicePolicy = { ...nettpatrulje, serviceId: serviceHex };
/** As in `stored-member.ts`. */
export const recoveryCode = recoveryCodeFormat(counted(20, 5));

/** localStorage, as far as the desk uses it. */
export function memoryStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    clear: () => items.clear(),
    key: (at: number) => [...items.keys()][at] ?? null,
    get length() {
      return items.size;
    }
  };
}

export async function lyingDesk(lie: Partial<Session> = {}) {
  const of = await genuine();
  const { stored } = of;
  const said: Session = {
    memberId: toBase64url(stored.memberId),
    signInName: 'kari',
    credentialId: toBase64url(stored.credentialId),
    wrapped: toBase64url(stored.wrapped),
    directory: stored.directory.map(toBase64url),
    anchor: toBase64url(stored.anchor),
    roleBoxes: stored.roleBoxes.map((one) => ({ ...one, box: toBase64url(one.box) })),
    policy,
    expiresAtMs: 2_000_000_000_000,
    ...lie
  };
  const calls: string[] = [];
  const requests = {
    signInStart: async () => ({
      credentialId: said.credentialId,
      salt: toBase64url(counted(16, 4))
    }),
    signIn: async () => said,
    signOut: async () => void calls.push('sign-out'),
    anchor: async () => void calls.push('anchor')
  } as Partial<DeskRequests> as DeskRequests;
  return { of, said, requests, calls };
}
