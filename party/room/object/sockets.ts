// The room's open sockets: who is there, what they are told, how they are closed. Sends never throw: a
// closed socket is handled by its own disconnect, and is not our failure. Rules: O5, R2, R3, X1.
import type { Connection } from 'partyserver';
import type { GuestRefusal, ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import type { ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { authOf, type GuestAuth, type ConnectionAuth, type StaffAuth } from './connection-auth.ts';

export interface AuthConnection<S extends ConnectionAuth = ConnectionAuth> {
  readonly connection: Connection;
  readonly auth: S;
}

export class Sockets {
  readonly #all: () => Iterable<Connection>;
  readonly #heardMs: (connection: Connection) => number;
  /** Every open socket, once listed; the runtime's own list is slow to walk. */
  #open: Set<Connection> | null = null;

  /** @param heardMs when the runtime last answered a connection's heartbeat; 0: never */
  constructor(all: () => Iterable<Connection>, heardMs: (connection: Connection) => number) {
    this.#all = all;
    this.#heardMs = heardMs;
  }

  /** A socket has been opened. */
  add(connection: Connection): void {
    this.#open?.add(connection);
  }

  remove(connection: Connection): void {
    this.#open?.delete(connection);
  }

  all(): readonly AuthConnection[] {
    this.#open ??= new Set(this.#all());
    const found: AuthConnection[] = [];
    for (const connection of this.#open) {
      const auth = connection.readyState === WebSocket.READY_STATE_OPEN ? authOf(connection) : null;
      if (auth === null) this.#open.delete(connection);
      else found.push({ connection, auth });
    }
    return found;
  }

  staff(): readonly AuthConnection<StaffAuth>[] {
    return this.all().filter((one): one is AuthConnection<StaffAuth> => one.auth.kind === 'staff');
  }

  guests(epochId?: string): readonly AuthConnection<GuestAuth>[] {
    return this.all().filter(
      (one): one is AuthConnection<GuestAuth> =>
        one.auth.kind === 'guest' && (epochId === undefined || one.auth.epochId === epochId)
    );
  }

  /** All connections on which this device has proved itself. */
  ofDevice(deviceKey: string): readonly AuthConnection[] {
    return this.all().filter(
      ({ auth }) =>
        (auth.kind === 'guest' || auth.kind === 'device') && auth.deviceKey === deviceKey
    );
  }

  heardMs(one: AuthConnection): number {
    return Math.max(one.auth.sinceMs, this.#heardMs(one.connection));
  }

  /** When every connected epoch was last heard. */
  seen(): Map<string, number> {
    const seen = new Map<string, number>();
    for (const one of this.guests()) {
      const before = seen.get(one.auth.epochId) ?? 0;
      seen.set(one.auth.epochId, Math.max(before, this.heardMs(one)));
    }
    return seen;
  }

  tellStaff(frame: ToStaffFrame, except?: Connection): void {
    tell(this.staff(), frame, except);
  }

  /** Staff, and the guest of one epoch; null: staff only. */
  tellBoth(
    epochId: string | null,
    except: Connection,
    frame: () => ToStaffFrame & ToGuestFrame
  ): void {
    // The fast path of every message: the recipient is checked before the state of the socket.
    let text: string | null = null;
    for (const connection of (this.#open ??= new Set(this.#all()))) {
      if (connection === except) continue;
      const auth = authOf(connection);
      if (auth?.kind !== 'staff' && (auth?.kind !== 'guest' || auth.epochId !== epochId)) continue;
      sendText(connection, (text ??= JSON.stringify(frame())));
    }
  }

  tellGuests(frame: ToGuestFrame, epochId?: string, except?: Connection): void {
    tell(this.guests(epochId), frame, except);
  }
}

function tell(
  to: readonly AuthConnection[],
  frame: ToStaffFrame | ToGuestFrame,
  except: Connection | undefined
): void {
  let text: string | null = null;
  for (const { connection } of to)
    if (connection !== except) sendText(connection, (text ??= JSON.stringify(frame)));
}

export const toGuest = (connection: Connection, frame: ToGuestFrame): void =>
  sendText(connection, JSON.stringify(frame));

export const toStaff = (connection: Connection, frame: ToStaffFrame): void =>
  sendText(connection, JSON.stringify(frame));

/** A refusal is the same for everybody; only young people are told how a room ended. */
export const refuse = (
  connection: Connection,
  ref: number | undefined,
  code: GuestRefusal['code'],
  more: Pick<GuestRefusal, 'left' | 'retryAtMs' | 'endReason'> = {}
): void => {
  const frame: GuestRefusal = {
    t: 'refused',
    code,
    ...(ref === undefined ? {} : { ref }),
    ...more
  };
  sendText(connection, JSON.stringify(frame));
};

/** The reason text of a close is always empty: the code is enough. */
export function closeSocket(connection: Connection, code: number): void {
  try {
    connection.close(code, '');
  } catch {
    // It was already gone.
  }
}

function sendText(connection: Connection, text: string): void {
  try {
    connection.send(text);
  } catch {
    // It was already gone; its close event settles the rest.
  }
}
