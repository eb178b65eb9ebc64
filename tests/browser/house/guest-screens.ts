// Every screen of a young person, and how a phone reaches it: for what must hold on all of them, Exit above
// all. Rules: E1, E3.
import { expect } from '@playwright/test';
import { toBase64url } from '../../../src/lib/crypto/primitives/bytes.ts';
import { loadWordList } from '../../../src/lib/crypto/room/code-words.ts';
import { en } from '../../../src/lib/i18n/en/guest.ts';
import type { House } from './house.ts';
import { NAME, type Invited } from './officer.ts';
import type { Phone } from './phone.ts';

const INSTAGRAM = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile Instagram 330.0.0';

export interface GuestScreen {
  readonly name: string;
  /** Brings a phone that has just opened the neutral start page to this screen. */
  readonly reach: (phone: Phone, room: Invited, house: House) => Promise<void>;
  readonly userAgent?: string;
  /** An epoch exists when Exit is pressed: staff are told. */
  readonly joined?: boolean;
}

export const GUEST_SCREENS: readonly GuestScreen[] = [
  {
    name: 'the door',
    reach: async (phone, room) => {
      await phone.openLink(room.link);
      await expect(phone.heading).toContainText(NAME);
    }
  },
  {
    name: 'the door with words typed',
    reach: async (phone, room) => {
      await phone.openLink(room.link);
      // Keys work once the scripts have loaded; the link that is Exit needs none.
      await phone.page.waitForLoadState('networkidle');
      await phone.codeField.fill(room.words);
    }
  },
  {
    name: 'the opening door',
    reach: async (phone, room) => {
      await phone.openLink(room.link);
      await phone.tryWords(room.words);
    }
  },
  {
    name: 'the door after wrong words',
    reach: async (phone, room) => {
      await phone.openLink(room.link);
      const list = await loadWordList('en');
      await phone.tryWords(list.slice(0, 3).join(' '));
      await expect(phone.codeField).toHaveAttribute('aria-invalid', 'true', { timeout: 60_000 });
    }
  },
  {
    name: 'the paste page with a message in it',
    reach: async (phone, room) => {
      await phone.page.goto(`${room.link.slice(0, -20)}`);
      await expect(phone.page.getByText(en.paste.cutOff)).toBeVisible();
      await phone.pasteField.fill(`I got this: ${room.link.slice(0, -9)}`);
    }
  },
  {
    name: 'the way out of an app',
    userAgent: INSTAGRAM,
    reach: async (phone, room) => {
      await phone.page.goto(room.link);
      await expect(phone.button(en.inApp.stay)).toBeVisible();
    }
  },
  {
    name: 'a room that is gone',
    reach: async (phone, _room, house) => {
      const token = new Uint8Array(54).fill(7);
      token[0] = 1;
      token[1] = 1;
      token.set([0x6e, 0x74, 0x70, 0x31], 2);
      await phone.page.goto(`${house.url}/r#-${toBase64url(token)}`);
      await expect(phone.heading).toHaveText(en.closed.gone.title);
    }
  },
  {
    name: 'a conversation that has not begun',
    joined: true,
    reach: (phone, room) => phone.join(room)
  },
  {
    name: 'a conversation, with a draft',
    joined: true,
    reach: async (phone, room, house) => {
      await phone.join(room);
      await phone.say('my secret message');
      await house.officer.confirm();
      await house.officer.say('an answer that must vanish');
      await expect(phone.bubble('an answer that must vanish')).toBeVisible();
      await phone.field.fill('half a secret message');
    }
  },
  {
    name: 'a message that waits to be sent',
    joined: true,
    reach: async (phone, room) => {
      await phone.join(room);
      await phone.field.fill('my secret message');
      await phone.button(en.talk.send).click();
    }
  },
  {
    name: '"About this"',
    joined: true,
    reach: async (phone, room) => {
      await phone.join(room);
      await phone.say('my secret message');
      await phone.button(en.about).click();
      await expect(phone.page.getByTestId('phrase')).toBeVisible();
    }
  },
  {
    name: '"End the conversation?"',
    joined: true,
    reach: async (phone, room) => {
      await phone.join(room);
      await phone.button(en.about).click();
      await phone.button(en.sheets.end).click();
      await expect(phone.button(en.sheets.endYes)).toBeVisible();
    }
  },
  {
    name: 'a conversation that has ended',
    reach: async (phone, room, house) => {
      await phone.join(room);
      await phone.say('my secret message');
      await house.officer.endRoom();
      await expect(phone.over).toHaveAttribute('data-why', 'ended');
    }
  },
  {
    name: 'a page that was loaded anew',
    joined: true,
    reach: async (phone, room) => {
      await phone.join(room);
      await phone.say('my secret message');
      await expect(phone.message('my secret message')).toHaveAttribute('data-state', 'seen');
      await phone.page.reload();
      await phone.expectTalk();
    }
  }
];

/** What must not be read anywhere after Exit. */
export const secretsOf = (room: Invited): readonly string[] => [
  NAME,
  'secret message',
  'must vanish',
  room.link.slice(-72),
  room.link.slice(-72, -20),
  room.words.split(' ').slice(0, 2).join(' '),
  room.words.split(' ').slice(1).join(' ')
];

/** A phone of this screen's kind, at this screen, with an earlier page for Back. */
export async function phoneAt(screen: GuestScreen, room: Invited, house: House): Promise<Phone> {
  const { userAgent } = screen;
  const phone = await house.phone(userAgent === undefined ? {} : { userAgent });
  await phone.page.goto(`${house.url}/robots.txt`);
  await screen.reach(phone, room, house);
  return phone;
}
