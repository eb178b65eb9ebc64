// Everything that a young person reads, in English, apart from "more about this".
import { enDoor } from './door/en.ts';
import { enRare } from './rare/en.ts';
import { enTalk } from './talk/en.ts';
import type { GuestTexts } from './nb.ts';

export const en: GuestTexts = { ...enDoor, ...enTalk, ...enRare };
