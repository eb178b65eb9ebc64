// L5: from a mangled thread to token and code, and never to a wrong guess.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldWord, loadWordList, pickWords } from '#lib/crypto/room/code-words.ts';
import { findInvitation } from '#lib/crypto/room/find-invitation.ts';
import { formatRoomLink, formatRoomToken } from '#lib/crypto/room/room-link.ts';
import { counted, countedRandom } from './support.ts';

const lists = {
  nb: await loadWordList('nb'),
  en: await loadWordList('en'),
  fi: await loadWordList('fi')
};
const IDS = ['nb', 'en', 'fi'] as const;

function invitation(id: (typeof IDS)[number], seed: number) {
  const random = countedRandom(seed);
  const token = {
    wordList: id,
    serviceId: random(4),
    linkSecret: random(32),
    faceHash: random(16)
  };
  const words = pickWords(lists[id], random(6));
  return {
    token,
    words,
    text: formatRoomToken(token),
    link: formatRoomLink('https://prat.example.no', token)
  };
}

const nb = invitation('nb', 7);
const found = { token: nb.token, words: nb.words };
const phrase = nb.words.join(' ');

describe('a message as it was sent', () => {
  it.each([
    `Hei! Her er rommet: ${nb.link}\nKode: ${phrase}`,
    `${nb.link} ${phrase}`,
    `${phrase}\n\n${nb.link}`,
    `Kodeord: ${phrase}. Lenke: ${nb.link}`,
    `«${phrase}» ${nb.link}.`,
    `Lenken er ${nb.link}, og kodeordene er ${nb.words.join(', ')}!`
  ])('[L5] gives token and words: %#', (text) => {
    expect(findInvitation(text)).toMatchObject(found);
  });
});

describe('a message that was mangled on its way', () => {
  const cut = (at: number, between: string) => nb.link.slice(0, at) + between + nb.link.slice(at);

  it.each([
    ['a line break inside the link', `${cut(50, '\n')}\nKode: ${phrase}`],
    [
      'two line breaks inside the link',
      `${cut(50, '\r\n').replace(nb.text.slice(-9), `\n${nb.text.slice(-9)}`)}\nKode: ${phrase}`
    ],
    ['a quoted reply', `> ${cut(60, '\n> ')}\n> Kode: ${phrase}`],
    [
      'zero-width characters',
      `${cut(45, '\u200b\u2060')} kode: ${phrase.split('').join('\u200b')}`
    ],
    ['smart quotes', `“${nb.link}” kode “${phrase}”`],
    ['a lost hyphen', `${nb.link.replace('#-', '#')} kode: ${phrase}`],
    ['an escaped #', `${nb.link.replace('#', '%23')} kode: ${phrase}`],
    ['an escaped # and hyphen', `${nb.link.replace('#-', '%23%2D')} kode: ${phrase}`],
    ['a lost scheme', `${nb.link.replace('https://', '')} kode: ${phrase}`],
    ['only the token', `${nb.text} kode: ${phrase}`],
    ['text glued before the link', `Rommet:${nb.link} kode: ${phrase}`],
    ['text glued after the link', `${nb.link}Kode: ${phrase}`],
    ['upper-case words', `${nb.link} KODE: ${phrase.toUpperCase()}`],
    ['folded words', `${nb.link} kode: ${nb.words.map(foldWord).join(' ')}`],
    ['words in a bullet list', `${nb.link}\nKode:\n• ${nb.words.join('\n• ')}`],
    [
      'words in a numbered list',
      `${nb.link}\nKode:\n1. ${nb.words[0] ?? ''}\n2. ${nb.words[1] ?? ''}\n3. ${nb.words[2] ?? ''}`
    ],
    ['words joined by hyphens', `${nb.link} kode: ${nb.words.join('-')}`],
    ['an angle-bracketed link', `<${nb.link}> kode: ${phrase}`],
    ['a Markdown link', `[rommet](${nb.link}) kode: ${phrase}`],
    ['decomposed letters', `${nb.link} kode: ${phrase.normalize('NFD')}`]
  ])('[L5] survives %s', (_, text) => {
    expect(findInvitation(text)).toMatchObject(found);
  });

  it('[L5] survives all of it, for any room in any language', () => {
    const noise = fc.constantFrom('', ' ', '\n', 'Hei! ', 'xx123 ', '🙂 ', '-- ', '(', '“');
    const between = fc.constantFrom(' ', ', ', ' - ', '\n', ' • ', '/', '.\n');
    const keyword = fc.constantFrom(
      'Kode: ',
      'code is ',
      'tunnus: ',
      'KODEORD:\n',
      'Code words – '
    );
    const hash = fc.constantFrom('#-', '#', '%23-', '%23');
    fc.assert(
      fc.property(
        fc.constantFrom(...IDS),
        fc.integer({ min: 1, max: 1e6 }),
        noise,
        between,
        keyword,
        hash,
        fc.boolean(),
        fc.integer({ min: 30, max: 90 }),
        (id, seed, before, gap, key, mark, wordsFirst, breakAt) => {
          const made = invitation(id, seed);
          let link = made.link.replace('#-', mark);
          link = `${link.slice(0, breakAt)}\n${link.slice(breakAt)}`;
          if (breakAt < link.indexOf('#') + 5) link = made.link.replace('#-', mark);
          const code = `${key}${made.words.join(gap)}`;
          const text = wordsFirst ? `${before}${code}\n\n${link}` : `${before}${link}\n\n${code}`;
          const result = findInvitation(text);
          expect(result?.token).toEqual(made.token);
          expect([made.words, null]).toContainEqual(result?.words ?? null);
        }
      ),
      { numRuns: 300 }
    );
  });
});

describe('half an invitation', () => {
  it('[L5] gives the token alone', () => {
    expect(findInvitation(`Hei, her: ${nb.link}`)).toMatchObject({ token: nb.token, words: null });
  });

  it.each(IDS)('[L5] gives the words alone, in whichever list they stand: %s', (id) => {
    // Words that are in one list only: others cannot be told apart without the token.
    const others = IDS.filter((other) => other !== id).flatMap((other) =>
      lists[other].map(foldWord)
    );
    const own = lists[id].filter((word) => !others.includes(foldWord(word)) && word.length > 4);
    const words = [own[11], own[222], own[333]].map((word) => word ?? '');
    const result = findInvitation(`koodi/code/kode: ${words.join(' ')}`);
    expect(result).toMatchObject({ token: null, words });
  });

  it.each(['', '   ', 'hei', 'https://prat.example.no/r', nb.link.slice(0, 60), '🙂'.repeat(50)])(
    '[L5] gives nothing where there is nothing: %j',
    (text) => {
      expect(findInvitation(text)).toBeNull();
    }
  );
});

describe('doubt', () => {
  it('[L5] does not take words from the address', () => {
    const link = `https://${nb.words.join('.')}.example/${nb.words.join('/')}/r#-${nb.text}`;
    expect(findInvitation(link)).toMatchObject({ token: nb.token, words: null });
  });

  it('[L5] takes the words after "code", not other list words around them', () => {
    const [a, b, c] = [lists.nb[100], lists.nb[500], lists.nb[900]].map((word) => word ?? '');
    const text = `${[a, b, c].join(' ')} hilsen oss. Kode: ${phrase}\n${nb.link}`;
    expect(findInvitation(text)).toMatchObject(found);
  });

  it('[L5] says that it does not know when two runs of three are equally likely', () => {
    const other = [lists.nb[100], lists.nb[500], lists.nb[900]].join(' ');
    expect(findInvitation(`${phrase} qq ${other} ${nb.link}`)?.words).toBeNull();
  });

  it('[L5] says that it does not know when a run has more than three words', () => {
    const longer = [...nb.words, lists.nb[100]].join(' ');
    expect(findInvitation(`${longer} ${nb.link}`)?.words).toBeNull();
  });

  it('[L5] takes the newest link of a thread', () => {
    const older = invitation('nb', 99);
    expect(findInvitation(`${older.link}\n...\n${nb.link}\nkode: ${phrase}`)).toMatchObject(found);
  });

  it('[L5] reads the words in the list that the token names', () => {
    const english = invitation('en', 3);
    const result = findInvitation(`${english.link} code: ${english.words.join(' ')}`);
    expect(result).toMatchObject({ token: english.token, words: english.words });
  });

  it('[X1] stays quick and quiet on a very long paste', () => {
    expect(findInvitation(`${'AQA'.repeat(40_000)} ${'hei '.repeat(20_000)}`)).toBeNull();
    expect(findInvitation('A\n'.repeat(50_000))).toBeNull();
    expect(findInvitation(`AQA${'A\n'.repeat(60)}${'\n'.repeat(50_000)}`)).toBeNull();
  });

  it('[L5] never takes a token out of random letters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(findInvitation(text)?.token ?? null).toBeNull();
      })
    );
    expect(counted(1)).toHaveLength(1);
  });
});
