// What must be true of every page in every test: it requests nothing from other origins, violates no rule
// of its Content-Security-Policy, and leaves no error uncaught. Rules: X1; issue 2 §3.
import { expect, type BrowserContext } from '@playwright/test';

export interface Watched {
  /** Addresses outside this origin, apart from the page where Exit leads. */
  readonly strangers: string[];
  /** Reports of the Content-Security-Policy and of Trusted Types. */
  readonly violations: string[];
  /** Errors that nobody caught. */
  readonly uncaught: string[];
}

const ABOUT_CSP = /content security policy|trusted ?types?|trustedscripturl/i;

/** A part of the page that could not be loaded: other tests check what the page then says. */
const NO_NETWORK =
  /dynamically imported module|error loading|unable to preload css|parseFromString/i;

/** The tool's stand-in for a socket (`routeWebSocket`) throws this where a browser's own socket is silent. */
const STAND_IN = /^WebSocket is already in CLOSING or CLOSED state/;

/** Kit's last resort when not even its error page loads; the prerendered page says it (src/boot.ts). */
const KIT_GIVES_UP = /DOMParser parseFromString\|<!doctype html>/;

/** Watches every page that this context ever opens. Call before its first page. */
export async function watch(
  context: BrowserContext,
  own: readonly string[],
  exitUrl: string,
  watched: Watched = { strangers: [], violations: [], uncaught: [] }
): Promise<Watched> {
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local = !/^(?:https?|wss?):$/.test(url.protocol);
    if (!local && !own.includes(url.origin) && url.href !== exitUrl)
      watched.strangers.push(url.href);
  });
  context.on('console', (message) => {
    if (ABOUT_CSP.test(message.text()) && !/parseFromString/.test(message.text()))
      watched.violations.push(message.text());
  });
  context.on('weberror', (error) => {
    const { message, stack } = error.error();
    if (!NO_NETWORK.test(message) && !STAND_IN.test(message))
      watched.uncaught.push(`${message}\n${stack ?? ''}`);
  });
  await context.exposeFunction('reportViolation', (what: string) => {
    if (!KIT_GIVES_UP.test(what)) watched.violations.push(what);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as unknown as { reportViolation?: (what: string) => void })
        .reportViolation;
      const { violatedDirective, blockedURI, sourceFile, lineNumber, columnNumber, sample } = event;
      const at = `${sourceFile}:${String(lineNumber)}:${String(columnNumber)}`;
      report?.(`${violatedDirective} ${blockedURI} ${at} ${sample}`);
    });
  });
  return watched;
}

export function expectNothingAmiss(watched: Watched): void {
  expect(watched.strangers, 'requests to others').toEqual([]);
  expect(watched.violations, 'violations of the policy').toEqual([]);
  expect(watched.uncaught, 'uncaught errors').toEqual([]);
}
