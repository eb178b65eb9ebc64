// The shell around reducePage: reads the address, fetches what the page asks for, begins the conversation,
// and brings what comes of it back as events. Small, since it comes with the first paint: everything heavy
// is fetched after it. Decides nothing that core/page.ts can. Rules: L4, L5, B1, J1, E1, R6, V1.
import type { Untimed } from '#lib/core/work.ts';
import { untrack } from 'svelte';
import type { DoorTexts } from '#lib/i18n/guest-texts.ts';
import { carriedBy } from '#lib/protocol/addresses.ts';
import { MAX_PASTED } from '#lib/protocol/limits.ts';
import { homeService } from '#lib/protocol/services.ts';
import { showLink, takeArrived } from './arrived-address.ts';
import { isUnanswered, lackOf } from '../core/door-problem.ts';
import type { Invitation } from '../core/invitation.ts';
import { initialPage, reducePage } from '../core/page.ts';
import type { PageEffect, PageEvent, PageState } from '../core/page-state.ts';
import { exitNow, stopAtExit } from '../exit/exit.ts';
import type { GuestConversation } from '../runtime/guest-conversation.svelte.ts';
import { isInApp } from './is-in-app.ts';
import { isLeaving } from '../exit/leaving.ts';
import type { Leftovers } from '../runtime/leftovers.svelte.ts';
import { hasLeftSomething } from '../exit/left-behind.ts';
import { beforeReload } from '../platform/before-reload.ts';
import { PageParts } from './page-parts.svelte.ts';
import { rememberPlace, rememberedPlace, type TabPlace } from '../exit/tab-place.ts';

/** What is not needed for the first words is seen to after this, or when they are half there. */
const LATER_MS = 3_000;
/** How often is looked whether a door answers, or is locked no longer. */
const LOOK_EVERY_MS = 4_000;

type Happening = Untimed<PageEvent>;

export class GuestPage extends PageParts {
  state: PageState = $state.raw(initialPage);
  /** When the page last heard of anything. */
  nowMs = $state(0);
  conversation: GuestConversation | null = $state.raw(null);
  leftovers: Leftovers | null = $state.raw(null);
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(texts: DoorTexts, paste: GuestPage['pasting']) {
    super(texts);
    this.pasting = paste;
    if (paste) this.state = { ...initialPage, screen: 'paste' };
  }

  get policy() {
    return this.conversation?.face?.policy ?? this.state.room?.face.policy ?? homeService;
  }

  /** The room's face was shown, or its place remembered. */
  get hasRoom(): boolean {
    return this.state.room !== null || (this.conversation?.state.phase ?? 'idle') !== 'idle';
  }

  /** Whether the page may be loaded anew now: nothing that only it holds would be lost. */
  get mayReload(): boolean {
    return this.conversation?.mayReload !== false;
  }

  /** Parts are missing, and it is not that nothing answers at all: that is said elsewhere. */
  get saysMissing(): boolean {
    return (
      this.missing > 0 &&
      !isUnanswered(this.state.problem) &&
      (this.state.screen !== 'talk' || this.conversation?.state.proved !== false)
    );
  }

  /** The room that this page is in, also before the tab remembers it. */
  get place(): TabPlace | null {
    return this.conversation?.place ?? null;
  }

  /** Something has happened. Whoever tells it does not depend on what comes of it. */
  send(happening: Happening): void {
    untrack(() => {
      this.nowMs = Date.now();
      const event = { ...happening, nowMs: this.nowMs } as PageEvent;
      const { state, effects } = reducePage(this.state, event);
      this.state = state;
      for (const effect of effects) void this.#run(effect);
    });
  }

  /** After the first paint: what the address and the tab's memory say. */
  async start(): Promise<void> {
    stopAtExit(() => this.send({ type: 'exit' }));
    this.send({ type: 'start', lack: lackOf(globalThis) });
    void this.speakAsBefore();
    await this.#readAddress();
    // What a dead tab could not send any more, once there is time for it [O4].
    if (await hasLeftSomething()) setTimeout(() => void this.#seeToLeftovers(true), LATER_MS);
  }

  async #seeToLeftovers(deliver: boolean): Promise<void> {
    if (isLeaving()) return;
    await (await this.loadLeft(true)).seeToLeftovers(this, deliver);
  }

  override onMissing(): void {
    this.send({ type: 'missing' });
  }

  /** Loads the page anew as it is: a part of it cannot be had otherwise [V1]. */
  async reload(): Promise<void> {
    await this.conversation?.keep();
    if (!this.mayReload || isLeaving()) return;
    beforeReload(this.#notUsedUp());
    location.reload();
  }

  /** The newest version of this page, with what was typed kept where it can be [R6]. */
  async loadAgain(): Promise<void> {
    await (await this.loadLeft()).loadAgain(this.conversation, this.#notUsedUp);
  }

  /** Code words, or a pasted message, that nobody has taken yet. */
  readonly #notUsedUp = (): string => this.state.typed || this.state.pasted;

  exit(): void {
    exitNow({ exitUrl: this.policy.exitUrl, place: this.place });
  }

  /** Another link was put into this tab's address, or "back" led to a remembered place. */
  addressChanged(): void {
    const phase = this.conversation?.state.phase;
    const talking = phase === 'live' || phase === 'resuming';
    const invitation = this.entry?.readAddress(location.href) ?? null;
    // The link of the room that this tab is in: nothing to do but to take it out of sight [L4].
    if (talking && invitation?.roomHex === this.conversation?.room) rememberPlace(this.place);
    else if (carriedBy(location.hash) !== '' || (!talking && rememberedPlace() !== null))
      location.reload();
  }

  async #readAddress(): Promise<void> {
    const href = takeArrived();
    const mangled = href !== location.href;
    const bare = location.hash === '' && !mangled;
    const place = bare ? rememberedPlace() : null;
    if (place !== null) {
      const way = await (await this.#conversationHere()).goBack(place);
      this.send({ type: 'returned', way });
      if (way === 'back' || way === 'newer') return;
    }
    await this.helpWithWords(location.hash);
    const entry = await this.loadEntry();
    const whole = entry.readAddress(href);
    if (whole !== null) return this.#arrive(whole, false, mangled);
    const found = bare
      ? null
      : (await this.need(() => import('./arrived-link.ts'))).readArrived(href);
    if (found === null) this.send({ type: 'no-link', cut: !bare });
    else await this.#arrive(entry.invitationOf(found.token, found.sure), found.several);
  }

  async #arrive(invitation: Invitation, several: boolean, clean = true): Promise<void> {
    if (clean && !isLeaving()) {
      showLink((await this.loadEntry()).formatRoomToken(invitation.token));
      await this.helpWithWords(location.hash);
    }
    const app = isInApp(navigator.userAgent);
    // The way out comes before the code is typed [B1].
    if (app) await this.loadRare();
    this.send({ type: 'arrived', invitation, several, inApp: app });
  }

  /** L5: a token, words, or both, out of whatever was pasted. */
  async #read(text: string): Promise<void> {
    const { findInvitation } = await this.need(() => import('#lib/crypto/room/find-invitation.ts'));
    const found = text.length > MAX_PASTED ? null : findInvitation(text);
    this.send({ type: 'read', text, found });
    if (found?.token)
      await this.#arrive(
        (await this.loadEntry()).invitationOf(found.token, found.sure),
        found.several
      );
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

  async #begin({ invitation, room, words }: Extract<PageEffect, { type: 'begin' }>): Promise<void> {
    try {
      await (await this.#conversationHere()).begin({ ...invitation, ...room, words });
    } catch (error) {
      this.send({ type: 'failed', newer: (error as { code?: unknown }).code === 'newer' });
    }
  }

  async #run(effect: PageEffect): Promise<void> {
    switch (effect.type) {
      case 'look': {
        const found = await (await this.loadEntry()).findRoom(effect.invitation);
        return this.send({ ...effect, type: 'found', found });
      }
      case 'watch':
        clearInterval(this.#watch);
        if (!effect.on) return;
        addEventListener('online', this.#look, { once: true });
        this.#watch = setInterval(() => {
          if (document.visibilityState === 'visible') this.#look();
        }, LOOK_EVERY_MS);
        return;
      case 'read':
        return this.#read(effect.text);
      case 'check': {
        const { checkWords, loadWordList } = await this.loadHelp();
        if (this.list.length === 0)
          this.list = await this.need(() => loadWordList(effect.wordList));
        return this.send({ type: 'checked', check: checkWords(this.list, this.state.typed) });
      }
      case 'begin':
        return this.#begin(effect);
      case 'prepare':
        await this.#conversationHere(true).catch(() => undefined);
        return this.send({ type: 'prepared' });
      case 'prepare-later':
        setTimeout(() => this.send({ type: 'prepare' }), LATER_MS);
        return;
      case 'warm':
        return this.conversation?.warm(effect.roomKey);
      case 'ask-age': {
        // A worker of this release is a part that cannot be asked for again.
        const tooOld = await this.lookAtAge();
        if (tooOld) this.missing += 1;
        return this.send({ type: 'aged', tooOld });
      }
      case 'close':
        await this.loadRare();
        return this.send({ type: 'closing' });
      case 'load-paste':
        return this.loadPaste();
      case 'load-left':
        return void (await this.loadLeft());
    }
  }

  readonly #look = (): void => this.send({ type: 'look' });
}
