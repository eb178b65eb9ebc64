// How far this browser has read a room's log, over a localStorage in memory: what cannot be read is neither
// none nor written over. Rules: O2, R6.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { dropLogTip, keepLogTip, readLogTip } from '#lib/staff/room/log-tips.ts';
import { counted } from '../crypto/support.ts';
import { memoryStorage } from './fake-server.ts';

vi.stubGlobal('localStorage', memoryStorage());
const tip = (n: number) => ({ n, head: toBase64url(counted(32, n)) });
const lies = (room: string): string | null => localStorage.getItem(`tryggrom-desk-log-${room}`);

beforeEach(() => localStorage.clear());

describe('[O2, R6] how far a log was read', () => {
  it('is not known of a room that was never read', () => {
    expect(readLogTip('aa')).toEqual({ type: 'none' });
  });

  it('is kept, never goes back, and goes with its room', () => {
    keepLogTip('aa', tip(3));
    keepLogTip('aa', tip(2));
    expect(readLogTip('aa')).toMatchObject({ type: 'this', value: tip(3) });
    dropLogTip('aa');
    expect(lies('aa')).toBeNull();
  });

  it('keeps what a later page has written beside it', () => {
    localStorage.setItem('tryggrom-desk-log-aa', JSON.stringify({ v: 1, ...tip(3), corner: 1 }));
    expect(readLogTip('aa')).toMatchObject({ type: 'this', value: tip(3) });
    keepLogTip('aa', tip(4));
    expect(JSON.parse(lies('aa') ?? '')).toEqual({ v: 1, ...tip(4), corner: 1 });
  });

  it.each([
    ['of a later version', JSON.stringify({ v: 2, ...tip(3) })],
    ['of another form', JSON.stringify({ v: 1, n: 'three' })],
    ['no JSON', '{']
  ])('that is %s is left as it is, and the page goes by what it reads itself', (what, text) => {
    const room = what.length.toString(16);
    localStorage.setItem(`tryggrom-desk-log-${room}`, text);
    expect(readLogTip(room)).toEqual({ type: 'unreadable', value: null });
    keepLogTip(room, tip(4));
    expect(lies(room)).toBe(text);
    expect(readLogTip(room)).toMatchObject({ type: 'unreadable', value: tip(4) });
    dropLogTip(room);
    expect(lies(room)).toBeNull();
    expect(readLogTip(room)).toEqual({ type: 'none' });
  });

  it('in a browser that does not say is not none', () => {
    const get = vi.spyOn(localStorage, 'getItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(readLogTip('bb')).toEqual({ type: 'unreadable', value: null });
    get.mockRestore();
  });
});
