// The texts of "More about this" in every language. See about.ts.
import type { FormatWords } from './format.ts';

export interface AboutTexts {
  readonly format: FormatWords;
  readonly deletion: { readonly title: string; readonly text: (retention: string) => string };
  readonly evidence: { readonly title: string; readonly text: (readers: string) => string };
  readonly phone: { readonly title: string; readonly text: (resumeWindow: string) => string };
  readonly exit: {
    readonly title: string;
    readonly text: string;
    /** Said only where there is a real keyboard. */
    readonly keyboard: string;
  };
  readonly ip: { readonly title: string; readonly never: string };
  readonly reach: { readonly title: string; readonly text: (readers: string) => string };
  readonly rights: { readonly title: string; readonly points: readonly string[] };
}
