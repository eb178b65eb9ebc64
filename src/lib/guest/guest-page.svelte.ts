// What a guest page shows and why, from the first paint to the conversation. Small, since it comes
// with the first paint: everything heavy is fetched after it. Rules: L4, L5, B1, J1, J4, P2, E1.
import { loadGuestTexts, type GuestTexts } from '#lib/i18n/guest/catalogue.ts';
import type { Language } from '#lib/protocol/policy.ts';
import { homeService } from '#lib/protocol/services.ts';
import { judgeRefusal, type Closed, type Problem } from './door-problem.ts';
import type * as Entry from './entry.ts';
import { exitNow, PLACE_KEY, rememberedPlace, stopAtExit } from './exit.ts';
import type { GuestSession } from './guest-session.svelte.ts';
import { waysOut, type WaysOut } from './in-app-browser.ts';
import type * as Talk from './talk.ts';

export type Screen = 'door' | 'paste' | 'in-app' | 'closed' | 'talk';

const LANGUAGE_KEY = 'language';
/** How often a locked door is looked at. */
const LOCKED_LOOK_MS = 4_000;

export class GuestPage {
  screen: Screen = $state('door');
  language: Language = $state('nb');
  texts: GuestTexts = $state.raw({} as GuestTexts);
  typed = $state('');
  pasted = $state('');
  pasteProblem: 'nothing' | 'cut-off' | null = $state(null);
  problem: Problem | null = $state(null);
  closed: Closed = $state('gone');
  waysOut: WaysOut | null = $state.raw(null);
  /** When the door began to open; null while it does not. */
  openingSinceMs: number | null = $state(null);
  nowMs = $state(0);
  room: Extract<Entry.Found, { t: 'ready' }> | null = $state.raw(null);
  list: readonly string[] = $state.raw([]);
  entry: typeof Entry | null = $state.raw(null);
  talk: typeof Talk | null = $state.raw(null);
  session: GuestSession | null = $state.raw(null);

  readonly policy = $derived(this.session?.face?.policy ?? this.room?.face.policy ?? homeService);

  /** The room's face was shown, or its place remembered. */
  readonly hasRoom = $derived(
    this.room !== null || (this.session !== null && this.session.state.phase !== 'idle')
  );

  #invitation: Entry.Invitation | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;
  #seenRefusal: unknown = null;
  #seenLocked = false;

  constructor(language: Language, texts: GuestTexts, screen: 'door' | 'paste') {
    this.language = language;
    this.texts = texts;
    this.screen = screen;
  }

  /** After the first paint: what the address and the tab's memory say. */
  async start(): Promise<void> {
    this.nowMs = Date.now();
    const wanted = sessionStorage.getItem(LANGUAGE_KEY);
    if (wanted && wanted !== this.language) void this.speak(wanted as Language);
    await this.readAddress();
    void this.loadTalk().then((talk) =>
      talk
        .deliverWaiting(talk.openGuestStorage(), this.#invitation?.roomHex ?? null)
        .then(stopAtExit)
    );
  }

  async readAddress(): Promise<void> {
    const fragment = location.hash.replace(/^#-?/, '');
    const place = fragment === '' ? rememberedPlace() : null;
    if (place !== null && (await this.#goBack(place))) return;
    this.entry ??= await import('./entry.ts');
    const invitation = this.entry.readAddress(location.href);
    if (invitation !== null) {
      this.waysOut = waysOut(navigator.userAgent, location.href);
      this.screen = this.waysOut === null ? 'door' : 'in-app';
      return this.#meet(invitation);
    }
    this.screen = 'paste';
    if (fragment !== '') this.pasteProblem = 'cut-off';
  }

  /** Another link was put into this tab's address, or "back" led to a remembered place. */
  addressChanged(): void {
    const fragment = location.hash.replace(/^#-?/, '');
    const talking =
      this.session?.state.phase === 'live' || this.session?.state.phase === 'resuming';
    if (fragment === '') {
      if (!talking && rememberedPlace() !== null) location.reload();
      return;
    }
    const invitation = this.entry?.readAddress(location.href) ?? null;
    const here = this.session?.state.roomId;
    // The link of the room that this tab is in: nothing to do but to take it out of sight [L4].
    if (talking && invitation !== null && this.entry?.roomIdText(invitation) === here)
      history.replaceState(this.#placeState(), '', '/r');
    else location.reload();
  }

  #placeState(): Record<string, unknown> {
    const place = this.session?.place ?? null;
    return { ...(history.state as object | null), ...(place && { [PLACE_KEY]: place }) };
  }

  async speak(language: Language): Promise<void> {
    this.texts = await loadGuestTexts(language);
    this.language = language;
    document.documentElement.lang = language;
    try {
      sessionStorage.setItem(LANGUAGE_KEY, language);
    } catch {
      // It is only remembered for the reload's sake.
    }
  }

  stayHere(): void {
    this.screen = 'door';
  }

  /** L5: a token, words, or both, out of whatever was pasted. */
  async takePasted(text: string): Promise<boolean> {
    const { findInvitation } = await import('#lib/crypto/find-invitation.ts');
    const found = findInvitation(text);
    if (found === null) return false;
    if (found.words !== null) this.typed = found.words.join(' ');
    if (found.token === null) return this.#invitation !== null;
    this.entry ??= await import('./entry.ts');
    history.replaceState(history.state, '', `/r#-${this.entry.formatRoomToken(found.token)}`);
    this.problem = null;
    this.waysOut = waysOut(navigator.userAgent, location.href);
    this.screen = this.waysOut === null ? 'door' : 'in-app';
    void this.#meet(this.entry.invitationOf(found.token));
    return true;
  }

  async paste(): Promise<void> {
    const text = this.pasted;
    if (await this.takePasted(text)) {
      this.pasted = '';
      this.pasteProblem = null;
      return;
    }
    this.pasteProblem = /#|https?:|\/r\b|[\w-]{24}/.test(text) ? 'cut-off' : 'nothing';
  }

  pasteAgain(): void {
    this.pasted = '';
    this.pasteProblem = null;
    this.screen = 'paste';
  }

  /** Typing on clears what was said about the last try, save what still holds. */
  typedOn(): void {
    const p = this.problem;
    if (p?.t === 'locked' || p?.t === 'wait') return;
    const waits = p?.t === 'wrong' && p.retryAtMs !== null && p.retryAtMs > Date.now();
    this.problem = waits ? { t: 'wait', retryAtMs: p.retryAtMs ?? 0 } : null;
  }

  async open(): Promise<void> {
    if (this.openingSinceMs !== null) return;
    const entry = (this.entry ??= await import('./entry.ts'));
    if (this.#invitation === null) return void (this.screen = 'paste');
    if (this.list.length === 0) this.list = await entry.loadWordList(this.#invitation.wordList);
    const check = entry.checkWords(this.list, this.typed);
    if (check.t !== 'words') return void (this.problem = check);
    this.problem = null;
    this.openingSinceMs = Date.now();
    this.nowMs = this.openingSinceMs;
    const ticking = setInterval(() => (this.nowMs = Date.now()), 500);
    try {
      if (this.room === null) await this.#lookForRoom();
      if (this.room === null) return;
      const session = await this.#sessionHere();
      const { token, serviceId, roomId } = this.#invitation;
      const { face, faceBytes } = this.room;
      await session.begin({ token, serviceId, roomId, face, faceBytes, words: check.words });
    } catch {
      this.problem = { t: 'busy' };
    } finally {
      clearInterval(ticking);
      if (this.session?.state.phase !== 'joining') this.openingSinceMs = null;
    }
  }

  /** Follows the session: whichever screen it needs now. Called whenever its state changes. */
  follow(): void {
    const session = this.session;
    if (session === null) return;
    const { phase, refusal, away } = session.state;
    if (phase === 'live' || phase === 'resuming' || phase === 'over') {
      this.openingSinceMs = null;
      this.typed = '';
      this.screen = 'talk';
    } else if (phase === 'idle' && refusal !== null && refusal !== this.#seenRefusal) {
      this.#seenRefusal = refusal;
      this.openingSinceMs = null;
      this.screen = 'door';
      const judged = judgeRefusal(refusal);
      if ('problem' in judged) this.problem = judged.problem;
      else this.#close(judged.closed);
      if (this.problem?.t === 'locked') this.#watchLock();
    } else if (phase === 'idle' && away !== null && this.screen === 'talk') {
      this.typed = '';
      this.room = null;
      this.#invitation = null;
      this.pasteAgain();
    }
  }

  exit(): void {
    exitNow({ exitUrl: this.policy.exitUrl, place: this.session?.place ?? null });
  }

  loadTalk(): Promise<typeof Talk> {
    return import('./talk.ts').then((talk) => (this.talk = talk));
  }

  async #sessionHere(): Promise<GuestSession> {
    const talk = await this.loadTalk();
    this.session ??= new talk.GuestSession(talk.openGuestStorage());
    return this.session;
  }

  async #goBack(place: NonNullable<ReturnType<typeof rememberedPlace>>): Promise<boolean> {
    const session = await this.#sessionHere();
    if (!(await session.goBack(place).catch(() => false))) return false;
    this.screen = 'talk';
    return true;
  }

  async #meet(invitation: Entry.Invitation): Promise<void> {
    this.#invitation = invitation;
    this.room = null;
    const words = this.entry?.loadWordList(invitation.wordList).then((list) => (this.list = list));
    await this.#lookForRoom();
    await words;
    // While the words are being typed: the conversation's chunk, and the worker.
    const session = await this.#sessionHere();
    if (this.screen !== 'closed') session.warm();
  }

  async #lookForRoom(): Promise<void> {
    if (this.#invitation === null || this.entry === null) return;
    const found = await this.entry.findRoom(this.#invitation);
    if (found.t === 'ready') {
      this.room = found;
      if (this.problem?.t === 'offline' || this.problem?.t === 'unreachable') this.problem = null;
    } else if (found.t === 'offline' || found.t === 'unreachable') {
      this.problem = { t: found.t };
      addEventListener('online', () => void this.#lookForRoom(), { once: true });
    } else this.#close(found.t);
  }

  /** The button under "offline" and "unreachable". */
  async lookAgain(): Promise<void> {
    this.problem = null;
    await this.#lookForRoom();
  }

  #close(by: Closed): void {
    this.closed = by;
    this.screen = 'closed';
    clearInterval(this.#looking);
  }

  /** Whoever waits at a locked door learns by themselves that it is open again [J4]. */
  #watchLock(): void {
    clearInterval(this.#looking);
    this.#seenLocked = false;
    this.#looking = setInterval(() => void this.#lookAtLock(), LOCKED_LOOK_MS);
  }

  async #lookAtLock(): Promise<void> {
    if (this.problem?.t !== 'locked' || this.#invitation === null || this.entry === null)
      return clearInterval(this.#looking);
    if (document.visibilityState !== 'visible') return;
    const found = await this.entry.findRoom(this.#invitation);
    if (found.t === 'ready' && found.locked) this.#seenLocked = true;
    // A device with a count of its own may be locked while strangers are not: only a change tells.
    if (found.t === 'ready' && !found.locked && this.#seenLocked) {
      this.problem = { t: 'unlocked' };
      clearInterval(this.#looking);
    } else if (found.t !== 'ready' && found.t !== 'offline' && found.t !== 'unreachable')
      this.#close(found.t);
  }
}
