// Browsers that keep nothing, or can do less: each can join, messages arrive, and Exit works. The feature
// is removed before the page's first script. Rules: B3, E3, J2, K9.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { furnish } from './house/house.ts';
import { expectLeft } from './house/leaving.ts';

const house = furnish();

/** Lost without a disk: waiting messages are only in the page, and it says so. */
const DISK = en.talk.memoryOnly;
const { tab: TAB, worker: WORKER } = en.lostHere;

const LACKS: readonly (readonly [what: string, take: () => void, lost?: string])[] = [
  [
    'a list of databases: the question is never answered',
    () => {
      IDBFactory.prototype.databases = () => new Promise(() => undefined);
    }
  ],
  [
    'databases that open: nothing is ever answered',
    () => {
      const silent = (): object => Object.create(IDBOpenDBRequest.prototype) as object;
      IDBFactory.prototype.open = () =>
        new Proxy(silent(), { set: () => true, get: () => () => undefined }) as IDBOpenDBRequest;
    },
    DISK
  ],
  [
    'IndexedDB',
    () => {
      Reflect.deleteProperty(globalThis, 'indexedDB');
      Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
    },
    DISK
  ],
  [
    'room on the disk',
    () => {
      IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    },
    DISK
  ],
  [
    'transactions on the disk that ever end',
    () => {
      const { addEventListener } = EventTarget.prototype;
      IDBTransaction.prototype.addEventListener = function (
        this: IDBTransaction,
        ...given: Parameters<typeof addEventListener>
      ) {
        if (given[0] !== 'complete') addEventListener.apply(this, given);
      };
    },
    DISK
  ],
  [
    'storage of the tab and the site',
    () => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(globalThis, name, {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          }
        });
    },
    TAB
  ],
  [
    'a service worker, caches and channels between tabs',
    () => {
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      for (const name of ['caches', 'BroadcastChannel'])
        Object.defineProperty(globalThis, name, { value: undefined });
    },
    WORKER
  ]
];

/** The waits before storage is given up are ten times shorter. */
const hurry = (): void => {
  const { setTimeout } = globalThis;
  const given = [4_000, 6_000];
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms = 0, ...rest: unknown[]) =>
      setTimeout(run, given.includes(ms) ? ms / 10 : ms, ...rest)
  });
};

for (const [what, take, lost] of LACKS)
  test(`[B3, E3] a browser without ${what} is a way in, and out`, async () => {
    const { officer, product } = house;
    const room = await officer.invite();
    const phone = await house.phone();
    await phone.page.addInitScript(hurry);
    await phone.page.addInitScript(take);
    await phone.join(room);
    await phone.say('it arrives');
    await expect(officer.bubble('it arrives')).toBeVisible();
    await officer.confirm();
    await officer.say('So does this.');
    await expect(phone.bubble('So does this.')).toBeVisible();
    const notice = phone.page.getByTestId('lost-here');
    if (lost === TAB || lost === WORKER) {
      await expect(notice).toContainText(lost);
      await phone.button(en.unrecognised.button).click();
    }
    await expect(notice).toHaveCount(0);
    if (lost === DISK) {
      await phone.page.context().setOffline(true);
      await phone.say('only here');
      await expect(phone.page.getByTestId('connection')).toHaveText(lost, { timeout: 20_000 });
      await phone.page.context().setOffline(false);
      await expect(officer.bubble('only here')).toBeVisible();
    }
    await phone.exit();
    await expectLeft(phone.page, product.policy.exitUrl);
    await expect(officer.page.getByTestId('left')).toBeVisible();
  });

test('[B3, K9] a browser without WebAssembly is a way in: it only takes longer', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  // In the worker too, where the words are stretched.
  let workers = 0;
  await phone.page.context().route(/guest\.worker/, async (route) => {
    workers += 1;
    const answer = await route.fetch();
    const body = `Object.defineProperty(self, 'WebAssembly', { value: undefined });${await answer.text()}`;
    await route.fulfill({ response: answer, body });
  });
  await phone.page.addInitScript(() =>
    Object.defineProperty(globalThis, 'WebAssembly', { value: undefined })
  );
  await phone.join(room);
  expect(workers).toBeGreaterThan(0);
  await phone.say('it arrives');
  await expect(officer.bubble('it arrives')).toBeVisible();
});

for (const [what, take, says] of [
  [
    'no workers',
    () => Object.defineProperty(globalThis, 'Worker', { value: undefined }),
    en.door.browser
  ],
  [
    'no sealing',
    () => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }),
    en.door.browser
  ],
  [
    'an address without https',
    () => Object.defineProperty(globalThis, 'isSecureContext', { value: false }),
    en.door.insecure
  ]
] as const)
  test(`[B3] a browser with ${what} says what is wrong, and whom to call`, async () => {
    const room = await house.officer.invite();
    const phone = await house.phone();
    await phone.page.addInitScript(take);
    await phone.openLink(room.link);
    await expect(phone.page.getByText(says)).toBeVisible();
    await phone.tryWords(room.words);
    await expect(phone.page.getByText(says)).toBeVisible();
    await expect(phone.page.getByRole('link', { name: '112' })).toBeVisible();
    await expect(phone.page.getByTestId('exit')).toBeVisible();
  });

test('[B3] a network that lets no line through is named, and the door opens when one does', async () => {
  const room = await house.officer.invite();
  const phone = await house.phone();
  let blocked = true;
  await phone.page.routeWebSocket(/\/socket$/, (ws) =>
    blocked ? void ws.close({ code: 1006 }) : void ws.connectToServer()
  );
  await phone.page.route(/\/line$/, (route) => (blocked ? route.abort() : route.continue()));
  await phone.openLink(room.link);
  await phone.page.clock.install();
  await phone.tryWords(room.words);
  await expect(async () => {
    await phone.page.clock.runFor(3_000);
    await expect(phone.page.getByText(en.door.blocked)).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(phone.page.getByRole('link', { name: '112' })).toBeVisible();
  blocked = false;
  await expect(async () => {
    await phone.page.clock.runFor(3_000);
    await expect(phone.field).toBeVisible({ timeout: 500 });
  }).toPass();
});
