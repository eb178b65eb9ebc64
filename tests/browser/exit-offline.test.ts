// Exit without network, by Shift pressed three times, from every screen of a young person: it still leads
// away, and this browser has kept nothing. Rules: E1, E2, E3.
import { test } from '@playwright/test';
import { GUEST_SCREENS, phoneAt, secretsOf } from './house/guest-screens.ts';
import { furnish } from './house/house.ts';
import {
  expectBackShowsNothing,
  expectLeft,
  expectNoWord,
  pressShiftThrice
} from './house/leaving.ts';
import { expectNothingKept } from './house/storage-traces.ts';

const house = furnish();

for (const screen of GUEST_SCREENS)
  test(`[E1, E3] Shift three times on ${screen.name}, without network`, async () => {
    const { officer, product } = house;
    const room = await officer.invite();
    const phone = await phoneAt(screen, room, house);
    const context = phone.page.context();
    await context.setOffline(true);
    await pressShiftThrice(phone.page);
    await expectLeft(phone.page, product.policy.exitUrl);
    await expectNoWord(phone.page, secretsOf(room));
    await context.setOffline(false);
    await expectNothingKept(context, house.url);
    await expectBackShowsNothing(phone.page, secretsOf(room));
  });
