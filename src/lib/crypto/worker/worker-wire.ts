// What crosses between a page and its crypto worker. One request, one answer, by id; progress may come
// before the answer. Functions and the secrets behind handles never cross.

import type { CryptoErrorCode } from '../primitives/crypto-error.ts';

export type WorkerRequest =
  | { kind: 'call'; id: number; name: string; args: unknown[]; stretcher: MessagePort | null }
  /** Makes this instance the short-lived one that only runs Argon2: see stretch.ts. */
  | { kind: 'stretch'; port: MessagePort }
  /** The same instance, made ahead: it compiles what it will need. */
  | { kind: 'standBy' };

export type WorkerAnswer =
  | { id: number; kind: 'progress'; fraction: number }
  | { id: number; kind: 'result'; value: unknown }
  | { id: number; kind: 'error'; code: CryptoErrorCode; message: string };

/** Operations with large arrays: these are transferred in both directions, not copied. */
export const MOVING_OPERATIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'sealFile',
  'openFile'
]);

/** The buffers of all top-level arrays that own theirs whole. */
export function movableBuffers(values: readonly unknown[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const consider = (value: unknown): void => {
    if (!(value instanceof Uint8Array) || !(value.buffer instanceof ArrayBuffer)) return;
    if (value.byteLength === value.buffer.byteLength) buffers.add(value.buffer);
  };
  for (const value of values) {
    consider(value);
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      Object.values(value).forEach(consider);
    }
  }
  return [...buffers];
}
