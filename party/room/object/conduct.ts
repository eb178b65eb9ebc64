// How a connection behaves, as long as the object is awake: how much it sends, how much of it is excess, and
// whether a proof of it is being checked. Whoever has proved nothing has few frames, counted for that
// connection alone. Rules: X2, X3.
import type { Connection } from 'partyserver';
import { DEPOSIT_RATE, FRAME_RATE, UNPROVED_FRAME_RATE } from '#lib/protocol/limits.ts';
import { Bucket } from '../../rate.ts';
import { closeSocket } from './sockets.ts';

/** How many bad or excess frames are forgiven before the connection is closed. */
const FAULT_RATE = { burst: 100, perSecond: 1 } as const;
/** The same for excess frames of one that has proved nothing. */
const UNPROVED_EXCESS_RATE = { burst: 4, perSecond: 0.1 } as const;

/** How many proofs of one that has proved nothing may fail. */
const BAD_PROOF_RATE = { burst: 2, perSecond: 0.01 } as const;

export interface Conduct {
  readonly unproved: Bucket;
  readonly unprovedExcess: Bucket;
  readonly badProofs: Bucket;
  readonly frames: Bucket;
  readonly faults: Bucket;
  readonly deposits: Bucket;
  /** A proof of this connection is being checked; one at a time. */
  proving: boolean;
  /** It was closed for its excess: what is still on its way is not looked at. */
  over: boolean;
}

const conducts = new WeakMap<Connection, Conduct>();

export function conductOf(connection: Connection, nowMs: number): Conduct {
  let conduct = conducts.get(connection);
  if (conduct === undefined) {
    conduct = {
      unproved: new Bucket(UNPROVED_FRAME_RATE, nowMs),
      unprovedExcess: new Bucket(UNPROVED_EXCESS_RATE, nowMs),
      badProofs: new Bucket(BAD_PROOF_RATE, nowMs),
      frames: new Bucket(FRAME_RATE, nowMs),
      faults: new Bucket(FAULT_RATE, nowMs),
      deposits: new Bucket(DEPOSIT_RATE, nowMs),
      proving: false,
      over: false
    };
    conducts.set(connection, conduct);
  }
  return conduct;
}

/** Whether a proof of this connection is being checked: it does not give way meanwhile. */
export const isProving = (connection: Connection): boolean =>
  conducts.get(connection)?.proving === true;

/** One fault more. @param forgiven how many are; after them the connection is closed with this code */
export function fault(connection: Connection, forgiven: Bucket, close: number): void {
  const nowMs = Date.now();
  if (forgiven.take(nowMs) === null) return;
  conductOf(connection, nowMs).over = true;
  closeSocket(connection, close);
}
