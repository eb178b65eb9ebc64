// No member of staff is there: the young person is told, with whom to call now, and the desk is alarmed.
import { expect, test } from '@playwright/test';
import { en } from '../../src/lib/i18n/en/guest.ts';
import { en as staff } from '../../src/lib/i18n/en/desk.ts';
import { furnish } from './house/house.ts';
import { Officer } from './house/officer.ts';

const house = furnish({ lifetimes: { unattendedMs: 4_000 } });

test('[R2] with nobody there the young person is told so, and the desk is alarmed', async () => {
  const { officer } = house;
  const room = await officer.invite();
  const phone = await house.phone();
  await phone.join(room);
  await expect(phone.page.getByTestId('unattended')).toBeHidden();
  await officer.button(staff.desk.lock).click();
  await officer.expectPhase('sign-in');
  const notice = phone.page.getByTestId('unattended');
  await expect(notice).toContainText(en.talk.unattended(null));
  await expect(notice.getByRole('link')).toHaveAttribute('href', 'tel:112');
  await expect(phone.presence).toHaveText(en.talk.notHere);
  const colleague = await Officer.signIn(await house.deskPage(), house.url);
  await expect(colleague.item(room)).toContainText(staff.item.unattended);
  await expect(colleague.page).toHaveTitle(staff.desk.alarmTitle);
  await colleague.open(room);
  await expect(notice).toBeHidden();
  await expect(phone.presence).toHaveText(en.talk.here);
  await expect(colleague.item(room)).not.toContainText(staff.item.unattended);
  await officer.signIn();
});
