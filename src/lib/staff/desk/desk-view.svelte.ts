// What all screens of the desk share: the language's texts, the clock for "waiting 4 minutes", and the
// rooms' friendly names. Holds nothing else of a room.
import { getContext, setContext, untrack } from 'svelte';
import { dayKey, formatDate, formatDay, formatDuration, formatTime } from '#lib/i18n/format.ts';
import { CODE_NAME_WORDS } from '#lib/i18n/desk-code-names.ts';
import { untilAtDesk } from '#lib/i18n/desk-until.ts';
import { STAFF_TEXTS, type StaffTexts } from '#lib/i18n/desk-texts.ts';
import type { RoomSummary } from '#lib/protocol/desk-api.ts';
import type { Language } from '#lib/protocol/languages.ts';
import { codeNameOf, codeNameText, ownColourOf } from './core/code-name.ts';
import { coloursOf } from './core/room-colours.ts';
import { DeskSettings } from './desk-settings.svelte.ts';

const CLOCK_MS = 5_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const KEY = Symbol('desk');

export interface RoomMark {
  readonly name: string;
  /** 0 to 11: the class `code-<n>` gives the colour. */
  readonly colour: number;
  /** Two letters. */
  readonly initials: string;
}

export class DeskView {
  readonly settings = new DeskSettings();
  nowMs = $state(Date.now());
  /** The desk's clock minus this machine's: days follow the desk's clock [O9]. */
  clockOffsetMs = $state(0);
  /** The rooms in the list, to distinguish two of the same name. */
  #listed: readonly string[] = $state.raw([]);
  /** What this page has shown stays while it lives. */
  #colours: ReadonlyMap<string, number> = $state.raw(coloursOf([]));

  get language(): Language {
    return this.settings.language;
  }

  get texts(): StaffTexts {
    return STAFF_TEXTS[this.settings.language];
  }

  get #deskMs(): number {
    return this.nowMs + this.clockOffsetMs;
  }

  /** Starts the clock. Returns how to stop it. */
  run(): () => void {
    const clock = setInterval(() => (this.nowMs = Date.now()), CLOCK_MS);
    return () => clearInterval(clock);
  }

  list(rooms: readonly Pick<RoomSummary, 'roomId' | 'life'>[]): void {
    this.#listed = rooms.map(({ roomId }) => roomId);
    const lives = rooms.map(({ roomId, life }) => ({ roomId, ...life }));
    this.#colours = coloursOf(
      lives,
      untrack(() => this.#colours)
    );
  }

  face(roomId: string): RoomMark {
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
    const colour = this.#colours.get(roomId) ?? ownColourOf(roomId);
    return { name: twice ? `${plain} ${own.mark}` : plain, colour, initials };
  }

  time = (atMs: number): string => formatTime(this.texts.format, atMs);
  day = (atMs: number): string => formatDay(this.texts.format, atMs, this.#deskMs);
  date = (atMs: number): string => formatDate(this.texts.format, atMs, this.#deskMs);
  /** The end of "The link works until …" [R2]. */
  until = (atMs: number, timeZone: string): string =>
    untilAtDesk(this.language, atMs, timeZone, this.#deskMs);
  duration = (ms: number): string => formatDuration(this.texts.format, ms);
  /** A wait in words: `now` for the first minute, afterwards whole minutes and more. */
  wait = (ms: number, now: string, since: (duration: string) => string): string =>
    ms < MINUTE_MS ? now : since(this.duration(ms - (ms % MINUTE_MS)));
  /** "14:02" today, "yesterday 14:02", otherwise with the day: for the middle of a sentence. */
  moment = (atMs: number): string => {
    const key = dayKey(atMs);
    if (key === dayKey(this.#deskMs)) return this.time(atMs);
    const day = this.day(atMs);
    const within = key === dayKey(this.#deskMs - DAY_MS) || this.language !== 'en';
    return `${within ? day.charAt(0).toLowerCase() + day.slice(1) : day} ${this.time(atMs)}`;
  };
}

export const provideDeskView = (view: DeskView): DeskView => setContext(KEY, view);

export const deskView = (): DeskView => getContext<DeskView>(KEY);
