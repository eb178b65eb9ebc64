// Finds a Chromium for the tests: CHROME_PATH, an installed one, Playwright's own; on Debian as root it
// installs Debian's package. Says clearly what to do when there is none.
import { existsSync } from 'node:fs';
import { installPackages } from './debian-packages.ts';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** Path of a Chromium. @throws {Error} in plain words when there is none. */
export async function findBrowser(): Promise<string> {
  const given = process.env['CHROME_PATH'];
  if (given !== undefined && given !== '') {
    if (existsSync(given)) return given;
    throw new Error(`CHROME_PATH names ${given}, but nothing is there.`);
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (installPackages(['chromium']) && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  throw new Error(
    'The browser tests need a Chromium. Install one (for example “npx playwright install chromium”, ' +
      'or your system’s chromium package), or name one with CHROME_PATH=/path/to/chrome.'
  );
}

const SHELL = '/usr/bin/chromium-headless-shell';

/**
 * The same Chromium without the user interface's own pages: a context and its page cost a third (measured:
 * eight in 2.5 s instead of 5.8). The full one where there is no other.
 */
export async function findShell(): Promise<string> {
  const whole = await findBrowser();
  if (whole !== '/usr/bin/chromium' || (process.env['CHROME_PATH'] ?? '') !== '') return whole;
  const there = existsSync(SHELL) || installPackages(['chromium-headless-shell']);
  return there && existsSync(SHELL) ? SHELL : whole;
}

/** Arguments that keep a test browser quiet and off the network. */
export const BROWSER_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
];

/**
 * The same for many short-lived pages: drawing and network have no processes of their own, a seventh less to
 * compute (measured). What a page sees is the same.
 */
export const SHELL_ARGS: readonly string[] = [
  ...BROWSER_ARGS,
  '--in-process-gpu',
  '--enable-features=NetworkServiceInProcess2'
];

if (import.meta.main) console.log(await findBrowser());
