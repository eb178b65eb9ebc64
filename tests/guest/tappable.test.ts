// Addresses and numbers in what staff write. Rule: B5.
import { describe, expect, it } from 'vitest';
import { piecesOf } from '#lib/guest/core/tappable.ts';

/** What can be tapped, and where it leads. */
const led = (text: string): (readonly [string, string])[] =>
  piecesOf(text).flatMap((one) =>
    one.type === 'text' ? [] : [[one.text, one.type === 'page' ? one.page.href : one.href] as const]
  );

const hostIn = (text: string): string | undefined => {
  const [piece] = piecesOf(text);
  return piece?.type === 'page' ? piece.page.host : undefined;
};

describe('what can be tapped', () => {
  it.each([
    ['Se https://slettmeg.no/hjelp?a=1#b.', 'https://slettmeg.no/hjelp?a=1#b', null],
    ['(www.nettvett.no/bilder)', 'www.nettvett.no/bilder', 'https://www.nettvett.no/bilder'],
    [
      '(se no.wikipedia.org/wiki/Oslo_(by))',
      'no.wikipedia.org/wiki/Oslo_(by)',
      'https://no.wikipedia.org/wiki/Oslo_(by)'
    ],
    ['Prøv Ung.no, eller ring.', 'Ung.no', 'https://ung.no/'],
    ['«https://barneombudet.no/»', 'https://barneombudet.no/', null],
    ['Les på blåkors.no først', 'blåkors.no', 'https://xn--blkors-jua.no/'],
    ['Ring 116 111 nå', '116 111', 'tel:116111'],
    ['Ring 116 111- gratis', '116 111', 'tel:116111'],
    ['Ring 116\u00a0111 nå', '116\u00a0111', 'tel:116111'],
    ['Ring 112.', '112', 'tel:112'],
    ['02800 er politiet', '02800', 'tel:02800'],
    ['+47 21 01 12 34', '+47 21 01 12 34', 'tel:+4721011234'],
    ['22 22 22 22', '22 22 22 22', 'tel:22222222'],
    ['800 33 321', '800 33 321', 'tel:80033321'],
    ['040 123 4567', '040 123 4567', 'tel:0401234567'],
    ['80033321!', '80033321', 'tel:80033321']
  ] as const)('[B5] in "%s": %s', (text, found, href) => {
    expect(led(text)).toEqual([[found, href ?? found]]);
  });

  it.each([
    'Vi sees 12.11.2026 kl. 14:30 eller 14.30, 20 12 2026',
    'Det koster 3 000 kr, eller 10 000, 113 000 kr, 112 500 kr, 22 222 222, kr 500, 15000,-',
    'I 2026 var det 1500 saker, 12 345 kr og 999 %, rom 204, 22 22 22 22 kr',
    'ring 112 30-40',
    '112 113',
    '1124 kr',
    '4111 1111 1111 1111',
    'skriv til hjelp@politiet.no',
    'http://usikker.no/',
    'https://politiet.no@evil.example/',
    'https://localhost/ og https://a.no,b/x',
    'fil.txt, hei.nei, v2.0.1 og 1/2-2026, slutt.Se her',
    'javascript:alert(1) data:text/html,x'
  ])('[B5] nothing in "%s"', (text) => {
    expect(led(text)).toEqual([]);
  });

  it('[B5] shows a host as it was written, and look-alike letters as what they are', () => {
    expect(hostIn('https://blåkors.no/hjelp')).toBe('blåkors.no');
    expect(hostIn('https://pоlitiet.no/')).toBe('xn--plitiet-9ig.no');
    expect(hostIn('https://politiet.no:8443/')).toBe('politiet.no:8443');
  });

  it('[B5] leaves not a letter out and puts none in', () => {
    const text = ' Se ung.no, ring 116 111 (gratis). https://x@y.no/ Hei på deg! ';
    expect(
      piecesOf(text)
        .map((one) => one.text)
        .join('')
    ).toBe(text);
    expect(piecesOf('')).toEqual([]);
  });

  it.each(['a.', '1 ', 'https://', 'a-', '.no', '+1', 'www.a.no/(', '0 0', ')'])(
    '[X1] keeps every letter of very much of "%s"',
    (part) => {
      const text = `https://a.no/ ${part.repeat(16_000)}x`;
      const said = piecesOf(text).map((one) => one.text);
      expect(said.join('')).toBe(text);
    }
  );
});
