// Which sheet lies over the conversation: one at a time.
import type { Page } from '../core/tappable.ts';

/** A page: one that staff have named, while it is asked whether to open it. */
export type Opened = 'about' | 'end' | Page | null;
