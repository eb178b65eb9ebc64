// Everything that a young person reads, in Finnish, apart from "more about this".
import { fiDoor } from './door.ts';
import { fiRare } from './rare.ts';
import { fiTalk } from './talk.ts';
import type { GuestTexts } from '../nb/guest.ts';

export const fi: GuestTexts = { ...fiDoor, ...fiTalk, ...fiRare };
