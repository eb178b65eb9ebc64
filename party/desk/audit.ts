// The audit chain of a service: every sensitive act is recorded before it takes effect. Codes and hashes
// only; written reasons are sealed in rooms and die with them. It never names a room by anything that the
// desk could compute again. Append inside the transaction that makes the act possible. Rules: D5, R4.
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { utf8 } from '#lib/crypto/primitives/bytes.ts';
import type { AuditAnswer, AuditRequest } from '#lib/protocol/desk-api.ts';
import { MAX_AUDIT_PAGE } from '#lib/protocol/limits.ts';
import { fromWire, toWire } from '../bytes.ts';
import type { DeskStorage } from './desk-storage.ts';

type AuditCode =
  | 'set-up'
  | 'signed-in'
  | 'signed-out'
  | 'signed-out-everywhere'
  | 'room-made'
  /** A making that met another room under its name, or that nobody finished. */
  | 'room-not-made'
  | 'room-erased'
  | 'permit-live'
  | 'permit-archive';

/** One entry of the chain, as JSON in this order of fields. */
interface AuditEntry {
  readonly v: 1;
  readonly n: number;
  readonly atMs: number;
  readonly code: AuditCode;
  /** Member id, base64url; empty for the service itself. */
  readonly member: string;
  /** The room's own name for this chain, which nobody can trace to it once it is erased; or empty. */
  readonly subject: string;
  /** A code from the wire, for archives. */
  readonly reason: string;
}

/** headₙ = H(headₙ₋₁ ‖ H(entry)), head₀ = 32 zero bytes. */
const nextHead = (head: Uint8Array, entry: string): Uint8Array => sha256(head, sha256(utf8(entry)));

/** Appends one entry; inside a transaction. @returns its number */
export function appendAudit(
  storage: DeskStorage,
  act: {
    readonly code: AuditCode;
    /** Null: the service itself. */
    readonly member: string | null;
    readonly subject?: string | null;
    readonly reason?: string | null;
    readonly atMs: number;
  }
): number {
  const last = storage.first<{ n: number; hash: string }>(
    'SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1'
  );
  const n = (last?.n ?? 0) + 1;
  const entry: AuditEntry = {
    v: 1,
    n,
    atMs: act.atMs,
    code: act.code,
    member: act.member ?? '',
    subject: act.subject ?? '',
    reason: act.reason ?? ''
  };
  const text = JSON.stringify(entry);
  const head = last ? fromWire(last.hash) : new Uint8Array(32);
  if (head?.length !== 32) throw new Error('audit head');
  storage.run('INSERT INTO audit VALUES (?, ?, ?)', n, text, toWire(nextHead(head, text)));
  return n;
}

/** One page of entries, verbatim: its readers check the chain themselves. */
export function readAudit(storage: DeskStorage, { after }: AuditRequest): AuditAnswer {
  const entries = storage
    .all<{ entry: string }>(
      'SELECT entry FROM audit WHERE n > ? ORDER BY n LIMIT ?',
      after,
      MAX_AUDIT_PAGE
    )
    .map((row) => row.entry);
  const last = storage.first<{ n: number | null }>('SELECT max(n) AS n FROM audit');
  return { entries, last: last?.n ?? 0 };
}

/** Checks the whole chain. Returns the number of entries, or null when it is broken. */
export function checkAudit(storage: DeskStorage): number | null {
  let head: Uint8Array = new Uint8Array(32);
  let n = 0;
  const rows = storage.all<{ n: number; entry: string; hash: string }>(
    'SELECT * FROM audit ORDER BY n'
  );
  for (const row of rows) {
    n += 1;
    head = nextHead(head, row.entry);
    if (row.n !== n || toWire(head) !== row.hash) return null;
  }
  return n;
}
