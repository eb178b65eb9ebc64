// A member's session at the desk: set-up, sign-in, lock. Seeds, role keys and passphrase stay in the crypto
// worker. This page holds a handle, and after a reload not even that, so it asks for the passphrase again.
// Rules: D1, D2, D3.
import { fromBase64url, fromHex, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { CryptoError } from '#lib/crypto/primitives/crypto-error.ts';
import type { Directory } from '#lib/crypto/account/directory.ts';
import type {
  NewMember,
  StaffCrypto,
  StaffSecret,
  UnlockingHandle,
  VaultHandle
} from '#lib/crypto/worker/staff-crypto.ts';
import type { CredentialKind, Session } from '#lib/protocol/desk-api.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import type { DeskRequests } from '../desk/desk-requests.ts';
import {
  beginDirectory,
  directoryHolds,
  pinOf,
  rememberMetHead,
  rememberSignIn,
  type MetHead
} from './directory-pin.ts';
import { DeskError, type DeskErrorCode } from './staff-error.ts';
import { openCrypto } from './staff-worker.ts';

/** What an open vault gives the rest of the desk. */
export interface Member {
  readonly cryptoWorker: StaffCrypto;
  readonly vault: VaultHandle;
  /** From the vault: checked against this member's own keys [D6]. For names only. */
  readonly directory: Directory;
  readonly policy: ServicePolicy;
  /** Hexadecimal. */
  readonly serviceId: string;
  /** It differs from the policy that this browser has seen. */
  readonly policyChanged: boolean;
  /** What this browser has seen of the service cannot be read: only the member's own keys were asked [R6]. */
  readonly memoryUnreadable: boolean;
  /** Base64url. */
  readonly memberId: string;
  readonly signInName: string;
  /** As in the directory. */
  readonly name: string;
}

type VaultPhase =
  | { readonly type: 'starting' }
  | { readonly type: 'unreachable' }
  /** The service has no administrator yet, and this page has no set-up link. */
  | { readonly type: 'nobody' }
  /** The set-up link is cut off, or has been used. */
  | { readonly type: 'bad-link'; readonly why: 'cut' | 'used' | 'wrong' }
  | { readonly type: 'set-up' }
  | { readonly type: 'recovery'; readonly code: string }
  | { readonly type: 'sign-in'; readonly why: 'start' | 'locked' | 'signed-out' | 'ended' }
  | { readonly type: 'in'; readonly member: Member };

export type VaultProblem =
  | DeskErrorCode
  /** The server's directory is not the one that this member's keys, or this browser, know [D2, D6]. */
  | 'directory-changed'
  /** An entry of a room was signed under a newer directory than this page was shown [S6]. */
  | 'directory-behind'
  /** This browser holds something of the service that this page cannot read: no new one is made here [R6]. */
  | 'memory-unreadable'
  /** "Sign out everywhere" did not reach the desk. */
  | 'still-elsewhere'
  | 'bad-recovery-code'
  | 'crypto';

export class VaultSession {
  readonly #serviceId: string;
  readonly #requests: DeskRequests;
  #cryptoWorker: StaffCrypto | null = null;
  #token: string | null;
  #pending: Member | null = null;

  phase: VaultPhase = $state.raw({ type: 'starting' });
  working = $state(false);
  problem: VaultProblem | null = $state(null);
  /** After a wrong passphrase the desk refuses tries until then. */
  retryAtMs: number | null = $state(null);

  /** @param setupToken base64url from the fragment; '' for one that is cut off; null for none */
  constructor(serviceId: string, requests: DeskRequests, setupToken: string | null) {
    this.#serviceId = serviceId;
    this.#requests = requests;
    this.#token = setupToken;
  }

  /** Asks the desk for its state, and goes to the right screen. */
  async start(): Promise<void> {
    this.phase = { type: 'starting' };
    try {
      const { setUp } = await this.#requests.status();
      const token = this.#token;
      if (token !== null && setUp) this.phase = { type: 'bad-link', why: 'used' };
      else if (setUp) this.phase = { type: 'sign-in', why: 'start' };
      else if (token === null) this.phase = { type: 'nobody' };
      else if (!/^[\w-]{43}$/.test(token)) this.phase = { type: 'bad-link', why: 'cut' };
      else this.phase = { type: 'set-up' };
    } catch {
      this.phase = { type: 'unreachable' };
    }
  }

  toSignIn(): void {
    this.problem = null;
    this.#token = null;
    this.phase = { type: 'sign-in', why: 'start' };
  }

  /** Makes the first administrator. Slow: the passphrase is stretched. */
  async setUp(wish: { name: string; signInName: string; passphrase: string }): Promise<void> {
    await this.#work(async () => {
      // To begin anew, a member must clear what this browser knows of the old service.
      const pin = pinOf(this.#serviceId);
      if (pin === 'unreadable') throw new MemoryUnreadable();
      if (pin === 'known') throw new DirectoryChanged();
      const cryptoWorker = this.#freshCrypto();
      const { name, signInName, passphrase } = wish;
      const serviceId = fromHex(this.#serviceId);
      const made = await cryptoWorker.newMember({ serviceId, name, passphrase });
      const session = await this.#register(made, signInName);
      this.#ownPolicy(session);
      beginDirectory(this.#serviceId, made.directory.head, session.policy);
      this.#token = null;
      this.#pending = memberOf(cryptoWorker, made.vault, made.directory, session, fromHere);
      this.phase = { type: 'recovery', code: made.recoveryCode };
    });
  }

  /** The code has been written down: it is never shown again. */
  recoveryKept(): void {
    if (this.#pending === null) return;
    this.phase = { type: 'in', member: this.#pending };
    this.#pending = null;
  }

  async signIn(signInName: string, kind: CredentialKind, secret: string): Promise<void> {
    await this.#work(async () => {
      const { salt } = await this.#requests.signInStart({ signInName, kind });
      const cryptoWorker = this.#freshCrypto();
      const { auth, unlocking } = await cryptoWorker.unlockVault(secretOf(kind, secret, salt));
      const session = await this.#requests.signIn({ signInName, kind, auth: toBase64url(auth) });
      this.#ownPolicy(session);
      const opened = await this.#openVault(cryptoWorker, unlocking, session);
      const { vault, directory, renewedAnchor } = opened;
      if (!directoryHolds(this.#serviceId, directory)) throw new DirectoryChanged();
      const memoryUnreadable = pinOf(this.#serviceId) === 'unreadable';
      const policyChanged = rememberSignIn(this.#serviceId, directory, session.policy);
      // The old anchor is still valid: the next sign-in tries again.
      if (renewedAnchor !== null)
        await this.#requests.anchor({ anchor: toBase64url(renewedAnchor) }).catch(() => undefined);
      this.phase = {
        type: 'in',
        member: memberOf(cryptoWorker, vault, directory, session, {
          memoryUnreadable,
          policyChanged
        })
      };
    });
  }

  /** The keys are dropped, the session at the desk stays: the passphrase unlocks this page again. */
  lock(why: 'locked' | 'ended' = 'locked'): void {
    this.#dropCrypto();
    this.phase = { type: 'sign-in', why };
  }

  /**
   * A room log names a newer directory than this page was shown. From now on every directory must have that
   * head, and nothing more is done under the old one.
   */
  lockBehind(met: MetHead): void {
    rememberMetHead(this.#serviceId, met);
    this.lock('ended');
    this.problem = 'directory-behind';
  }

  /** @param everywhere in every browser, not only here */
  async signOut(everywhere = false): Promise<void> {
    this.#dropCrypto();
    this.phase = { type: 'sign-in', why: 'signed-out' };
    try {
      await (everywhere ? this.#requests.signOutEverywhere() : this.#requests.signOut());
    } catch {
      // Elsewhere the sessions go on: the member must know. Here the keys are already gone.
      if (everywhere) this.problem = 'still-elsewhere';
    }
  }

  /**
   * Opens what the desk keeps of this member. The desk has found the secret right, so anything that does
   * not open has been changed, or is somebody else's.
   */
  async #openVault(cryptoWorker: StaffCrypto, unlocking: UnlockingHandle, session: Session) {
    try {
      return await cryptoWorker.openVault(unlocking, {
        serviceId: fromHex(this.#serviceId),
        memberId: fromBase64url(session.memberId),
        credentialId: fromBase64url(session.credentialId),
        wrapped: fromBase64url(session.wrapped),
        directory: session.directory.map(fromBase64url),
        roleBoxes: session.roleBoxes.map((one) => ({ ...one, box: fromBase64url(one.box) })),
        anchor: fromBase64url(session.anchor)
      });
    } catch (cause) {
      const ours = cause instanceof CryptoError && /^(unavailable|internal)$/.test(cause.code);
      throw ours ? cause : new DirectoryChanged();
    }
  }

  /** A policy of another service would lead rooms, lines and audit there. */
  #ownPolicy({ policy }: Session): void {
    if (policy.serviceId !== this.#serviceId) throw new DirectoryChanged();
  }

  async #register(made: NewMember, signInName: string): Promise<Session> {
    return this.#requests.setup({
      token: this.#token ?? '',
      memberId: toBase64url(made.memberId),
      signInName,
      directoryEntry: toBase64url(made.directoryEntry),
      anchor: toBase64url(made.anchor),
      credentials: made.credentials.map((one) => ({
        kind: one.kind,
        credentialId: toBase64url(one.credentialId),
        salt: toBase64url(one.salt),
        authHash: toBase64url(one.authHash),
        wrapped: toBase64url(one.wrapped)
      })),
      roleBoxes: made.roleBoxes.map((one) => ({ ...one, box: toBase64url(one.box) }))
    });
  }

  async #work(work: () => Promise<void>): Promise<void> {
    if (this.working) return;
    this.working = true;
    this.problem = null;
    try {
      await work();
      this.retryAtMs = null;
    } catch (error) {
      this.#dropCrypto();
      this.problem = problemOf(error);
      if (error instanceof DeskError) this.retryAtMs = error.retryAtMs;
      // The desk had already signed this person in: a session that must not be used ends.
      if (this.problem === 'directory-changed')
        void this.#requests.signOut().catch(() => undefined);
      if (error instanceof DeskError && this.phase.type === 'set-up')
        this.#setUpRefused(error.code);
    } finally {
      this.working = false;
    }
  }

  #setUpRefused(code: DeskErrorCode): void {
    if (code === 'already-set-up') this.phase = { type: 'bad-link', why: 'used' };
    else if (code === 'bad-proof' || code === 'not-allowed' || code === 'wrong-secret')
      this.phase = { type: 'bad-link', why: 'wrong' };
  }

  #freshCrypto(): StaffCrypto {
    this.#dropCrypto();
    this.#cryptoWorker = openCrypto();
    return this.#cryptoWorker;
  }

  #dropCrypto(): void {
    const cryptoWorker = this.#cryptoWorker;
    this.#cryptoWorker = null;
    this.#pending = null;
    // `close` ends the worker and every key in it, at once.
    cryptoWorker?.close();
  }
}

class DirectoryChanged extends Error {}
class MemoryUnreadable extends Error {}

type FromMemory = Pick<Member, 'memoryUnreadable' | 'policyChanged'>;
/** A service that was made here: nothing was seen of it before. */
const fromHere: FromMemory = { memoryUnreadable: false, policyChanged: false };

function problemOf(error: unknown): VaultProblem {
  if (error instanceof DeskError) return error.code;
  if (error instanceof DirectoryChanged) return 'directory-changed';
  if (error instanceof MemoryUnreadable) return 'memory-unreadable';
  if (error instanceof CryptoError && error.code === 'malformed') return 'bad-recovery-code';
  return 'crypto';
}

function secretOf(kind: CredentialKind, secret: string, salt: string): StaffSecret {
  const bytes = fromBase64url(salt);
  return kind === 'passphrase'
    ? { kind, passphrase: secret, salt: bytes }
    : { kind, recoveryCode: secret, salt: bytes };
}

function memberOf(
  cryptoWorker: StaffCrypto,
  vault: VaultHandle,
  directory: Directory,
  session: Session,
  memory: FromMemory
): Member {
  const { memberId, signInName, policy } = session;
  const id = fromBase64url(memberId).join();
  const name = directory.members.find((one) => one.memberId.join() === id)?.name;
  if (name === undefined) throw new DirectoryChanged();
  const { serviceId } = policy;
  return {
    cryptoWorker,
    vault,
    directory,
    policy,
    serviceId,
    ...memory,
    memberId,
    signInName,
    name
  };
}
