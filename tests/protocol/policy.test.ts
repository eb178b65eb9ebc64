// A service is one policy, and a room's face fixes a snapshot of it [R2, L3].
import { describe, expect, it } from 'vitest';
import { parseApiPath, roomPath } from '#lib/protocol/addresses.ts';
import { deletedByMs } from '#lib/protocol/deletion-day.ts';
import { parseFace, type Face } from '#lib/protocol/face.ts';
import { parseServicePolicy, snapshotFits } from '#lib/protocol/policy.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';

const DAY = 24 * 60 * 60_000;

const face: Face = {
  v: 1,
  kind: 'invited',
  host: 'Kari',
  policy: nettpatrulje,
  language: 'nb',
  wordList: 'nb',
  createdAtMs: Date.UTC(2026, 10, 21),
  roomKey: 'A'.repeat(1622)
};

describe('policy', () => {
  it('[R2] the shipped service has the durations that it is known by', () => {
    const { lifetimes } = parseServicePolicy(nettpatrulje);
    expect(lifetimes.resumeWindowMs).toBe(10 * 60_000);
    expect(lifetimes.inviteLapseMs).toBe(72 * 60 * 60_000);
    expect(lifetimes.idleCloseMs).toBe(7 * DAY);
    expect(lifetimes.hardCapMs).toBe(90 * DAY);
    expect(nettpatrulje.emergencyNumber).toBe('112');
  });

  it('[X1] refuses a policy with a field too many, a missing language or an exit page without TLS', () => {
    expect(() => parseServicePolicy({ ...nettpatrulje, logs: true })).toThrow();
    expect(() => parseServicePolicy({ ...nettpatrulje, name: { nb: 'a', en: 'b' } })).toThrow();
    const otherHelp = nettpatrulje.otherHelp?.map((one) => ({ ...one, mood: 'calm' }));
    expect(() => parseServicePolicy({ ...nettpatrulje, otherHelp })).toThrow();
    expect(() => parseServicePolicy({ ...nettpatrulje, exitUrl: 'http://yr.no/' })).toThrow();
  });

  it('[R2] a room may keep for less than its service, never for more, and change nothing else', () => {
    const withRetention = (retentionMs: number) => ({
      ...nettpatrulje,
      lifetimes: { ...nettpatrulje.lifetimes, retentionMs }
    });
    expect(snapshotFits(withRetention(30 * DAY), nettpatrulje)).toBe(true);
    expect(snapshotFits(withRetention(91 * DAY), nettpatrulje)).toBe(false);
    const longer = {
      ...nettpatrulje,
      lifetimes: { ...nettpatrulje.lifetimes, hardCapMs: 91 * DAY }
    };
    expect(snapshotFits(longer, nettpatrulje)).toBe(false);
    expect(snapshotFits({ ...nettpatrulje, exitUrl: 'https://example.org/' }, nettpatrulje)).toBe(
      false
    );
    // A page of an earlier version leaves other help out; nobody may put in another.
    const { otherHelp = [], ...without } = nettpatrulje;
    expect(snapshotFits(without, nettpatrulje)).toBe(true);
    expect(snapshotFits(nettpatrulje, without)).toBe(false);
    const other = otherHelp.map((one) => ({ ...one, number: '11' }));
    expect(snapshotFits({ ...nettpatrulje, otherHelp: other }, nettpatrulje)).toBe(false);
  });
});

describe('face', () => {
  it('[L3] is read back as it was written', () => {
    expect(parseFace(JSON.stringify(face))).toEqual(face);
  });

  it('[X1] is null when it is anything else', () => {
    expect(parseFace('')).toBeNull();
    expect(parseFace(JSON.stringify({ ...face, host: '' }))).toBeNull();
    expect(parseFace(JSON.stringify({ ...face, roomKey: 'A' }))).toBeNull();
  });

  it('[R2] promises the hard cap, counted from creation', () => {
    expect(new Date(deletedByMs(face)).toISOString()).toBe('2027-02-19T00:00:00.000Z');
  });
});

describe('addresses', () => {
  const hex = '00112233445566778899aabbccddeeff';

  it('[J1] a room’s address carries its service', () => {
    expect(parseApiPath(roomPath('6e747031', hex, 'face'))).toEqual({
      serviceId: '6e747031',
      kind: 'room',
      roomHex: hex,
      rest: 'face'
    });
    expect(parseApiPath('/api/s/6e747031/sign-in/start')).toEqual({
      serviceId: '6e747031',
      kind: 'desk',
      rest: 'sign-in/start'
    });
  });

  it.each([
    '/api/s/6e747031',
    '/api/s/6E747031/status',
    `/api/s/6e747031/r/${hex}`,
    `/api/s/6e747031/r/${hex.toUpperCase()}/face`,
    `/api/s/6e747031/r/${hex}/boxes`,
    `/parties/room/${hex}`,
    '/api/s/6e747031/../status'
  ])('[X1] %s is no address', (path) => {
    expect(parseApiPath(path)).toBeNull();
  });
});
