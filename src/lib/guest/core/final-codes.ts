// Close codes after which a guest's line does not reconnect by itself. Rules: J5, J8, R6.
import { CLOSE } from '#lib/protocol/codes.ts';

export const GUEST_FINAL_CODES: ReadonlySet<number> = new Set([
  CLOSE.revoked,
  CLOSE.gone,
  CLOSE.takenOver,
  CLOSE.ended
]);
