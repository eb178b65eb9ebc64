// The project's vectors: the code still makes them, and so does a second implementation that shares no line
// with it (reference.ts). When one fails, the protocol has changed.

import { argon2Sync, createHmac, createPrivateKey, hkdfSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeVectors } from '../vectors/make-vectors.ts';
import * as reference from './reference.ts';

const { ascii, H, hex } = reference;

type Vector = Record<string, string> & { inputs: Record<string, string> };

const load = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as Vector;

const keys = load('keys.json');
const sealing = load('sealing.json');
const boxes = load('boxes.json') as unknown as Record<string, string> & {
  inputs: Record<string, string>;
  boxes: Record<string, { box: string; opened: string }>;
};
const staff = load('staff.json');

/** A field as bytes. */
const of = (vector: Record<string, unknown>, name: string): Buffer => hex(String(vector[name]));
const input = (name: string) => of(keys.inputs, name);
const roomId = of(keys, 'roomId');
const epochId = of(keys, 'epochId');

describe('the code', () => {
  it('[K9] still makes every vector', async () => {
    for (const [name, made] of Object.entries(await makeVectors()))
      expect(made).toEqual(load(name));
  });
});

describe('keys by a second implementation', () => {
  it('[L3] token, link and face hash', () => {
    const short = H(ascii('tr1/face'), input('face')).subarray(0, 16);
    const token = Buffer.concat([
      Buffer.of(1, 0),
      input('serviceId'),
      input('linkSecret'),
      short
    ]).toString('base64url');
    expect(keys['faceHash']).toBe(short.toString('hex'));
    expect(keys['token']).toBe(token);
    expect(keys['link']).toBe(`https://chat.example/r#-${token}`);
  });

  it('[K1] [K2] [K3] [K4] from link and code to psk, join token and verifier', () => {
    const s = input('linkSecret');
    expect(roomId).toEqual(reference.hkdf(s, ascii('tr1/room-id'), 16));
    const salt = reference.hkdf(s, ascii('tr1/argon2-salt'), 16);
    expect(of(keys, 'argon2Salt')).toEqual(salt);
    const a = argon2Sync('argon2id', {
      message: Buffer.from(String(keys.inputs['words']).normalize('NFC')),
      nonce: salt,
      parallelism: 1,
      tagLength: 32,
      memory: 32 * 1024,
      passes: 3
    });
    expect(keys['stretched']).toBe(a.toString('hex'));
    const p = reference.extract(ascii('tr1/psk'), Buffer.concat([s, a]));
    expect(of(keys, 'psk')).toEqual(reference.expand(p, ascii('tr1/hpke-psk'), 32));
    const joinToken = reference.expand(p, ascii('tr1/join'), 32);
    expect(of(keys, 'joinToken')).toEqual(joinToken);
    expect(of(keys, 'joinVerifier')).toEqual(H(ascii('tr1/join-verifier'), joinToken));
  });

  it('[K5] the handshake, with OpenSSL’s ML-KEM-768 and X25519', () => {
    const enc = input('enc');
    const schedule = reference.hpkeKeySchedule({
      kem: 0x647a,
      aead: 0xffff,
      sharedSecret: reference.xwingDecapsulate(of(keys, 'skR'), enc),
      info: Buffer.concat([ascii('tr1/epoch'), roomId, H(input('face')), input('deviceKey')]),
      psk: of(keys, 'psk'),
      pskId: roomId
    });
    expect(of(keys, 'root')).toEqual(schedule.exported(ascii('tr1/root'), 32));
    expect(of(keys, 'confirmKey')).toEqual(schedule.exported(ascii('tr1/confirm'), 32));
    expect(epochId).toEqual(H(ascii('tr1/epoch-id'), enc).subarray(0, 16));
  });

  it('[K6] [P1] the keys of the epoch and of its resume box', () => {
    const root = of(keys, 'root');
    for (const [name, label, length] of [
      ['guestKey', 'tr1/guest', 32],
      ['staffKey', 'tr1/staff', 32],
      ['guestSignalKey', 'tr1/guest-signal', 32],
      ['staffSignalKey', 'tr1/staff-signal', 32],
      ['leaveToken', 'tr1/leave', 16],
      ['phrase', 'tr1/phrase', 5]
    ] as const) {
      expect(of(keys, name)).toEqual(reference.expand(root, ascii(label), length));
    }
    const info = Buffer.concat([ascii('tr1/resume'), roomId, epochId]);
    expect(of(keys, 'resumeKey')).toEqual(reference.hkdf(input('share'), info, 32));
  });

  it('[J3] [J8] transcript, code and what the device signs', () => {
    const leaveHash = H(of(keys, 'leaveToken'));
    const transcript = Buffer.concat([
      ascii('tr1/join-transcript'),
      roomId,
      H(input('face')),
      input('enc'),
      input('deviceKey'),
      H(input('share')),
      leaveHash
    ]);
    const mac = createHmac('sha256', of(keys, 'confirmKey')).update(transcript).digest();
    expect(of(keys, 'leaveHash')).toEqual(leaveHash);
    expect(of(keys, 'transcript')).toEqual(transcript);
    expect(of(keys, 'mac')).toEqual(mac);
    const challenge = input('challenge');
    expect(of(keys, 'joinChallenge')).toEqual(Buffer.concat([transcript, challenge]));
    expect(of(keys, 'resumeChallenge')).toEqual(
      Buffer.concat([ascii('tr1/resume-challenge'), roomId, epochId, challenge])
    );
    expect(of(keys, 'deviceChallenge')).toEqual(
      Buffer.concat([ascii('tr1/device-challenge'), roomId, challenge])
    );
  });
});

describe('sealing by a second implementation', () => {
  const salt = of(sealing.inputs, 'salt');
  const key = of(sealing.inputs, 'guestKey');
  const counted = (n: number, first: number) =>
    Buffer.from(Array.from({ length: n }, (_, i) => (first + i) & 255));

  it('[S1] sealed bytes', () => {
    const sealed = reference.cobblestone(key, counted(10, 5), counted(100, 9), salt);
    expect(sealing['sealed']).toBe(sealed.toString('hex'));
  });

  it('[S2] [S3] [O1] header, padding and envelope', () => {
    const head = H(ascii('tr1/log'), roomId, epochId);
    const header = Buffer.concat([
      Buffer.of(1),
      roomId,
      epochId,
      Buffer.of(1),
      counted(16, 0x70),
      Buffer.of(0, 0, 0, 7),
      head
    ]);
    expect(header).toHaveLength(86);
    const padded = reference.padded(of(sealing.inputs, 'content'), 256);
    const envelope = Buffer.concat([header, reference.cobblestone(key, header, padded, salt)]);
    expect(sealing['header']).toBe(header.toString('hex'));
    expect(sealing['padded']).toBe(padded.toString('hex'));
    expect(sealing['envelope']).toBe(envelope.toString('hex'));
    expect(sealing['envelopeHash']).toBe(H(envelope).toString('hex'));
  });

  it('[O2] the chain', () => {
    const start = H(ascii('tr1/log'), roomId, epochId);
    const time = reference.number(Number(sealing.inputs['timeMs']), 8);
    expect(of(sealing, 'chainStart')).toEqual(start);
    expect(of(sealing, 'chainNext')).toEqual(
      H(ascii('tr1/log'), start, of(sealing, 'envelopeHash'), time)
    );
    expect(of(sealing, 'roomLogChainStart')).toEqual(H(ascii('tr1/log'), roomId, Buffer.alloc(16)));
  });

  it('[K7] a file', () => {
    const context = Buffer.concat([ascii('tr1/file'), roomId, of(sealing.inputs, 'fileId')]);
    // 304 bytes with their length; Padmé keeps four bits below the highest: steps of 16.
    const padded = reference.padded(counted(300, 1), 304);
    const sealed = reference.cobblestone(of(sealing.inputs, 'fileKey'), context, padded, salt);
    expect(sealing['sealedFile']).toBe(sealed.toString('hex'));
  });

  it('[P1] a resume box', () => {
    const context = Buffer.concat([ascii('tr1/resume'), roomId, epochId]);
    const padded = reference.padded(counted(50, 2), 256);
    const sealed = reference.cobblestone(of(keys, 'resumeKey'), context, padded, salt);
    expect(sealing['resumeBox']).toBe(`01${sealed.toString('hex')}`);
  });
});

describe('boxes by a second implementation', () => {
  it('[S4] opened boxes hold what was put in by hand', () => {
    for (const { box, opened } of Object.values(boxes.boxes)) {
      expect(box.slice(0, 10)).toBe('0100000003');
      expect(hex(box)).toHaveLength(5 + 1120 + hex(opened).length + 16);
    }
    expect(boxes.boxes['desk']?.opened).toBe(boxes['deskContent']);
    expect(boxes.boxes['archive']?.opened).toBe(boxes['archiveContent']);
  });

  it('[D3] the content of both boxes of a room', () => {
    const words = Buffer.from(String(keys.inputs['words']).normalize('NFC'));
    const desk = Buffer.concat([
      Buffer.of(1),
      of(keys, 'skR'),
      input('linkSecret'),
      of(keys, 'psk'),
      of(boxes.inputs, 'logKey'),
      of(boxes.inputs, 'faceHash'),
      Buffer.of(words.length),
      words,
      Buffer.alloc(96 - words.length)
    ]);
    const archive = Buffer.concat([
      Buffer.of(1),
      of(keys, 'skR'),
      of(keys, 'psk'),
      roomId,
      of(boxes.inputs, 'logKey'),
      of(boxes.inputs, 'faceHash')
    ]);
    expect(boxes['deskContent']).toBe(desk.toString('hex'));
    expect(boxes['archiveContent']).toBe(archive.toString('hex'));
  });
});

describe('staff keys by a second implementation', () => {
  const given = (name: string) => of(staff.inputs, name);

  it('[D1] from passphrase to auth and wrapped seeds', () => {
    const x = argon2Sync('argon2id', {
      message: Buffer.from(String(staff.inputs['passphrase'])),
      nonce: given('salt'),
      parallelism: 1,
      tagLength: 32,
      memory: 64 * 1024,
      passes: 3
    });
    expect(staff['x']).toBe(x.toString('hex'));
    expect(of(staff, 'auth')).toEqual(reference.expand(x, ascii('tr1/staff-auth'), 32));
    const wrapKey = reference.expand(x, ascii('tr1/staff-wrap'), 32);
    expect(of(staff, 'wrapKey')).toEqual(wrapKey);
    const context = Buffer.concat([
      ascii('tr1/staff-seeds'),
      given('serviceId'),
      given('memberId'),
      given('credentialId')
    ]);
    const plaintext = Buffer.concat([Buffer.of(1), given('boxSeed'), given('signSeed')]);
    const wrapped = reference.cobblestone(wrapKey, context, plaintext, of(sealing.inputs, 'salt'));
    expect(staff['wrapped']).toBe(wrapped.toString('hex'));
  });

  it('[D1] the recovery code', () => {
    const code = given('code');
    const check = H(ascii('tr1/recovery-check'), code);
    const bits = BigInt(`0x${Buffer.concat([code, check.subarray(0, 3)]).toString('hex')}`) >> 4n;
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    let text = '';
    for (let shift = 175n; shift >= 0n; shift -= 5n)
      text += alphabet[Number((bits >> shift) & 31n)] ?? '';
    expect(staff['recoveryCode']?.replaceAll('-', '')).toBe(text);
    const secret = hkdfSync('sha256', code, given('salt'), ascii('tr1/recovery'), 32);
    expect(staff['recoverySecret']).toBe(Buffer.from(secret).toString('hex'));
  });

  it('[S5] [D2] signatures over log entry and directory entry', () => {
    const key = createPrivateKey({
      key: Buffer.concat([hex('302e020100300506032b657004220420'), given('signSeed')]),
      format: 'der',
      type: 'pkcs8'
    });
    const head = of(staff, 'directoryHead');
    const message = Buffer.concat([
      ascii('tr1/log-entry-2'),
      of(staff, 'logHeader'),
      head,
      given('body')
    ]);
    expect(of(staff, 'logEntryMessage')).toEqual(message);
    const entry = Buffer.concat([
      Buffer.of(2),
      given('memberId'),
      head,
      sign(null, message, key),
      given('body')
    ]);
    expect(of(staff, 'logEntry')).toEqual(entry);
    const directory = of(staff, 'directoryEntry');
    const signed = directory.subarray(0, -64);
    const signature = sign(null, Buffer.concat([ascii('tr1/directory'), signed]), key);
    expect(directory.subarray(-64)).toEqual(signature);
    expect(of(staff, 'directoryHead')).toEqual(H(ascii('tr1/directory-head'), directory));
  });

  it('[D7] room records, the maker’s and the next one', () => {
    const key = createPrivateKey({
      key: Buffer.concat([hex('302e020100300506032b657004220420'), given('signSeed')]),
      format: 'der',
      type: 'pkcs8'
    });
    const record = (deskBox: string, archiveBox: string, previous: Buffer): Buffer => {
      const signed = Buffer.concat([
        Buffer.of(1),
        given('memberId'),
        of(staff, 'directoryHead'),
        H(given(deskBox)),
        H(given(archiveBox)),
        previous
      ]);
      const about = [given('serviceId'), given('roomId'), given('faceHash')];
      const message = Buffer.concat([ascii('tr1/room-record'), ...about, signed]);
      return Buffer.concat([signed, sign(null, message, key)]);
    };
    const first = record('deskBox', 'archiveBox', Buffer.alloc(32));
    expect(of(staff, 'roomRecord')).toEqual(first);
    expect(of(staff, 'nextRoomRecord')).toEqual(
      record('newerDeskBox', 'newerArchiveBox', H(first))
    );
  });

  it('[D6] the anchor', () => {
    const context = Buffer.concat([ascii('tr1/anchor'), given('serviceId'), given('memberId')]);
    const seeds = Buffer.concat([given('boxSeed'), given('signSeed')]);
    const key = Buffer.from(hkdfSync('sha256', seeds, Buffer.alloc(0), context, 32));
    const head = of(staff, 'directoryHead');
    const content = Buffer.concat([Buffer.of(1), head, Buffer.from([0, 0, 0, 1]), head]);
    const anchor = reference.cobblestone(key, context, content, given('sealSalt'));
    expect(of(staff, 'anchor')).toEqual(anchor);
  });
});
