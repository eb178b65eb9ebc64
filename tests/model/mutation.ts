// How the model is built: line and face request of the shipped runner are replaced by the model's own, and,
// for one run of the tests, one small fault is put into one shipped file. A fault whose place cannot be
// found is an error: a mutant that changes nothing could not be caught.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

export interface Mutant {
  readonly name: string;
  /** The rule that it breaks. */
  readonly rule: string;
  /** From the project's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What stands for a module, in files of the young person's side whose path ends like this. */
const STANDS_FOR: Readonly<Record<string, { readonly file: string; readonly in: string }>> = {
  '#lib/sync/room-socket.ts': { file: here('./model-socket.ts'), in: '.ts' },
  // A courier's own request reaches nothing here: it learns of an end from its line.
  '#lib/sync/face-request.ts': { file: here('./model-face.ts'), in: '/guest-runner.ts' }
};

/** @param mutant null: everything as it is shipped */
export function modelPlugin(mutant: Mutant | null): Plugin {
  return {
    name: 'model',
    enforce: 'pre',
    resolveId(source, importer) {
      const stands = STANDS_FOR[source];
      const from = importer?.split('?')[0] ?? '';
      const stood = from.includes('/src/lib/guest/') && from.endsWith(stands?.in ?? '\n');
      return stands !== undefined && stood ? stands.file : null;
    },
    transform(code, id) {
      if (mutant === null || !id.split('?')[0]?.endsWith(`/${mutant.file}`)) return null;
      const parts = code.split(mutant.from);
      if (parts.length !== 2)
        throw new Error(
          `mutant "${mutant.name}": its place is found ${String(parts.length - 1)} times in ${mutant.file}`
        );
      return { code: parts.join(mutant.to), map: null };
    }
  };
}
