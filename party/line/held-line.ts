// Holds a socket to the room or the desk for a page whose network lets no WebSocket through; its frames
// travel in requests. To room and desk it is a socket like any other, with the same place, the same proofs
// and the same caps. When it is lost the page reconnects by another, as after any cut. Rules: N2, N3, X3.
import { ABNORMAL, CLOSE, GOING_AWAY } from '#lib/protocol/codes.ts';
import {
  HOLD_MS,
  MAX_LINE_FRAMES,
  UNPOLLED_MS,
  type LineAnswer,
  type LineAsk
} from '#lib/protocol/line-wire.ts';
import { MAX_PAGE_CHARS } from '#lib/protocol/limits.ts';

/** Characters that may wait for a page that does not fetch them; beyond that the line is closed. */
const MOST_WAITING = 4 * 1024 * 1024;

/** The answer for a line that does not exist. */
export const NO_LINE: LineAnswer = { from: 0, frames: [], taken: 0, closed: ABNORMAL };

export class HeldLine {
  readonly #socket: WebSocket;
  readonly #gone: () => void;
  /** Frames of the page that have been passed on. */
  #taken = 0;
  #waiting: string[] = [];
  #waitingChars = 0;
  /** Number of the first waiting frame. */
  #first = 0;
  #closed: number | null = null;
  #wake: (() => void) | null = null;
  #unpolled: ReturnType<typeof setTimeout> | null = null;

  /** @param gone told when it is over and nobody asks for its end any more */
  constructor(socket: WebSocket, gone: () => void) {
    this.#socket = socket;
    this.#gone = gone;
    socket.accept();
    socket.addEventListener('message', ({ data }) => this.#heard(data));
    socket.addEventListener('close', ({ code }) => this.#over(code));
    socket.addEventListener('error', () => this.#over(ABNORMAL));
    this.#expectPoll();
  }

  /** One request of the page: takes its frames, once each, and answers with the waiting ones. */
  async exchange(asked: LineAsk): Promise<LineAnswer> {
    if (asked.close === true) {
      this.#socket.close(1000, '');
      this.#over(1000);
      return this.#answer();
    }
    // A gap means that the page has lost count: it must start over.
    if (asked.from > this.#taken || asked.have > this.#first + this.#waiting.length)
      this.#cut(CLOSE.malformed);
    for (const frame of asked.frames.slice(Math.max(0, this.#taken - asked.from))) {
      if (this.#closed !== null) break;
      this.#taken += 1;
      this.#socket.send(frame);
    }
    if (!asked.wait) return { ...this.#answer(), frames: [], closed: null };
    this.#forget(asked.have);
    // One poll at a time: this ends an earlier one, whose answer may be lost.
    this.#wake?.();
    clearTimeout(this.#unpolled);
    if (this.#waiting.length === 0 && this.#closed === null) await this.#news();
    this.#expectPoll();
    return this.#answer();
  }

  #heard(data: unknown): void {
    if (typeof data !== 'string' || this.#closed !== null) return;
    this.#waiting.push(data);
    this.#waitingChars += data.length;
    if (this.#waitingChars > MOST_WAITING) this.#cut(CLOSE.tooMany);
    this.#wake?.();
  }

  #news(): Promise<void> {
    return new Promise((done) => {
      const wake = (): void => {
        clearTimeout(timer);
        if (this.#wake === wake) this.#wake = null;
        done();
      };
      const timer = setTimeout(wake, HOLD_MS);
      this.#wake = wake;
    });
  }

  /** Drops the frames that the page has. */
  #forget(have: number): void {
    const gone = this.#waiting.splice(0, Math.max(0, have - this.#first));
    this.#first += gone.length;
    for (const frame of gone) this.#waitingChars -= frame.length;
  }

  #answer(): LineAnswer {
    const frames: string[] = [];
    let chars = 0;
    for (const frame of this.#waiting) {
      if (frames.length === MAX_LINE_FRAMES || (chars > 0 && chars + frame.length > MAX_PAGE_CHARS))
        break;
      frames.push(frame);
      chars += frame.length;
    }
    const all = frames.length === this.#waiting.length;
    const closed = all ? this.#closed : null;
    return { from: this.#first, frames, taken: this.#taken, closed };
  }

  /** Closes a line that nobody polls; forgets one that is over. */
  #expectPoll(): void {
    clearTimeout(this.#unpolled);
    const late = (): void => (this.#closed === null ? this.#cut(GOING_AWAY) : this.#gone());
    this.#unpolled = setTimeout(late, UNPOLLED_MS);
  }

  #cut(code: number): void {
    this.#socket.close(code, '');
    this.#over(code);
  }

  #over(code: number): void {
    if (this.#closed !== null) return;
    this.#closed = code;
    this.#expectPoll();
    this.#wake?.();
  }
}
