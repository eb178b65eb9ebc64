// An officer at the desk, who can only do what a hand and an eye can do: every step goes through the
// screen, and every text is looked up in the desk's own catalogue.
import { expect, type Locator, type Page } from '@playwright/test';
import { en } from '../../../src/lib/i18n/en/desk.ts';

export const PASSPHRASE = 'nine quiet boats under a green lamp';
export const SIGN_IN_NAME = 'kari';
export const NAME = 'Kari';

export interface Invited {
  /** As the desk gives it: whole, with its fragment. */
  readonly link: string;
  readonly words: string;
  /** The room's friendly name on this desk. */
  readonly name: string;
  /** Base64url. */
  readonly roomId: string;
}

const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole('button', { name, exact: true });

export class Officer {
  readonly page: Page;
  recoveryCode = '';

  constructor(page: Page) {
    this.page = page;
  }

  static async setUp(page: Page, setupLink: string): Promise<Officer> {
    const officer = new Officer(page);
    await page.goto(setupLink);
    await officer.fillSetUp();
    const code = page.getByTestId('recovery-code');
    await expect(code).toBeVisible({ timeout: 60_000 });
    officer.recoveryCode = await code.innerText();
    await page.getByLabel(en.recovery.kept).check();
    await button(page, en.recovery.go).click();
    await officer.expectIn();
    return officer;
  }

  async fillSetUp(): Promise<void> {
    const { page } = this;
    await page.getByLabel(en.setUp.name, { exact: true }).fill(NAME);
    await page.getByLabel(en.setUp.signInName).fill(SIGN_IN_NAME);
    await page.getByLabel(en.setUp.passphrase, { exact: true }).fill(PASSPHRASE);
    await page.getByLabel(en.setUp.again).fill(PASSPHRASE);
    await expect(page.getByText(en.setUp.strength.strong)).toBeVisible();
    await button(page, en.setUp.submit).click();
  }

  /** Signs in on the current page, or opens the desk first. */
  static async signIn(page: Page, url: string): Promise<Officer> {
    const officer = new Officer(page);
    if (!page.url().startsWith(`${url}/desk`)) await page.goto(`${url}/desk`);
    await officer.signIn();
    return officer;
  }

  async signIn(passphrase = PASSPHRASE): Promise<void> {
    await this.tryPassphrase(passphrase);
    await this.expectIn();
  }

  async tryPassphrase(passphrase: string): Promise<void> {
    const { page } = this;
    await page.getByLabel(en.signIn.name).fill(SIGN_IN_NAME);
    await page.getByLabel(en.signIn.passphrase, { exact: true }).fill(passphrase);
    await button(page, en.signIn.submit).click();
  }

  async expectPhase(phase: string): Promise<void> {
    await expect(this.page.getByTestId('desk')).toHaveAttribute('data-phase', phase, {
      timeout: 60_000
    });
  }

  async expectIn(): Promise<void> {
    await this.expectPhase('in');
    await expect(button(this.page, en.desk.newRoom)).toBeVisible();
  }

  /** A new room, and straight into it. */
  async invite(): Promise<Invited> {
    const { page } = this;
    await button(page, en.desk.newRoom).click();
    const dialog = page.getByRole('dialog');
    await button(dialog, en.newRoom.submit).click();
    return this.takeInvitation(dialog);
  }

  /** Copies link and words from the new card; then on to the room. */
  async takeInvitation(dialog: Locator): Promise<Invited> {
    const { page } = this;
    await expect(dialog.getByTestId('link')).toBeVisible({ timeout: 60_000 });
    const link = await dialog.getByTestId('link').innerText();
    const words = await dialog.getByTestId('code-words').innerText();
    await button(dialog, en.invitation.openRoom).click();
    const selected = page.locator('[data-testid=room-item][aria-current=true]');
    await expect(selected).toHaveCount(1);
    const roomId = (await selected.getAttribute('data-room')) ?? '';
    return { link, words, roomId, name: await page.locator('#room-name').innerText() };
  }

  item(room: Pick<Invited, 'roomId'>): Locator {
    return this.page.locator(`[data-testid=room-item][data-room="${room.roomId}"]`);
  }

  async open(room: Invited): Promise<void> {
    await this.item(room).click();
    await expect(this.page.locator('#room-name')).toHaveText(room.name);
  }

  get devices(): Locator {
    return this.page.getByTestId('device');
  }

  /** The newest device is listed first. */
  async confirm(device = this.devices.first()): Promise<void> {
    await button(device, en.devices.confirm).click();
    await expect(device).toContainText(en.devices.standing.confirmed);
  }

  async refuse(device = this.devices.first()): Promise<void> {
    await button(device, en.devices.refuse).click();
    await button(this.page.getByRole('dialog'), en.devices.refuse).click();
    await expect(device).toContainText(en.devices.standing.refused);
  }

  get field(): Locator {
    return this.page.getByTestId('composer');
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await button(this.page, en.compose.send).click();
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

  async expectMessages(texts: readonly string[]): Promise<void> {
    await expect(this.messages.locator('.bubble')).toHaveText([...texts]);
  }

  button(name: string): Locator {
    return button(this.page, name);
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Reads an ended room, for a reason that is chosen each time [D5]. */
  async read(reason: string = en.closed.reasons.case): Promise<void> {
    await this.page.getByLabel(en.closed.reason).selectOption(reason);
    await this.button(en.closed.read).click();
  }

  async endRoom(): Promise<void> {
    await this.button(en.panel.close).click();
    await button(this.dialog, en.panel.closeYes).click();
  }
}
