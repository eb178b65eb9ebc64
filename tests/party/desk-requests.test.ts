// The page's own requests against the real desk, from a browser with several tabs and one cookie jar.
import { beforeAll, describe, expect, it } from 'vitest';
import { deskRequests, type DeskRequests, type Send } from '#lib/staff/desk/desk-requests.ts';
import {
  Browser,
  officer,
  planRoom,
  randomText,
  serviceId,
  sessionIn,
  signInBody
} from './desk-client.ts';

beforeAll(async () => {
  await officer();
});

/** A tab of this browser; `jars` are used for one request each, then the browser's own. */
function tab(
  browser: Browser,
  jars: Browser[] = []
): { requests: DeskRequests; sent: () => number } {
  let sent = 0;
  const send: Send = async (path, init) => {
    sent += 1;
    const rest = path.slice(`/api/s/${serviceId}/`.length);
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as object) : undefined;
    return await (jars.shift() ?? browser).ask(init.method === 'POST' ? 'POST' : 'GET', rest, body);
  };
  return { requests: deskRequests(serviceId, send), sent: () => sent };
}

async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  await sessionIn(await browser.signIn());
  return browser;
}

const refused = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing',
    (error: { code?: unknown }) => error.code
  );

describe('[D8] a tab', () => {
  it('[D8] that asks by a cookie which another tab has just replaced asks once more, by the new one', async () => {
    const browser = await signedIn();
    const asked: ((requests: DeskRequests) => Promise<unknown>)[] = [
      (requests) => requests.anchor({ anchor: randomText(141) }),
      (requests) => requests.audit({ after: 0 }),
      async (requests) => requests.createRoom((await planRoom()).request),
      (requests) => requests.signOutEverywhere()
    ];
    for (const ask of asked) {
      const old = browser.copy();
      await browser.signIn();
      const { requests, sent } = tab(browser, [old]);
      await ask(requests);
      expect(sent()).toBe(2);
    }
  });

  it('[D8] that is signed out hears so after that one more, and no other refusal is asked twice', async () => {
    const browser = await signedIn();
    await tab(browser).requests.signOut();
    const { requests, sent } = tab(browser);
    expect(await refused(requests.audit({ after: 0 }))).toBe('not-signed-in');
    expect(sent()).toBe(2);
    const wrong = tab(new Browser());
    const body = { ...signInBody(), auth: randomText(32) };
    expect(await refused(wrong.requests.signIn(body))).toBe('wrong-secret');
    expect(wrong.sent()).toBe(1);
  });
});

describe('[D5, D6] the page', () => {
  it('[D6] renews its anchor, reads the chain, and signs out everywhere', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const { requests } = tab(here);
    const anchor = randomText(141);
    await requests.anchor({ anchor });
    expect((await tab(there).requests.signIn(signInBody())).anchor).toBe(anchor);
    const { entries, last } = await requests.audit({ after: 0 });
    expect(entries).toHaveLength(last);
    await requests.signOutEverywhere();
    expect(await refused(tab(there).requests.audit({ after: 0 }))).toBe('not-signed-in');
    expect(here.cookies).toBe('');
  });
});
