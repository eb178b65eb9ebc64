// The attributes of every field and form of ours that the browser acts on, read from the components.
// Rules: P4, X1.
import { globSync, readFileSync } from 'node:fs';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it, vi } from 'vitest';
import { MAX_PASTED } from '#lib/protocol/limits.ts';
import { keepsOut } from '#lib/ui/private-field.ts';

/** Fields that want a password manager: these name what they are. */
const SIGN_IN = ['src/lib/staff/screens/SetUp.svelte', 'src/lib/staff/screens/SignIn.svelte'];

interface Element {
  readonly file: string;
  readonly name: string;
  readonly attributes: AST.RegularElement['attributes'];
}

/** Every element with one of these names, in every component. */
function elements(names: readonly string[]): Element[] {
  const found: Element[] = [];
  for (const file of globSync('src/**/*.svelte')) {
    const look = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if (Array.isArray(node)) return node.forEach(look);
      const { type, name, attributes } = node as Partial<AST.RegularElement>;
      if (type === 'RegularElement' && name !== undefined && names.includes(name))
        found.push({ file: file.replaceAll('\\', '/'), name, attributes: attributes ?? [] });
      Object.values(node).forEach(look);
    };
    look(parse(readFileSync(file, 'utf8'), { modern: true }).fragment);
  }
  return found;
}

const valueOf = ({ attributes }: Element, name: string): string | null => {
  const one = attributes.find((other) => other.type === 'Attribute' && other.name === name);
  if (one?.type !== 'Attribute' || one.value === true || !Array.isArray(one.value)) return null;
  return one.value.map((part) => (part.type === 'Text' ? part.data : '')).join('');
};

/** What every field says, and which components leave one of these to whoever uses them. */
const PRIVATE: readonly (readonly [attribute: string, value: string, given: readonly string[]])[] =
  [
    ['autocomplete', 'off', ['src/lib/staff/screens/Field.svelte']],
    ['spellcheck', 'false', ['src/lib/ui/Composer.svelte']],
    ['writingsuggestions', 'false', []],
    ['translate', 'no', []]
  ];

describe('[P4] what is typed', () => {
  it('[P4] is offered again, spelled and translated by nobody, in every field', () => {
    const fields = elements(['input', 'textarea']).filter(
      (one) => !['checkbox', 'radio'].includes(valueOf(one, 'type') ?? '')
    );
    expect(fields.length).toBeGreaterThan(3);
    for (const field of fields)
      for (const [attribute, value, given] of PRIVATE) {
        const said = given.includes(field.file) ? value : valueOf(field, attribute);
        expect([field.file, field.name, attribute, said]).toEqual([
          field.file,
          field.name,
          attribute,
          value
        ]);
      }
  });

  it('[P4] is kept for no form either, apart from signing in', () => {
    const forms = elements(['form']).filter(({ file }) => !SIGN_IN.includes(file));
    expect(forms.length).toBeGreaterThan(3);
    for (const form of forms)
      expect([form.file, valueOf(form, 'autocomplete')]).toEqual([form.file, 'off']);
  });
});

describe('[X1] one input that is too large', () => {
  it('[X1] is kept out of the field, and no other', () => {
    const event = (data: string | null) => ({ data, preventDefault: vi.fn() });
    for (const data of [null, 'a', 'a'.repeat(MAX_PASTED)]) {
      const small = event(data);
      expect(keepsOut(small as unknown as InputEvent)).toBe(false);
      expect(small.preventDefault).not.toHaveBeenCalled();
    }
    const huge = event('a'.repeat(MAX_PASTED + 1));
    expect(keepsOut(huge as unknown as InputEvent)).toBe(true);
    expect(huge.preventDefault).toHaveBeenCalledOnce();
  });
});
