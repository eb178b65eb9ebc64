// Everything that a young person reads, in English, apart from "more about this".
import { door } from './door.ts';
import { rare } from './rare.ts';
import { talk } from './talk.ts';
import type { GuestTexts } from '../nb/guest.ts';

export const en: GuestTexts = { ...door, ...talk, ...rare };
