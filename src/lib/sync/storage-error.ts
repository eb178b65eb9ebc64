// The only error of a person's own disk. "There is none" is never an error: it is null, or an empty list.
// An error means that the disk cannot be read now, and nothing may be treated as absent. [R6]

/**
 * - `newer`: a later page of ours has used the disk; this one must not touch it
 * - `unreadable`: the disk does not answer, or this page cannot understand the answer
 * - `closed`: this page has closed its storage, at Exit for good
 */
export type StorageErrorCode = 'newer' | 'unreadable' | 'closed';

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}

/** Whether a page of a later version has used this person's disk. */
export const isNewer = (error: unknown): boolean =>
  error instanceof StorageError && error.code === 'newer';
