// What a response may load: pages by the build's own policy and by hash, scripts and workers a little,
// everything else nothing. Pure. Rules: X1.

const TRUSTED_TYPES = "require-trusted-types-for 'script'";

/** For everything but pages: it may load nothing and never be framed. */
export const BASE_CSP =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  TRUSTED_TYPES;

/** For scripts: workers and the service worker are under the policy of their own response. */
export const WORKER_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; " +
  "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  TRUSTED_TYPES;

/** The build's policy of one page, with directives that only work in a header. */
export function pageCsp(built: string): string {
  const has = (directive: string) => new RegExp(`(^|;)\\s*${directive}(\\s|;|$)`).test(built);
  let csp = built.trim().replace(/;$/, '');
  if (!has('frame-ancestors')) csp += "; frame-ancestors 'none'";
  if (!has('require-trusted-types-for')) csp += `; ${TRUSTED_TYPES}`;
  return csp;
}
