// The one error of what lies on a person's own disk. "There is none" is never an error: a null, or an
// empty list. An error means that it cannot be read now, and nothing may be taken for absent. [R6]

/**
 * - `newer`: a later page of ours has been here; this one must not touch it
 * - `unreadable`: the disk does not answer, or answers with what this page cannot make sense of
 * - `closed`: this page has put its storage away, at Exit for good
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

/** Whether a page of a later version has been at this person's disk. */
export const isNewer = (error: unknown): boolean =>
  error instanceof StorageError && error.code === 'newer';
