// Who may spell-check typed text: nobody, except by policy the browser for what staff write. Never a young
// person's words. Rules: P4.
import { expect, test } from '@playwright/test';
import { furnish } from './house/house.ts';

for (const [policy, staffs] of [
  [{}, 'false'],
  [{ spellingForStaff: true }, 'true']
] as const)
  test.describe(`with the policy ${JSON.stringify(policy)}`, () => {
    const house = furnish({ policy });

    test(`[P4] what staff write may be spelled: ${staffs}; what a young person writes never`, async () => {
      const { officer } = house;
      const room = await officer.invite();
      const phone = await house.phone();
      await phone.openLink(room.link);
      await expect(phone.codeField).toHaveAttribute('spellcheck', 'false');
      await phone.tryWords(room.words);
      await phone.expectTalk();
      await expect(phone.field).toHaveAttribute('spellcheck', 'false');
      const composer = officer.page.getByTestId('composer');
      await expect(composer).toHaveAttribute('spellcheck', staffs);
      for (const field of [phone.field, composer])
        await expect(field).toHaveAttribute('writingsuggestions', 'false');
      await expect(officer.page.getByRole('searchbox')).toHaveAttribute('spellcheck', 'false');
    });
  });
