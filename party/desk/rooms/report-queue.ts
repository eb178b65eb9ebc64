// Collects the reports of all rooms. Urgent ones are written at once; mere counts of all rooms share one
// transaction a moment later. No room is answered before its report is written, and none fails because of
// another's. Rules: R1, R5, R6.
import type { DeskStorage } from '../desk-storage.ts';
import { putReport, reportText } from './room-rows.ts';
import type { RoomReport } from '../../rpc.ts';

/** How long mere counts wait for those of other rooms. */
const GATHER_MS = 500;

/** One report on its way to its row. */
interface Waiting {
  readonly text: string;
  failed: boolean;
}

export class ReportQueue {
  readonly #storage: DeskStorage;
  readonly #written: (hex: string) => void;
  #waiting = new Map<string, Waiting>();
  #next: Promise<void> | null = null;

  /** @param written is told of each room whose row has changed */
  constructor(storage: DeskStorage, written: (hex: string) => void) {
    this.#storage = storage;
    this.#written = written;
  }

  /**
   * Resolves when the report is in the room's row, or when the desk knows that it has no such room. Rejects
   * when it is no report, or could not be written: the room tries again.
   */
  async put(hex: string, report: RoomReport, urgent: boolean): Promise<void> {
    const mine: Waiting = { text: reportText(report), failed: false };
    this.#waiting.set(hex, mine);
    if (urgent) this.#write();
    else {
      this.#next ??= new Promise((wake) => setTimeout(wake, GATHER_MS)).then(() => this.#write());
      await this.#next;
    }
    if (mine.failed) throw new Error('report not written');
  }

  #write(): void {
    this.#next = null;
    const reports = this.#waiting;
    this.#waiting = new Map();
    const changed: string[] = [];
    try {
      this.#storage.transact(() => {
        for (const [hex, report] of reports)
          try {
            if (putReport(this.#storage, hex, report.text)) changed.push(hex);
          } catch {
            report.failed = true;
          }
      });
    } catch (cause) {
      // Nothing of it was written: the others still wait for their turn.
      this.#waiting = new Map([...reports, ...this.#waiting]);
      throw cause;
    }
    for (const hex of changed) this.#written(hex);
  }
}
