// Everything that a young person reads, in Norwegian Bokmål, apart from "more about this".
import { nbDoor } from './door.ts';
import { nbRare } from './rare.ts';
import { nbTalk } from './talk.ts';

export const nb = { ...nbDoor, ...nbTalk, ...nbRare };

export type GuestTexts = typeof nb;
