// What this browser remembers of a member's habits: language, sound, the sign-in name. Nothing of
// any room. Works, for this tab only, in a browser that keeps nothing.
import { asLanguage, chooseLanguage } from '#lib/i18n/languages.ts';
import type { Language } from '#lib/protocol/policy.ts';

const LANGUAGE = 'tryggrom-desk-language';
const SOUND = 'tryggrom-desk-sound';
const NAME = 'tryggrom-desk-name';

const read = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const write = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept for this tab only.
  }
};

export class DeskSettings {
  #language: Language = $state('en');
  #sound = $state(false);

  constructor() {
    this.#language = asLanguage(read(LANGUAGE)) ?? chooseLanguage(navigator.languages);
    this.#sound = read(SOUND) === 'on';
  }

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
    write(LANGUAGE, language);
  }

  get sound(): boolean {
    return this.#sound;
  }

  set sound(on: boolean) {
    this.#sound = on;
    write(SOUND, on ? 'on' : 'off');
  }

  /** Who signed in here last. */
  get lastName(): string {
    return read(NAME) ?? '';
  }

  set lastName(name: string) {
    write(NAME, name);
  }
}
