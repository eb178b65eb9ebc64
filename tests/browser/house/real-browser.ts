// A whole browser as a person has it, with a profile on disk. Its tabs can really be hidden, discarded by
// the browser, or kept for "back", which never happens to pages under a test tool's control.
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSER_ARGS, findBrowser } from '../../../scripts/find-browser.ts';

const PREFERENCES = { intl: { accept_languages: 'en-GB,en', selected_languages: 'en-GB,en' } };
/** Enables the browser's own page about discarded tabs. */
const LOCAL_STATE = { internal_only_uis_enabled: true };
const DISCARDS = 'chrome://discards/discards';

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

interface Tab {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

/** Runs in the browser's page about tabs: presses "Urgent Discard" beside the tab of this origin. */
const PRESS_DISCARD = (origin: string): string => `(async () => {
  const all = (root) => [...root.querySelectorAll('*')]
    .flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const row = () => all(document).find((one) => one.tagName === 'TR' &&
    one.textContent.includes(${JSON.stringify(origin)}) && one.textContent.includes('Urgent'));
  for (let look = 0; look < 100 && !row(); look += 1) await new Promise((go) => setTimeout(go, 100));
  [...row().querySelectorAll('[is=action-link]')]
    .find((one) => one.textContent.includes('Urgent Discard')).click();
  for (let look = 0; look < 100; look += 1) {
    await new Promise((go) => setTimeout(go, 100));
    if (/discarded/.test(row()?.textContent ?? '')) return true;
  }
  return false;
})()`;

async function evaluateIn(tab: Tab, expression: string): Promise<unknown> {
  const socket = new WebSocket(tab.webSocketDebuggerUrl);
  await new Promise((open, fail) => {
    socket.onopen = open;
    socket.onerror = fail;
  });
  const answer = new Promise<string>((heard) => {
    socket.onmessage = (event) => heard(String(event.data));
  });
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const said = JSON.parse(await answer) as { result?: { result?: { value?: unknown } } };
  socket.close();
  return said.result?.result?.value;
}

export class RealBrowser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #origin: string;
  readonly #prepare: (context: BrowserContext) => Promise<void>;
  #debugger = '';
  #browser: Browser | null = null;
  #front: Page | null = null;

  private constructor(
    process: ChildProcess,
    profile: string,
    origin: string,
    prepare: (context: BrowserContext) => Promise<void>
  ) {
    this.#process = process;
    this.#profile = profile;
    this.#origin = origin;
    this.#prepare = prepare;
  }

  /** @param prepare called with the context after every (re)connection */
  static async start(
    origin: string,
    prepare: (context: BrowserContext) => Promise<void>
  ): Promise<RealBrowser> {
    const profile = mkdtempSync(join(tmpdir(), 'tryggrom-browser-'));
    mkdirSync(join(profile, 'Default'));
    writeFileSync(join(profile, 'Local State'), JSON.stringify(LOCAL_STATE));
    writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES));
    const args = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
    const child = spawn(await findBrowser(), [...BROWSER_ARGS, ...args], {
      stdio: 'ignore',
      detached: true
    });
    const browser = new RealBrowser(child, profile, origin, prepare);
    const portFile = join(profile, 'DevToolsActivePort');
    for (let look = 0; look < 300 && !/^\d+\n/.test(browser.#read(portFile)); look += 1)
      await pause(100);
    browser.#debugger = `http://127.0.0.1:${browser.#read(portFile).split('\n')[0] ?? ''}`;
    await browser.#connect();
    return browser;
  }

  #read(path: string): string {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  async #connect(): Promise<void> {
    // On a busy machine the first answer of a new browser is sometimes lost.
    for (let left = 2; this.#browser === null || !this.#browser.isConnected(); left -= 1)
      this.#browser = await chromium
        .connectOverCDP(this.#debugger, { noDefaults: true, timeout: 20_000 })
        .catch((error: unknown) => {
          if (left === 0) throw error;
          return null;
        });
    await this.#prepare(this.context);
  }

  get context(): BrowserContext {
    const context = this.#browser?.contexts()[0];
    if (context === undefined) throw new Error('the browser is not connected');
    return context;
  }

  async newTab(): Promise<Page> {
    return this.context.newPage();
  }

  /** Another tab comes to the front: this one is really hidden. */
  async hide(): Promise<void> {
    this.#front ??= await this.context.newPage();
    await this.#front.bringToFront();
  }

  /**
   * The browser discards the tab, as a phone does that needs its memory, and restores it after a while.
   * Returns the restored tab; the earlier page object is unusable. A desktop browser does so only with a
   * hidden tab in which nothing was typed since it was loaded.
   */
  async discard(awayMs = 0): Promise<Page> {
    // A tab under the debugger is never discarded, so it is detached first.
    await this.#browser?.close();
    this.#front = null;
    const answer = await fetch(`${this.#debugger}/json/new?${DISCARDS}`, { method: 'PUT' });
    const about = (await answer.json()) as Tab;
    const done = await evaluateIn(about, PRESS_DISCARD(new URL(this.#origin).host));
    if (done !== true) throw new Error('the browser did not throw the tab away');
    await pause(awayMs);
    const tabs = (await (await fetch(`${this.#debugger}/json/list`)).json()) as Tab[];
    const tab = tabs.find((one) => one.type === 'page' && one.url.startsWith(this.#origin));
    await fetch(`${this.#debugger}/json/activate/${tab?.id ?? ''}`);
    await fetch(`${this.#debugger}/json/close/${about.id}`);
    await this.#connect();
    const page = this.context.pages().find((one) => one.url().startsWith(this.#origin));
    if (page === undefined) throw new Error('the tab did not come back');
    return page;
  }

  /** Closes the browser as a person does. Everything that it kept is on the disk then. */
  async quit(): Promise<void> {
    const gone = new Promise((exited) => this.#process.once('exit', exited));
    const session = await this.#browser?.newBrowserCDPSession();
    await session?.send('Browser.close').catch(() => undefined);
    await gone;
  }

  /** Which of these texts can be read in which file of the profile, as bytes of UTF-8 or UTF-16. */
  filesHolding(texts: readonly string[]): { readonly text: string; readonly file: string }[] {
    return readdirSync(this.#profile, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        return texts
          .filter((text) => bytes.includes(text, 0, 'utf8') || bytes.includes(text, 0, 'utf16le'))
          .map((text) => ({ text, file: path.slice(this.#profile.length + 1) }));
      });
  }

  async end(): Promise<void> {
    await this.#browser?.close().catch(() => undefined);
    const gone = new Promise((exited) => this.#process.once('exit', exited));
    if (this.#process.pid !== undefined && this.#process.exitCode === null) {
      process.kill(-this.#process.pid, 'SIGKILL');
      await gone;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
