// What the edge answers where there is no page. It needs no script: Exit is a link until src/boot.ts makes
// it more. It loads nothing, so that no part of it is split off from what a phone loads first.
import { ADDRESS_LANGUAGES } from '#lib/protocol/languages.ts';
import type { EntryGenerator } from './$types';

export const csr = false;

export const entries: EntryGenerator = () => ADDRESS_LANGUAGES.map((lang) => ({ lang }));
