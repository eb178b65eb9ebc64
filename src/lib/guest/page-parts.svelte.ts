// What a guest page is made of and fetches as it needs it: its language, its texts, and the chunks that
// must not weigh on the first paint. Each is fetched once.
import {
  loadDoorTexts,
  loadGuestTexts,
  type DoorTexts,
  type GuestTexts
} from '#lib/i18n/guest/catalogue.ts';
import { asLanguage } from '#lib/i18n/language.ts';
import type { Language } from '#lib/protocol/policy.ts';
import type * as Entry from './entry.ts';
import type * as Left from './left.ts';
import type * as Rare from './rare.ts';
import type * as Talk from './talk.ts';
import type * as WordHelp from './word-help.ts';

const LANGUAGE_KEY = 'language';

export class PageParts {
  language: Language = $state('nb');
  texts: DoorTexts;
  /** The rest of the texts: conversation, and screens that few see. */
  more: GuestTexts | null = $state.raw(null);
  help: typeof WordHelp | null = $state.raw(null);
  /** The code words' list; empty until it is here. */
  list: readonly string[] = $state.raw([]);
  entry: typeof Entry | null = $state.raw(null);
  rare: typeof Rare | null = $state.raw(null);
  talk: typeof Talk | null = $state.raw(null);
  left: typeof Left | null = $state.raw(null);

  constructor(language: Language, texts: DoorTexts) {
    this.language = language;
    this.texts = $state.raw(texts);
  }

  async speak(language: Language): Promise<void> {
    const [texts, more] = await Promise.all([
      loadDoorTexts(language),
      this.more === null ? null : loadGuestTexts(language)
    ]);
    this.texts = texts;
    this.more = more;
    this.language = language;
    document.documentElement.lang = language;
    try {
      sessionStorage.setItem(LANGUAGE_KEY, language);
    } catch {
      // It is only remembered for the reload's sake.
    }
  }

  /** The language that was chosen in this tab before it was loaded anew. */
  async speakAsBefore(): Promise<void> {
    try {
      const chosen = asLanguage(sessionStorage.getItem(LANGUAGE_KEY));
      if (chosen !== null && chosen !== this.language) await this.speak(chosen);
    } catch {
      // Where nothing can be remembered, the browser's language it is.
    }
  }

  async helpWithWords(fragment: string): Promise<void> {
    this.help ??= await import('./word-help.ts');
    const language = this.help.wordLanguageOf(fragment);
    if (language !== null) this.list = await this.help.loadWordList(language);
  }

  async loadRare(): Promise<boolean> {
    const { language } = this;
    const [rare, more] = await Promise.all([
      import('./rare.ts').catch(() => null),
      this.more ?? loadGuestTexts(this.language).catch(() => null)
    ]);
    if (rare === null || more === null) return false;
    this.rare = rare;
    // The language may have been changed meanwhile: what it brought stands.
    this.more ??= language === this.language ? more : await loadGuestTexts(this.language);
    return true;
  }

  async loadTalk(): Promise<typeof Talk> {
    const { language } = this;
    const [talk, more] = await Promise.all([
      import('./talk.ts'),
      this.more ?? loadGuestTexts(this.language)
    ]);
    // The language may have been changed meanwhile: what it brought stands.
    this.more ??= language === this.language ? more : await loadGuestTexts(this.language);
    this.talk = talk;
    return talk;
  }
}
