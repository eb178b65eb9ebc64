// One product and its people, for one file of tests: a desk that is set up once, and phones that come and
// go. After every test all are checked for errors.
import {
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page
} from '@playwright/test';
import { Officer } from './officer.ts';
import { Phone } from './phone.ts';
import { Product, type Lifetimes, type PolicyChange } from './product.ts';
import { RealBrowser } from './real-browser.ts';
import { expectNothingAmiss, watch, type Watched } from './watch.ts';

/** Another site, to which only somebody of staff can name an address: nothing of ours knows it. */
export const ELSEWHERE = 'https://elsewhere.example';

/** A stand-in for the exit page, so that no test reaches the real one. */
export const EXIT_PAGE = 'Weather for today';

const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'en-GB'
};
const DESK: BrowserContextOptions = { viewport: { width: 1366, height: 850 }, locale: 'en-GB' };

export class House {
  #product: Product | null = null;
  #browser: Browser | null = null;
  #officer: Officer | null = null;
  #visitors: { end: () => Promise<void>; watched: Watched }[] = [];
  #staying: Watched[] = [];

  get product(): Product {
    if (this.#product === null) throw new Error('the house is not open yet');
    return this.#product;
  }

  get url(): string {
    return this.product.url;
  }

  /** The first administrator, signed in, the same through all tests of a file. */
  get officer(): Officer {
    if (this.#officer === null) throw new Error('nobody is at the desk yet');
    return this.#officer;
  }

  async open(
    browser: Browser,
    policy: PolicyChange,
    setUp: boolean,
    buildDir?: string
  ): Promise<void> {
    this.#browser = browser;
    this.#product = await Product.start(policy, buildDir);
    if (!setUp) return;
    const { context, watched } = await this.#context(DESK);
    this.#staying.push(watched);
    this.#officer = await Officer.setUp(await context.newPage(), this.product.setupLink);
  }

  /** A separate browser; gone after the test. */
  async visitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const { context, watched } = await this.#context(options);
    this.#visitors.push({ end: () => context.close(), watched });
    return context;
  }

  async phone(options: BrowserContextOptions = {}): Promise<Phone> {
    const context = await this.visitor({ ...PHONE, ...options });
    return new Phone(await context.newPage(), this.url);
  }

  /** Another browser of the same officer's, or of somebody else at a desk. */
  async deskPage(options: BrowserContextOptions = {}): Promise<Page> {
    return (await this.visitor({ ...DESK, ...options })).newPage();
  }

  /** A whole browser with a profile on disk; gone after the test. */
  async realBrowser(): Promise<RealBrowser> {
    const watched: Watched = { strangers: [], violations: [], uncaught: [] };
    const browser = await RealBrowser.start(this.url, (context) => this.#prepare(context, watched));
    this.#visitors.push({ end: () => browser.end(), watched });
    return browser;
  }

  async #context(
    options: BrowserContextOptions
  ): Promise<{ context: BrowserContext; watched: Watched }> {
    if (this.#browser === null) throw new Error('the house is not open yet');
    const context = await this.#browser.newContext(options);
    const watched: Watched = { strangers: [], violations: [], uncaught: [] };
    await this.#prepare(context, watched);
    return { context, watched };
  }

  async #prepare(context: BrowserContext, watched: Watched): Promise<void> {
    const { exitUrl } = this.product.policy;
    await context.route(exitUrl, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<title>Weather</title><p>${EXIT_PAGE}</p>` })
    );
    await watch(context, [this.url, ELSEWHERE], exitUrl, watched);
  }

  async afterTest(): Promise<void> {
    const visitors = this.#visitors;
    this.#visitors = [];
    for (const { end } of visitors) await end();
    for (const watched of [...this.#staying, ...visitors.map((one) => one.watched)])
      expectNothingAmiss(watched);
  }

  async close(): Promise<void> {
    await this.#officer?.page.context().close();
    await this.#product?.end();
  }
}

export interface Furnishing {
  readonly lifetimes?: Partial<Lifetimes>;
  /** Other differences from the shipped policy. */
  readonly policy?: PolicyChange;
  /** False: there is no administrator yet. */
  readonly setUp?: boolean;
  /** Another build than this project's own. */
  readonly buildDir?: string;
}

/** Call once at the top of a file. The house is open in every test of that file. */
export function furnish({
  lifetimes = {},
  policy = {},
  setUp = true,
  buildDir
}: Furnishing = {}): House {
  const house = new House();
  base.beforeAll(({ browser }) => house.open(browser, { ...policy, lifetimes }, setUp, buildDir));
  base.afterEach(() => house.afterTest());
  base.afterAll(() => house.close());
  return house;
}
