// The way back into an epoch: a share `u` that only this tab and the room know, and on the phone the box
// that it opens. A fresh share counts only once the room holds it. Until then both boxes stay, so that
// either share opens one. A box of a later page, or one that cannot be read now, stays where it is.
// Rules: P1, P2, O6, R6.
import { fromUtf8, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { CryptoError } from '#lib/crypto/primitives/crypto-error.ts';
import type { GuestCrypto, EpochHandle } from '#lib/crypto/worker/guest-crypto.ts';
import { parseResumeContent, type ResumeContent } from '#lib/protocol/content.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import { isNewer } from '#lib/sync/storage-error.ts';
import type { GuestStorage } from './guest-storage.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Share {
  readonly u: Bytes;
  readonly box: Bytes | null;
}

interface SharesOptions {
  readonly joinedAs: { readonly roomId: Bytes; readonly roomHex: string; readonly epochId: Bytes };
  readonly cryptoWorker: GuestCrypto;
  readonly storage: GuestStorage;
}

interface WayBack {
  readonly type: 'back';
  readonly opened: Awaited<ReturnType<GuestCrypto['openResume']>>;
  readonly content: ResumeContent;
  readonly face: Face;
}

/** Why there is no way back: no box is left; a later page wrote it; it cannot be read now. */
interface NoWayBack {
  readonly type: 'resume-expired' | 'newer' | 'unreadable';
}

/** The box belongs to another share; any other failure means that it could not be read. */
const isOthers = (error: unknown): boolean =>
  error instanceof CryptoError && error.code === 'commitment-mismatch';

const isLater = (error: unknown): boolean =>
  error instanceof CryptoError && error.code === 'unsupported-version';

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
    this.#room = options.joinedAs.roomHex;
    this.#epochId = toBase64url(options.joinedAs.epochId);
  }

  /** The share that the join deposits in the room. */
  begin(u: Bytes): void {
    this.#current = { u, box: null };
  }

  /** Seals and stores a box. Returns the share that opens it; null when there is none. */
  save(epoch: EpochHandle, content: ResumeContent, fresh: boolean): Promise<Bytes | null> {
    return this.#inTurn(async () => {
      const { cryptoWorker } = this.#o;
      const u = fresh ? await cryptoWorker.freshShare() : this.#current?.u;
      if (u === undefined) return null;
      const box = await cryptoWorker.sealResume(epoch, u, utf8(JSON.stringify(content)));
      if (fresh) this.#next = { u, box };
      else this.#current = { u, box };
      await this.#keep();
      return u;
    });
  }

  /** The room holds the fresh share: the older box is no longer needed. */
  adopt(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#next === null) return;
      this.#current = this.#next;
      this.#next = null;
      await this.#keep();
    });
  }

  /** Opens the box that this share fits. Never throws. */
  async open(u: Bytes): Promise<WayBack | NoWayBack> {
    const { storage } = this.#o;
    let none: NoWayBack = { type: 'resume-expired' };
    try {
      for (const box of await storage.boxes(this.#room, this.#epochId)) {
        const way = await this.#openBox(u, box);
        if (way.type === 'back') return way;
        if (way.type !== 'resume-expired') none = way;
      }
    } catch (error) {
      return { type: isNewer(error) ? 'newer' : 'unreadable' };
    }
    return none;
  }

  async #openBox(u: Bytes, box: Bytes): Promise<WayBack | NoWayBack> {
    const { cryptoWorker, joinedAs } = this.#o;
    const { roomId, epochId } = joinedAs;
    try {
      const opened = await cryptoWorker.openResume({ u, roomId, epochId, box });
      const content = parseResumeContent(fromUtf8(opened.content));
      const face = content !== null && content !== 'newer' ? parseFace(content.face) : null;
      if (content === 'newer' || (content !== null && face === null)) return { type: 'newer' };
      if (content === null || face === null) return { type: 'unreadable' };
      this.#current = { u, box };
      return { type: 'back', opened, content, face };
    } catch (error) {
      if (isOthers(error)) return { type: 'resume-expired' };
      return { type: isLater(error) ? 'newer' : 'unreadable' };
    }
  }

  /** @param box what happens to the box on the phone; without `u` it opens nothing */
  drop(box: 'drop' | 'keep'): void {
    this.#current = null;
    this.#next = null;
    if (box === 'keep') return;
    void this.#inTurn(() => this.#o.storage.dropBoxes(this.#room)).catch(() => undefined);
  }

  /** Resolves when every write has finished or failed. */
  settled(): Promise<unknown> {
    return this.#last;
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
