// What crosses the wire is parsed by a schema at the border, and nothing else gets through [X1].
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseCopyContent,
  parseGuestContent,
  parseLogContent,
  parseResumeContent
} from '#lib/protocol/content.ts';
import { parseDeskFrame } from '#lib/protocol/desk-api.ts';
import { base64urlLength } from '#lib/protocol/encoding.ts';
import { isLaterChallenge, parseGuestFrame, parseToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { MAX_ENVELOPE_BYTES, MAX_TEXT_BYTES } from '#lib/protocol/limits.ts';
import { parseStaffFrame, parseToStaffFrame } from '#lib/protocol/staff-wire.ts';

const bytes = (size: number, fill = 'A'): string => fill.repeat(base64urlLength(size));

const join = {
  t: 'join',
  v: 1,
  ref: 1,
  joinToken: bytes(32),
  enc: bytes(1120),
  deviceKey: bytes(65),
  leaveHash: bytes(32),
  share: bytes(32),
  mac: bytes(32),
  sig: bytes(64)
};

const parsers = {
  parseGuestFrame,
  parseToGuestFrame,
  parseStaffFrame,
  parseToStaffFrame,
  parseDeskFrame
};
const contentParsers = { parseGuestContent, parseLogContent, parseCopyContent };
const anything = fc.oneof(fc.json(), fc.string());

describe('frames', () => {
  it('[X1] takes a whole join', () => {
    expect(parseGuestFrame(JSON.stringify(join))).toEqual(join);
  });

  it.each(Object.keys(join))('[X1] refuses a join without %s', (key) => {
    const rest = Object.entries(join).filter(([name]) => name !== key);
    expect(parseGuestFrame(JSON.stringify(Object.fromEntries(rest)))).toBeNull();
  });

  it('[X1] refuses a field that nobody asked for', () => {
    expect(parseGuestFrame(JSON.stringify({ ...join, name: 'x' }))).toBeNull();
  });

  it('[R6] a page passes over what it does not know yet in what its room says', () => {
    const tip = { n: 0, head: bytes(32) };
    const life = {
      state: 'open',
      createdAtMs: 1,
      endedAtMs: null,
      endReason: null,
      deleteAtMs: 2
    };
    const known = { t: 'joined', ref: 1, epochId: bytes(16), tip, life };
    const later = { ...known, tip: { ...tip, of: 'x' }, life: { ...life, mood: 'y' }, more: 7 };
    expect(parseToGuestFrame(JSON.stringify(later))).toEqual(known);
    expect(parseToGuestFrame(JSON.stringify({ ...known, tip: { n: -1 } }))).toBeNull();
  });

  it('[R3, R6] an end is heard, however the room says that it came', () => {
    const ended = { t: 'refused', code: 'ended' };
    const heard = (endReason: unknown) =>
      parseToGuestFrame(JSON.stringify({ ...ended, endReason }));
    expect(heard('replaced')).toEqual({ ...ended, endReason: 'replaced' });
    expect(heard('a reason of a later room')).toMatchObject(ended);
    // An open desk of an earlier release does not know this field, and would reject the frame.
    expect(parseToStaffFrame(JSON.stringify({ ...ended, endReason: 'staff' }))).toBeNull();
  });

  it('[R6] tells a room that greets in a later version from any other text', () => {
    expect(isLaterChallenge(JSON.stringify({ t: 'challenge', v: 2, riddle: 'x' }))).toBe(true);
    expect(isLaterChallenge(JSON.stringify({ t: 'challenge', v: 1 }))).toBe(false);
    expect(isLaterChallenge(JSON.stringify({ t: 'chorus', v: 2 }))).toBe(false);
    expect(isLaterChallenge('null')).toBe(false);
  });

  it('[X1] refuses another protocol version', () => {
    expect(parseGuestFrame(JSON.stringify({ ...join, v: 2 }))).toBeNull();
  });

  it('[X1] refuses bytes of another length and other alphabets', () => {
    expect(parseGuestFrame(JSON.stringify({ ...join, share: bytes(31) }))).toBeNull();
    expect(parseGuestFrame(JSON.stringify({ ...join, share: bytes(32, '+') }))).toBeNull();
  });

  it('[S3] an envelope of the largest size fits, one byte more does not', () => {
    const frame = (size: number) => JSON.stringify({ t: 'append', ref: 1, envelope: bytes(size) });
    expect(parseGuestFrame(frame(MAX_ENVELOPE_BYTES))).not.toBeNull();
    expect(parseGuestFrame(frame(MAX_ENVELOPE_BYTES + 1))).toBeNull();
  });

  it('[J5] a decision is confirm or refuse, nothing else', () => {
    const frame = (verdict: string) =>
      JSON.stringify({
        t: 'append',
        ref: 1,
        envelope: bytes(512),
        decision: { epochId: bytes(16), verdict }
      });
    expect(parseStaffFrame(frame('confirm'))).not.toBeNull();
    expect(parseStaffFrame(frame('trust'))).toBeNull();
  });

  it.each(Object.entries(parsers))(
    '[X1] %s answers null to any other JSON and any text',
    (_name, parse) => {
      fc.assert(
        fc.property(anything, (text) => {
          expect(parse(text)).toBeNull();
        }),
        { numRuns: 500 }
      );
    }
  );
});

describe('sealed content', () => {
  it.each(Object.entries(contentParsers))(
    '[X1] %s takes nothing out of any other JSON and any text',
    (_name, parse) => {
      fc.assert(
        fc.property(anything, (text) => {
          expect([null, 'newer']).toContain(parse(text)?.t ?? null);
        }),
        { numRuns: 500 }
      );
    }
  );

  it('[S3] counts a text in UTF-8 bytes, not in characters', () => {
    const say = (text: string) => JSON.stringify({ t: 'say', text, writtenAtMs: 1 });
    expect(parseGuestContent(say('å'.repeat(MAX_TEXT_BYTES / 2)))).not.toBeNull();
    expect(parseGuestContent(say('å'.repeat(MAX_TEXT_BYTES / 2) + 'a'))).toBeNull();
  });

  it('[X1] refuses an empty text', () => {
    expect(parseGuestContent(JSON.stringify({ t: 'say', text: '', writtenAtMs: 1 }))).toBeNull();
  });
});

describe('[R6] content of a later page', () => {
  const say = { t: 'say', text: 'hei', writtenAtMs: 1 };
  const log = { ...say, to: bytes(16) };
  const copy = { ...say, copyOf: bytes(32), logOrder: 3 };

  it.each([
    ['parseGuestContent', parseGuestContent, say],
    ['parseLogContent', parseLogContent, log],
    ['parseCopyContent', parseCopyContent, copy]
  ] as const)(
    '%s reads a kind that it knows in spite of a field that it does not',
    (_n, parse, of) => {
      expect(parse(JSON.stringify({ ...of, mood: 'green', with: { many: [1, 2] } }))).toEqual(of);
    }
  );

  it.each([
    ['parseGuestContent', parseGuestContent],
    ['parseLogContent', parseLogContent],
    ['parseCopyContent', parseCopyContent]
  ] as const)('%s tells a kind that it does not know from what fits nothing', (_n, parse) => {
    expect(parse(JSON.stringify({ t: 'picture', of: 'x' }))).toEqual({ t: 'newer' });
    expect(parse(JSON.stringify({ t: 'newer' }))).toEqual({ t: 'newer' });
    expect(parse(JSON.stringify({ t: 7 }))).toBeNull();
    expect(parse(JSON.stringify({ t: 'say', text: 7 }))).toBeNull();
    expect(parse('"picture"')).toBeNull();
  });

  const box = {
    v: 1,
    face: '{}',
    tip: { n: 0, head: bytes(32) },
    deviceKey: bytes(65),
    draft: ''
  };

  it('keeps what it does not know in a resume box, for the page that seals it again', () => {
    const more = { ...box, corner: { of: 'later' } };
    expect(parseResumeContent(JSON.stringify(more))).toEqual(more);
  });

  it('tells a later resume box from one that fits nothing', () => {
    expect(parseResumeContent(JSON.stringify({ v: 2, anything: true }))).toBe('newer');
    expect(parseResumeContent(JSON.stringify({ ...box, draft: 7 }))).toBeNull();
    expect(parseResumeContent('not JSON')).toBeNull();
  });
});
