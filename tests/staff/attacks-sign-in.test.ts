// Attacks of a lying server on signing in and on what the desk remembers, against the shipped session and
// worker operations. A red test means that the attack works. Rules: D2, D5, D6, S6, R2.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { Session } from '#lib/protocol/desk-api.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { createStaffOperations } from '#lib/crypto/worker/staff-operations.ts';
import type { DeskRequests } from '#lib/staff/desk/desk-requests.ts';
import { readAudit, rememberAudit, rememberAuditFault } from '#lib/staff/account/directory-pin.ts';
import { DeskError } from '#lib/staff/account/staff-error.ts';
import { genuine } from '../crypto/stored-member.ts';
import { counted, flipped } from '../crypto/support.ts';
import { lyingDesk, memoryStorage, policy, recoveryCode, serviceHex } from './fake-server.ts';

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));

// Runes need no reactivity here; the worker's operations run in this thread.
vi.stubGlobal(
  '$state',
  Object.assign(<T>(value: T) => value, { raw: <T>(value: T) => value })
);
vi.stubGlobal('localStorage', memoryStorage());
vi.mock('#lib/staff/account/staff-worker.ts', () => ({
  openCrypto: () => ({ ...createStaffOperations(random)(argon2id), close: () => undefined })
}));
vi.mock('#lib/staff/desk/desk-socket.ts', () => ({
  openDeskSocket: () => ({ close: () => undefined })
}));
vi.mock('#lib/staff/desk/desk-store.ts', () => ({
  openDeskStore: () => ({
    rooms: async () => [],
    refuseLater: async () => undefined,
    close: () => undefined
  })
}));
const { VaultSession } = await import('#lib/staff/account/vault-session.svelte.ts');
const { DeskSession } = await import('#lib/staff/desk/desk-session.svelte.ts');

async function signIn(lie: Partial<Session> = {}) {
  const desk = await lyingDesk(lie);
  const vault = new VaultSession(serviceHex, desk.requests, null);
  await vault.signIn('kari', 'recovery', recoveryCode);
  return { ...desk, vault };
}

beforeEach(() => {
  localStorage.clear();
});

describe('what is wrong with the vault, as the page says it', () => {
  it('opens when the server tells the truth', async () => {
    const { vault } = await signIn();
    expect([vault.problem, vault.phase.type]).toEqual([null, 'in']);
  });

  it('[D6] a directory, role box or wrapped seeds with one bad byte is shown as tampering', async () => {
    const { stored } = await genuine();
    const [entry] = stored.directory;
    const [box, other] = stored.roleBoxes;
    if (entry === undefined || box === undefined || other === undefined)
      throw new Error('no vault');
    const boxes = (one: typeof box) =>
      [one, other].map((each) => ({ ...each, box: toBase64url(each.box) }));
    const lies: Record<string, Partial<Session>> = {
      'no directory': { directory: [] },
      'directory: version': { directory: [toBase64url(flipped(entry, 0, 2))] },
      'directory: previous head': { directory: [toBase64url(flipped(entry, 5))] },
      'directory: body': { directory: [toBase64url(flipped(entry, 40))] },
      'directory: signature': { directory: [toBase64url(flipped(entry, entry.length - 1))] },
      'directory: cut': { directory: [toBase64url(entry.slice(0, 90))] },
      'directory: a second entry': { directory: [entry, entry].map(toBase64url) },
      'role box: ciphertext': { roleBoxes: boxes({ ...box, box: flipped(box.box, 1_130) }) },
      'role box: version of its key': { roleBoxes: boxes({ ...box, box: flipped(box.box, 4, 2) }) },
      'role box: a number too long': { roleBoxes: boxes({ ...box, keyVersion: 2 ** 40 }) },
      'role box: cut': { roleBoxes: boxes({ ...box, box: box.box.slice(0, 40) }) },
      'wrapped seeds': { wrapped: toBase64url(flipped(stored.wrapped, 60)) },
      anchor: { anchor: toBase64url(flipped(stored.anchor, 60)) }
    };
    const shown: Record<string, string | null> = {};
    for (const [name, lie] of Object.entries(lies)) {
      const { vault, calls } = await signIn(lie);
      expect(vault.phase.type).not.toBe('in');
      const ended = calls.includes('sign-out') ? '' : ', session goes on';
      shown[name] = `${String(vault.problem)}${ended}`;
    }
    const wanted = Object.fromEntries(Object.keys(lies).map((name) => [name, 'directory-changed']));
    expect(shown).toEqual(wanted);
    // None of it is for good: the truth opens again.
    expect((await signIn()).vault.phase.type).toBe('in');
  });
});

describe('the policy that a session brings', () => {
  it('[D2] of another service is not taken: rooms, lines and audit would go there', async () => {
    const { vault } = await signIn({ policy: { ...policy, serviceId: 'deadbeef' } });
    expect(vault.phase.type).not.toBe('in');
  });

  it('[R2] another one than this browser has seen is not taken in silence', async () => {
    const first = (await signIn()).vault;
    expect(first.phase).toMatchObject({ type: 'in', member: { policyChanged: false } });
    const year = 365 * 86_400_000;
    const lifetimes = { ...policy.lifetimes, retentionMs: 10 * year, hardCapMs: 10 * year };
    const changed = {
      ...policy,
      exitUrl: 'https://example.org/',
      emergencyNumber: '999',
      lifetimes
    };
    const { vault } = await signIn({ policy: changed });
    expect(vault.phase).toMatchObject({ type: 'in', member: { policyChanged: true } });
    // Once seen, it is the known policy.
    const later = (await signIn({ policy: changed })).vault;
    expect(later.phase).toMatchObject({ type: 'in', member: { policyChanged: false } });
  });
});

describe('heads that a room log has named', () => {
  const head = toBase64url(counted(32, 99));

  it('[S6] must stand in whatever is shown from then on, as long as their signer is listed', async () => {
    const { vault, said } = await signIn();
    expect(vault.phase.type).toBe('in');
    vault.lockBehind({ head, memberId: said.memberId });
    expect(vault.problem).toBe('directory-behind');
    expect((await signIn()).vault.problem).toBe('directory-changed');
  });

  it('[S6] one that was invented by somebody who is not listed any more locks nobody out', async () => {
    const { vault } = await signIn();
    vault.lockBehind({ head, memberId: toBase64url(counted(16, 98)) });
    expect((await signIn()).vault.phase.type).toBe('in');
  });
});

describe('a set-up in a browser that knows the service', () => {
  it('[D6] does not throw away what was seen of it without a word', async () => {
    expect((await signIn()).vault.phase.type).toBe('in');
    const before = localStorage.getItem(`tryggrom-desk-directory-${serviceHex}`);
    const { requests, said } = await lyingDesk();
    const asked: DeskRequests = {
      ...requests,
      status: async () => ({ v: 1, setUp: false, policy }),
      setup: async ({ memberId }) => ({ ...said, memberId })
    };
    const vault = new VaultSession(serviceHex, asked, 'A'.repeat(43));
    await vault.start();
    await vault.setUp({ name: 'Kari', signInName: 'kari', passphrase: 'fem gule sko i gangen' });
    const after = localStorage.getItem(`tryggrom-desk-directory-${serviceHex}`);
    expect(vault.problem !== null || after === before).toBe(true);
  });
});

describe('[R6] what this browser remembers of the service', () => {
  const pinKey = `tryggrom-desk-directory-${serviceHex}`;
  const pin = (): string => localStorage.getItem(pinKey) ?? '';
  const changed = (change: Record<string, unknown>): string =>
    JSON.stringify({ ...(JSON.parse(pin()) as object), ...change });
  const unreadable: readonly (readonly [string, () => string])[] = [
    ['of a later version', () => changed({ v: 2 })],
    ['with a field of another form', () => changed({ met: 'of a later page' })],
    ['cut short', () => pin().slice(0, 40)],
    ['empty', () => '']
  ];
  const audited = async ({ requests, vault }: Awaited<ReturnType<typeof signIn>>) => {
    if (vault.phase.type !== 'in') throw new Error('not in');
    const { member } = vault.phase;
    const honest = { ...requests, audit: async () => ({ entries: [], last: 0 }) };
    const desk = new DeskSession(member, honest, {}, { ended() {}, behind() {} });
    await vi.waitFor(() => expect(desk.auditFault).toBeNull());
    await new Promise((wake) => setTimeout(wake, 20));
    desk.end();
    return desk;
  };

  it.each(unreadable)(
    '[R6] that is %s is left as it is; the anchor lets in, and the page says so',
    async (_what, text) => {
      expect((await audited(await signIn())).memoryUnreadable).toBe(false);
      localStorage.setItem(pinKey, text());
      const left = pin();
      const next = await signIn();
      expect(next.vault.phase.type).toBe('in');
      expect((await audited(next)).memoryUnreadable).toBe(true);
      expect(pin()).toBe(left);
    }
  );

  it.each(unreadable)('[D6] that is %s: a set-up link is not taken for it', async (_what, text) => {
    await signIn();
    localStorage.setItem(pinKey, text());
    const left = pin();
    const { requests, said } = await lyingDesk();
    let asked = false;
    const vault = new VaultSession(
      serviceHex,
      {
        ...requests,
        status: async () => ({ v: 1, setUp: false, policy }),
        setup: async ({ memberId }) => {
          asked = true;
          return { ...said, memberId };
        }
      },
      'A'.repeat(43)
    );
    await vault.start();
    await vault.setUp({ name: 'Kari', signInName: 'kari', passphrase: 'fem gule sko i gangen' });
    expect([vault.problem, vault.phase.type, asked]).toEqual([
      'memory-unreadable',
      'set-up',
      false
    ]);
    expect(pin()).toBe(left);
  });

  it('[R6] that has fields of a later page is understood as far as it goes, and keeps them', async () => {
    await audited(await signIn());
    const before = JSON.parse(pin()) as Record<string, object>;
    const later = {
      ...before,
      corner: 1,
      directory: { ...before['directory'], shelf: 2 },
      audit: { ...before['audit'], drawer: 3 }
    };
    localStorage.setItem(pinKey, JSON.stringify(later));
    const next = await signIn();
    expect((await audited(next)).memoryUnreadable).toBe(false);
    expect(JSON.parse(pin())).toEqual(later);
    // And it binds.
    localStorage.setItem(
      pinKey,
      changed({ directory: { ...later.directory, head: toBase64url(counted(32, 97)) } })
    );
    expect((await signIn()).vault.problem).toBe('directory-changed');
  });

  it('[S6] and cannot be read now: a head that a room log names binds while the page lives', async () => {
    localStorage.setItem(pinKey, JSON.stringify({ v: 2 }));
    const { vault, said } = await signIn();
    vault.lockBehind({ head: toBase64url(counted(32, 96)), memberId: said.memberId });
    expect(pin()).toBe(JSON.stringify({ v: 2 }));
    expect((await signIn()).vault.problem).toBe('directory-changed');
  });
});

describe('the pin, where the anchor fits as well', () => {
  it('[D6] another directory than this browser has seen opens nothing, though this member signed it', async () => {
    expect((await signIn()).vault.phase.type).toBe('in');
    const { root, anchorFor } = await genuine();
    const entry = await root({ name: 'Kari, again' });
    const lie = { directory: [toBase64url(entry)], anchor: toBase64url(await anchorFor(entry)) };
    const { vault, calls } = await signIn(lie);
    expect([vault.problem, vault.phase.type === 'in', calls]).toEqual([
      'directory-changed',
      false,
      ['sign-out']
    ]);
    // A browser that was never here cannot know better.
    localStorage.clear();
    expect((await signIn(lie)).vault.phase.type).toBe('in');
  });

  it('[D6] a directory that is shorter than this browser has seen opens nothing', async () => {
    expect((await signIn()).vault.phase.type).toBe('in');
    const key = `tryggrom-desk-directory-${serviceHex}`;
    const pin = JSON.parse(localStorage.getItem(key) ?? '') as { directory: object };
    const longer = { ...pin, directory: { entries: 2, head: toBase64url(counted(32, 95)) } };
    localStorage.setItem(key, JSON.stringify(longer));
    expect((await signIn()).vault.problem).toBe('directory-changed');
  });
});

describe('a desk whose audit chain this browser has seen', () => {
  const entry = (n: number, code: string): string => JSON.stringify({ v: 1, n, code });
  /** A desk with `length` entries; those from `edited` on are others than before. */
  async function deskWith(length: number, edited = Infinity) {
    const { vault, requests } = await signIn();
    if (vault.phase.type !== 'in') throw new Error('not in');
    let asked = 0;
    const audit = async ({ after }: { after: number }) => {
      asked += 1;
      const entries = Array.from({ length: Math.min(500, length - after) }, (_, at) =>
        entry(after + at + 1, after + at + 1 < edited ? 'signed-in' : 'room-made')
      );
      return { entries, last: length };
    };
    const desk = new DeskSession(
      vault.phase.member,
      { ...requests, audit },
      {},
      { ended() {}, behind() {} }
    );
    // Until nothing more is asked for.
    await vi.waitFor(
      async () => {
        const before = asked;
        await new Promise((wake) => setTimeout(wake, 30));
        expect([before > 0, asked]).toEqual([true, before]);
      },
      { timeout: 20_000 }
    );
    desk.end();
    return desk;
  }

  it('[D5] shows an edit of the newest entries whatever is drawn, and again until somebody has read it', async () => {
    // The draw falls on the oldest page.
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0);
    expect((await deskWith(1_203)).auditFault).toBeNull();
    expect((await deskWith(1_250, 1_200)).auditFault).toBe('edited');
    // A desk that goes silent takes nothing back.
    const { vault, requests } = await signIn();
    if (vault.phase.type !== 'in') throw new Error('not in');
    const audit = () => Promise.reject(new DeskError('unavailable'));
    const ends = { ended() {}, behind() {} };
    const silent = new DeskSession(vault.phase.member, { ...requests, audit }, {}, ends);
    await vi.waitFor(() => expect(silent.auditFault).toBe('edited'));
    silent.end();
    // The server has put it back: what happened stays said.
    const desk = await deskWith(1_203);
    expect(desk.auditFault).toBe('edited');
    desk.auditRead();
    expect(desk.auditFault).toBeNull();
    expect((await deskWith(1_203)).auditFault).toBeNull();
    chance.mockRestore();
  });

  it('[D5] is not called checked while entries are left, and goes on where it was', async () => {
    rememberAuditFault(serviceHex, 'gap');
    const first = await deskWith(50_001);
    expect(first.auditFault).toBe('gap');
    first.auditRead();
    localStorage.clear();
    expect((await deskWith(50_001)).auditFault).toBe('unchecked');
    expect(readAudit(serviceHex).last.n).toBe(50_000);
    expect((await deskWith(50_001)).auditFault).toBeNull();
    expect(readAudit(serviceHex).last.n).toBe(50_001);
  });

  it('[D5] is remembered as far as any tab has read it', () => {
    const place = (n: number) => ({
      last: { n, head: toBase64url(counted(32, n)) },
      checkpoints: []
    });
    rememberAudit(serviceHex, place(7));
    rememberAudit(serviceHex, place(5));
    expect(readAudit(serviceHex).last.n).toBe(7);
  });
});

describe('a desk that never shows its audit chain', () => {
  it('[D5] is not the same as one whose chain fits', async () => {
    const { vault, requests } = await signIn();
    if (vault.phase.type !== 'in') throw new Error('not in');
    const { member } = vault.phase;
    const refusing = { ...requests, audit: () => Promise.reject(new DeskError('unavailable')) };
    const desk = new DeskSession(member, refusing, {}, { ended() {}, behind() {} });
    await new Promise((wake) => setTimeout(wake, 20));
    expect(desk.auditFault).toBe('unchecked');
    desk.end();
  });

  it('[D5] that sends one entry at a time without end does not keep the page asking for ever', async () => {
    const { vault, requests } = await signIn();
    if (vault.phase.type !== 'in') throw new Error('not in');
    const { member } = vault.phase;
    let asked = 0;
    const endless = {
      ...requests,
      audit: async ({ after }: { after: number }) => {
        asked += 1;
        // The test's own limit, so that it ends.
        if (asked > 3_000) throw new DeskError('unavailable');
        return { entries: [JSON.stringify({ v: 1, n: after + 1 })], last: 2 ** 50 };
      }
    };
    const desk = new DeskSession(member, endless, {}, { ended() {}, behind() {} });
    await vi.waitFor(() => expect(desk.auditFault).toBe('gap'));
    expect(asked).toBe(1);
    desk.end();
  });
});
