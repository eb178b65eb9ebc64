// Every catalogue of the desk by language; the page holds one at a time.
import type { Language } from '#lib/protocol/languages.ts';
import { en, type StaffTexts } from './en/desk.ts';
import { fi } from './fi/desk.ts';
import { nb } from './nb/desk.ts';

export type { StaffTexts };

export const STAFF_TEXTS: Readonly<Record<Language, StaffTexts>> = { nb, en, fi };
