// The one-time token of a set-up link: read from the fragment, and taken out of the address at once,
// so that it stays in no history and no bookmark. Rule: issue 2 §5.
const PREFIX = '#setup-';

/** Base64url as it stood there, perhaps cut off; null when the address has none. */
export function takeSetupToken(): string | null {
  const { hash, pathname } = location;
  if (!hash.startsWith(PREFIX)) return null;
  history.replaceState(history.state, '', pathname);
  return hash.slice(PREFIX.length);
}
