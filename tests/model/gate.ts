// Where everything that takes time waits. An operation of the crypto worker or of the disk is requested
// here, and is performed and answered when the adversary says so. Operations on one disk keep their order
// across pages, as IndexedDB's transactions do; the worker's answers come in any order. When a page dies,
// its requests that are not done yet are dropped.

export type Lane = 'disk' | 'worker';

interface Asked {
  readonly lane: Lane;
  readonly label: string;
  readonly perform: () => Promise<void>;
}

/** Everything that waits for one disk, in order of request. */
export type DiskQueue = Asked[];

export class Gate {
  #asked: Asked[] = [];
  readonly #disk: DiskQueue;

  constructor(disk: DiskQueue) {
    this.#disk = disk;
  }

  /** Requests an operation. The promise settles only after `perform`; never if the page dies before. */
  ask<T>(lane: Lane, label: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const perform = (): Promise<void> => work().then(resolve, reject);
      const one = { lane, label, perform };
      this.#asked.push(one);
      if (lane === 'disk') this.#disk.push(one);
    });
  }

  /** What may be performed next: the head of the disk's queue, and all of the worker's. */
  get ready(): readonly Asked[] {
    return this.#asked.filter((one) => one.lane === 'worker' || one === this.#disk[0]);
  }

  async perform(one: Asked): Promise<void> {
    this.#remove((other) => other === one);
    await one.perform();
    await settled();
  }

  /** Drops what waits. @param lane only the requests of this lane */
  drop(lane?: Lane): void {
    this.#remove((one) => lane === undefined || one.lane === lane);
  }

  #remove(which: (one: Asked) => boolean): void {
    const gone = new Set(this.#asked.filter(which));
    this.#asked = this.#asked.filter((one) => !gone.has(one));
    const left = this.#disk.filter((one) => !gone.has(one));
    this.#disk.splice(0, this.#disk.length, ...left);
  }
}

/** Resolves when everything that follows from answers alone has happened. */
export const settled = (): Promise<void> => new Promise((wake) => setImmediate(wake));
