// The way back into an epoch: a share `u` that only this tab and the room know, and on the phone the
// box that it opens. A fresh share counts only once the room holds it; until then both boxes stay,
// so that whichever one the room hands back opens something. Rules: P1, P2, O6.
import { fromUtf8, toBase64url, toHex, utf8 } from '#lib/crypto/bytes.ts';
import type { GuestDoor, SessionHandle } from '#lib/crypto/crypto-door.ts';
import { parseResumeContent, type ResumeContent } from '#lib/protocol/content.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import type { GuestStorage } from './guest-storage.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Share {
  readonly u: Bytes;
  readonly box: Bytes | null;
}

export interface SharesOptions {
  readonly standing: { readonly roomId: Bytes; readonly epochId: Bytes };
  readonly door: GuestDoor;
  readonly storage: GuestStorage;
}

export interface WayBack {
  readonly opened: Awaited<ReturnType<GuestDoor['openResume']>>;
  readonly content: ResumeContent;
  readonly face: Face;
}

export class ResumeShares {
  readonly #o: SharesOptions;
  readonly #room: string;
  readonly #epochId: string;
  #current: Share | null = null;
  #next: Share | null = null;
  /** Boxes are written one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SharesOptions) {
    this.#o = options;
    this.#room = toHex(options.standing.roomId);
    this.#epochId = toBase64url(options.standing.epochId);
  }

  /** The share that the join lays into the room. */
  begin(u: Bytes): void {
    this.#current = { u, box: null };
  }

  /** Seals and keeps a box. Returns the share under which it stands; null when there is none. */
  save(session: SessionHandle, content: ResumeContent, fresh: boolean): Promise<Bytes | null> {
    return this.#inTurn(async () => {
      const { door } = this.#o;
      const u = fresh ? await door.freshShare() : this.#current?.u;
      if (u === undefined) return null;
      const box = await door.sealResume(session, u, utf8(JSON.stringify(content)));
      if (fresh) this.#next = { u, box };
      else this.#current = { u, box };
      await this.#keep();
      return u;
    });
  }

  /** The room holds the fresh share: the older box is of no more use. */
  adopt(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#next === null) return;
      this.#current = this.#next;
      this.#next = null;
      await this.#keep();
    });
  }

  /** Opens whichever box this share fits. Returns null when none. */
  async open(u: Bytes): Promise<WayBack | null> {
    const { door, storage, standing } = this.#o;
    const boxes = await storage.boxes(this.#room, this.#epochId).catch(() => []);
    for (const box of boxes) {
      const opened = await door
        .openResume({ u, roomId: standing.roomId, epochId: standing.epochId, box })
        .catch(() => null);
      const content = opened && parseResumeContent(fromUtf8(opened.content));
      const face = content && parseFace(content.face);
      if (!opened || !content || !face) continue;
      this.#current = { u, box };
      return { opened, content, face };
    }
    return null;
  }

  drop(): void {
    this.#current = null;
    this.#next = null;
    void this.#inTurn(() => this.#o.storage.dropBoxes(this.#room)).catch(() => undefined);
  }

  #keep(): Promise<void> {
    const boxes = [this.#next?.box, this.#current?.box].filter(
      (box) => box !== null && box !== undefined
    );
    return this.#o.storage.keepBoxes(this.#room, this.#epochId, boxes);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
