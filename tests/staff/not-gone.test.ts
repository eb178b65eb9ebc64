// A staff page is told that its room is gone, or has ended, by something on the way: it drops nothing before
// the room itself has said so over HTTP. Real keys, the shipped reducer. Rules: R3, R6, O3.
import type { Untimed } from '#lib/core/work.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { composerMode } from '#lib/staff/room/core/room-composer.ts';
import type { StaffRoomEvent } from '#lib/staff/room/core/room-types.ts';
import { makeRoom, type Room, type GuestConversation, type MadeRoom } from './room-fixture.ts';
import { confirmedTab, StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

interface Waiting {
  readonly room: Room;
  readonly tab: StaffTab;
  readonly guest: GuestConversation;
}

/** A page with a reply that has not arrived. */
async function waiting(): Promise<Waiting> {
  const { room, guest, tab } = await confirmedTab(made);
  await tab.drop();
  await tab.on({ type: 'say', to: guest.epochId, text: 'svar' });
  expect(tab.store).toHaveLength(1);
  return { room, tab, guest };
}

type Said = Untimed<StaffRoomEvent>;

const HEARSAY: readonly (readonly [string, readonly Said[]])[] = [
  ['a line that is closed as gone', [{ type: 'line-down', end: 'gone' }]],
  ['a line that is closed as ended', [{ type: 'line-down', end: 'ended' }]],
  ['a permit that is refused as gone', [{ type: 'permit-refused', code: 'gone' }]],
  ['a permit that is refused as ended', [{ type: 'permit-refused', code: 'ended' }]],
  ['a frame that says gone', [{ type: 'frame', frame: { t: 'refused', code: 'gone' } }]]
];

const asked = (tab: StaffTab): number =>
  tab.effects.filter(({ type }) => type === 'ask-end').length;

describe('a staff page that hears of an end', () => {
  it.each(HEARSAY)(
    '[R6] drops nothing for %s: it asks the room, and goes on',
    async (_what, said) => {
      const { room, tab, guest } = await waiting();
      tab.effects.length = 0;
      for (const one of said) await tab.on(one);
      expect(asked(tab)).toBe(1);
      expect(tab.state).toMatchObject({ over: null, keys: 'open', line: 'down' });
      expect(tab.store).toHaveLength(1);
      expect(tab.said()).toEqual(['svar: waiting']);
      expect(tab.effects.some(({ type }) => type === 'unstore' || type === 'drop-keys')).toBe(
        false
      );
      // It goes on by itself, and what is written meanwhile waits too.
      expect(composerMode(tab.state).type).toBe('write');
      await tab.on({ type: 'say', to: guest.epochId, text: 'mer' });
      await tab.later(6_000);
      expect(tab.effects.at(-1)).toEqual({ type: 'reconnect' });
      await tab.connect();
      expect(tab.said()).toEqual(['svar: sent', 'mer: sent']);
      expect(room.entries.filter(({ copyOf }) => copyOf !== undefined)).toHaveLength(2);
      expect(tab.store).toHaveLength(0);
    }
  );

  it.each(HEARSAY)(
    '[R6] believes %s once the room itself says so over HTTP',
    async (_what, said) => {
      const { tab } = await waiting();
      tab.end = 'gone';
      for (const one of said) await tab.on(one);
      expect(tab.state.over).toBe('gone');
      expect(tab.effects).toContainEqual({ type: 'drop-keys' });
      expect(tab.store).toHaveLength(0);
    }
  );

  it.each(['ended', 'new-link'] as const)(
    '[R6] ends what the room says is closed (%s)',
    async (end) => {
      const { tab } = await waiting();
      tab.end = end;
      await tab.on({ type: 'line-down', end: 'ended' });
      expect(tab.state).toMatchObject({ over: 'closed', life: { state: 'closed' } });
      expect(tab.store).toHaveLength(0);
    }
  );

  it('[R6] asks once at a time, and again after every new hearsay', async () => {
    const { tab } = await waiting();
    tab.effects.length = 0;
    tab.answers = false;
    await tab.on({ type: 'line-down', end: 'gone' });
    await tab.on({ type: 'line-down', end: 'gone' });
    expect(asked(tab)).toBe(1);
    await tab.on({ type: 'end-judged', end: null });
    tab.answers = true;
    await tab.on({ type: 'line-down', end: 'gone' });
    expect(asked(tab)).toBe(2);
    expect(tab.state.over).toBeNull();
  });

  it('[R6] passes over a late answer when the room has let it in meanwhile', async () => {
    const { tab } = await waiting();
    tab.answers = false;
    await tab.on({ type: 'line-down', end: 'gone' });
    await tab.connect();
    expect(tab.state.line).toBe('up');
    await tab.on({ type: 'end-judged', end: 'gone' });
    expect(tab.state.over).toBeNull();
  });

  it('[R6] that reads a closed room goes on reading when its line is closed as ended', async () => {
    const { room } = await waiting();
    room.life = { ...room.life, state: 'closed', endedAtMs: room.tick(), endReason: 'staff' };
    const reader = new StaffTab(room, 'archive');
    await reader.connect();
    reader.end = 'ended';
    await reader.on({ type: 'line-down', end: 'ended' });
    expect(reader.state.over).toBeNull();
    await reader.later(6_000);
    expect(reader.effects.at(-1)).toEqual({ type: 'reconnect' });
  });
});
