// Who may ask [X5]: requests must come by an address that the operator named, and those of pages from that
// very origin. An object gets only what it needs of a request, never a network address. Never throws on
// input from strangers. Rules: X5, I1, D1, X1.
import type { Env } from '../env.ts';
import { canonicalAddress, canonicalOrigin, listed } from './spelling.ts';

/** The address by which a request came, as its browser names it. */
export interface Way {
  /** Scheme, host and port, spelled as browsers spell an Origin. */
  readonly origin: string;
  readonly https: boolean;
}

type Named = Pick<Env, 'ORIGINS' | 'TRUSTED_PROXIES'>;

/** Parsed once for every text: the bindings of a running server do not change. */
function memo<T>(parse: (text: string) => T): (text: string) => T {
  let held: { readonly text: string; readonly value: T } | null = null;
  return (text) => {
    if (held?.text !== text) held = { text, value: parse(text) };
    return held.value;
  };
}

const origins = memo((text) => new Set(listed(text).map(canonicalOrigin)));
const proxies = memo((text) => new Set(listed(text).map(canonicalAddress)));

/** Whether the peer of this connection is a proxy that the operator named. */
function fromTrustedProxy(request: Request, named: Named): boolean {
  const neighbour = (request.cf as { readonly clientIp?: unknown } | undefined)?.clientIp;
  const address = typeof neighbour === 'string' ? canonicalAddress(neighbour) : null;
  return address !== null && proxies(named.TRUSTED_PROXIES).has(address);
}

/** A host with or without a port, and nothing else that an address could hold. */
const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/**
 * The origin by which a request came. Null when it names none that can be understood: the runtime builds
 * the URL from Host and target, so either can spoil it.
 */
export function wayOf(request: Request, named: Named): Way | null {
  const url = URL.parse(request.url);
  if (url === null) return null;
  const host = request.headers.get('Host') ?? url.host;
  const spelled = HOST.test(host) ? URL.parse(`${url.protocol}//${host}/`) : null;
  if (spelled === null || spelled.origin !== url.origin) return null;
  const told = request.headers.get('X-Forwarded-Proto');
  const scheme =
    (told === 'http' || told === 'https') && fromTrustedProxy(request, named)
      ? `${told}:`
      : url.protocol;
  const origin = URL.parse(`${scheme}//${host}/`)?.origin;
  return origin === undefined ? null : { origin, https: scheme === 'https:' };
}

/**
 * Whether the operator named this origin. Where none is named (a host that routes only its own names here)
 * any is allowed.
 */
export const isNamed = (way: Way, named: Named): boolean =>
  named.ORIGINS === '' || origins(named.ORIGINS).has(way.origin);

/** Whether a page of this very origin sends it. */
export const fromOwnOrigin = (request: Request, way: Way): boolean =>
  request.headers.get('Origin') === way.origin;

/**
 * For the goodbye only [E1]: under `no-referrer` browsers send beacons with `Origin: null`, and old ones
 * send none. Its token is its proof; a page that names another origin is still refused.
 */
export function mayBeOwnBeacon(request: Request, way: Way): boolean {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('Origin');
  return origin === null || origin === 'null' || fromOwnOrigin(request, way);
}

/** What an object may know of a request. Everything else stays at the edge, network addresses above all. */
const PASSED_ON = ['Cookie', 'Content-Type', 'Upgrade'] as const;

/**
 * The request as an object sees it.
 * @param body already read and bounded; null for none
 */
export function passedOn(request: Request, way: Way, rest: string, body: string | null): Request {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (way.https) headers.set('x-https', '1');
  return new Request(`http://object/${rest}`, { method: request.method, headers, body });
}

/** Reads a body of at most `maxBytes`. Returns null when it is longer. */
export async function boundedBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  if (request.body)
    for await (const part of request.body) {
      const bytes = part as Uint8Array;
      length += bytes.length;
      if (length > maxBytes) return null;
      parts.push(bytes);
    }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
