// A browser that Playwright does not drive, reduced to what a thumb can do in it. Firefox speaks WebDriver
// BiDi (puppeteer-core), WebKitGTK classic WebDriver (selenium-webdriver) on a virtual screen.
import puppeteer from 'puppeteer-core';
import { Builder, By, Capabilities } from 'selenium-webdriver';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { WebKitGtk } from '../../../scripts/find-other-browsers.ts';
import { freePort } from '../../free-port.ts';

export interface OtherBrowser {
  go(url: string): Promise<void>;
  /** Goes back by the browser's own button. */
  back(): Promise<void>;
  /** Types with keys into what this XPath finds. @throws when there is none */
  type(xpath: string, text: string): Promise<void>;
  /** Presses what this XPath finds. @throws when there is none, or it cannot be pressed */
  press(xpath: string): Promise<void>;
  /** Runs an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  end(): Promise<void>;
}

const SIZE = { width: 360, height: 740 };

export async function startFirefox(executablePath: string): Promise<OtherBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: SIZE,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB,en' }
  });
  const page = await browser.newPage();
  const find = async (xpath: string) => {
    const found = await page.$(`::-p-xpath(${xpath})`);
    if (found === null) throw new Error(`nothing there: ${xpath}`);
    return found;
  };
  return {
    go: async (url) => void (await page.goto(url)),
    // It may lead to a page in bfcache, which loads nothing: nothing to wait for.
    back: () => page.evaluate('void setTimeout(() => history.back())') as Promise<void>,
    type: async (xpath, text) => (await find(xpath)).type(text),
    press: async (xpath) => (await find(xpath)).click(),
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    end: () => browser.close()
  };
}

/** Starts a virtual screen. Returns its name and how to end it. */
async function startScreen(program: string): Promise<{ name: string; end: () => void }> {
  const screen = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }
  );
  const [said] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  return { name: `:${said.toString().trim()}`, end: () => screen.kill() };
}

async function listening(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(url).then(
        () => true,
        () => false
      )
    )
      return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('the WebDriver did not start');
}

export async function startWebKit(found: WebKitGtk): Promise<OtherBrowser> {
  const screen = await startScreen(found.screen);
  const port = String(await freePort());
  const driver = spawn(found.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: screen.name, LANG: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
    stdio: 'ignore'
  });
  const url = `http://127.0.0.1:${port}`;
  await listening(`${url}/status`);
  const browser = await new Builder()
    .usingServer(url)
    .withCapabilities(
      new Capabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] }
      })
    )
    .build();
  await browser
    .manage()
    .window()
    .setRect({ x: 0, y: 0, ...SIZE });
  const find = (xpath: string) => browser.findElement(By.xpath(xpath));
  return {
    go: (to) => browser.get(to),
    back: () => browser.executeScript('setTimeout(() => history.back())'),
    type: (xpath, text) => find(xpath).sendKeys(text),
    press: (xpath) => find(xpath).click(),
    evaluate: <T>(expression: string) => browser.executeScript<T>(`return (${expression})`),
    end: async () => {
      await browser.quit().catch(() => undefined);
      driver.kill();
      screen.end();
    }
  };
}
