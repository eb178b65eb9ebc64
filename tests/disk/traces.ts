// Searches for what must not be there. It reads every byte of every file under a folder, and every deleted
// file that the server still holds open, while the server runs. A value counts as found when any whole
// piece of 24 bytes of it is somewhere, as raw bytes, base64url or hexadecimal. Rules: R4, R5.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const SLICE_BYTES = 24;

/** Disjoint pieces: 47 bytes or more of a value always hold one of them whole. */
function slices(value: Uint8Array): Buffer[] {
  const bytes = Buffer.from(value);
  if (bytes.length < 16) throw new Error('too short to be looked for');
  const pieces: Buffer[] = [];
  for (let at = 0; at === 0 || at + SLICE_BYTES <= bytes.length; at += SLICE_BYTES)
    pieces.push(bytes.subarray(at, at + SLICE_BYTES));
  // A short tail is covered by the last 24 bytes.
  pieces.push(bytes.subarray(-SLICE_BYTES));
  return pieces;
}

/** The part of a face that is unique to one room: its key, which nothing else on the disk can resemble. */
export const ownPartOfFace = (face: Uint8Array): Uint8Array => {
  const at = Buffer.from(face).indexOf('"roomKey":"');
  if (at < 0) throw new Error('no face');
  return face.subarray(at + '"roomKey":"'.length);
};

/** Everything in a face but its time, which may linger in the desk's log [R5]. */
export const faceWithoutTime = (face: Uint8Array): Uint8Array =>
  face.subarray(0, Buffer.from(face).indexOf('"createdAtMs":'));

/** 24 bytes are 32 letters, so pieces of the text begin where pieces of the bytes do. */
const forms = (value: Uint8Array): Buffer[] =>
  slices(value).flatMap((piece) => [
    piece,
    Buffer.from(piece.toString('base64url')),
    Buffer.from(piece.toString('hex'))
  ]);

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // it vanished in the meantime
  }
}

function openButNameless(pid: number): Buffer[] {
  const fds = `/proc/${pid}/fd`;
  try {
    return readdirSync(fds)
      .filter((fd) => readlinkSync(join(fds, fd)).endsWith(' (deleted)'))
      .map((fd) => readIfThere(join(fds, fd)));
  } catch {
    return []; // no such process, or no /proc
  }
}

/** All bytes on the disk now. */
export function diskBytes(dir: string, pid: number): Buffer[] {
  const named = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readIfThere(join(entry.parentPath, entry.name)));
  return [...named, ...openButNameless(pid)];
}

/** Names of the values of which a piece is on the disk. */
export function found(
  server: { dataDir: string; pid: () => number },
  values: Readonly<Record<string, Uint8Array>>
): string[] {
  const files = diskBytes(server.dataDir, server.pid());
  return Object.entries(values)
    .filter(([, value]) => forms(value).some((form) => files.some((file) => file.includes(form))))
    .map(([name]) => name);
}

/** Waits until no piece of any is left. Returns what is still there at the timeout. */
export async function foundAfter(
  server: { dataDir: string; pid: () => number },
  values: Readonly<Record<string, Uint8Array>>,
  patienceMs: number
): Promise<string[]> {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const left = found(server, values);
    if (left.length === 0 || Date.now() > untilMs) return left;
    await new Promise((wake) => setTimeout(wake, 50));
  }
}
