// Everything that a young person reads, in English, apart from "more about this".
import { enDoor } from './door.ts';
import { enRare } from './rare.ts';
import { enTalk } from './talk.ts';
import type { GuestTexts } from '../nb/guest.ts';

export const en: GuestTexts = { ...enDoor, ...enTalk, ...enRare };
