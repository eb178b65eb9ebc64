// Origins and addresses in one spelling each, so that they can be compared as text. Pure; used at the edge,
// and by the starter to tell the operator which are invalid. Rules: X5.

/** The parts of a hand-written list. */
export const listed = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean);

/** One origin as browsers spell it. Null for anything else: other schemes, paths, a name and password. */
export function canonicalOrigin(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.href === `${url.origin}/` ? url.origin : null;
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** `[::ffff:7f00:1]` → `127.0.0.1`: an IPv4 peer on an IPv6 socket. */
function unmapped(ipv6: string): string {
  const halves = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(ipv6);
  if (halves === null) return ipv6;
  const [high, low] = [parseInt(halves[1] ?? '', 16), parseInt(halves[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * One spelling of an address: IPv4 in four decimals, IPv6 short and in brackets. Takes it bare, in
 * brackets, and with a port. Null for anything else, names included.
 */
export function canonicalAddress(text: string): string | null {
  const bracketed = /^\[([^[\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const bare = bracketed ?? text.replace(/^([^:]+):\d+$/, '$1');
  if (IPV4.test(bare)) return URL.parse(`http://${bare}`)?.hostname ?? null;
  if (!bare.includes(':')) return null;
  const ipv6 = URL.parse(`http://[${bare}]`)?.hostname;
  return ipv6 === undefined ? null : unmapped(ipv6);
}
