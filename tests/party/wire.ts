// One WebSocket to the room server from inside workerd: frames are parsed at the border and awaited by
// type. It does not reconnect.
import { exports } from 'cloudflare:workers';
import { apiPath } from '#lib/protocol/addresses.ts';
import {
  BEARER_HEADER,
  parseLineAnswer,
  type LineAnswer,
  type LineAsk
} from '#lib/protocol/line-wire.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import type * as worker from '../../party/worker.ts';

declare global {
  // Types of what the worker exports, as `cloudflare:workers` hands it out.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the runtime's own name
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof worker;
    }
  }
}

/** How the server is reached; vitest.workers.config.ts names both to it. */
export const ORIGIN = 'http://room.test';
/** The same through a proxy that the operator named: it ends TLS and says so. */
export const SECURE_ORIGIN = 'https://room.test';
/** The proxy in front of these tests, in the runtime's form of a peer address. */
export const PROXY = '[::ffff:192.0.2.1]:40000';

/** What browsers send with every upgrade. */
const UPGRADE = {
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ=='
} as const;

/** Sends a request to the edge as a page of this origin does; the answer is read to its end. */
export async function edge(
  path: string,
  init: RequestInit<RequestInitCfProperties> = {}
): Promise<Response> {
  const headers = new Headers(init.headers);
  const own = headers.get('X-Forwarded-Proto') === 'https' ? SECURE_ORIGIN : ORIGIN;
  if (!headers.has('Origin') && init.method === 'POST') headers.set('Origin', own);
  if (headers.has('Upgrade'))
    for (const [name, value] of Object.entries(UPGRADE))
      if (!headers.has(name)) headers.set(name, value);
  const request = new Request(ORIGIN + path, { cf: { clientIp: PROXY }, ...init, headers });
  const response = await exports.default.fetch(request);
  if (response.webSocket) return response;
  const { status } = response;
  const body = await response.text();
  return new Response(status === 204 ? null : body, { status, headers: response.headers });
}

export class Wire<In extends { readonly t: string }, Out> {
  readonly #socket: WebSocket;
  readonly #waiting: In[] = [];
  readonly #waiters: { fits: (frame: In) => boolean; give: (frame: In) => void }[] = [];
  readonly closed: Promise<number>;

  constructor(socket: WebSocket, parse: (text: string) => In | null) {
    this.#socket = socket;
    this.closed = new Promise((done) => socket.addEventListener('close', (e) => done(e.code)));
    socket.addEventListener('message', ({ data }) => {
      const frame = typeof data === 'string' ? parse(data) : null;
      if (frame === null) throw new Error(`no frame of ours: ${String(data)}`);
      const waiter = this.#waiters.findIndex((one) => one.fits(frame));
      if (waiter < 0) this.#waiting.push(frame);
      else this.#waiters.splice(waiter, 1)[0]?.give(frame);
    });
    socket.accept();
  }

  send(frame: Out): void {
    this.#socket.send(JSON.stringify(frame));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close(1000, '');
  }

  /** Takes the first frame that fits, received or still to come. Rejects after `patienceMs`. */
  take<T extends In['t']>(
    t: T,
    fits: (frame: Extract<In, { t: T }>) => boolean = () => true,
    patienceMs = 5_000
  ): Promise<Extract<In, { t: T }>> {
    type Wanted = Extract<In, { t: T }>;
    const is = (frame: In): boolean => frame.t === t && fits(frame as Wanted);
    const at = this.#waiting.findIndex(is);
    if (at >= 0) return Promise.resolve(this.#waiting.splice(at, 1)[0] as Wanted);
    return new Promise((give, fail) => {
      const timer = setTimeout(() => {
        const seen = this.#waiting.map((frame) => JSON.stringify(frame).slice(0, 120)).join('\n');
        fail(new Error(`no ${t} came; what came:\n${seen}`));
      }, patienceMs);
      this.#waiters.push({
        fits: is,
        give: (frame) => {
          clearTimeout(timer);
          give(frame as Wanted);
        }
      });
    });
  }

  /** The answer to one of our frames, whatever it is. */
  answer(ref: number, patienceMs = 5_000): Promise<In> {
    const is = (frame: In): boolean => 'ref' in frame && frame.ref === ref;
    const at = this.#waiting.findIndex(is);
    const held = this.#waiting.splice(at, at < 0 ? 0 : 1)[0];
    if (held) return Promise.resolve(held);
    return new Promise((give, fail) => {
      const timer = setTimeout(() => fail(new Error('no answer came')), patienceMs);
      this.#waiters.push({
        fits: is,
        give: (frame) => {
          clearTimeout(timer);
          give(frame);
        }
      });
    });
  }

  /** Received frames that nobody took. */
  get waiting(): readonly In[] {
    return this.#waiting;
  }
}

/** How these tests reach the server: over-https.test.ts runs them over HTTPS too [N2]. */
export const transport = { overHttps: false };

/** `…/socket` → `…/line`, `…/desk` → `…/desk/line`. */
const linePath = (path: string): string =>
  path.endsWith('/socket') ? path.replace(/socket$/, 'line') : `${path}/line`;

/** One request over an open line. */
export async function useLine(bearer: string, asked: LineAsk): Promise<LineAnswer> {
  const response = await edge(apiPath(nettpatrulje.serviceId, 'line'), {
    method: 'POST',
    headers: { [BEARER_HEADER]: bearer },
    body: JSON.stringify(asked)
  });
  const answer = parseLineAnswer(await response.text());
  if (answer === null) throw new Error(`no answer of a line: ${String(response.status)}`);
  return answer;
}

/** @throws {Error} when no line is opened */
export async function openLine(
  path: string,
  headers: Record<string, string> = {}
): Promise<string> {
  const response = await edge(linePath(path), { method: 'POST', headers });
  const { bearer } = (await response.json()) as { bearer?: string };
  if (bearer === undefined) throw new Error(`no line: ${String(response.status)}`);
  return bearer;
}

/** A line over plain HTTPS that looks like a socket to its other end. */
async function socketOverHttps(path: string, headers: Record<string, string>): Promise<WebSocket> {
  const { 0: outer, 1: inner } = new WebSocketPair();
  inner.accept();
  const bearer = await openLine(path, headers).catch(() => null);
  if (bearer === null) {
    // A page sees a socket that is closed for good (https-socket.ts).
    inner.send(JSON.stringify({ t: 'refused', code: 'gone' }));
    inner.close(CLOSE.gone, '');
    return outer;
  }
  let [from, have] = [0, 0];
  let sending = Promise.resolve();
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    void useLine(bearer, { from, frames: [], have, wait: false, close: true });
  };
  inner.addEventListener('message', ({ data }) => {
    const frames = [String(data)];
    sending = sending.then(async () => {
      if (open) from = (await useLine(bearer, { from, frames, have, wait: false })).taken;
    });
  });
  inner.addEventListener('close', close);
  const poll = async (): Promise<void> => {
    while (open) {
      const answer = await useLine(bearer, { from: 0, frames: [], have, wait: true });
      // This end was closed during the poll.
      if (!open) return;
      for (const frame of answer.frames) inner.send(frame);
      have += answer.frames.length;
      if (answer.closed === null) continue;
      open = false;
      // A page gets 1006 for a missing line; no end may send it.
      if (answer.closed === 1006) inner.close();
      else inner.close(answer.closed, '');
    }
  };
  void poll();
  return outer;
}

/** @throws {Error} when the server does not open a socket */
export async function openWire<In extends { readonly t: string }, Out>(
  path: string,
  parse: (text: string) => In | null,
  headers: Record<string, string> = {}
): Promise<Wire<In, Out>> {
  if (transport.overHttps) return new Wire<In, Out>(await socketOverHttps(path, headers), parse);
  const response = await edge(path, {
    headers: { Upgrade: 'websocket', Origin: ORIGIN, ...headers }
  });
  if (!response.webSocket) throw new Error(`no socket: ${String(response.status)}`);
  return new Wire<In, Out>(response.webSocket, parse);
}

export const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** Waits until something holds. @throws {Error} after `patienceMs` */
export async function until(
  holds: () => boolean | Promise<boolean>,
  patienceMs = 5_000
): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error('it never came to hold');
    await sleep(20);
  }
}
