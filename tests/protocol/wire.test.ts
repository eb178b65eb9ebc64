// What crosses the wire is parsed by a schema at the border, and nothing else gets through [X1].
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCopyContent, parseGuestContent, parseLogContent } from '#lib/protocol/content.ts';
import { parseDeskFrame } from '#lib/protocol/desk-api.ts';
import { base64urlLength } from '#lib/protocol/encoding.ts';
import { parseGuestFrame, parseToGuestFrame } from '#lib/protocol/guest-wire.ts';
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
  parseDeskFrame,
  parseGuestContent,
  parseLogContent,
  parseCopyContent
};

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
        fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
          expect(parse(text)).toBeNull();
        }),
        { numRuns: 500 }
      );
    }
  );
});

describe('sealed content', () => {
  it('[S3] counts a text in UTF-8 bytes, not in characters', () => {
    const say = (text: string) => JSON.stringify({ t: 'say', text, writtenAtMs: 1 });
    expect(parseGuestContent(say('å'.repeat(MAX_TEXT_BYTES / 2)))).not.toBeNull();
    expect(parseGuestContent(say('å'.repeat(MAX_TEXT_BYTES / 2) + 'a'))).toBeNull();
  });

  it('[X1] refuses an empty text', () => {
    expect(parseGuestContent(JSON.stringify({ t: 'say', text: '', writtenAtMs: 1 }))).toBeNull();
  });
});
