// A member's settings in this browser: language, sound, keys, the sign-in name. Nothing about any room. In a
// browser that stores nothing they last as long as the tab.
import { chooseLanguage } from '#lib/protocol/language-choice.ts';
import { asLanguage, type Language } from '#lib/protocol/languages.ts';

const LANGUAGE = 'tryggrom-desk-language';
const SOUND = 'tryggrom-desk-sound';
const KEYS = 'tryggrom-desk-keys';
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
    // Lasts for this tab only.
  }
};

export class DeskSettings {
  #language: Language = $state('en');
  #sound = $state(false);
  #keys = $state(true);

  constructor() {
    this.#language = asLanguage(read(LANGUAGE)) ?? chooseLanguage(navigator.languages);
    this.#sound = read(SOUND) === 'on';
    this.#keys = read(KEYS) !== 'off';
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

  /** Single keys do something [A2]. */
  get keys(): boolean {
    return this.#keys;
  }

  set keys(on: boolean) {
    this.#keys = on;
    write(KEYS, on ? 'on' : 'off');
  }

  /** The last member who signed in here. */
  get lastName(): string {
    return read(NAME) ?? '';
  }

  set lastName(name: string) {
    write(NAME, name);
  }
}
