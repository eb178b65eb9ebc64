// Everything that a young person reads, in Norwegian Bokmål, apart from "more about this".
import { door } from './door.ts';
import { rare } from './rare.ts';
import { talk } from './talk.ts';

export const nb = { ...door, ...talk, ...rare };

export type GuestTexts = typeof nb;
