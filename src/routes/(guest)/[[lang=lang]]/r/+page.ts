import { ADDRESS_LANGUAGES } from '#lib/protocol/languages.ts';
import type { EntryGenerator } from './$types';

export const entries: EntryGenerator = () => ADDRESS_LANGUAGES.map((lang) => ({ lang }));
