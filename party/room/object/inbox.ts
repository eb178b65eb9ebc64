// ⑥ What has come in from sockets and waits for the end of this turn. All that a busy moment brings is
// taken together and stored with one commit: a message then costs the disk a share of a write instead
// of a whole one, and nobody waits longer, because answers leave only when the commit is durable
// anyway. Frames are taken in the order in which they came. Rules: O1.

/** So many are taken at once without waiting for the turn's end, so that a flood finds no long queue. */
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

  /** Takes what waits, now: whatever comes next from elsewhere must find it done. */
  empty(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const frames = this.#waiting;
    this.#waiting = [];
    for (const frame of frames)
      try {
        this.#take(frame);
      } catch {
        // It gets no receipt; those behind it are not to suffer for it.
      }
  }
}
