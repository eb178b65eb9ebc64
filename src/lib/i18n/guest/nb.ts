// Everything that a young person reads, in Norwegian Bokmål, apart from "more about this".
import { nbDoor } from './door/nb.ts';
import { nbRare } from './rare/nb.ts';
import { nbTalk } from './talk/nb.ts';

export const nb = { ...nbDoor, ...nbTalk, ...nbRare };

export type GuestTexts = typeof nb;
