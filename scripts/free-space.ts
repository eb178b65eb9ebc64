// Watches the space on the data folder's disk, so that the operator is warned before nothing can be stored
// any more. Rules: X6.
import { statfs } from 'node:fs/promises';

/** The warning threshold: some hundred rooms in use. */
const LITTLE_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 60_000;

/** Warns once each time the space falls below it. @returns how to stop watching */
export function watchSpace(dataDir: string, say: (sentence: string) => void): () => void {
  let said = false;
  const look = async (): Promise<void> => {
    const disk = await statfs(dataDir).catch(() => null);
    if (disk === null) return;
    const freeBytes = disk.bavail * disk.bsize;
    if (freeBytes < LITTLE_BYTES && !said)
      say(
        `The disk of ${dataDir} has ${Math.floor(freeBytes / 1024 / 1024)} MiB left: make space before it is full (see docs/OPERATIONS.md, “A full disk”).`
      );
    said = freeBytes < LITTLE_BYTES || (said && freeBytes < 2 * LITTLE_BYTES);
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
