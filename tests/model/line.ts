// A line between a page and the room, as the adversary sees it: two queues of text frames that move only
// when somebody moves them. A cut line loses its queues; what a page sent before closing its end is still
// delivered.

/** What a line carries to a page: a frame, or the room's goodbye. */
export type ToPage = string | { readonly close: number };

/** The page's end. */
export interface PageEnd {
  readonly up: () => void;
  readonly text: (text: string) => void;
  /** @param code 1006: cut, with no goodbye */
  readonly down: (code: number) => void;
}

export type LineState = 'opening' | 'up' | 'left' | 'closed';

export class Line {
  readonly owner: string;
  readonly page: PageEnd;
  state: LineState = 'opening';
  /** Which of the room's histories this line is served from [O2]. */
  branch = 0;
  wasUp = false;
  /** The room has noticed that it is gone. */
  noticed = false;
  /** The room has said goodbye: it reads and sends nothing more here. */
  dismissed = false;
  toRoom: string[] = [];
  toPage: ToPage[] = [];
  /** What the room knows about the other end; only the room uses it. */
  auth: unknown = null;

  constructor(owner: string, page: PageEnd) {
    this.owner = owner;
    this.page = page;
  }

  get open(): boolean {
    return this.state === 'up';
  }

  /** The page sends. Returns whether it went onto the line. */
  say(text: string): boolean {
    if (this.state !== 'up') return false;
    this.toRoom.push(text);
    return true;
  }

  /** The page closes its end: it receives nothing more, and everything that it sent is still delivered. */
  leave(): void {
    this.toPage = [];
    this.state = this.state === 'up' && this.toRoom.length > 0 ? 'left' : 'closed';
  }

  /** The network is gone. */
  cut(): void {
    if (this.state === 'closed') return;
    const heard = this.state !== 'left';
    this.state = 'closed';
    this.toRoom = [];
    this.toPage = [];
    if (heard) this.page.down(1006);
  }
}
