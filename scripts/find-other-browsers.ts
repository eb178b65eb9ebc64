// The browsers other than Chromium: Firefox, and WebKitGTK as the nearest thing to an iPhone that runs on a
// server. Finds them, or installs Debian's. Where neither is possible, their tests are skipped, and the
// summary of the tests says so.
import { existsSync } from 'node:fs';
import { installPackages } from './debian-packages.ts';

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
const MINI_BROWSER = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
];
const DRIVER = '/usr/bin/WebKitWebDriver';
const SCREEN = '/usr/bin/Xvfb';

export interface WebKitGtk {
  readonly driver: string;
  readonly browser: string;
  /** A virtual screen: WebKitGTK has no headless mode. */
  readonly screen: string;
}

const firstOf = (paths: readonly string[]): string | null =>
  paths.find((path) => existsSync(path)) ?? null;

const installedWebKit = (): WebKitGtk | null => {
  const browser = firstOf(MINI_BROWSER);
  return browser !== null && existsSync(DRIVER) && existsSync(SCREEN)
    ? { driver: DRIVER, browser, screen: SCREEN }
    : null;
};

/** Path of a Firefox, or null. */
export function findFirefox(): string | null {
  const found = firstOf(FIREFOX);
  if (found !== null || !installPackages(['firefox-esr'])) return found;
  return firstOf(FIREFOX);
}

/** Paths of what a test in WebKitGTK needs, or null. */
export function findWebKit(): WebKitGtk | null {
  const found = installedWebKit();
  if (found !== null || !installPackages(['webkit2gtk-driver', 'xvfb'])) return found;
  return installedWebKit();
}
