// The one-time token of a set-up link. It is read from the fragment and removed from the address at once,
// so that no history or bookmark keeps it. Rule: issue 2 §5.
const PREFIX = '#setup-';

/** Base64url as found, perhaps cut off; null when the address has none. */
export function takeSetupToken(): string | null {
  const { hash, pathname } = location;
  if (!hash.startsWith(PREFIX)) return null;
  history.replaceState(history.state, '', pathname);
  return hash.slice(PREFIX.length);
}
