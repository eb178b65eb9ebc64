// What every screen of the desk shares: the language's texts, the clock for "waiting 4 minutes", and
// the rooms' friendly names. Holds nothing of any room.
import { getContext, setContext } from 'svelte';
import { formatDate, formatDay, formatDuration, formatTime } from '#lib/i18n/format.ts';
import { CODE_NAME_WORDS } from '#lib/i18n/staff/code-name-words.ts';
import { STAFF_TEXTS, type StaffTexts } from '#lib/i18n/staff/texts.ts';
import type { Language } from '#lib/protocol/policy.ts';
import { codeNameOf, codeNameText } from './code-name.ts';
import { DeskSettings } from './desk-settings.svelte.ts';

const CLOCK_MS = 5_000;
const KEY = Symbol('desk');

export interface RoomFace {
  readonly name: string;
  /** 0 to 11: the class `code-<n>` gives the colour. */
  readonly colour: number;
  /** Two letters. */
  readonly initials: string;
}

export class DeskView {
  readonly settings = new DeskSettings();
  nowMs = $state(Date.now());
  /** Rooms in the list, so that two of one name are told apart. */
  #listed: readonly string[] = $state.raw([]);

  get language(): Language {
    return this.settings.language;
  }

  get texts(): StaffTexts {
    return STAFF_TEXTS[this.settings.language];
  }

  /** Starts the clock. Returns how to stop it. */
  run(): () => void {
    const clock = setInterval(() => (this.nowMs = Date.now()), CLOCK_MS);
    return () => clearInterval(clock);
  }

  list(roomIds: readonly string[]): void {
    this.#listed = roomIds;
  }

  face(roomId: string): RoomFace {
    const words = CODE_NAME_WORDS[this.language];
    const own = codeNameOf(roomId);
    const plain = codeNameText(own, words);
    const twice = this.#listed.some(
      (other) => other !== roomId && codeNameText(codeNameOf(other), words) === plain
    );
    const initials = plain
      .split(' ')
      .map((word) => word.charAt(0).toUpperCase())
      .join('');
    return { name: twice ? `${plain} ${own.mark}` : plain, colour: own.colour, initials };
  }

  time = (atMs: number): string => formatTime(this.language, atMs);
  day = (atMs: number): string => formatDay(this.language, atMs, this.nowMs);
  date = (atMs: number): string => formatDate(this.language, atMs, this.nowMs);
  duration = (ms: number): string => formatDuration(this.language, ms);
  /** "Today 14:02". */
  moment = (atMs: number): string => `${this.day(atMs)} ${this.time(atMs)}`;
}

export const provideDeskView = (view: DeskView): DeskView => setContext(KEY, view);

export const deskView = (): DeskView => getContext<DeskView>(KEY);
