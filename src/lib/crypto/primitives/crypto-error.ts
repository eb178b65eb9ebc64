// The one error of this border: everything under crypto/ deliberately throws only this. Its message is for
// developers and never holds key material, content or typed text. Only the user interface turns a code into
// words. Rule X1.

/**
 * What went wrong, stable across versions:
 * - `malformed`: bytes or text that no honest writer of this suite makes
 * - `truncated`: a piece is missing (a whole chunk, the end, the head)
 * - `commitment-mismatch`: sealed with another key or context
 * - `authentication-failed`: altered after sealing, or a wrong signature or code
 * - `unsupported-version`: made by a later suite
 * - `weak-input`: a key, seed or random input of the wrong length
 * - `face-mismatch`: the room's face is not the one that the link promises [L3]
 * - `directory-mismatch`: the directory is not the one that this member's keys know [D6]
 * - `record-mismatch`: no entitled member has signed for this room as it is shown [D7]
 * - `unknown-handle`: the worker no longer holds the secret of this handle
 * - `unavailable`: the platform lacks it, or the worker is gone
 * - `internal`: a bug of ours
 */
export type CryptoErrorCode =
  | 'malformed'
  | 'truncated'
  | 'commitment-mismatch'
  | 'authentication-failed'
  | 'unsupported-version'
  | 'weak-input'
  | 'face-mismatch'
  | 'directory-mismatch'
  | 'record-mismatch'
  | 'unknown-handle'
  | 'unavailable'
  | 'internal';

export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
