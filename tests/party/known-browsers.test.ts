// Signing in while a stranger does what a stranger can: knows names, guesses, makes names up, floods.
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import type { CredentialKind } from '#lib/protocol/desk-api.ts';
import { SIGN_IN_ATTEMPTS } from '#lib/protocol/limits.ts';
import { Budgets } from '../../party/desk/budgets.ts';
import { DeskStorage } from '../../party/desk/desk-storage.ts';
import { BROWSER_UNUSED_MS } from '../../party/desk/accounts/known-browsers.ts';
import { openRequest } from '../../party/desk/open-requests.ts';
import { sessionOf } from '../../party/desk/accounts/sessions.ts';
import {
  freeAtMs,
  NAME_PLACES,
  placeOfName,
  WAIT_KEPT_MS
} from '../../party/desk/accounts/sign-in-waits.ts';
import {
  addMember,
  bindings,
  Browser,
  code,
  desk,
  deskObject,
  inDesk,
  officer,
  randomText,
  sessionIn,
  signIn,
  signInBody,
  SIGN_IN_NAME
} from './desk-client.ts';

const { free, firstDelayMs, maxDelayMs } = SIGN_IN_ATTEMPTS;

let memberId: string;
beforeAll(async () => {
  ({ memberId } = await officer());
});
beforeEach(async () => {
  await inDesk((s) => s.run('DELETE FROM wait'));
  // Budgets are in memory and refill with time; a fast machine is done with these tests before that.
  await evictDurableObject(deskObject);
});

type Refusal = { readonly code: string; readonly retryAtMs?: number };

async function wrong(signInName: string, kind: CredentialKind, by = new Browser()) {
  const response = await by.ask('POST', 'sign-in', {
    signInName,
    kind,
    auth: randomText(32)
  });
  return (await response.json()) as Refusal;
}

/** Wrong attempts until the next has to wait. */
async function makeWait(signInName: string, kind: CredentialKind, by?: Browser): Promise<void> {
  for (let i = 0; i < free; i += 1) await wrong(signInName, kind, by);
  expect((await wrong(signInName, kind, by)).code).toBe('wait');
}

async function known(signInName = SIGN_IN_NAME): Promise<Browser> {
  const browser = new Browser();
  await sessionIn(await browser.signIn('passphrase', signInName));
  // Long after: signed out, and known all the same.
  browser.drop('session');
  return browser;
}

describe('[D8] a stranger', () => {
  it('[D8] who knows a name cannot make a browser wait that its owner has signed in from', async () => {
    const browser = await known();
    await makeWait(SIGN_IN_NAME, 'passphrase');
    await makeWait(SIGN_IN_NAME, 'recovery');
    expect(await code(await new Browser().signIn())).toBe('wait');
    expect(await code(await new Browser().signIn('recovery'))).toBe('wait');
    expect((await browser.signIn()).status).toBe(200);
    expect((await browser.signIn('recovery')).status).toBe(200);
    // Nor did that make the stranger's wait any shorter.
    expect(await code(await new Browser().signIn())).toBe('wait');
  });

  it('[D8] is slowed by the browser itself when it is the thief of one', async () => {
    const browser = await known();
    await makeWait(SIGN_IN_NAME, 'passphrase', browser);
    expect(await code(await browser.signIn())).toBe('wait');
    // That browser waits, but neither the name nor another browser does.
    expect((await new Browser().signIn()).status).toBe(200);
    expect((await (await known()).signIn()).status).toBe(200);
    await inDesk((s) => s.run('UPDATE wait SET last_at_ms = last_at_ms - ?', firstDelayMs));
    expect((await browser.signIn()).status).toBe(200);
    expect(await inDesk((s) => s.all("SELECT 1 FROM wait WHERE scope LIKE 'browser %'"))).toEqual(
      []
    );
  });

  it('[D8] is not forgiven its guesses because somebody else has signed in', async () => {
    await makeWait(SIGN_IN_NAME, 'passphrase');
    await inDesk((s) => s.run('UPDATE wait SET last_at_ms = last_at_ms - ?', firstDelayMs));
    expect((await new Browser().signIn()).status).toBe(200);
    const next = await wrong(SIGN_IN_NAME, 'passphrase');
    expect(next).toMatchObject({ code: 'wrong-secret', retryAtMs: expect.any(Number) });
  });

  it('[D8] finds passphrase and recovery code counted apart', async () => {
    await makeWait(SIGN_IN_NAME, 'passphrase');
    expect((await new Browser().signIn('recovery')).status).toBe(200);
    await inDesk((s) => s.run('DELETE FROM wait'));
    await makeWait(SIGN_IN_NAME, 'recovery');
    expect((await new Browser().signIn()).status).toBe(200);
  });

  it('[D8] cannot keep the recovery code shut for longer than a moment', () => {
    for (const wrongs of [free, free + 1, 20, 1_000])
      expect(freeAtMs('recovery', wrongs, 7)).toBe(7 + firstDelayMs);
    expect(freeAtMs('passphrase', free - 1, 7)).toBe(0);
    expect(freeAtMs('passphrase', free + 2, 7)).toBe(7 + 4 * firstDelayMs);
    expect(freeAtMs('passphrase', 1_000, 7)).toBe(7 + maxDelayMs);
  });

  it('[D8] learns from no answer and no wait whether a name is a real one', async () => {
    const story = async (name: string, kind: CredentialKind): Promise<unknown[]> => {
      const told: unknown[] = [];
      await inDesk((s) => s.run('DELETE FROM wait'));
      for (let i = 0; i < free + 12; i += 1) {
        const answer = await wrong(name, kind);
        const last = await inDesk((s) => s.first<{ last_at_ms: number }>('SELECT * FROM wait'));
        const waits = (answer.retryAtMs ?? 0) - (last?.last_at_ms ?? 0);
        told.push([Object.keys(answer), answer.code, answer.retryAtMs === undefined ? 0 : waits]);
        if (answer.code === 'wait')
          await inDesk((s) => s.run('UPDATE wait SET last_at_ms = last_at_ms - ?', maxDelayMs));
      }
      return told;
    };
    for (const kind of ['passphrase', 'recovery'] as const) {
      const real = await story(SIGN_IN_NAME, kind);
      expect(await story('nobody of that name', kind)).toEqual(real);
      expect(JSON.stringify(real)).toContain('"wait"');
    }
  });

  it('[D8] with many made-up names leaves a fixed number of places at most, for a day', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `made up ${String(i)}`);
    for (const name of names) await wrong(name, 'passphrase');
    const scopes = await inDesk((s) => s.all<{ scope: string }>('SELECT scope FROM wait'));
    expect(scopes.length).toBeLessThanOrEqual(names.length);
    for (const { scope } of scopes) {
      expect(scope).toMatch(/^name \d+$/);
      expect(Number(scope.slice(5))).toBeLessThan(NAME_PLACES);
    }
    // Two names of one place share its wait, so the number of waits is fixed.
    const [one, other] = await inDesk((s) => {
      const seen = new Map<string, string>();
      for (let i = 0; ; i += 1) {
        const [name, place] = [`name ${String(i)}`, placeOfName(s, `name ${String(i)}`)];
        const neighbour = seen.get(place);
        if (neighbour !== undefined) return [neighbour, name];
        seen.set(place, name);
      }
    });
    await makeWait(one ?? '', 'passphrase');
    expect((await wrong(other ?? '', 'passphrase')).code).toBe('wait');
    await inDesk((s) => s.run('UPDATE wait SET last_at_ms = last_at_ms - ?', WAIT_KEPT_MS));
    await desk('GET', 'status');
    expect(await inDesk((s) => s.all('SELECT 1 FROM wait'))).toEqual([]);
  });
});

describe('[D8] a known browser', () => {
  it('[D8] bears a random token that no script reads, stored hashed, for 90 days without use', async () => {
    const response = await signIn();
    const [, set = ''] = response.headers.getSetCookie();
    expect(set).toMatch(
      /^browser=[\w-]{43}; Path=\/api; HttpOnly; SameSite=Strict; Max-Age=7776000$/
    );
    const secure = await signIn({ 'X-Forwarded-Proto': 'https' });
    expect(secure.headers.getSetCookie()[1]).toMatch(
      /^__Host-browser=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=7776000$/
    );
    const token = set.slice(8, 51);
    const rows = await inDesk((s) => s.all('SELECT * FROM browser'));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.map((row) => row['hash'])).toContain(toBase64url(sha256(fromBase64url(token))));
  });

  it('[D8] is known as one member’s only, and can be several members’', async () => {
    await addMember('ola');
    const browser = await known();
    await makeWait('ola', 'passphrase');
    expect(await code(await browser.signIn('passphrase', 'ola'))).toBe('wait');
    await inDesk((s) => s.run('DELETE FROM wait'));
    expect((await browser.signIn('passphrase', 'ola')).status).toBe(200);
    expect(browser.cookie('browser')).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
    await makeWait('ola', 'passphrase');
    await makeWait(SIGN_IN_NAME, 'passphrase');
    expect((await browser.signIn('passphrase', 'ola')).status).toBe(200);
    expect((await browser.signIn()).status).toBe(200);
  });

  it('[D8] carries four members’ tokens at most, and none that the desk does not know', async () => {
    const browser = new Browser();
    const names = ['en', 'to', 'tre', 'fire', 'fem'];
    for (const name of names) {
      await addMember(name);
      await browser.signIn('passphrase', name);
    }
    const tokens = (browser.cookie('browser') ?? '').split('.');
    expect(tokens).toHaveLength(4);
    await makeWait('en', 'passphrase');
    expect(await code(await browser.signIn('passphrase', 'en'))).toBe('wait');
    const forged = await desk('POST', 'sign-in', signInBody('passphrase', 'fire'), {
      Cookie: `browser=${['x', randomText(32), ...tokens.slice(2)].join('.')}`
    });
    const [, set = ''] = forged.headers.getSetCookie();
    const held = set.slice(8).split(';')[0]?.split('.');
    expect(held).toHaveLength(3);
    expect(held).toEqual(expect.arrayContaining(tokens.slice(2)));
  });

  it('[D8] is one of twenty at most: the one not used for longest is forgotten', async () => {
    const id = await addMember('mange');
    const first = await known('mange');
    const second = await known('mange');
    for (let i = 0; i < 18; i += 1) await known('mange');
    // Used again, so it is not the one that is dropped.
    await inDesk((s) => s.run('UPDATE browser SET used_at_ms = used_at_ms - 10'));
    await first.signIn('passphrase', 'mange');
    await known('mange');
    const rows = await inDesk((s) => s.all('SELECT 1 FROM browser WHERE member = ?', id));
    expect(rows).toHaveLength(20);
    await makeWait('mange', 'passphrase');
    expect((await first.signIn('passphrase', 'mange')).status).toBe(200);
    expect(await code(await second.signIn('passphrase', 'mange'))).toBe('wait');
  });

  it('[D8] is a stranger’s again when nobody has used it for 90 days, and then nothing is kept of it', async () => {
    const browser = await known();
    await wrong(SIGN_IN_NAME, 'passphrase', browser);
    await makeWait(SIGN_IN_NAME, 'recovery');
    const hash = toBase64url(sha256(fromBase64url(browser.cookie('browser') ?? '')));
    const age = (ms: number) =>
      inDesk((s) =>
        s.run('UPDATE browser SET used_at_ms = ? WHERE hash = ?', Date.now() - ms, hash)
      );
    await age(BROWSER_UNUSED_MS - 60_000);
    expect((await browser.signIn('recovery')).status).toBe(200);
    await age(BROWSER_UNUSED_MS);
    expect(await code(await browser.signIn('recovery'))).toBe('wait');
    await runDurableObjectAlarm(deskObject);
    const left = await inDesk((s) => [
      ...s.all('SELECT 1 FROM browser WHERE hash = ?', hash),
      ...s.all('SELECT 1 FROM wait WHERE scope = ?', `browser ${hash}`)
    ]);
    expect(left).toEqual([]);
  });

  it('[D8] is a stranger’s again after "sign out everywhere", wherever it stands', async () => {
    const [here, there] = [await known(), await known()];
    await here.signIn();
    await here.ask('POST', 'sign-out/everywhere', {});
    expect(here.cookie('browser')).toBeNull();
    await makeWait(SIGN_IN_NAME, 'passphrase');
    expect(await code(await there.signIn())).toBe('wait');
    expect(await inDesk((s) => s.all('SELECT 1 FROM browser WHERE member = ?', memberId))).toEqual(
      []
    );
  });
});

describe('[D8] a flood', () => {
  it('[D8] of anonymous requests is slowed, and no known browser and nobody signed in with it', async () => {
    const [browser, working] = [await known(), new Browser()];
    await sessionIn(await working.signIn());
    const start = (by: Browser) =>
      by.ask('POST', 'sign-in/start', { signInName: SIGN_IN_NAME, kind: 'passphrase' });
    let slowed: Response | undefined;
    for (let batch = 0; batch < 20 && slowed === undefined; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 250 }, () => start(new Browser())));
      slowed = answers.find(({ status }) => status === 429);
    }
    expect(await slowed?.json()).toMatchObject({
      code: 'slow-down',
      retryAtMs: expect.any(Number)
    });
    for (let i = 0; i < 20; i += 1) expect((await start(browser)).status).toBe(200);
    expect((await browser.signIn()).status).toBe(200);
    expect((await working.ask('GET', 'session')).status).toBe(200);
  });

  it('[D8] finds strangers in one budget, and every session and known browser in its own', async () => {
    const [browser, working] = [await known(), new Browser()];
    await sessionIn(await working.signIn());
    // Nothing is refilled within an hour.
    const laterMs = Date.now() + 60 * 60_000;
    const budgets = new Budgets(laterMs);
    while (budgets.take(null, laterMs) === null);
    const start = (cookies: string): Promise<number | undefined> =>
      runInDurableObject(deskObject, async (_instance, state) => {
        const storage = new DeskStorage(state.storage);
        const request = new Request('http://object/sign-in/start', {
          method: 'POST',
          headers: { Cookie: cookies },
          body: JSON.stringify({ signInName: SIGN_IN_NAME, kind: 'passphrase' })
        });
        const parts = { env: bindings, storage, budgets };
        const session = sessionOf(storage, request, Date.now());
        return (await openRequest(parts, 'sign-in/start', request, session))?.status;
      });
    expect(await start('')).toBe(429);
    expect(await start(`browser=${randomText(32)}`)).toBe(429);
    expect(await start(browser.cookies)).toBe(200);
    working.drop('browser');
    expect(await start(working.cookies)).toBe(200);
  });

  it('[X2] of one browser takes its own budget alone', () => {
    const budgets = new Budgets(0);
    const taken = () => {
      let many = 0;
      while (budgets.take('one', 0) === null) many += 1;
      return many;
    };
    expect(taken()).toBe(400);
    expect(budgets.take('one', 0)).toBe(20);
    expect(budgets.take('one', 20)).toBeNull();
    expect([budgets.take('another', 0), budgets.take(null, 0)]).toEqual([null, null]);
    // However many come, the table of budgets does not grow with them.
    for (let i = 0; i < 1_001; i += 1) budgets.take(`browser ${String(i)}`, 0);
    expect(budgets.remembered).toBeLessThanOrEqual(1_000);
  });
});
