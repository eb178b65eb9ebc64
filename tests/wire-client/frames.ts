// One WebSocket to the server in Node: text frames parsed at the border, answers awaited by kind. For the
// disk tests and the benchmarks; the product's own is room-socket.ts. It never reconnects by itself: a lost
// line rejects everything that waits, so that a kill is noticed. Rule: X1.
import { PING, PING_EVERY_MS, PONG } from '#lib/protocol/limits.ts';

/** Options of Node's WebSocket beyond the standard: the Origin and Cookie that a browser sends. */
type WithHeaders = new (url: string, init: { headers: Record<string, string> }) => WebSocket;

export interface Wire<Incoming extends { t: string }, Outgoing> {
  readonly send: (frame: Outgoing) => void;
  /** The first matching frame, past or future; it is taken out. @throws LineLost, or after `patienceMs`. */
  readonly take: <F extends Incoming>(
    fits: (frame: Incoming) => frame is F,
    patienceMs?: number
  ) => Promise<F>;
  /** Sees every text first, unparsed; one that it takes (true) goes no further. For benchmarks. */
  readonly tap: (to: ((text: string) => boolean) | null) => void;
  /** Sends a text that has been encoded before. */
  readonly sendText: (text: string) => void;
  /** Frames that nobody has taken. */
  readonly waiting: () => readonly Incoming[];
  readonly closed: Promise<number>;
  readonly close: () => void;
}

/** The line was lost before the answer came: the frame may have been accepted, or not. */
export class LineLost extends Error {
  override readonly name = 'LineLost';
  readonly code: number;

  constructor(code: number) {
    super(`the line was lost (${code})`);
    this.code = code;
  }
}

interface Waiter<Incoming> {
  readonly fits: (frame: Incoming) => boolean;
  readonly give: (frame: Incoming) => void;
  readonly fail: (error: Error) => void;
}

/** @throws LineLost when the server does not take the connection. */
export async function openWire<Incoming extends { t: string }, Outgoing>(
  url: string,
  parse: (text: string) => Incoming | null,
  headers: Record<string, string> = {}
): Promise<Wire<Incoming, Outgoing>> {
  const at = new URL(url);
  const origin = at.origin;
  at.protocol = at.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new (WebSocket as unknown as WithHeaders)(at.href, {
    headers: { origin, ...headers }
  });
  const kept: Incoming[] = [];
  const waiters = new Set<Waiter<Incoming>>();
  let tapped: ((text: string) => boolean) | null = null;
  let lost: LineLost | null = null;

  // The heartbeat of a page: one that is silent for long counts as gone [R2].
  const heart = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send(PING);
  }, PING_EVERY_MS);
  heart.unref();

  const closed = new Promise<number>((done) => {
    socket.addEventListener('close', (event) => {
      clearInterval(heart);
      lost = new LineLost(event.code);
      for (const waiter of waiters) waiter.fail(lost);
      waiters.clear();
      done(event.code);
    });
  });
  socket.addEventListener('message', (event) => {
    const text = String(event.data);
    if (text === PONG || tapped?.(text) === true) return;
    const frame = parse(text);
    if (frame === null) throw new Error(`no frame of this border: ${text.slice(0, 200)}`);
    for (const waiter of waiters)
      if (waiter.fits(frame)) {
        waiters.delete(waiter);
        return waiter.give(frame);
      }
    kept.push(frame);
  });
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done(), { once: true });
    void closed.then((code) => fail(new LineLost(code)));
  });

  const take = <F extends Incoming>(
    fits: (frame: Incoming) => frame is F,
    patienceMs = 10_000
  ): Promise<F> => {
    const place = kept.findIndex(fits);
    if (place >= 0) return Promise.resolve(kept.splice(place, 1)[0] as F);
    if (lost !== null) return Promise.reject(lost);
    return new Promise<F>((done, fail) => {
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        fail(new Error(`no answer within ${patienceMs} ms; waiting: ${JSON.stringify(kept)}`));
      }, patienceMs);
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        end();
      };
      const waiter: Waiter<Incoming> = {
        fits,
        give: (frame) => settle(() => done(frame as F)),
        fail: (error) => settle(() => fail(error))
      };
      waiters.add(waiter);
    });
  };
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    take,
    tap: (to) => {
      tapped = to;
    },
    sendText: (text) => socket.send(text),
    waiting: () => kept,
    closed,
    // With a code: without one the server's library leaves the line half open for ten seconds.
    close: () => socket.close(1000)
  };
}

/** Fits frames of one kind, and with `ref` only the answer to that request. */
export const kind =
  <const T extends string>(t: T, ref?: number) =>
  <F extends { t: string; ref?: number | undefined }>(frame: F): frame is F & { t: T } =>
    frame.t === t && (ref === undefined || frame.ref === ref);

/** Fits the answer to a request: of this kind, or a refusal. */
export const answerTo =
  <const T extends string>(t: T, ref: number) =>
  <F extends { t: string; ref?: number | undefined }>(
    frame: F
  ): frame is F & { t: T | 'refused' } =>
    (frame.t === t || frame.t === 'refused') && frame.ref === ref;
