// What crosses the wire is parsed by a schema at the border, and nothing else gets through [X1].
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseCopyContent, parseGuestContent, parseResumeContent } from '#lib/protocol/content.ts';
import { parseLogContent } from '#lib/protocol/log-content.ts';
import { parseDeskFrame, roleBox, session } from '#lib/protocol/desk-api.ts';
import { base64urlLength } from '#lib/protocol/encoding.ts';
import { isLaterChallenge, parseGuestFrame, parseToGuestFrame } from '#lib/protocol/guest-wire.ts';
import { MAX_ENVELOPE_BYTES, MAX_TEXT_BYTES } from '#lib/protocol/limits.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { needsLaterPage, parseStaffFrame, parseToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { isFinalRefusal } from '#lib/sync/core/outbox.ts';

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
    // At a desk the reason stands in the room's life alone.
    expect(parseToStaffFrame(JSON.stringify({ ...ended, endReason: 'staff' }))).toEqual(ended);
  });

  const life = { state: 'open', createdAtMs: 1, endedAtMs: null, endReason: null, deleteAtMs: 2 };
  const epoch = {
    epochId: bytes(16),
    enc: bytes(1120),
    deviceKey: bytes(65),
    shareHash: bytes(32),
    leaveHash: bytes(32),
    mac: bytes(32),
    state: 'pending',
    joinedOrder: 0,
    joinedAtMs: 1,
    connected: true,
    lastSeenMs: 1,
    closedAtMs: null
  };
  const attempts = {
    strangers: 0,
    known: 0,
    strangersLocked: false,
    newcomersLocked: false,
    knownLocked: false,
    lastAtMs: null
  };
  const item = {
    order: 1,
    chain: bytes(16),
    n: 1,
    timeMs: 1,
    head: bytes(32),
    envelope: bytes(512),
    copyOf: bytes(32)
  };
  const entered = {
    t: 'entered',
    ref: 1,
    face: bytes(40),
    deskBox: bytes(40),
    archiveBox: null,
    records: [bytes(209)],
    life,
    epochs: [epoch],
    attempts,
    lastOrder: 1,
    readOrder: 0,
    answeredOrder: 0
  };
  const { chain, n, order, timeMs, head } = item;
  const TO_STAFF = [
    { t: 'challenge', v: 1, challenge: bytes(32), nowMs: 1 },
    entered,
    { t: 'done', ref: 1 },
    { t: 'entries', items: [item], more: false },
    { t: 'receipt', ref: 1, chain, n, order, timeMs, head },
    { t: 'signal', epochId: bytes(16), kind: 'seen', sealed: bytes(40) },
    { t: 'epoch', epoch },
    { t: 'attempts', attempts },
    { t: 'life', life },
    { t: 'read', order: 1, atMs: 1 },
    { t: 'answered', order: 1 },
    { t: 'refused', ref: 1, code: 'wait', left: 1, retryAtMs: 2 }
  ] as const;

  /** The same with a field more in every object, however deep. */
  const withMore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withMore);
    if (typeof value !== 'object' || value === null) return value;
    const known = Object.entries(value).map(([key, part]) => [key, withMore(part)]);
    return { ...Object.fromEntries(known), later: { of: 'x' } };
  };

  it.each(TO_STAFF.map((frame) => [frame.t, frame] as const))(
    '[R6] staff’s page passes over what it does not know yet in a frame "%s"',
    (_t, frame) => {
      expect(parseToStaffFrame(JSON.stringify(frame))).toEqual(frame);
      expect(parseToStaffFrame(JSON.stringify(withMore(frame)))).toEqual(frame);
    }
  );

  it.each([
    ...(['enc', 'deviceKey', 'shareHash', 'leaveHash', 'mac', 'epochId'] as const).map(
      (key) => [key, { t: 'epoch', epoch: { ...epoch, [key]: bytes(7) } }] as const
    ),
    ...(['head', 'chain', 'envelope', 'copyOf'] as const).map(
      (key) => [key, { t: 'entries', items: [{ ...item, [key]: '+' }], more: false }] as const
    ),
    ...(['face', 'deskBox'] as const).map((key) => [key, { ...entered, [key]: '+' }] as const),
    ['records', { ...entered, records: [bytes(208)] }],
    ['challenge', { t: 'challenge', v: 1, challenge: bytes(31), nowMs: 1 }]
  ] as const)(
    '[J6, S2, X1] what is signed or checked is taken whole or not at all: %s',
    (_k, frame) => {
      expect(parseToStaffFrame(JSON.stringify(frame))).toBeNull();
      expect(parseToStaffFrame(JSON.stringify(withMore(frame)))).toBeNull();
    }
  );

  it('[R6] a code that is not known tells staff’s page that the room is newer, and ends nothing', () => {
    const heard = parseToStaffFrame(JSON.stringify({ t: 'refused', ref: 1, code: 'full-moon' }));
    expect(heard).toEqual({ t: 'refused', ref: 1, code: 'unsupported-version' });
    expect(isFinalRefusal('unsupported-version')).toBe(false);
  });

  it('[R3, R6] staff’s page hears of an end, however the room says that it came', () => {
    const closed = { ...life, state: 'closed', endedAtMs: 3, endReason: 'a later reason' };
    expect(parseToStaffFrame(JSON.stringify({ t: 'life', life: closed }))).toEqual({
      t: 'life',
      life: { ...closed, endReason: null }
    });
  });

  it('[R6] tells a frame that only a later page of staff’s reads from noise', () => {
    const later = (frame: unknown): boolean => needsLaterPage(JSON.stringify(frame));
    expect(later({ t: 'challenge', v: 2, riddle: 'x' })).toBe(true);
    expect(later({ t: 'epoch', epoch: { ...epoch, state: 'paused' } })).toBe(true);
    expect(later({ t: 'life', life: { ...life, state: 'resting' } })).toBe(true);
    expect(later({ t: 'chorus', of: 'x' })).toBe(false);
    expect(later({ hello: 'proxy' })).toBe(false);
    expect(needsLaterPage('<html>Log in</html>')).toBe(false);
    for (const frame of TO_STAFF) expect(later(frame)).toBe(false);
  });

  it('[R6] a session’s answer is taken with fields that are not known yet', () => {
    const policy = nettpatrulje;
    const answer = {
      memberId: bytes(16),
      signInName: 'kari',
      credentialId: bytes(16),
      wrapped: bytes(64),
      directory: [bytes(200)],
      anchor: bytes(141),
      roleBoxes: [{ role: 'desk', keyVersion: 1, box: bytes(100) }],
      policy,
      expiresAtMs: 1
    };
    const [box] = answer.roleBoxes;
    const later = { ...answer, roleBoxes: [{ ...box, sealedAtMs: 7 }], mood: 'green' };
    expect(v.parse(session, later)).toEqual(answer);
    expect(v.safeParse(session, { ...answer, roleBoxes: [{ ...box, box: '+' }] }).success).toBe(
      false
    );
    // A request is accepted whole or not at all.
    expect(v.safeParse(roleBox, later.roleBoxes[0]).success).toBe(false);
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
