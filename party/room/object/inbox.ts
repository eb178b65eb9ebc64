// ⑥ Frames that wait for the end of this turn. A busy moment's frames are processed together and stored
// with one commit. A message then costs the disk part of a write instead of a whole one, and nobody waits
// longer, because answers leave only when the commit is durable anyway. Frames keep their order of arrival.
// Rules: O1.

/**
 * This many are processed at once without waiting for the turn's end, so that a flood makes no long queue.
 */
const MOST = 64;

export class Inbox<Frame> {
  readonly #take: (frame: Frame) => void;
  #waiting: Frame[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(take: (frame: Frame) => void) {
    this.#take = take;
  }

  add(frame: Frame): void {
    this.#waiting.push(frame);
    if (this.#waiting.length >= MOST) this.empty();
    else this.#timer ??= setTimeout(() => this.empty(), 0);
  }

  /** Processes the queue now: the next event from elsewhere must find it done. */
  empty(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const frames = this.#waiting;
    this.#waiting = [];
    for (const frame of frames)
      try {
        this.#take(frame);
      } catch {
        // It gets no receipt; the frames behind it must not suffer for it.
      }
  }
}
