// Staff's own keys: wrapped seeds, recovery code, signatures, log entries, directory [D1, D2, S5].

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBoxKeyPair } from '#lib/crypto/primitives/box.ts';
import { utf8 } from '#lib/crypto/primitives/bytes.ts';
import {
  DIRECTORY_START,
  directoryHead,
  type DirectoryRoot,
  headNumber,
  memberOf,
  signKeyAt,
  signDirectoryEntry,
  verifyDirectory
} from '#lib/crypto/account/directory.ts';
import { decodeLogEntry, encodeLogEntry, logEntryMessage } from '#lib/crypto/room/log-entry.ts';
import {
  deriveStaffAuth,
  importSigningKey,
  recoveryCodeFormat,
  recoveryCodeParse,
  recoverySecret,
  signBytes,
  signingPublicKey,
  unwrapSeeds,
  verifyBytes,
  wrapSeeds
} from '#lib/crypto/account/staff-keys.ts';
import { hex } from './reference.ts';
import { counted, flipped, hexOf, refused } from './support.ts';

describe('wrapped seeds', () => {
  const { auth, wrapKey } = deriveStaffAuth(counted(32, 1));
  const context = { serviceId: counted(4), memberId: counted(16, 1), credentialId: counted(16, 2) };
  const seeds = { boxSeed: counted(32, 3), signSeed: counted(32, 4) };
  const wrap = () => wrapSeeds(wrapKey, context, seeds, counted(24));

  it('[D1] open with the wrap key, and what signs in does not open them', async () => {
    expect(await unwrapSeeds(wrapKey, context, await wrap())).toEqual(seeds);
    await refused('commitment-mismatch', async () => unwrapSeeds(auth, context, await wrap()));
  });

  it('[D1] open for one member, service and credential only', async () => {
    for (const wrong of [
      { serviceId: counted(4, 9) },
      { memberId: counted(16, 9) },
      { credentialId: counted(16, 9) }
    ]) {
      await refused('commitment-mismatch', async () =>
        unwrapSeeds(wrapKey, { ...context, ...wrong }, await wrap())
      );
    }
    await refused('authentication-failed', async () =>
      unwrapSeeds(wrapKey, context, flipped(await wrap(), 100))
    );
    await refused('truncated', async () =>
      unwrapSeeds(wrapKey, context, (await wrap()).subarray(0, 60))
    );
  });
});

describe('recovery code', () => {
  const code = counted(20, 77);

  it('[D1] is nine groups of four, and comes back for any code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const text = recoveryCodeFormat(bytes);
        expect(text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(hexOf(recoveryCodeParse(text) ?? counted(1))).toBe(hexOf(bytes));
      })
    );
  });

  it('[D1] is read however it is typed', () => {
    const text = recoveryCodeFormat(code);
    for (const typed of [
      text.toLowerCase(),
      text.replaceAll('-', ''),
      text.replaceAll('-', ' – '),
      ` ${text}.\n`,
      text.replaceAll('0', 'o').replaceAll('1', 'l'),
      text.replaceAll('1', 'I')
    ]) {
      expect(recoveryCodeParse(typed)).toEqual(code);
    }
  });

  it('[D1] any single slip, or two groups swapped, is noticed', () => {
    const text = recoveryCodeFormat(code).replaceAll('-', '');
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    for (let at = 0; at < text.length; at++) {
      for (const letter of alphabet) {
        if (letter === text[at]) continue;
        expect(recoveryCodeParse(text.slice(0, at) + letter + text.slice(at + 1))).toBeNull();
      }
    }
    expect(recoveryCodeParse(text.slice(4, 8) + text.slice(0, 4) + text.slice(8))).toBeNull();
    for (const wrong of ['', text.slice(1), `${text}0`, text.replace(/./, 'U')]) {
      expect(recoveryCodeParse(wrong)).toBeNull();
    }
  });

  it('[D1] gives another secret for another salt', () => {
    const one = recoverySecret(code, counted(16, 1));
    expect(one).toHaveLength(32);
    expect(hexOf(one)).not.toBe(hexOf(recoverySecret(code, counted(16, 2))));
  });
});

describe('Ed25519', () => {
  it('[S5] gives the answers of RFC 8032, tests 1 to 3', async () => {
    for (const [seed, publicKey, message, signature] of [
      [
        '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
      ],
      [
        '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
      ],
      [
        'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'
      ]
    ] as const) {
      const key = await importSigningKey(hex(seed));
      expect(key.extractable).toBe(false);
      expect(hexOf(await signingPublicKey(hex(seed)))).toBe(publicKey);
      expect(hexOf(await signBytes(key, hex(message)))).toBe(signature);
      expect(await verifyBytes(hex(publicKey), hex(signature), hex(message))).toBe(true);
      expect(await verifyBytes(hex(publicKey), flipped(hex(signature), 3), hex(message))).toBe(
        false
      );
      expect(await verifyBytes(hex(publicKey), hex(signature), hex(`${message}00`))).toBe(false);
    }
  });

  it('[X1] bytes that are no key or no signature do not verify, without a throw', async () => {
    expect(await verifyBytes(counted(31), counted(64), counted(1))).toBe(false);
    expect(await verifyBytes(counted(32, 255), counted(64), counted(1))).toBe(false);
    expect(await verifyBytes(counted(32), counted(63), counted(1))).toBe(false);
    await refused('weak-input', () => importSigningKey(counted(31)));
  });
});

describe('log entry', () => {
  it('[S5] comes back, with who wrote it', async () => {
    const entry = {
      memberId: counted(16, 1),
      head: counted(32, 4),
      signature: counted(64, 2),
      body: counted(30, 3)
    };
    expect(decodeLogEntry(encodeLogEntry(entry))).toEqual(entry);
    expect(decodeLogEntry(encodeLogEntry({ ...entry, body: counted(0) })).body).toHaveLength(0);
    await refused('truncated', () => decodeLogEntry(flipped(counted(112), 0, 3)));
    await refused('unsupported-version', () =>
      decodeLogEntry(flipped(encodeLogEntry(entry), 0, 3))
    );
    await refused('malformed', () => encodeLogEntry({ ...entry, signature: counted(63) }));
  });

  it('[S5, S6] signs header, directory head and body together', async () => {
    const head = counted(32, 4);
    const whole = hexOf(logEntryMessage(counted(86), head, counted(10)));
    expect(hexOf(logEntryMessage(counted(86, 1), head, counted(10)))).not.toBe(whole);
    expect(hexOf(logEntryMessage(counted(86), head, counted(11)))).not.toBe(whole);
    expect(hexOf(logEntryMessage(counted(86), counted(32, 5), counted(10)))).not.toBe(whole);
    await refused('malformed', () => logEntryMessage(counted(85), head, counted(10)));
    await refused('malformed', () => logEntryMessage(counted(86), counted(31), counted(10)));
  });
});

describe('directory', () => {
  const signSeed = counted(32, 1);
  const publicKey = async (first: number) => (await makeBoxKeyPair(counted(32, first))).publicKey;
  const root = async (): Promise<DirectoryRoot> => ({
    kind: 'root',
    serviceId: counted(4, 5),
    memberId: counted(16, 6),
    name: 'Åse «vakt»',
    role: 'administrator',
    boxKey: await publicKey(2),
    signKey: await signingPublicKey(signSeed),
    deskKey: await publicKey(3),
    archiveKey: await publicKey(4),
    keyVersion: 1
  });
  const entry = async (body?: DirectoryRoot) =>
    signDirectoryEntry({ previousHead: DIRECTORY_START, body: body ?? (await root()), signSeed });

  it('[D2] lists the first administrator and the role keys', async () => {
    const made = await entry();
    const directory = await verifyDirectory([made]);
    const { memberId, name, role, boxKey, signKey, ...rest } = await root();
    expect(directory.members).toEqual([{ memberId, name, role, boxKey, signKey }]);
    const { deskKey, archiveKey, keyVersion } = rest;
    expect(directory.roleKeys).toEqual({ deskKey, archiveKey, keyVersion });
    expect(hexOf(directory.serviceId)).toBe(hexOf(counted(4, 5)));
    expect(hexOf(directory.head)).toBe(hexOf(directoryHead(made)));
    expect(directory.heads).toEqual([directory.head]);
    expect(memberOf(directory, memberId)?.signKey).toEqual(signKey);
    expect(memberOf(directory, counted(16, 7))).toBeNull();
    expect(headNumber(directory, directory.head)).toBe(1);
    expect(headNumber(directory, counted(32, 9))).toBeNull();
    expect(signKeyAt(directory, memberId, directory.head)).toEqual(signKey);
    expect(signKeyAt(directory, memberId, counted(32, 9))).toBeNull();
  });

  it('[D2] refuses any altered byte', async () => {
    const made = await entry();
    for (let at = 0; at < made.length; at += 37) {
      await expect(verifyDirectory([flipped(made, at)])).rejects.toThrow();
    }
    await refused('authentication-failed', () => verifyDirectory([flipped(made, made.length - 1)]));
    await refused('truncated', () => verifyDirectory([made.subarray(0, 80)]));
    await refused('malformed', () => verifyDirectory([made.subarray(0, made.length - 1)]));
  });

  it('[D2] refuses to start empty, elsewhere, with another’s signature, or with a later kind', async () => {
    await refused('malformed', () => verifyDirectory([]));
    const elsewhere = await signDirectoryEntry({
      previousHead: counted(32),
      body: await root(),
      signSeed
    });
    await refused('malformed', () => verifyDirectory([elsewhere]));
    await refused('malformed', async () =>
      signDirectoryEntry({
        previousHead: DIRECTORY_START,
        body: await root(),
        signSeed: counted(32, 2)
      })
    );
    const made = await entry();
    await refused('unsupported-version', () => verifyDirectory([made, made]));
    const text = Buffer.from(made).toString('latin1').replace('"kind":"root"', '"kind":"next"');
    await refused('unsupported-version', () => verifyDirectory([Buffer.from(text, 'latin1')]));
  });

  it('[D2] has one spelling: other white space, order or names are refused', async () => {
    const made = await entry();
    const body = Buffer.from(made.subarray(37, -64)).toString();
    const key = await importSigningKey(signSeed);
    const forged = async (text: string) => {
      const bytes = utf8(text);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      const start = Buffer.concat([made.subarray(0, 33), length, bytes]);
      const signature = await signBytes(key, Buffer.concat([utf8('tr1/directory'), start]));
      return Buffer.concat([start, signature]);
    };
    expect((await verifyDirectory([await forged(body)])).members).toHaveLength(1);
    for (const text of [
      ` ${body}`,
      body.replace('"kind":"root",', '').replace(/\}$/, ',"kind":"root"}'),
      body.replace(/\}$/, ',"extra":1}'),
      body.replace('Åse', 'A\u030ase'),
      body.replace('"keyVersion":1', '"keyVersion":1.0'),
      'null',
      '[]',
      '{'
    ]) {
      await expect(forged(text).then((bytes) => verifyDirectory([bytes]))).rejects.toThrow();
    }
  });
});
