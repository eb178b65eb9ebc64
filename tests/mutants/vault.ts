// The vault and the desk’s lock: see mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const vault = 'src/lib/crypto/worker/staff-vault-operations.ts';

export const vaultMutants: readonly NamedMutant[] = [
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
    name: 'what a desk’s browser remembers is written over where it cannot be read',
    rule: 'R6',
    file: 'src/lib/staff/account/browser-memory.ts',
    from: `if (recall(name).type === 'unreadable') {`,
    to: `if (name === '') {`,
    in: 'staff/attacks-sign-in',
    by: '[R6] that is of a later version is left as it is; the anchor lets in, and the page says so'
  },
  {
    name: 'a set-up link is taken in a browser whose memory cannot be read',
    rule: 'D6',
    file: 'src/lib/staff/account/vault-session.svelte.ts',
    from: `if (pin === 'unreadable') throw new MemoryUnreadable();`,
    to: `void MemoryUnreadable;`,
    in: 'staff/attacks-sign-in',
    by: '[D6] that is of a later version: a set-up link is not taken for it'
  },
  {
    name: 'the pin takes any directory',
    rule: 'D6',
    file: 'src/lib/staff/account/directory-pin.ts',
    from: `return seen !== undefined && equalBytes(seen, fromBase64url(directory.head));`,
    to: `return seen !== undefined;`,
    in: 'staff/attacks-sign-in',
    by: '[D6] another directory than this browser has seen opens nothing, though this member signed it'
  },
  {
    name: 'the newest page of the audit chain is not read again',
    rule: 'D5',
    file: 'src/lib/staff/account/core/audit-chain.ts',
    from: `return [newest, drawn].filter`,
    to: `return [drawn ?? newest].filter`,
    in: 'staff/attacks-sign-in',
    by: '[D5] shows an edit of the newest entries whatever is drawn, and again until somebody has read it'
  },
  {
    name: 'an audit chain of which a part was read counts as checked',
    rule: 'D5',
    file: 'src/lib/staff/account/audit-watch.ts',
    from: `return left ? 'unchecked' : null;`,
    to: `return null;`,
    in: 'staff/attacks-sign-in',
    by: '[D5] is not called checked while entries are left, and goes on where it was'
  },
  {
    name: 'how far a log was read is forgotten early',
    rule: 'O2',
    file: 'src/lib/staff/room/log-tips.ts',
    from: `untilMs + CLOCK_SLACK_MS < nowMs`,
    to: `untilMs < nowMs`,
    in: 'staff/log-tips',
    by: '[O2] goes on the last day on which the room can exist, and no day earlier'
  },
  {
    name: 'how far a log was read is not asked for',
    rule: 'O2',
    file: 'src/lib/staff/room/staff-conversation.svelte.ts',
    from: `const logTip = tip.type === 'none' ? null : tip.value;`,
    to: `const logTip = null;`,
    in: 'staff/desk-session',
    by: '[O2, J5] is not forgotten when the server calls the room deleted'
  },
  {
    name: 'a newer directory that a log names is told to nobody',
    rule: 'S6',
    file: 'src/lib/staff/room/staff-conversation.svelte.ts',
    from: `this.#setting.onNewerDirectory({ head: reading.head, memberId: reading.memberId });`,
    to: `void reading.head;`,
    in: 'staff/desk-session',
    by: '[S6] reaches whoever locks the desk, with the head and its signer'
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
  }
];
