// The one error of the desk's requests: a stable code, never a server's words [X1].
import type { ErrorCode } from '#lib/protocol/codes.ts';

/**
 * `offline`: no answer came, so the outcome is unknown. `clock`: the server's clock and this machine's are
 * more than a day apart.
 */
export type DeskErrorCode = ErrorCode | 'offline' | 'clock';

export class DeskError extends Error {
  override readonly name = 'DeskError';
  readonly code: DeskErrorCode;
  /** When another try makes sense; milliseconds since 1970. */
  readonly retryAtMs: number | null;

  constructor(code: DeskErrorCode, retryAtMs: number | null = null, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
    this.retryAtMs = retryAtMs;
  }
}
