// Unit test files share a process: what one of them puts in place of a global does not reach the next.
import { afterAll, vi } from 'vitest';

afterAll(() => void vi.unstubAllGlobals());
