// A young person with a phone, who can only do what a thumb and an eye can do: every step goes through the
// screen, and every text is looked up in the catalogue.
import { expect, type Locator, type Page } from '@playwright/test';
import { en } from '../../../src/lib/i18n/en/guest.ts';
import type { Invited } from './officer.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A catalogue text with a placeholder, as a pattern that accepts anything in its place. */
export function pattern(text: (...given: never[]) => string, given = 1): RegExp {
  const said = (text as (...given: string[]) => string)(
    ...Array.from({ length: given }, () => '\u0000')
  );
  return new RegExp(said.split('\u0000').map(escaped).join('.+'));
}

export class Phone {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** The same phone, another tab. */
  async newTab(): Promise<Phone> {
    return new Phone(await this.page.context().newPage(), this.#url);
  }

  get codeField(): Locator {
    return this.page.locator('#code');
  }

  get pasteField(): Locator {
    return this.page.getByTestId('paste-field');
  }

  /** The Exit that can be pressed now: above an open sheet, where there is one [E1]. */
  async exit(): Promise<void> {
    const above = this.page.getByTestId('exit-above');
    const sheet = (await this.page.locator('dialog[open]').count()) > 0;
    await (sheet ? above : this.page.getByTestId('exit')).click();
  }

  async openLink(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.codeField).toBeVisible();
  }

  async tryWords(words: string): Promise<void> {
    await this.codeField.fill(words);
    await this.button(en.door.open).click();
  }

  /** Link and words → the conversation. */
  async join(room: Pick<Invited, 'link' | 'words'>): Promise<void> {
    await this.openLink(room.link);
    await this.tryWords(room.words);
    await this.expectTalk();
  }

  async expectTalk(): Promise<void> {
    await expect(this.field).toBeVisible({ timeout: 60_000 });
    await this.expectLine('up');
  }

  async expectLine(line: 'up' | 'down'): Promise<void> {
    await expect(this.page.getByTestId('connection')).toHaveAttribute('data-line', line, {
      timeout: 60_000
    });
  }

  /** The page's own scripts answer. */
  untilStarted(): Promise<void> {
    return expect(this.page.locator('html[data-started]')).toHaveCount(1);
  }

  /** The page's service worker is active and holds what the page needs. */
  untilKept(): Promise<void> {
    return this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (navigator.serviceWorker.controller === null)
        await new Promise((go) => setTimeout(go, 50));
    });
  }

  get field(): Locator {
    return this.page.getByTestId('composer');
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.button(en.talk.send).click();
    await expect(this.bubble(text)).toHaveCount(1);
  }

  get messages(): Locator {
    return this.page.getByTestId('message');
  }

  bubble(text: string): Locator {
    return this.messages.locator('.bubble').getByText(text, { exact: true });
  }

  message(text: string): Locator {
    return this.messages.filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** Exactly these, in this order, each once. */
  async expectMessages(texts: readonly string[]): Promise<void> {
    await expect(this.messages.locator('.bubble')).toHaveText([...texts]);
  }

  get presence(): Locator {
    return this.page.locator('header [role=status]');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** The whole message, pasted as a thumb pastes it. */
  async paste(text: string): Promise<void> {
    await this.pasteField.fill(text);
    await this.button(en.paste.button).click();
  }

  /** A message as it is sent: link and words in one thread. */
  static message({ link, words }: Pick<Invited, 'link' | 'words'>): string {
    return `Hi. Here is the chat: ${link}\nThe words are: ${words}.`;
  }

  get over(): Locator {
    return this.page.getByTestId('over');
  }
}
