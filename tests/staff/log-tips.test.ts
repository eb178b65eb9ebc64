// How far this browser has read a room's log, over a localStorage in memory: what cannot be read is neither
// none nor written over, and nothing that a server says takes a tip away. Rules: O2, J5, R6.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { keepLogTip, readLogTip, sweepLogTips } from '#lib/staff/room/log-tips.ts';
import { counted } from '../crypto/support.ts';
import { memoryStorage } from './fake-server.ts';

vi.stubGlobal('localStorage', memoryStorage());
const DAY = 24 * 60 * 60_000;
const A = 'aa'.repeat(16);
const B = 'bb'.repeat(16);
const tip = (n: number) => ({ n, head: toBase64url(counted(32, n)) });
const names = (): string[] =>
  Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
/** The one value that is stored. */
const lies = (): string | null => localStorage.getItem(names()[0] ?? '');
const change = (text: string): void => localStorage.setItem(names()[0] ?? '', text);

beforeEach(() => localStorage.clear());

describe('[O2, R6] how far a log was read', () => {
  it('is not known of a room that was never read', () => {
    expect(readLogTip(A)).toEqual({ type: 'none' });
  });

  it('is kept, never goes back, and names no room', () => {
    keepLogTip(A, tip(3), 5 * DAY);
    keepLogTip(A, tip(2), 5 * DAY);
    expect(readLogTip(A)).toMatchObject({ type: 'this', value: tip(3) });
    expect(readLogTip(B)).toEqual({ type: 'none' });
    expect(names().join()).not.toContain(A);
  });

  it('[O2] goes on the last day on which the room can exist, and no day earlier', () => {
    keepLogTip(A, tip(3), 5 * DAY);
    keepLogTip(A, tip(4), null);
    sweepLogTips(6 * DAY, 90 * DAY);
    expect(readLogTip(A)).toMatchObject({ type: 'this', value: tip(4) });
    sweepLogTips(6 * DAY + 1, 90 * DAY);
    expect(names()).toEqual([]);
  });

  it('of a room whose face was not open stays as long as any room can', () => {
    keepLogTip(A, tip(3), null);
    sweepLogTips(5 * DAY, 90 * DAY);
    sweepLogTips(96 * DAY, 90 * DAY);
    expect(readLogTip(A)).toMatchObject({ value: tip(3) });
    sweepLogTips(96 * DAY + 1, 90 * DAY);
    expect(names()).toEqual([]);
  });

  it.each(['is read', 'is swept'])(
    'under an earlier page’s name, which named the room, moves when it %s',
    (when) => {
      localStorage.setItem(`tryggrom-desk-log-${A}`, JSON.stringify({ v: 1, ...tip(3) }));
      if (when === 'is swept') sweepLogTips(0, 90 * DAY);
      expect(readLogTip(A)).toMatchObject({ type: 'this', value: tip(3) });
      expect(names()).toHaveLength(1);
      expect(names().join()).not.toContain(A);
      sweepLogTips(0, 90 * DAY);
      sweepLogTips(91 * DAY + 1, 90 * DAY);
      expect(names()).toEqual([]);
    }
  );

  it('[R6] under both names, of which the newer cannot be read, is not the older one', () => {
    const room = 'cc'.repeat(16);
    keepLogTip(room, tip(5), null);
    change(JSON.stringify({ v: 2, ...tip(5) }));
    localStorage.setItem(`tryggrom-desk-log-${room}`, JSON.stringify({ v: 1, ...tip(3) }));
    expect(readLogTip(room)).toMatchObject({ type: 'unreadable', value: tip(3) });
  });

  it('[O2] is not lost when there is no space to move it', () => {
    localStorage.setItem(`tryggrom-desk-log-${A}`, JSON.stringify({ v: 1, ...tip(3) }));
    const set = vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    sweepLogTips(0, 90 * DAY);
    expect(readLogTip(A)).toMatchObject({ value: tip(3) });
    set.mockRestore();
    expect(readLogTip(A)).toMatchObject({ type: 'this', value: tip(3) });
    expect(names().join()).not.toContain(A);
  });

  it('keeps what a later page has written beside it', () => {
    keepLogTip(A, tip(3), null);
    change(JSON.stringify({ v: 1, ...tip(3), untilMs: 7, corner: 1 }));
    expect(readLogTip(A)).toMatchObject({ type: 'this', value: tip(3) });
    keepLogTip(A, tip(4), null);
    expect(JSON.parse(lies() ?? '')).toEqual({ v: 1, ...tip(4), untilMs: 7, corner: 1 });
  });

  it.each([
    ['of a later version', JSON.stringify({ v: 2, ...tip(3) })],
    ['of another form', JSON.stringify({ v: 1, n: 'three' })],
    ['no JSON', '{']
  ])('that is %s is left as it is, and the page goes by what it reads itself', (what, text) => {
    // The page remembers what it has read of a room, so each case has one of its own.
    const room = what.length.toString(16).padStart(32, '0');
    for (const earlier of [false, true]) {
      localStorage.clear();
      if (earlier) localStorage.setItem(`tryggrom-desk-log-${room}`, text);
      else {
        keepLogTip(room, tip(1), null);
        change(text);
      }
      expect(readLogTip(room)).toEqual({ type: 'unreadable', value: null });
      keepLogTip(room, tip(4), 5 * DAY);
      sweepLogTips(50 * DAY, 90 * DAY);
      expect(lies()).toBe(text);
      expect(readLogTip(room)).toMatchObject({ type: 'unreadable', value: tip(4) });
    }
  });

  it('in a browser that does not say is not none', () => {
    const get = vi.spyOn(localStorage, 'getItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(readLogTip(B)).toEqual({ type: 'unreadable', value: null });
    sweepLogTips(500 * DAY, 90 * DAY);
    get.mockRestore();
  });
});
