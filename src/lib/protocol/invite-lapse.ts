// When an invitation that nobody has used ends: what the room enforces, and what staff and young people are
// told. Pure, and without a schema. Rules: R2.
import type { ServicePolicy } from './policy.ts';

type Lifetimes = Pick<ServicePolicy['lifetimes'], 'inviteLapseMs' | 'hardCapMs'>;

export const lapsesAtMs = (createdAtMs: number, { inviteLapseMs, hardCapMs }: Lifetimes): number =>
  createdAtMs + Math.min(inviteLapseMs, hardCapMs);
