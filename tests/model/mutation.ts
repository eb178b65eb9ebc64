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

const STANDS_FOR: Readonly<Record<string, string>> = {
  '#lib/sync/room-socket.ts': here('./model-socket.ts'),
  './face-request.ts': here('./model-face.ts')
};

/** @param mutant null: everything as it is shipped */
export function modelPlugin(mutant: Mutant | null): Plugin {
  return {
    name: 'model',
    enforce: 'pre',
    resolveId(source, importer) {
      const stands = STANDS_FOR[source];
      return stands !== undefined && importer?.includes('/src/lib/guest/') ? stands : null;
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
