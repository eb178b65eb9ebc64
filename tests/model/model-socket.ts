// Replaces `#lib/sync/room-socket.ts` for the shipped runner, and keeps its promises: it queues nothing,
// reconnects by itself after a cut, gives up after a final close code, and reports nothing after `close`.
// The adversary decides when a line goes up and what becomes of its frames.
import { CLOSE } from '#lib/protocol/codes.ts';
import type { RoomSocket, RoomSocketOptions } from '#lib/sync/room-socket.ts';
import { Line } from './line.ts';

/** Makes a line for the page that is running now. */
export interface Exchange {
  readonly owner: string;
  readonly add: (line: Line) => void;
  /** Runs something of the page's: its events are processed before anything else happens. */
  readonly onFrameSent: (text: string) => void;
}

let current: Exchange | null = null;

/** The page whose sockets are opened from now on. The pages of a run take turns, one step at a time. */
export const serve = (exchange: Exchange): void => {
  current = exchange;
};

const FINAL: ReadonlySet<number> = new Set([
  CLOSE.malformed,
  CLOSE.revoked,
  CLOSE.gone,
  CLOSE.takenOver,
  CLOSE.ended
]);

export function openRoomSocket<Incoming, Outgoing>(
  options: RoomSocketOptions<Incoming>
): RoomSocket<Outgoing> {
  if (current === null) throw new Error('no page is running');
  const exchange = current;
  const finalCodes = options.finalCodes ?? FINAL;
  let line: Line | null = null;
  let ended = false;

  function open(): void {
    const mine: Line = new Line(exchange.owner, {
      up: () => options.onUp(),
      text: (text) => {
        const frame = options.parse(text);
        if (frame === null) options.onUnreadable?.(text);
        else options.onFrame(frame);
      },
      down: (code) => {
        if (line !== mine || ended) return;
        const willRetry = !finalCodes.has(code);
        const wasUp = mine.wasUp;
        if (willRetry) open();
        else ended = true;
        if (wasUp || !willRetry) options.onDown({ code, willRetry });
      }
    });
    line = mine;
    exchange.add(mine);
  }
  open();

  return {
    send(frame) {
      const text = JSON.stringify(frame);
      const said = line?.say(text) === true;
      if (said) exchange.onFrameSent(text);
      return said;
    },
    nudge: () => undefined,
    close() {
      ended = true;
      line?.leave();
      line = null;
    }
  };
}
