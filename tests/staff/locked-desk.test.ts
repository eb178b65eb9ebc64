// A locked tab's line, as its session comes and goes. The lines are the test's. Rules: D8, D10.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WaitsFrame } from '#lib/protocol/desk-api.ts';

vi.stubGlobal(
  '$state',
  Object.assign(<T>(value: T) => value, { raw: <T>(value: T) => value })
);

interface Line {
  readonly frame: (frame: WaitsFrame) => void;
  readonly online: (online: boolean) => void;
  readonly over: () => void;
  readonly unreadable: () => void;
}
let lines: Line[] = [];
vi.mock('#lib/staff/desk/desk-socket.ts', () => ({
  openLockedSocket: (_id: string, on: Line) => {
    lines.push(on);
    return { close: () => undefined };
  }
}));
const { LockedDesk } = await import('#lib/staff/desk/locked-desk.svelte.ts');

const one: WaitsFrame = { t: 'waits', many: 1, sinceMs: 5, alone: 1, newestMs: 5, nowMs: 9 };

/** The newest line is closed as one without a session. */
function refuse(): void {
  lines.at(-1)?.online(false);
  lines.at(-1)?.over();
}

beforeEach(() => {
  lines = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('a locked tab whose line is closed as without a session', () => {
  it('[D8, D10] asks once more, since another tab may have replaced the cookie just now', () => {
    const desk = new LockedDesk('s');
    lines[0]?.frame(one);
    refuse();
    expect([desk.line, desk.waits, desk.lost]).toEqual(['down', one, false]);
    vi.runAllTimers();
    expect(lines).toHaveLength(2);
    lines[1]?.online(true);
    lines[1]?.frame(one);
    expect([desk.line, desk.calling]).toEqual(['up', true]);
    // It may happen again later.
    refuse();
    vi.runAllTimers();
    expect(lines).toHaveLength(3);
    desk.end();
  });

  it('[D10] says that it hears nothing, where there is none the second time either', () => {
    const desk = new LockedDesk('s');
    lines[0]?.frame(one);
    refuse();
    vi.runAllTimers();
    refuse();
    expect([desk.line, desk.waits, desk.lost]).toEqual(['over', null, true]);
    vi.runAllTimers();
    expect(lines).toHaveLength(2);
    desk.end();
  });

  it('[D10, R6] says that it cannot tell, where the server says what this page cannot read', () => {
    const desk = new LockedDesk('s');
    lines[0]?.unreadable();
    expect([desk.line, desk.waits, desk.lost]).toEqual(['over', null, true]);
    desk.end();
  });

  it('[D10] rings again after a long silence: others may wait by now', () => {
    const desk = new LockedDesk('s');
    lines[0]?.frame(one);
    desk.acknowledge();
    lines[0]?.online(false);
    vi.advanceTimersByTime(1_000);
    lines[0]?.frame(one);
    expect(desk.calling).toBe(false);
    lines[0]?.online(false);
    vi.advanceTimersByTime(60_000);
    lines[0]?.frame(one);
    expect(desk.calling).toBe(true);
    desk.end();
  });

  it('[D10] asks for nothing more once it has ended', () => {
    const desk = new LockedDesk('s');
    refuse();
    desk.end();
    vi.runAllTimers();
    expect(lines).toHaveLength(1);
  });
});
