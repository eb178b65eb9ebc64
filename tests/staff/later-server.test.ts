// A desk's page that stands open while its server is replaced by a later one, or by one that is asked for
// something that only later pages know: it says that a newer page is needed, drops nothing, and does not
// connect without end. Real keys, the shipped reducer. Rules: R6, O3.
import { beforeAll, describe, expect, it } from 'vitest';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { parseToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { deskRequests } from '#lib/staff/desk/desk-requests.ts';
import { DeskError } from '#lib/staff/account/staff-error.ts';
import { makeRoom, type MadeRoom } from './room-fixture.ts';
import { confirmedTab, type StaffTab } from './staff-tab.ts';

let made: MadeRoom;
beforeAll(async () => {
  made = await makeRoom();
});

const confirmed = () => confirmedTab(made);

const count = (tab: StaffTab, kind: string): number =>
  tab.effects.filter(({ type }) => type === kind).length;

describe('a later server', () => {
  it('[R6] that greets in another version is told to the officer, and ends nothing', async () => {
    const { tab, guest } = await confirmed();
    await tab.drop();
    await tab.on({ type: 'say', to: guest.epochId, text: 'waits' });
    await tab.on({ type: 'outdated' });
    expect(tab.state).toMatchObject({ outdated: true, over: null, stopped: null, keys: 'open' });
    expect(tab.store).toHaveLength(1);
    // The earlier server is back.
    await tab.connect();
    expect(tab.state.outdated).toBe(false);
    expect(tab.said()).toEqual(['waits: sent']);
  });

  it('[R6] whose first frame cannot be read is tried again after a minute, though the line stays up', async () => {
    const { tab } = await confirmed();
    await tab.drop();
    await tab.frame({ t: 'challenge', v: 1, challenge: 'A'.repeat(43), nowMs: tab.room.nowMs });
    tab.effects.length = 0;
    await tab.on({ type: 'outdated' });
    await tab.later(30_000);
    expect(count(tab, 'reconnect')).toBe(0);
    await tab.later(31_000);
    expect(count(tab, 'reconnect')).toBe(1);
  });

  it('[R6] that refuses how this page enters is asked again after a minute, not without end', async () => {
    const { tab } = await confirmed();
    await tab.drop();
    await tab.frame({ t: 'challenge', v: 1, challenge: 'A'.repeat(43), nowMs: tab.room.nowMs });
    const ref = [...tab.state.controls.keys()][0] ?? -1;
    tab.effects.length = 0;
    await tab.frame({ t: 'refused', ref, code: 'unsupported-version' });
    expect(tab.state).toMatchObject({ outdated: true, over: null });
    await tab.later(30_000);
    expect(count(tab, 'reconnect')).toBe(0);
    await tab.later(31_000);
    expect(count(tab, 'reconnect')).toBe(1);
  });

  it('[R6] whose desk refuses a permit so is asked for one after a minute', async () => {
    const { tab } = await confirmed();
    await tab.drop();
    Object.assign(tab, { state: { ...tab.state, line: 'asking' } });
    tab.effects.length = 0;
    await tab.on({ type: 'permit-refused', code: 'unsupported-version' });
    expect(tab.state).toMatchObject({ outdated: true, over: null });
    await tab.later(30_000);
    expect(count(tab, 'ask-permit')).toBe(0);
    await tab.later(31_000);
    expect(count(tab, 'ask-permit')).toBe(1);
  });

  it('[O3, R6] that does not take a reply leaves it on the disk, and the line as it is', async () => {
    const { tab, guest } = await confirmed();
    tab.holds = true;
    const ref = tab.state.outbox.nextRef;
    await tab.on({ type: 'say', to: guest.epochId, text: 'kept' });
    tab.effects.length = 0;
    // As the page hears a code that it does not know.
    const heard = parseToStaffFrame(JSON.stringify({ t: 'refused', ref, code: 'full-moon' }));
    if (heard === null) throw new Error('the page heard nothing');
    await tab.frame(heard);
    expect(tab.state).toMatchObject({ outdated: true, over: null });
    expect(tab.store).toHaveLength(1);
    expect(tab.said()).toEqual(['kept: waiting']);
    await tab.later(30_000);
    expect(count(tab, 'reconnect') + count(tab, 'transmit')).toBe(0);
    tab.holds = false;
    await tab.later(31_000);
    expect(tab.said()).toEqual(['kept: sent']);
    expect(count(tab, 'reconnect')).toBe(0);
  });

  it.each(['unlock', 'close'] as const)(
    '[R6] that does not know "%s" as this page says it is no silence',
    async (what) => {
      const { tab } = await confirmed();
      tab.holds = true;
      await tab.on(what === 'close' ? { type: 'close', reason: 'staff' } : { type: 'unlock' });
      const ref = [...tab.state.controls.keys()].at(-1) ?? -1;
      await tab.frame({ t: 'refused', ref, code: 'unsupported-version' });
      expect(tab.state).toMatchObject({ outdated: true, over: null, line: 'up' });
    }
  );

  it.each([
    ['a field more', { code: 'wait', retryAtMs: 7, since: 'long' }, 'wait', 7],
    ['a code that is not known', { code: 'full-moon' }, 'unsupported-version', null],
    ['no code of anybody’s', { error: 'full moon' }, 'unavailable', null],
    ['a page of a proxy', '<html>Bad gateway</html>', 'unavailable', null]
  ] as const)(
    '[R6] that refuses a request with %s is understood as far as it can be',
    async (_what, body, code, retryAtMs) => {
      const requests = deskRequests(nettpatrulje.serviceId, () =>
        Promise.resolve(
          new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 429 })
        )
      );
      const refused: unknown = await requests.audit({ after: 0 }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(DeskError);
      expect(refused).toMatchObject({ code, retryAtMs });
    }
  );
});
