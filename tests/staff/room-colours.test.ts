// The colours of the marks in the desk's list: two rooms that live at the same time never look alike, and no
// room changes its colour while somebody looks. Rules: R9.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { CODE_NAME_WORDS } from '#lib/i18n/desk-code-names.ts';
import { LANGUAGES } from '#lib/protocol/languages.ts';
import { COLOURS, codeNameOf, codeNameText, ownColourOf } from '#lib/staff/desk/core/code-name.ts';
import { coloursOf, type Lived } from '#lib/staff/desk/core/room-colours.ts';

/** A room whose own colour is `colour`; `n` tells it from others. */
const room = (n: number, colour = 3, endedAtMs: number | null = null): Lived => {
  const bytes = new Uint8Array(16).fill(n % 256);
  bytes[0] = n >> 8;
  bytes[4] = colour;
  return { roomId: toBase64url(bytes), createdAtMs: 1_000 + n, endedAtMs };
};

const many = (n: number): Lived[] => Array.from({ length: n }, (_, k) => room(k));
const shown = (rooms: readonly Lived[], held?: ReadonlyMap<string, number>) => {
  const colours = coloursOf(rooms, held);
  return rooms.map(({ roomId }) => colours.get(roomId));
};
const living = (rooms: readonly Lived[]): Lived[] =>
  rooms.filter(({ endedAtMs }) => endedAtMs === null);

describe('names and colours', () => {
  const SAYS_COLOUR = {
    en: /amber|silver|gold|copper|bronze|blue|red|green|white|gr[ea]y|brown|yellow|violet|purple|pink|orange|black|scarlet|indigo|teal|olive|light|dark|pale/i,
    nb: /ravgul|sølv|gull|gyll|kobber|bronse|blå|rød|grønn|hvit|grå|brun|gul(?!v)|fiolett|lilla|rosa|oransje|svart|sort|turkis|lys|mørk|blek/i,
    fi: /meripih|hope|kult|kupar|pronss|sini|puna|vihre|valko|harma|ruske|kelta|violet|lila|pinkk|oranss|must|turkoos|vaale|tumma/i
  } as const;

  it('[R9] no name says a colour, in any language: the mark may have another', () => {
    for (const language of LANGUAGES) {
      const { first, second } = CODE_NAME_WORDS[language];
      expect([...first, ...second].filter((word) => SAYS_COLOUR[language].test(word))).toEqual([]);
    }
  });
});

describe('colours of rooms', () => {
  it('[R9] a room alone has its own, whoever looks', () => {
    expect(shown([room(1, 7)])).toEqual([7]);
    expect(shown([room(1, 7), room(2, 4)])).toEqual([7, 4]);
  });

  it('[R9] twelve open rooms have twelve colours, though all have the same of their own', () => {
    expect(new Set(shown(many(12))).size).toBe(COLOURS);
  });

  it('[R9] beyond twelve, colours are shared evenly, and names tell the rooms apart', () => {
    const rooms = many(24);
    const colours = shown(rooms);
    for (let colour = 0; colour < COLOURS; colour += 1)
      expect(colours.filter((one) => one === colour)).toHaveLength(2);
    const words = CODE_NAME_WORDS.en;
    const names = rooms.map(({ roomId }) => {
      const name = codeNameOf(roomId);
      return `${codeNameText(name, words)} ${name.mark}`;
    });
    expect(new Set(names).size).toBe(24);
  });

  it('[R9] the earliest room keeps its own, in whatever order the list comes', () => {
    const rooms = many(5);
    const [first] = rooms;
    const colours = coloursOf(rooms);
    expect(colours.get(first?.roomId ?? '')).toBe(ownColourOf(first?.roomId ?? ''));
    expect([...coloursOf(rooms.toReversed())].sort()).toEqual([...colours].sort());
  });

  it('[R9] a colleague who comes later sees the same, after rooms have ended too', () => {
    const rooms = many(5);
    const before = coloursOf(rooms);
    const ended = rooms.map((one, at) => (at < 2 ? { ...one, endedAtMs: 5_000 } : one));
    const more = [...ended, { ...room(40), createdAtMs: 6_000 }];
    const [open, late] = [coloursOf(more, before), coloursOf(more)];
    expect([...late].sort()).toEqual([...open].sort());
    expect(late.get(room(40).roomId)).toBe(3);
  });

  it('[R9] a room keeps its colour while others come and go, and are erased', () => {
    let held: ReadonlyMap<string, number> = new Map();
    let rooms: readonly Lived[] = [];
    const first = many(4);
    for (const one of first) held = coloursOf((rooms = [...rooms, one]), held);
    const [, , third] = shown(first, held);
    held = coloursOf(first.slice(2), held);
    held = coloursOf([...first.slice(2), room(50), room(51)], held);
    expect(held.get(first[2]?.roomId ?? '')).toBe(third);
    // What the erased rooms had is free again, what the others have is not.
    expect(new Set(shown([...first.slice(2), room(50), room(51)], held)).size).toBe(4);
  });

  it('[R9] a room that could not be read, and comes back, takes nobody’s colour', () => {
    const [early, late] = [room(1), room(2)];
    const held = coloursOf([late]);
    expect(new Set(shown([early, late], held)).size).toBe(2);
    expect(coloursOf([early, late], held).get(late.roomId)).toBe(held.get(late.roomId));
  });

  /** A room is made, or one of the living ends; at most twelve live at once. */
  const acts = fc.array(
    fc.record({ make: fc.boolean(), colour: fc.nat(11), which: fc.nat(), known: fc.boolean() }),
    { maxLength: 60 }
  );

  it('[R9] never two alike among twelve, never a change, the same on every page', () => {
    fc.assert(
      fc.property(acts, (story) => {
        let rooms: Lived[] = [];
        let held: ReadonlyMap<string, number> = new Map();
        story.forEach(({ make, colour, which, known }, at) => {
          const alive = living(rooms);
          if (make && alive.length < COLOURS) rooms = [...rooms, room(at, colour)];
          else if (alive.length > 0) {
            const over = alive[which % alive.length];
            rooms = rooms.map((one) => (one === over ? { ...one, endedAtMs: 1_000 + at } : one));
          }
          // A page that was away hears of several changes at once.
          if (!known) return;
          const before = held;
          held = coloursOf(rooms, held);
          for (const [roomId, one] of before) expect(held.get(roomId)).toBe(one);
        });
        held = coloursOf(rooms, held);
        const colours = shown(living(rooms), held);
        expect(new Set(colours).size).toBe(colours.length);
        expect([...coloursOf(rooms)].sort()).toEqual([...held].sort());
      })
    );
  });
});
