// Who gets a place in a room, and who gives way. Unproved connections, strangers, confirmed devices and
// staff have separate places, so that none can shut another out. Within one kind the others give way, never
// the newcomer: it could be the young person. Nor does anybody whose proof is being checked. Pure. Rules:
// X3.
import { PING_EVERY_MS, PLACES } from '#lib/protocol/limits.ts';

/** One open socket. */
export interface Place {
  readonly kind: 'unproved' | 'device' | 'guest' | 'staff';
  /** Device key or member id; null while nothing is proved. */
  readonly owner: string | null;
  /** A device that staff have confirmed once [J9]. */
  readonly confirmed: boolean;
  /** Nothing is proved yet, and a proof is being checked. */
  readonly proving: boolean;
  readonly sinceMs: number;
  readonly heardMs: number;
}

type Share = 'unproved' | 'strangers' | 'confirmed' | 'staff';

function shareOf({ kind, confirmed }: Place): Share {
  if (kind === 'unproved' || kind === 'staff') return kind;
  return confirmed ? 'confirmed' : 'strangers';
}

/** A connection that missed a heartbeat is probably half open. */
const SILENT_AFTER_MS = 1.5 * PING_EVERY_MS;

/**
 * Who must leave now that `newcomer` has a place, in order.
 * @param seated all open sockets, the newcomer's among them, as what it is now
 */
export function givingWay<P extends Place>(
  seated: readonly P[],
  newcomer: P,
  nowMs: number
): readonly P[] {
  const gone: P[] = [];
  const sitting = (): P[] => seated.filter((one) => !gone.includes(one));
  const giveWay = (fits: (one: P) => boolean, most: number): void => {
    for (;;) {
      const all = sitting();
      const crowd = all.filter(fits);
      const next = crowd.length > most ? first(crowd, newcomer, all, nowMs) : undefined;
      if (next === undefined) return;
      gone.push(next);
    }
  };
  const { owner } = newcomer;
  if (newcomer.kind === 'device' || newcomer.kind === 'guest')
    giveWay((one) => one.kind !== 'staff' && one.owner === owner, PLACES.perDevice);
  const share = shareOf(newcomer);
  giveWay((one) => shareOf(one) === share, PLACES[share]);
  return gone;
}

function first<P extends Place>(
  crowd: readonly P[],
  newcomer: P,
  all: readonly P[],
  nowMs: number
): P | undefined {
  const ofOwner = (one: P): number => all.filter((other) => other.owner === one.owner).length;
  const silent = (one: P): number => (nowMs - one.heardMs > SILENT_AFTER_MS ? 0 : 1);
  const others = crowd.filter((one) => one !== newcomer && !one.proving);
  // Where all others are being checked, the newcomer itself must come again.
  if (others.length === 0) return newcomer;
  return others.sort((a, b) => {
    // The longest unproved first: a page proves itself at once.
    if (a.kind === 'unproved') return a.sinceMs - b.sinceMs;
    // Connections that only deliver go before guests.
    if (a.kind !== b.kind) return a.kind === 'device' ? -1 : 1;
    // The oldest of the same device's connections first, the newest of other devices'.
    const age = a.owner === newcomer.owner ? a.sinceMs - b.sinceMs : b.sinceMs - a.sinceMs;
    return ofOwner(b) - ofOwner(a) || silent(a) - silent(b) || age;
  })[0];
}
