// What a guest page shows and why, from the first paint to the conversation. It must stay small, because it
// comes with the first paint; everything heavy loads later. Rules: L4, L5, B1, J1, J4, P2, E1, R6.
import type { DoorTexts } from '#lib/i18n/guest-texts.ts';
import { carriedBy } from '#lib/protocol/addresses.ts';
import { MAX_PASTED } from '#lib/protocol/limits.ts';
import type { Language } from '#lib/protocol/languages.ts';
import { homeService } from '#lib/protocol/services.ts';
import { showLink, takeArrived } from './arrived-address.ts';
import { judgeRefusal, lackOf, type Closed, type Problem } from '../core/door-problem.ts';
import { doorWatch } from './door-watch.ts';
import type * as Entry from './find-room.ts';
import { exitNow, stopAtExit } from '../exit/exit.ts';
import type { GuestConversation } from '../runtime/guest-conversation.svelte.ts';
import { inApp, type WaysOut } from './in-app-browser.ts';
import { hasPieceOfLink } from './message-shape.ts';
import { isLeaving } from '../exit/leaving.ts';
import type { Leftovers } from '../runtime/leftovers.svelte.ts';
import { hasLeftSomething } from '../exit/left-behind.ts';
import { beforeReload } from '../platform/before-reload.ts';
import { PageParts } from './page-parts.svelte.ts';
import { rememberPlace, rememberedPlace, type TabPlace } from '../exit/tab-place.ts';

type Screen = 'door' | 'paste' | 'in-app' | 'closed' | 'talk';

/** What the first words do not need is loaded after this, or once two words are being typed. */
const LATER_MS = 3_000;

export class GuestPage extends PageParts {
  screen: Screen = $state('door');
  typed = $state('');
  pasted = $state('');
  pasteProblem: 'nothing' | 'cut-off' | 'too-long' | null = $state(null);
  /** There were several links; the last one counts. */
  several = $state(false);
  problem: Problem | null = $state(null);
  closed: Closed = $state('gone');
  waysOut: WaysOut | null = $state.raw(null);
  /** When opening the room began; null while it is not being opened. */
  openingSinceMs: number | null = $state(null);
  nowMs = $state(0);
  room: Extract<Entry.Found, { type: 'ready' }> | null = $state.raw(null);
  conversation: GuestConversation | null = $state.raw(null);
  leftovers: Leftovers | null = $state.raw(null);
  /** The tab remembers its place, but what leads back there cannot be read now [R6]. */
  unreadable = $state(false);

  readonly policy = $derived(
    this.conversation?.face?.policy ?? this.room?.face.policy ?? homeService
  );

  /** The room's face was shown, or its place was remembered. */
  readonly hasRoom = $derived(
    this.room !== null || (this.conversation !== null && this.conversation.state.phase !== 'idle')
  );

  #invitation: Entry.Invitation | null = null;
  #seenRefusal: unknown = null;
  #reading: Promise<void> = Promise.resolve();
  readonly #watch = doorWatch();
  #opening = false;

  constructor(language: Language, texts: DoorTexts, paste: GuestPage['pasting']) {
    super(language, texts);
    this.pasting = paste;
    this.screen = paste === null ? 'door' : 'paste';
  }

  /** Runs after the first paint: reads the address and the tab's memory. */
  async start(): Promise<void> {
    this.nowMs = Date.now();
    stopAtExit(() => this.#watch.stop());
    // The room itself may be unreachable or gone: then the page says that instead.
    this.onMissing = () => void (this.screen === 'door' && this.#lookForRoom());
    const lack = lackOf(globalThis);
    if (lack !== null) this.problem = { type: lack };
    void this.speakAsBefore();
    await (this.#reading = this.#readAddress());
    // Delivers what a dead tab could no longer send, once there is time for it [O4].
    if (await hasLeftSomething()) setTimeout(() => void this.#seeToLeftovers(true), LATER_MS);
  }

  async #seeToLeftovers(deliver: boolean): Promise<void> {
    if (isLeaving()) return;
    await (await this.loadLeft(true)).seeToLeftovers(this, deliver);
  }

  /** Loads the part for notices; when that fails, the next change tries again. */
  #wantLeft(): void {
    void this.loadLeft();
  }

  /** Whether the page may reload now: nothing that only it holds would be lost. */
  readonly mayReload = $derived(this.conversation?.mayReload !== false);

  /** Reloads the page in its current version when a part cannot be loaded otherwise [V1]. */
  async reload(): Promise<void> {
    await this.conversation?.keep();
    if (!this.mayReload || isLeaving()) return;
    beforeReload(this.#notUsedUp());
    location.reload();
  }

  /** Loads the newest version of this page and keeps what was typed where possible [R6]. */
  async loadAgain(): Promise<void> {
    await (await this.loadLeft()).loadAgain(this.conversation, this.#notUsedUp);
  }

  /** Code words, or a pasted message, that are not used yet. */
  readonly #notUsedUp = (): string => this.typed || this.pasted;

  async #readAddress(): Promise<void> {
    const href = takeArrived();
    const mangled = href !== location.href;
    const bare = location.hash === '' && !mangled;
    const place = bare ? rememberedPlace() : null;
    if (place !== null && (await this.#goBack(place))) return;
    await this.helpWithWords(location.hash);
    this.entry ??= await this.need(() => import('./find-room.ts'));
    const whole = this.entry.readAddress(href);
    if (whole !== null) return this.#arrive(whole, mangled);
    if (!bare) {
      const found = (await this.need(() => import('./arrived-link.ts'))).readArrived(href);
      if (found !== null) {
        this.several = found.several;
        return this.#arrive(this.entry.invitationOf(found.token, found.sure), true);
      }
      this.pasteProblem = 'cut-off';
    }
    this.#askForMessage();
  }

  async #arrive(invitation: Entry.Invitation, clean: boolean): Promise<void> {
    if (clean && this.entry) {
      showLink(this.entry.formatRoomToken(invitation.token));
      await this.helpWithWords(location.hash);
    }
    await this.#chooseDoor();
    await this.#meet(invitation);
  }

  /** The tab's address got another link, or "back" led to a remembered place. */
  addressChanged(): void {
    const phase = this.conversation?.state.phase;
    const talking = phase === 'live' || phase === 'resuming';
    if (carriedBy(location.hash) === '') {
      if (!talking && rememberedPlace() !== null) location.reload();
      return;
    }
    const invitation = this.entry?.readAddress(location.href) ?? null;
    // The link of the room that this tab is in: only remove it from the address [L4].
    if (talking && invitation?.roomHex === this.conversation?.room)
      rememberPlace(this.conversation?.place ?? null);
    else location.reload();
  }

  stayHere(): void {
    this.screen = 'door';
    void this.#prepare();
  }

  /** The way out of an in-app browser comes before the code is typed [B1]. */
  async #chooseDoor(): Promise<void> {
    this.waysOut = inApp(navigator.userAgent);
    if (this.waysOut === null) this.screen = 'door';
    else {
      await this.loadRare();
      this.screen = 'in-app';
    }
  }

  /** L5: takes a token, words, or both from any pasted text. */
  async takePasted(text: string): Promise<boolean> {
    if (text.length > MAX_PASTED) return false;
    const { findInvitation } = await this.need(() => import('#lib/crypto/room/find-invitation.ts'));
    const found = findInvitation(text);
    if (found === null) return false;
    if (found.words !== null) this.typed = found.words.join(' ');
    if (found.token === null) return this.#invitation !== null;
    this.entry ??= await this.need(() => import('./find-room.ts'));
    this.problem = null;
    this.several = found.several;
    void this.#arrive(this.entry.invitationOf(found.token, found.sure), true);
    return true;
  }

  async paste(): Promise<void> {
    const text = this.pasted;
    if (text.length > MAX_PASTED) return void (this.pasteProblem = 'too-long');
    if (await this.takePasted(text)) return this.#forgetPasted();
    this.pasteProblem = hasPieceOfLink(text) ? 'cut-off' : 'nothing';
  }

  #forgetPasted(): void {
    this.pasted = '';
    this.pasteProblem = null;
  }

  pasteAgain(): void {
    this.#forgetPasted();
    this.#askForMessage();
  }

  #askForMessage(): void {
    this.screen = 'paste';
    void this.loadPaste();
  }

  /** When the next try is allowed; null: now. */
  get retryAtMs(): number | null {
    const p = this.problem;
    return p?.type === 'wrong' || p?.type === 'wait' ? p.retryAtMs : null;
  }

  /** Typing clears the notice about the last try, unless it still holds. */
  typedOn(): void {
    if (/\S\s+\S/.test(this.typed)) void this.#prepare();
    const p = this.problem;
    if (p?.type === 'locked' || p?.type === 'wait' || p?.type === 'insecure') return;
    this.#watch.stop();
    const { retryAtMs } = this;
    const waits = retryAtMs !== null && retryAtMs > Date.now();
    this.problem = waits ? { type: 'wait', retryAtMs } : null;
  }

  async open(): Promise<void> {
    if (this.#opening || this.openingSinceMs !== null || isLeaving()) return;
    this.#opening = true;
    this.#watch.stop();
    await this.#open().finally(() => (this.#opening = false));
  }

  /** The room answers over HTTPS, but no line comes up: the network blocks lines [B3]. */
  blocked = $state(false);

  /** Finds out why a line does not come up. */
  async whyStuck(): Promise<void> {
    const found = await (this.#invitation && this.entry?.findRoom(this.#invitation));
    this.blocked = found?.type === 'ready';
  }

  async #open(): Promise<void> {
    const lack = lackOf(globalThis);
    if (lack !== null) return void (this.problem = { type: lack });
    this.blocked = false;
    const ticking = setInterval(() => (this.nowMs = Date.now()), 500);
    try {
      await this.#reading;
      if (this.#invitation === null) return this.#askForMessage();
      const help = (this.help ??= await this.need(() => import('./word-help.ts')));
      const { wordList } = this.#invitation.token;
      if (this.list.length === 0) this.list = await this.need(() => help.loadWordList(wordList));
      const check = help.checkWords(this.list, this.typed);
      if (check.type !== 'words') return void (this.problem = check);
      this.problem = null;
      this.nowMs = this.openingSinceMs = Date.now();
      if (this.room === null) await this.#lookForRoom();
      if (this.room === null) return;
      const conversation = await this.#conversationHere();
      const { face, faceBytes } = this.room;
      await conversation.begin({ ...this.#invitation, face, faceBytes, words: check.words });
    } catch (error) {
      // A later page stores things here, or this phone lacks something, or a part did not load.
      if ((error as { code?: unknown }).code === 'newer') await this.#close('outdated');
      else if (await this.#lookForRoom()) {
        // A worker of an old release is a part that cannot be requested again.
        if (await this.lookAtAge()) this.missing += 1;
        else this.problem = { type: 'browser' };
      }
    } finally {
      clearInterval(ticking);
      if (this.conversation?.state.phase !== 'joining') this.openingSinceMs = null;
      // Somebody who has pressed the button is let in as soon as the room answers.
      if (this.unanswered) this.#watch.wait(() => this.#lookForRoom(), true);
    }
  }

  /** Parts are missing although something answers; that nothing answers is said elsewhere. */
  readonly saysMissing = $derived(
    this.missing > 0 &&
      !this.unanswered &&
      (this.screen !== 'talk' || this.conversation?.state.proved !== false)
  );

  /** Nothing answers: the button can speed up the next look. */
  get unanswered(): boolean {
    return this.problem?.type === 'offline' || this.problem?.type === 'unreachable';
  }

  /** Shows the screen that the conversation needs now. Called whenever its state changes. */
  follow(): void {
    const conversation = this.conversation;
    if (conversation === null) return;
    const { phase, refusal, away, outdated, joinWait, recognised } = conversation.state;
    if (outdated || joinWait !== null || !recognised || phase === 'over') this.#wantLeft();
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
      // The face tells how a room ended: a lapsed invitation has its own words.
      else if (judged.closed === 'ended')
        void this.#lookForRoom().then((there) => there && (this.problem = { type: 'busy' }));
      else void this.#close(judged.closed);
      if (this.problem?.type === 'locked') this.#watchLock();
    } else if (phase === 'idle' && away !== null && this.screen === 'talk') {
      this.typed = '';
      this.room = null;
      this.#invitation = null;
      if (away === 'newer') void this.#close('outdated');
      else this.pasteAgain();
      if (away === 'unreadable') this.#wantLeft();
    }
  }

  /** The room that this page is in, even before the tab remembers it. */
  get place(): TabPlace | null {
    return this.conversation?.place ?? null;
  }

  exit(): void {
    exitNow({ exitUrl: this.policy.exitUrl, place: this.place });
  }

  /** Loads the conversation's chunk and the worker while the words are being typed. */
  async #prepare(): Promise<void> {
    if (this.screen === 'closed' || this.screen === 'in-app' || this.#invitation === null) return;
    if (lackOf(globalThis) !== null) return;
    const conversation = await this.#conversationHere(true).catch(() => null);
    // When the room is already being opened, preparing would be wasted.
    if (this.#opening || this.openingSinceMs !== null || this.screen === 'talk') return;
    if (this.room !== null) conversation?.warm(this.room.face.roomKey);
  }

  async #conversationHere(ahead = false): Promise<GuestConversation> {
    const talk = await this.loadTalk(ahead);
    // Nothing goes on after Exit.
    if (isLeaving()) await new Promise<never>(() => undefined);
    if (this.conversation !== null) return this.conversation;
    const conversation = new talk.GuestConversation(talk.openGuestStorage());
    conversation.onLoss = () => void this.#seeToLeftovers(false);
    return (this.conversation = conversation);
  }

  async #goBack(place: TabPlace): Promise<boolean> {
    const conversation = await this.#conversationHere();
    const way = await conversation.goBack(place);
    if (way === 'back') this.screen = 'talk';
    if (way === 'newer') await this.#close('outdated');
    this.unreadable = way === 'unreadable';
    if (this.unreadable) this.#wantLeft();
    return way === 'back' || way === 'newer';
  }

  async #meet(invitation: Entry.Invitation): Promise<void> {
    this.#invitation = invitation;
    this.room = null;
    this.#watch.stop();
    await this.#lookForRoom();
    setTimeout(() => void this.#prepare(), LATER_MS);
  }

  readonly #onOnline = (): void => void this.#lookForRoom();
  /** Returns whether there is a room to open, and shows what is wrong when there is none. */
  async #lookForRoom(): Promise<boolean> {
    const invitation = this.#invitation;
    if (invitation === null || this.entry === null || isLeaving()) return false;
    const found = await this.entry.findRoom(invitation);
    if (invitation !== this.#invitation || isLeaving()) return false;
    if (found.type === 'ready') {
      this.room = found;
      const { wantsIn } = this.#watch;
      if (this.unanswered) {
        this.problem = null;
        this.#watch.stop();
      }
      if (wantsIn) void this.open();
    } else if (found.type === 'offline' || found.type === 'unreachable') {
      this.problem = { type: found.type };
      // It is polled anyway; the button only speeds it up.
      if (!this.#watch.wantsIn) this.#watch.wait(() => this.#lookForRoom(), false);
      addEventListener('online', this.#onOnline, { once: true });
    } else if (!invitation.sure && (found.type === 'gone' || found.type === 'mismatch')) {
      // A cut-off link leads nowhere, which says nothing about the room it was for [L6].
      this.pasteAgain();
      this.pasteProblem = 'cut-off';
    } else await this.#close(found.type);
    return found.type === 'ready';
  }

  /** The button under "offline" and "unreachable". */
  async lookAgain(): Promise<void> {
    this.problem = null;
    await this.#lookForRoom();
  }

  async #close(by: Closed): Promise<void> {
    // The typed words were for this room. They stay only where a newer page can use them.
    if (by !== 'outdated') this.typed = '';
    this.closed = by;
    await this.loadRare();
    this.screen = 'closed';
    this.#watch.stop();
  }

  /** Somebody who waits at a locked room sees without reloading that it is unlocked [J4]. */
  #watchLock(): void {
    this.#watch.watch(
      async () => {
        if (this.problem?.type !== 'locked' || this.#invitation === null || this.entry === null)
          return this.#watch.stop();
        const found = await this.entry.findRoom(this.#invitation);
        if (found.type === 'ready') return found.locked;
        if (found.type !== 'offline' && found.type !== 'unreachable') await this.#close(found.type);
        return undefined;
      },
      () => (this.problem = { type: 'unlocked' })
    );
  }
}
