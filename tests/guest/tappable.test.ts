// Addresses and numbers in what staff write. Rule: B5.
import { describe, expect, it } from 'vitest';
import { piecesOf } from '#lib/guest/core/tappable.ts';

/** What can be tapped, and where it leads. */
const led = (text: string): (readonly [string, string])[] =>
  piecesOf(text).flatMap((one) => (one.type === 'text' ? [] : [[one.text, one.href] as const]));

describe('what can be tapped', () => {
  it.each([
    ['Se https://slettmeg.no/hjelp?a=1#b.', 'https://slettmeg.no/hjelp?a=1#b', null],
    ['(www.nettvett.no/bilder)', 'www.nettvett.no/bilder', 'https://www.nettvett.no/bilder'],
    ['Prøv Ung.no, eller ring.', 'Ung.no', 'https://ung.no/'],
    ['«https://barneombudet.no/»', 'https://barneombudet.no/', null],
    ['Les på blåkors.no først', 'blåkors.no', 'https://xn--blkors-jua.no/'],
    ['Ring 116 111 nå', '116 111', 'tel:116111'],
    ['Ring 112.', '112', 'tel:112'],
    ['02800 er politiet', '02800', 'tel:02800'],
    ['+47 21 01 12 34', '+47 21 01 12 34', 'tel:+4721011234'],
    ['80033321!', '80033321', 'tel:80033321']
  ] as const)('[B5] in "%s": %s', (text, found, href) => {
    expect(led(text)).toEqual([[found, href ?? found]]);
  });

  it.each([
    'Vi sees 12.11.2026 kl. 14:30 eller 14.30',
    'Det koster 3 000 kr, eller 10 000',
    'I 2026 var det 1500 saker, 12 345 kr og 999 %',
    'skriv til hjelp@politiet.no',
    'http://usikker.no/',
    'https://politiet.no@evil.example/',
    'fil.txt, hei.nei, v2.0.1 og 1/2-2026',
    'javascript:alert(1) data:text/html,x'
  ])('[B5] nothing in "%s"', (text) => {
    expect(led(text)).toEqual([]);
  });

  it('[B5] shows look-alike letters as what they are', () => {
    const [piece] = piecesOf('https://pоlitiet.no/');
    expect(piece).toMatchObject({ type: 'page', host: 'xn--plitiet-9ig.no' });
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

  it('[X1] is found in a moment in whatever is written', () => {
    for (const part of ['a.', '1 ', 'https://', 'a-', '.no', '+1', 'www.a.no/(', '0 0'])
      expect(piecesOf(part.repeat(8_000)).length).toBeGreaterThan(0);
  });
});
