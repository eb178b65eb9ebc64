// Counts the tests of all stages for the last line of `npm test`. What this machine could not run is counted
// too, and is not passed.
import { existsSync, readFileSync } from 'node:fs';

const reportIn = <T>(file: string): T | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;

export class Tally {
  passed = 0;
  failed = 0;
  /** What this machine could not run, each with its reason. */
  leftOut = 0;

  /** @param file a report in vitest's JSON; a stage that did not run has none */
  addVitest(file: string): void {
    const report = reportIn<{
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
    }>(file);
    if (report === null) return;
    this.passed += report.numPassedTests;
    this.failed += report.numFailedTests;
    this.leftOut += report.numPendingTests;
  }

  /** @param file a report in Playwright's JSON */
  addPlaywright(file: string): void {
    const stats = reportIn<{
      stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    }>(file)?.stats;
    if (stats === undefined) return;
    this.passed += stats.expected + stats.flaky;
    this.failed += stats.unexpected;
    this.leftOut += stats.skipped;
  }

  line(): string {
    const leftOut = this.leftOut > 0 ? `, ${this.leftOut} left out on this machine` : '';
    return `${this.passed} passed, ${this.failed} failed${leftOut}`;
  }
}
