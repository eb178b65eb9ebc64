// A dialog before something that cannot be taken back: it says about whom, and the safe choice is the main
// button, stands first, and has the focus. Rule: A2.
import { expect } from '@playwright/test';
import { en } from '../../../src/lib/i18n/en/desk.ts';
import type { Officer } from './officer.ts';

/** @param keep the words of the safe choice */
export async function expectSafeFirst(
  { dialog }: Officer,
  whom: string,
  keep: string = en.common.leaveIt
): Promise<void> {
  await expect(dialog).toContainText(whom);
  const safe = dialog.getByRole('button', { name: keep, exact: true });
  await expect(safe).toBeFocused();
  await expect(safe).toHaveClass(/\bmain\b/);
  await expect(dialog.locator('button.main')).toHaveCount(1);
  const after = await safe.evaluate((one) =>
    [...(one.closest('dialog')?.querySelectorAll('button.plain') ?? [])].every(
      (other) => one.compareDocumentPosition(other) === Node.DOCUMENT_POSITION_FOLLOWING
    )
  );
  expect(after, 'the safe choice stands before the others').toBe(true);
}
