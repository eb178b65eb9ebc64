// ⑤ A WebSocket's interface over plain HTTPS, for networks that block WebSockets: one request is always
// held open for incoming frames, others carry outgoing ones. Loaded only when needed. A cut request is
// repeated, and the other side accepts every frame once. Rules: N2.
import { ABNORMAL, CLOSE } from '#lib/protocol/codes.ts';
import {
  BEARER_HEADER,
  bearerIn,
  HOLD_MS,
  MAX_LINE_FRAMES,
  parseLineAnswer,
  saysGone,
  type LineAnswer,
  type LineAsk
} from '#lib/protocol/line-wire.ts';

/** How long a line uses HTTPS before a WebSocket is tried in parallel. */
const BESIDE_MS = 30_000;
const TRIES = 3;
const AGAIN_MS = 700;
/** A held request that is long overdue is cut. */
const POLL_AT_MOST_MS = HOLD_MS + 10_000;
const SEND_AT_MOST_MS = 15_000;
const MOST_CHARS = 100_000;

const later = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** The address of the line beside a socket's: `…/socket` → `…/line`, `…/desk` → `…/desk/line`. */
function addresses(url: string): { readonly open: string; readonly use: string } {
  const { pathname } = new URL(url);
  const open = pathname.endsWith('/socket')
    ? pathname.replace(/socket$/, 'line')
    : `${pathname}/line`;
  return { open, use: pathname.replace(/^(\/api\/s\/[0-9a-f]{8}\/).*$/, '$1line') };
}

export class HttpsSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly url: string;
  readonly protocol = '';
  readonly extensions = '';
  readonly bufferedAmount = 0;
  binaryType: BinaryType = 'blob';
  readyState: number = HttpsSocket.CONNECTING;
  readonly #addresses: ReturnType<typeof addresses>;
  readonly #stop = new AbortController();
  /** Null until the line is open. */
  #bearer: string | null = null;
  #have = 0;
  /** Frames that the other side has not confirmed; the first is number #from. */
  #unsent: string[] = [];
  #from = 0;
  #sending: Promise<void> | null = null;

  constructor(url: string | URL) {
    super();
    this.url = String(url);
    this.#addresses = addresses(this.url);
    void this.#run();
  }

  send(frame: string): void {
    if (this.readyState !== HttpsSocket.OPEN) return;
    this.#unsent.push(frame);
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
  }

  close(code = 1000): void {
    if (this.readyState === HttpsSocket.CLOSED) return;
    if (this.#bearer !== null) {
      const goodbye: LineAsk = { ...this.#ask(false), close: true };
      // Outlives the page and this socket, like the close frame that a browser sends for a WebSocket.
      const init = { keepalive: true, signal: null };
      void this.#post(this.#addresses.use, goodbye, init).catch(() => undefined);
    }
    this.#over(code);
  }

  /** Tests whether a WebSocket comes up now: then this line closes, and the reconnect uses one. */
  #tryBeside(): void {
    const timer = setTimeout(() => {
      const beside = new WebSocket(this.url);
      beside.onopen = () => {
        beside.close();
        this.close(ABNORMAL);
      };
      beside.onerror = () => this.readyState === HttpsSocket.OPEN && this.#tryBeside();
    }, BESIDE_MS);
    this.#stop.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  #ask(wait: boolean): LineAsk {
    return { from: this.#from, frames: [], have: this.#have, wait };
  }

  async #run(): Promise<void> {
    try {
      const opened = await this.#post(this.#addresses.open, null, {});
      const bearer = bearerIn(opened);
      if (bearer === null) throw new TypeError('no line was opened');
      this.#bearer = bearer;
      if (this.readyState !== HttpsSocket.CONNECTING) return;
      this.readyState = HttpsSocket.OPEN;
      this.dispatchEvent(new Event('open'));
      this.#tryBeside();
      while (this.readyState === HttpsSocket.OPEN) this.#take(await this.#poll());
    } catch {
      this.#over(ABNORMAL);
    }
  }

  /** Polls until there is an answer; a cut request loses nothing. */
  async #poll(): Promise<LineAnswer> {
    return this.#stubbornly(() => this.#use(this.#ask(true), POLL_AT_MOST_MS));
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#unsent.length > 0 && this.readyState === HttpsSocket.OPEN) {
        const frames = this.#batch();
        const asked = { ...this.#ask(false), frames };
        const { taken } = await this.#stubbornly(() => this.#use(asked, SEND_AT_MOST_MS));
        this.#unsent.splice(0, taken - this.#from);
        this.#from = taken;
      }
    } catch {
      this.#over(ABNORMAL);
    }
  }

  /** The frames for one request: a proxy may refuse large ones. */
  #batch(): readonly string[] {
    let chars = 0;
    const fits = (frame: string, at: number): boolean => {
      chars += frame.length;
      return at === 0 || (at < MAX_LINE_FRAMES && chars < MOST_CHARS);
    };
    const end = this.#unsent.findIndex((frame, at) => !fits(frame, at));
    return end < 0 ? [...this.#unsent] : this.#unsent.slice(0, end);
  }

  async #stubbornly<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (tries >= TRIES || this.#stop.signal.aborted) throw error;
        await later(AGAIN_MS * tries);
      }
    }
  }

  async #use(asked: LineAsk, atMostMs: number): Promise<LineAnswer> {
    // By hand: the phones that need this line most have no AbortSignal.any.
    const { signal: stopped } = this.#stop;
    const cut = new AbortController();
    const stop = (): void => cut.abort();
    const timer = setTimeout(stop, atMostMs);
    stopped.addEventListener('abort', stop);
    try {
      if (stopped.aborted) stop();
      const said = await this.#post(this.#addresses.use, asked, { signal: cut.signal });
      const answer = parseLineAnswer(said);
      if (answer === null) throw new TypeError('no answer of a line');
      return answer;
    } finally {
      clearTimeout(timer);
      stopped.removeEventListener('abort', stop);
    }
  }

  #take({ from, frames, closed }: LineAnswer): void {
    for (const frame of frames.slice(Math.max(0, this.#have - from))) {
      if (this.readyState !== HttpsSocket.OPEN) return;
      this.#have += 1;
      this.dispatchEvent(new MessageEvent('message', { data: frame }));
    }
    if (closed !== null) this.#over(closed);
  }

  async #post(path: string, asked: LineAsk | null, init: RequestInit): Promise<string> {
    const answer = await fetch(path, {
      method: 'POST',
      headers: this.#bearer === null ? {} : { [BEARER_HEADER]: this.#bearer },
      body: asked === null ? null : JSON.stringify(asked),
      cache: 'no-store',
      signal: this.#stop.signal,
      ...init
    });
    const text = await answer.text();
    // The room does not exist: a WebSocket is closed with this code then.
    if (answer.status === 404 && saysGone(text)) this.#over(CLOSE.gone);
    if (!answer.ok) throw new TypeError('the line is refused');
    return text;
  }

  #over(code: number): void {
    if (this.readyState === HttpsSocket.CLOSED) return;
    this.readyState = HttpsSocket.CLOSED;
    this.#stop.abort();
    this.dispatchEvent(new CloseEvent('close', { code }));
  }
}
