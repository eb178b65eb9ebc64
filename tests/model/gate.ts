// Where everything that takes time waits: an operation of the crypto worker or of the disk is asked
// for here, is really performed when the adversary says so, and is answered then. Operations on one
// disk keep their order, whoever asked, as IndexedDB's transactions do; the worker's answers come in
// any order. A page that dies takes with it what it asked for and what was not done yet.

export type Lane = 'disk' | 'worker';

interface Asked {
  readonly lane: Lane;
  readonly label: string;
  readonly perform: () => Promise<void>;
}

/** Everything that waits for one disk, in the order in which it was asked. */
export type DiskQueue = Asked[];

export class Gate {
  #asked: Asked[] = [];
  readonly #disk: DiskQueue;

  constructor(disk: DiskQueue) {
    this.#disk = disk;
  }

  /** Asks. The promise settles only after `perform`; never when the page dies before. */
  ask<T>(lane: Lane, label: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const perform = (): Promise<void> => work().then(resolve, reject);
      const one = { lane, label, perform };
      this.#asked.push(one);
      if (lane === 'disk') this.#disk.push(one);
    });
  }

  /** What may be performed next: the disk's if it is its turn, and all of the worker's. */
  get ready(): readonly Asked[] {
    return this.#asked.filter((one) => one.lane === 'worker' || one === this.#disk[0]);
  }

  async perform(one: Asked): Promise<void> {
    this.#remove((other) => other === one);
    await one.perform();
    await settled();
  }

  /** Nobody does any of it any more. @param lane only what was asked of this one */
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

/** Everything that follows from answers alone has followed. */
export const settled = (): Promise<void> => new Promise((wake) => setImmediate(wake));
