// What a guest page is made of and fetches as it needs it: its language, its texts, and the chunks that
// must not weigh on the first paint. Each is fetched once, and asked for until it comes. Rules: V1.
import {
  loadConversationTexts,
  loadDoorTexts,
  type ConversationTexts,
  type DoorTexts,
  type GuestTexts
} from '#lib/i18n/guest-texts.ts';
import { asLanguage, DEFAULT_LANGUAGE, type Language } from '#lib/protocol/languages.ts';
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
  language: Language = $state(DEFAULT_LANGUAGE);
  texts: DoorTexts;
  /** With the conversation's texts. */
  more: ConversationTexts | null = $state.raw(null);
  /** With those of the screens and notices that few see. */
  all: GuestTexts | null = $state.raw(null);
  help: typeof WordHelp | null = $state.raw(null);
  /** The code words' list; empty until it is here. */
  list: readonly string[] = $state.raw([]);
  entry: typeof Entry | null = $state.raw(null);
  rare: typeof Rare | null = $state.raw(null);
  /** What asks for the whole message, where the link is not enough. */
  pasting: typeof Paste | null = $state.raw(null);
  talk: typeof Talk | null = $state.raw(null);
  left: typeof Left | null = $state.raw(null);
  /** So many parts that somebody waits for have been asked for in vain, more than once [V1]. */
  missing = $state(0);
  /** Another release stands on the server: what is missing of this one is gone from there [V2]. */
  tooOld = $state(false);
  /** Told when one more is missing. */
  onMissing: () => void = () => undefined;

  /**
   * A part, however often it has to be asked for.
   * @param ahead nobody waits for it yet: that it does not come is not said
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

  /** Asked only when something is missing. */
  async lookAtAge(): Promise<boolean> {
    return (this.tooOld ||= await isTooOld());
  }

  constructor(language: Language, texts: DoorTexts) {
    this.language = language;
    this.texts = $state.raw(texts);
  }

  async speak(language: Language): Promise<void> {
    const [texts, more, all] = await this.need(() =>
      Promise.all([
        loadDoorTexts(language),
        this.more === null ? null : loadConversationTexts(language),
        (this.all && (this.rare ?? this.left)?.loadGuestTexts(language)) ?? null
      ])
    );
    this.texts = texts;
    this.more = more;
    this.all = all;
    this.language = language;
    setPageLanguage(language);
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

  async helpWithWords(link: string): Promise<void> {
    const help = (this.help ??= await this.need(() => import('./word-help.ts')));
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
    // The language may have been changed meanwhile: what it brought stands.
    this.more ??=
      language === this.language
        ? more
        : await this.need(() => loadConversationTexts(this.language));
    this.talk = talk;
    return talk;
  }

  /** A part that few see, with all texts. */
  async #withTexts<T extends typeof Rare | typeof Left>(coming: Promise<T>): Promise<T> {
    const part = await coming;
    // The language may be changed meanwhile.
    while (this.all === null) {
      const { language } = this;
      const all = await part.loadGuestTexts(language);
      if (language === this.language) this.all = all;
    }
    return part;
  }
}
