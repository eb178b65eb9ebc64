// Unit test files share a process: what one of them stubs (`vi.stubGlobal`) does not reach the next. Whatever
// else it replaces, it puts back itself.
import { afterAll, vi } from 'vitest';

afterAll(() => void vi.unstubAllGlobals());
