// ⑤ One WebSocket to a room or a desk that reconnects by itself. Carries text frames, parsed at the border.
// Queues nothing (the outbox owns what must arrive), puts nothing into a query string. Reopens a dead line
// (line-watch.ts); `online` and "visible again" retry at once. Without a WebSocket the same frames use plain
// HTTPS (https-socket.ts), and a WebSocket is tried in parallel. Rules: X1, O3, J8, N1, N2.
import ReconnectingWebSocket from 'partysocket/ws';
import { ABNORMAL, CLOSE } from '#lib/protocol/codes.ts';
import type { HttpsSocket } from './https-socket.ts';
import { PING, PONG } from '#lib/protocol/limits.ts';
import { askedNow, due, dueAtMs, heardNow, sentNow } from './core/line-watch.ts';

export interface RoomSocketOptions<Incoming> {
  /** A wss: or ws: address, or a path on this origin. Never with a secret in it. */
  readonly url: string;
  /** Returns null when a text is no frame of this border [X1]. */
  readonly parse: (text: string) => Incoming | null;
  /** The line is up. Anything under way before may be lost. */
  readonly onUp: () => void;
  /** The line is down. `willRetry` is false when the other side has closed it for good. */
  readonly onDown: (down: { readonly code: number; readonly willRetry: boolean }) => void;
  readonly onFrame: (frame: Incoming) => void;
  /** A text that does not fit the schema. */
  readonly onUnreadable?: (text: string) => void;
  /** Close codes after which a retry is useless. */
  readonly finalCodes?: ReadonlySet<number>;
}

export interface RoomSocket<Outgoing> {
  /** Returns whether the frame was sent. False: it was not, and it is not queued. */
  send(frame: Outgoing): boolean;
  /** The person or the network came back: retry at once, or check that the line is still alive. */
  nudge(): void;
  /** Closes it for good. `onDown` is not called. */
  close(): void;
}

const FINAL_CODES: ReadonlySet<number> = new Set([
  CLOSE.malformed,
  CLOSE.revoked,
  CLOSE.gone,
  CLOSE.takenOver,
  CLOSE.ended
]);

const CONNECT_TIMEOUT_MS = 15_000;
/** A WebSocket that takes longer is dropped for HTTPS. */
const WEBSOCKET_WITHIN_MS = 5_000;

const absolute = (url: string): string => {
  const at = new URL(url, location.href);
  if (at.protocol === 'http:') at.protocol = 'ws:';
  if (at.protocol === 'https:') at.protocol = 'wss:';
  return at.href;
};

/** Opens the line and keeps it open until `close`, or a final close code. */
export function openRoomSocket<Incoming, Outgoing>(
  options: RoomSocketOptions<Incoming>
): RoomSocket<Outgoing> {
  const finalCodes = options.finalCodes ?? FINAL_CODES;
  let socket: ReconnectingWebSocket | null = null;
  let up = false;
  let ended = false;
  let watch = heardNow(0);
  let alarm: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let https: typeof HttpsSocket | null = null;
  /** Failed tries in a row: every other try uses HTTPS. */
  let failed = 0;

  const fetchHttps = async (): Promise<void> => {
    https ??= await import('./https-socket.ts').then(
      (part) => part.HttpsSocket,
      () => null
    );
  };

  /** The next try's socket. A WebSocket that takes too long is replaced. */
  function Transport(url: string): WebSocket | HttpsSocket {
    clearTimeout(patience);
    if (https !== null && failed % 2 === 1) return new https(url);
    patience = setTimeout(
      () => void fetchHttps().then(() => https && !up && socket?.reconnect()),
      WEBSOCKET_WITHIN_MS
    );
    return new WebSocket(url);
  }

  function open(): void {
    const mine = new ReconnectingWebSocket(absolute(options.url), [], {
      maxEnqueuedMessages: 0,
      minReconnectionDelay: 500 + Math.random() * 500,
      reconnectionDelayGrowFactor: 1.6,
      maxReconnectionDelay: 15_000,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      WebSocket: Transport,
      shouldReconnectOnClose: (event) => !finalCodes.has(event.code)
    });
    socket = mine;
    mine.addEventListener('open', () => {
      if (socket !== mine || ended) return;
      up = true;
      clearTimeout(patience);
      follow(heardNow(Date.now()));
      options.onUp();
    });
    mine.addEventListener('close', (event) => {
      if (socket === mine && !ended) down(event.code);
    });
    mine.addEventListener('message', (event) => {
      if (socket !== mine || ended || typeof event.data !== 'string') return;
      follow(heardNow(Date.now()));
      if (event.data === PONG) return;
      const frame = options.parse(event.data);
      if (frame === null) options.onUnreadable?.(event.data);
      else options.onFrame(frame);
    });
  }

  function down(code: number): void {
    const willRetry = !finalCodes.has(code);
    if (!up && willRetry) {
      // It was not up, so it did not go down.
      failed += 1;
      return void fetchHttps();
    }
    up = false;
    failed = 0;
    if (!willRetry) stop();
    options.onDown({ code, willRetry });
  }

  /** A fresh attempt now: the library's own back-off cannot be shortened from outside. */
  function restart(): void {
    const old = socket;
    socket = null;
    old?.close();
    const wasUp = up;
    up = false;
    if (wasUp) options.onDown({ code: ABNORMAL, willRetry: true });
    if (!ended) open();
  }

  /** Stores what is known of the line now and sets the alarm for what is due next. */
  function follow(next: typeof watch): void {
    watch = next;
    clearTimeout(alarm);
    if (up && !ended) alarm = setTimeout(look, Math.max(0, dueAtMs(watch) - Date.now()));
  }

  function look(): void {
    if (!up || ended) return;
    const what = due(watch, Date.now());
    if (what === 'cut') restart();
    else if (what === 'ask') ask();
    else follow(watch);
  }

  function ask(): void {
    if (watch.askedAtMs === null) socket?.send(PING);
    follow(askedNow(watch, Date.now()));
  }

  function nudge(): void {
    if (ended) return;
    if (up) ask();
    else restart();
  }

  function send(frame: Outgoing): boolean {
    const text = JSON.stringify(frame);
    if (!up || socket?.send(text) !== true) return false;
    follow(sentNow(watch, text.length, Date.now()));
    return true;
  }

  /** The network reports that it is gone: frames on the line now will hardly arrive. */
  const onOffline = (): void => {
    if (up) restart();
  };
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') nudge();
  };

  function stop(): void {
    ended = true;
    clearTimeout(alarm);
    clearTimeout(patience);
    removeEventListener('online', nudge);
    removeEventListener('offline', onOffline);
    document.removeEventListener('visibilitychange', onVisible);
    socket?.close();
    socket = null;
  }

  addEventListener('online', nudge);
  addEventListener('offline', onOffline);
  document.addEventListener('visibilitychange', onVisible);
  open();

  return {
    send,
    nudge,
    close: stop
  };
}
