// Links as they really arrive [L5, L6]: wrapped, escaped, decorated and broken by apps, mail and keyboards.
// Every row opens the door; a cut link never swallows the text behind it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadWordList, pickWords } from '#lib/crypto/room/code-words.ts';
import { findInvitation } from '#lib/crypto/room/find-invitation.ts';
import { findToken } from '#lib/crypto/room/find-token.ts';
import { plainText } from '#lib/crypto/room/plain-text.ts';
import { MAX_PASTED as MAX_READ } from '#lib/protocol/limits.ts';
import { formatRoomLink, formatRoomToken, type RoomToken } from '#lib/crypto/room/room-token.ts';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { countedRandom } from './support.ts';

const ORIGIN = 'https://prat.example.no';
const tokenFrom = (seed: number): RoomToken => {
  const random = countedRandom(seed);
  return { wordList: 'nb', serviceId: random(4), linkSecret: random(32), faceHash: random(16) };
};

/** A token with every awkward letter: hyphens alone and in pairs, underlines, at the end too. */
const awkward: RoomToken = {
  wordList: 'nb',
  serviceId: Uint8Array.of(0xfb, 0xef, 0xbe, 0xff),
  linkSecret: Uint8Array.from(
    { length: 32 },
    (_, at) => [0xfb, 0xef, 0xff, 0x10, 0xfe, 3][at % 6] ?? 0
  ),
  faceHash: Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? 0xff : 0xe7 - at))
};
const tokens = [tokenFrom(7), tokenFrom(8), awkward];

const read = (text: string) => findToken(plainText(text));

const proofpoint2 = (link: string): string =>
  `https://urldefense.proofpoint.com/v2/url?u=${link
    .replace(
      /[^A-Za-z0-9./]/g,
      (one) => `-${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    )
    .replaceAll('/', '_')}&d=DwMFaQ&c=euGZstcaTDllvimEN8b7jXrwqOf-v5A_CdpgnVfiiMM&e=`;
const proofpoint3 = (link: string): string =>
  `https://urldefense.com/v3/__${link.replace('#', '*')}__;Iw!!AbCdEf1234!xyz-_Q$`;

/** Each makes one text out of a token `T` and its link `L`. */
const WAYS: readonly (readonly [what: string, make: (T: string, L: string) => string])[] = [
  ...[
    '.',
    ',',
    ')',
    '>',
    '"',
    '!',
    '*',
    '%3E',
    '%20',
    '»',
    '”',
    ';',
    ':',
    '?',
    '…',
    '\\',
    '&gt;'
  ].map((tail) => [`${tail} behind it`, (_: string, L: string) => `${L}${tail}`] as const),
  ['_ behind it', (_, L) => `${L}_`],
  ['emphasis around it', (_, L) => `_${L}_ and *${L}* and **${L}**`],
  ['angle brackets', (_, L) => `<${L}>`],
  ['Markdown', (_, L) => `[the room](${L})`],
  ['Markdown with the link twice', (_, L) => `[${L}](${L})`],
  ['HTML', (_, L) => `<a href="${L}">${L}</a>`],
  ['a query that an app put before the fragment', (T) => `${ORIGIN}/r?fbclid=IwAR0x_y-z#-${T}`],
  ['a query behind the fragment', (_, L) => `${L}?utm_source=ig_web_button&x=1`],
  ['a parameter behind the fragment', (_, L) => `${L}&fbclid=IwAR0x_y-z`],
  ['# as %23', (T) => `${ORIGIN}/r%23-${T}`],
  ['# and - escaped', (T) => `${ORIGIN}/r%23%2D${T}`],
  ['# lost', (T) => `${ORIGIN}/r-${T}`],
  ['#- lost', (T) => `${ORIGIN}/r${T}`],
  ['a slash instead of #', (T) => `${ORIGIN}/r/${T}`],
  ['- lost', (T) => `${ORIGIN}/r#${T}`],
  ['an upper-case host and path', (T) => `HTTPS://PRAT.EXAMPLE.NO/R#-${T}`],
  ['no scheme', (T) => `prat.example.no/r#-${T}`],
  ['only the token', (T) => T],
  ['only the token, emphasised', (T) => `*${T}* or _${T}_`],
  ['quoted-printable', (T) => `${ORIGIN}/r=23-${T.slice(0, 40)}=\r\n${T.slice(40)}`],
  ['quoted-printable with \\n', (T) => `${ORIGIN}/r#-${T.slice(0, 10)}=\n${T.slice(10)}`],
  ['soft hyphens', (_, L) => [...L].join('\u00ad')],
  ['zero-width letters', (_, L) => [...L].join('\u200b')],
  ['isolates around it', (_, L) => `\u2066${L}\u2069`],
  ['other invisible letters inside', (_, L) => [...L].join('\u180e\u034f\ufe0f\u2060')],
  ['a non-breaking blank behind it', (_, L) => `${L}\u00a0og`],
  ...['\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\uff0d', '\ufe63'].map(
    (dash) =>
      [
        `- as U+${dash.charCodeAt(0).toString(16)}`,
        (_: string, L: string) => L.replaceAll('-', dash)
      ] as const
  ),
  ['-- as an em dash', (_, L) => L.replaceAll('--', '\u2014')],
  ['-- as an en dash', (_, L) => L.replaceAll('--', '\u2013')],
  ['\\_', (_, L) => L.replaceAll('_', '\\_')],
  ['%5F', (_, L) => L.replaceAll('_', '%5F')],
  ['%5C_', (_, L) => L.replaceAll('_', '%5C_')],
  ['\\- and \\#', (_, L) => L.replaceAll('-', '\\-').replaceAll('#', '\\#')],
  ['# by its number', (T) => `${ORIGIN}/r&#35;-${T}`],
  [
    'Instagram’s shim',
    (_, L) => `https://l.instagram.com/?u=${encodeURIComponent(L)}&e=AT0abc_D-e`
  ],
  [
    'Facebook’s shim',
    (_, L) => `https://lm.facebook.com/l.php?u=${encodeURIComponent(L)}&h=AT0abc`
  ],
  [
    'a shim that encodes twice',
    (_, L) => `https://l.facebook.com/l.php?u=${encodeURIComponent(encodeURIComponent(L))}`
  ],
  [
    'Safe Links',
    (_, L) =>
      `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(L.replace('#', '%23'))}&data=05%7C02&reserved=0`
  ],
  ['Proofpoint v2', (_, L) => proofpoint2(L)],
  ['Proofpoint v3', (_, L) => proofpoint3(L)],
  ['a line break', (T) => `${ORIGIN}/r#-${T.slice(0, 31)}\n${T.slice(31)}`],
  ['a quoted line break', (T) => `> ${ORIGIN}/r#-${T.slice(0, 31)}\r\n> > ${T.slice(31)}`],
  ['a blank inside', (T) => `${ORIGIN}/r#-${T.slice(0, 31)} ${T.slice(31)}`],
  [
    'non-breaking hyphens, as an address bar holds them',
    (_, L) => new URL(L.replaceAll('-', '\u2011')).href
  ],
  [
    'invisible letters, as an address bar holds them',
    (T) => new URL(`${ORIGIN}/r#-${[...T].join('\u200b')}\u00a0`).href
  ],
  ['full-width #', (T) => `${ORIGIN}/r\uff03-${T}`]
];

describe('[L6] a link as it arrives', () => {
  it.each(WAYS)('[L6] is found: %s', (_, make) => {
    for (const token of tokens) {
      const text = formatRoomToken(token);
      const link = formatRoomLink(ORIGIN, token);
      const made = make(text, link);
      for (const whole of [made, `Hi! Here it is: ${made}\nSee you`, `${made} `])
        expect(read(whole)?.token).toEqual(token);
    }
  });

  it('[L6] is found in any of these ways inside any other, decorated on both sides', () => {
    const sides = fc.constantFrom('', ' ', '\n', '(', '"', '*', '«', ' Here: ', '🙂 ', '[', '>> ');
    const way = fc.constantFrom(...WAYS.filter(([what]) => !/blank inside|line break/.test(what)));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        way,
        sides,
        sides,
        (seed, [, make], left, right) => {
          const token = tokenFrom(seed);
          const made = make(formatRoomToken(token), formatRoomLink(ORIGIN, token));
          expect(read(`${left}${made}${right}`)?.token).toEqual(token);
        }
      ),
      { numRuns: 500 }
    );
  });

  it('[L6] of several the last whole one counts, and it is said that there are several', () => {
    const [a, b] = [tokenFrom(1), tokenFrom(2)];
    const [older, newer] = [formatRoomLink(ORIGIN, a), formatRoomLink(ORIGIN, b)];
    expect(read(`${older} then ${newer}`)).toMatchObject({ token: b, several: true });
    expect(read(`${newer} then ${older.slice(0, -9)}`)).toMatchObject({ token: b, several: false });
    expect(read(`[${newer}](${newer})`)).toMatchObject({ token: b, several: false });
  });
});

describe('[L6] a link that was cut', () => {
  const words = ['og', 'Hei', 'kodeordene', 'tolvbokstave', 'KODE', 'ball', 'code-words', 'x1'];

  it('[L6] is no token, or says that it may have swallowed what stands behind it', () => {
    for (const token of tokens)
      for (let lost = 1; lost < 60; lost += 1)
        for (const word of [
          ...words,
          'a'.repeat(lost),
          'A'.repeat(lost),
          `A${'b'.repeat(lost - 1)}`
        ])
          for (const gap of ['\n', ' ', '\n> ']) {
            const text = `${formatRoomLink(ORIGIN, token).slice(0, -lost)}${gap}${word} er her`;
            expect(read(text)?.sure ?? false).toBe(false);
          }
  });

  it('[L6] never takes a token out of anything else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (text) => {
        expect(read(text)).toBeNull();
      })
    );
  });
});

describe('[L5] words beside a link', () => {
  const token = tokenFrom(7);
  const link = formatRoomLink(ORIGIN, token);

  it.each([
    (L: string, said: string) => `[${L}](${L})\nThe words are: ${said}`,
    (L: string, said: string) => `"${L}","${L}" words: ${said}`,
    (L: string, said: string) => `<a href="${L}">${L}</a> ${said}`,
    (L: string, said: string) =>
      `https://l.instagram.com/?u=${encodeURIComponent(L)}&e=AT0 ${said}`,
    (L: string, said: string) => `${L}&fbclid=abc-def ${said}.`
  ])('[L5] are found: %#', async (make) => {
    const list = await loadWordList('nb');
    const words = pickWords(list, countedRandom(3)(6));
    for (const said of [
      words.join(' '),
      words.join(', '),
      `${words[0] ?? ''}, ${words[1] ?? ''} og ${words[2] ?? ''}`,
      `${words[0] ?? ''}, ${words[1] ?? ''} and ${words[2] ?? ''}`
    ])
      expect(findInvitation(make(link, said))).toMatchObject({ token, words });
  });
});

describe('[X1] a text without end', () => {
  it('[X1] is read in one pass, whatever it is made of', () => {
    const longest = [
      '-A'.repeat(MAX_READ / 2),
      'AQA'.repeat(MAX_READ / 3),
      ' '.repeat(MAX_READ),
      '\n> '.repeat(MAX_READ / 3),
      '%25'.repeat(MAX_READ / 3),
      `https://urldefense.com/v3/__${'*'.repeat(MAX_READ - 40)}`,
      `${toBase64url(new Uint8Array(54))} `.repeat(MAX_READ / 73),
      `${formatRoomLink(ORIGIN, token)}/`.repeat(700)
    ];
    for (const text of longest) expect(() => read(text.slice(0, MAX_READ))).not.toThrow();
  });
  const token = tokenFrom(5);
});
