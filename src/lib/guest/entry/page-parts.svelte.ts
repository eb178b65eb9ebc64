// The parts that a guest page loads on demand: its language, its texts, and the chunks that must not slow
// the first paint. Each loads once, and is retried until it arrives. Rules: V1.
import {
  loadConversationTexts,
  loadDoorTexts,
  type ConversationTexts,
  type DoorTexts,
  type GuestTexts
} from '#lib/i18n/guest-texts.ts';
import { asLanguage, type Language } from '#lib/protocol/languages.ts';
import { fetchPart } from '#lib/ui/fetch-part.ts';
import { isTooOld } from '#lib/ui/page-age.ts';
import { setPageLanguage } from '#lib/ui/page-language.ts';
import { LANGUAGE_KEY } from '../exit/kept-names.ts';
import type * as Entry from './find-room.ts';
import type * as Left from '../screens/left.ts';
import type * as Paste from '../screens/PasteScreen.svelte';
import type * as Rare from '../screens/rare.ts';
import type * as Talk from '../screens/talk.ts';
import type * as WordHelp from './word-help.ts';

export class PageParts {
  texts: DoorTexts;
  /** The door's texts and the conversation's. */
  more: ConversationTexts | null = $state.raw(null);
  /** Those, and the texts of rare screens and notices. */
  all: GuestTexts | null = $state.raw(null);
  help: typeof WordHelp | null = $state.raw(null);
  /** The code words' list; empty until it has loaded. */
  list: readonly string[] = $state.raw([]);
  entry: typeof Entry | null = null;
  rare: typeof Rare | null = $state.raw(null);
  /** Asks for the whole message when the link is not enough. */
  pasting: typeof Paste | null = $state.raw(null);
  talk: typeof Talk | null = $state.raw(null);
  left: typeof Left | null = $state.raw(null);
  /** How many parts that somebody waits for have failed to load more than once [V1]. */
  missing = $state(0);
  /** The server has another release, so the missing parts of this one are gone from there [V2]. */
  tooOld = $state(false);
  /** Called when one more part is missing. */
  onMissing(): void {
    // The page overrides it.
  }

  /**
   * Loads a part, with as many retries as it takes.
   * @param ahead nobody waits for it yet: a failure is not reported
   */
  need<T>(load: () => Promise<T>, ahead = false): Promise<T> {
    return fetchPart(load, (missing) => {
      if (ahead) return;
      this.missing += missing ? 1 : -1;
      if (!missing) return;
      this.onMissing();
      void this.lookAtAge();
    });
  }

  /** Checked only when a part is missing. */
  async lookAtAge(): Promise<boolean> {
    return (this.tooOld ||= await isTooOld());
  }

  constructor(texts: DoorTexts) {
    this.texts = $state.raw(texts);
  }

  get language(): Language {
    return this.texts.format.language;
  }

  async speak(language: Language): Promise<void> {
    const load = () =>
      this.need(() =>
        Promise.all([
          loadDoorTexts(language),
          this.more === null ? null : loadConversationTexts(language),
          (this.all && (this.rare ?? this.left)?.loadGuestTexts(language)) ?? null
        ])
      );
    let [texts, more, all] = await load();
    // A part that came meanwhile has brought texts of the language before.
    while ((this.more && !more) || (this.all && !all)) [texts, more, all] = await load();
    this.texts = texts;
    this.more = more;
    this.all = all;
    setPageLanguage(language);
    try {
      sessionStorage.setItem(LANGUAGE_KEY, language);
    } catch {
      // It is kept only for a reload, so losing it is harmless.
    }
  }

  /** Restores the language that was chosen in this tab before a reload. */
  async speakAsBefore(): Promise<void> {
    try {
      const chosen = asLanguage(sessionStorage.getItem(LANGUAGE_KEY));
      if (chosen !== null && chosen !== this.language) await this.speak(chosen);
    } catch {
      // Without storage the browser's language stays.
    }
  }

  async loadHelp(): Promise<typeof WordHelp> {
    return (this.help ??= await this.need(() => import('./word-help.ts')));
  }

  async loadEntry(): Promise<typeof Entry> {
    return (this.entry ??= await this.need(() => import('./find-room.ts')));
  }

  async helpWithWords(link: string): Promise<void> {
    const help = await this.loadHelp();
    const language = help.wordListOfLink(link);
    if (language !== null) this.list = await this.need(() => help.loadWordList(language));
  }

  async loadRare(): Promise<typeof Rare> {
    return (this.rare ??= await this.need(() => this.#withTexts(import('../screens/rare.ts'))));
  }

  async loadLeft(ahead = false): Promise<typeof Left> {
    return (this.left ??= await this.need(
      () => this.#withTexts(import('../screens/left.ts')),
      ahead
    ));
  }

  async loadPaste(ahead = false): Promise<void> {
    this.pasting ??= await this.need(() => import('../screens/PasteScreen.svelte'), ahead);
  }

  async loadTalk(ahead = false): Promise<typeof Talk> {
    const { language } = this;
    const [talk, more] = await this.need(
      () =>
        Promise.all([import('../screens/talk.ts'), this.more ?? loadConversationTexts(language)]),
      ahead
    );
    // The language may have changed meanwhile: then the texts it loaded stay.
    this.more ??=
      language === this.language
        ? more
        : await this.need(() => loadConversationTexts(this.language));
    this.talk = talk;
    return talk;
  }

  /** A rarely used part, with all texts. */
  async #withTexts<T extends typeof Rare | typeof Left>(coming: Promise<T>): Promise<T> {
    const part = await coming;
    // The language may change meanwhile.
    while (this.all === null) {
      const { language } = this;
      const all = await part.loadGuestTexts(language);
      if (language === this.language) this.all = all;
    }
    return part;
  }
}
