// Reports of all rooms come together here: what is urgent is written at once, mere counts of however
// many rooms in one transaction a moment later. Nobody is answered before it is written.
// Rules: R1, R5.
import type { RoomReport } from '../room/room-report.ts';
import type { DeskStorage } from './desk-storage.ts';
import { putReport } from './room-rows.ts';

/** How long mere counts wait for those of other rooms. */
const GATHER_MS = 500;

export class ReportQueue {
  readonly #storage: DeskStorage;
  readonly #written: (hex: string) => void;
  #waiting = new Map<string, RoomReport>();
  #next: Promise<void> | null = null;

  /** @param written is told of each room whose row has changed */
  constructor(storage: DeskStorage, written: (hex: string) => void) {
    this.#storage = storage;
    this.#written = written;
  }

  /** Resolves when the report stands in the room's row; reports of rooms unknown are dropped. */
  async put(hex: string, report: RoomReport, urgent: boolean): Promise<void> {
    this.#waiting.set(hex, report);
    if (urgent) return this.#write();
    this.#next ??= new Promise((wake) => setTimeout(wake, GATHER_MS)).then(() => this.#write());
    await this.#next;
  }

  #write(): void {
    this.#next = null;
    const reports = this.#waiting;
    this.#waiting = new Map();
    let changed: string[];
    try {
      changed = this.#storage.transact(() =>
        [...reports]
          .filter(([hex, report]) => putReport(this.#storage, hex, report))
          .map(([hex]) => hex)
      );
    } catch (cause) {
      // Nothing of it stands: the others still wait for their turn.
      this.#waiting = new Map([...reports, ...this.#waiting]);
      throw cause;
    }
    for (const hex of changed) this.#written(hex);
  }
}
