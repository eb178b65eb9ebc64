// Everything that a young person reads, in Finnish, apart from "more about this".
import { fiDoor } from './door/fi.ts';
import { fiRare } from './rare/fi.ts';
import { fiTalk } from './talk/fi.ts';
import type { GuestTexts } from './nb.ts';

export const fi: GuestTexts = { ...fiDoor, ...fiTalk, ...fiRare };
