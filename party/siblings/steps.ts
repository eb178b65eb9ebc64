// The numbered steps of objects that keep a few values: the first brings version 1 to 2. There is none yet.
// A step is never changed once it was shipped; a new layout is a new step at the end, and a new fixture.
// Rules: R6, R5.
import type { KvStep } from '../storage/steps.ts';

export const JOIN_GATE_STEPS: readonly KvStep[] = [];
export const ARCHIVE_STEPS: readonly KvStep[] = [];
export const SHARE_STORE_STEPS: readonly KvStep[] = [];
