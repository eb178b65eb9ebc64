// What a locked tab hears: how many wait and since when, over a line of its own [D10]. It holds no key and no
// room, and asks for none. Without a session, or once that is over, it hears nothing and says so.
import type { WaitsFrame } from '#lib/protocol/desk-api.ts';
import type { RoomSocket } from '#lib/sync/room-socket.ts';
import { acknowledge, follow, nothingSeen, rings, type Acknowledged } from './core/locked-bell.ts';
import { openLockedSocket } from './desk-socket.ts';

/** How long after a close that says "no session" one more line is tried. */
const AGAIN_MS = 500;

/** A line that was down for longer than this may have missed whole waits. Chosen, not measured. */
const SILENT_MS = 30_000;

export class LockedDesk {
  /** What was heard last; null before the first word. */
  waits: WaitsFrame | null = $state.raw(null);
  /** `over`: the session is, or there is none. */
  line: 'opening' | 'up' | 'down' | 'over' = $state('opening');
  /** It is over, and was not from the start. */
  lost = $state(false);
  /** The server's clock minus this machine's. */
  clockOffsetMs = $state(0);
  #seen: Acknowledged = $state.raw(nothingSeen);
  #socket: RoomSocket<never>;
  /** The line was closed as without a session, and nothing has been heard since. */
  #askedAgain = false;
  /** Since when the line has been down; null: it is not, or nothing was heard before. */
  #downAtMs: number | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(serviceId: string) {
    const open = (): RoomSocket<never> =>
      openLockedSocket(serviceId, {
        frame: (frame) => this.#hear(frame),
        online: (online) => {
          this.line = online ? 'up' : 'down';
          if (!online) this.#downAtMs ??= Date.now();
        },
        // It may say that somebody waits: silence would be a lie.
        unreadable: () => {
          this.#socket.close();
          this.#over(true);
        },
        over: () => {
          // Another tab may have replaced the cookie in that moment [D8].
          if (this.#askedAgain) return this.#over();
          this.#askedAgain = true;
          this.#again = setTimeout(() => (this.#socket = open()), AGAIN_MS);
        }
      });
    this.#socket = open();
  }

  #over(lost = this.waits !== null): void {
    this.line = 'over';
    this.lost = lost;
    this.waits = null;
  }

  /** Somebody waits whom nobody has acknowledged. */
  get calling(): boolean {
    return rings(this.waits, this.#seen);
  }

  /** Quiet until the next one waits. */
  acknowledge(): void {
    if (this.waits !== null) this.#seen = acknowledge(this.waits);
  }

  end(): void {
    clearTimeout(this.#again);
    this.#socket.close();
  }

  #hear(frame: WaitsFrame): void {
    this.#askedAgain = false;
    // After a long silence nobody can tell whether these are still the same.
    const silentMs = this.#downAtMs === null ? 0 : Date.now() - this.#downAtMs;
    this.#downAtMs = null;
    this.#seen = silentMs > SILENT_MS ? nothingSeen : follow(this.#seen, frame);
    this.clockOffsetMs = frame.nowMs - Date.now();
    this.waits = frame;
  }
}
