// What a reload would lose: messages on their way to the disk, and what no disk holds.
import { describe, expect, it } from 'vitest';
import { mayReload } from '#lib/guest/core/only-here.ts';
import { GuestRig } from './guest-rig.ts';

const write = { type: 'write', id: 'a', text: 'hei' } as const;

describe('a reload', () => {
  it.each(['seal', 'store'] as const)(
    '[O3, O4] loses a message whose %s is not done, and nothing once it is',
    async (effect) => {
      const rig = await GuestRig.joined();
      expect(mayReload(rig.state)).toBe(true);
      rig.hold.add(effect);
      await rig.happen(write);
      expect(mayReload(rig.state)).toBe(false);
      await rig.release();
      expect(mayReload(rig.state)).toBe(true);
    }
  );

  it('[O3] loses what no disk holds while it waits, and nothing when it has arrived', async () => {
    const rig = await GuestRig.joined();
    rig.storeFails = true;
    await rig.happen(write);
    expect(mayReload(rig.state)).toBe(false);
    await rig.acknowledge();
    expect(mayReload(rig.state)).toBe(true);
  });
});

describe('[O4] what is said to be only here', () => {
  const opened = (rig: GuestRig) =>
    rig.happen({
      type: 'resume-opened',
      tip: rig.tip(),
      draft: '',
      resumeWindowMs: 600_000,
      unattendedMs: 60_000
    });
  const returned = async (): Promise<GuestRig> => {
    const rig = await GuestRig.joined();
    await rig.happen({ type: 'leave' });
    await rig.happen({ type: 'return', ...rig.where(), sender: 'B'.repeat(22) });
    return rig;
  };

  it('[O4] a page without its root says so from the first letter on, and not before', async () => {
    const rig = await returned();
    expect(rig.state.onlyHere).toBe(false);
    await rig.happen({ type: 'draft', text: 'h' });
    expect(rig.state.onlyHere).toBe(true);
    await rig.happen({ type: 'draft', text: '' });
    expect(rig.state.onlyHere).toBe(false);
    await rig.happen(write);
    expect(rig.state.onlyHere).toBe(true);
  });

  it('[O4] it says so until the last of it is stored', async () => {
    const rig = await returned();
    await rig.happen(write);
    await rig.connect();
    await rig.answerEntry('A'.repeat(43));
    rig.hold.add('store');
    await opened(rig);
    expect(rig.phase).toBe('live');
    expect(rig.state.onlyHere).toBe(true);
    await rig.release();
    expect(rig.state.onlyHere).toBe(false);
  });

  it('[P2, O4] a draft counts until the resume box takes it', async () => {
    const rig = await returned();
    await rig.happen({ type: 'draft', text: 'h' });
    await opened(rig);
    expect(rig.state.onlyHere).toBe(true);
    await rig.happen({ type: 'keep' });
    expect(rig.state.onlyHere).toBe(false);
  });

  it('[O3] a page that holds its root seals and stores at once: nothing is said', async () => {
    const rig = await GuestRig.joined();
    rig.hold.add('store');
    await rig.happen({ type: 'draft', text: 'h' });
    expect(rig.state.onlyHere).toBe(false);
    await rig.happen(write);
    expect(rig.state.onlyHere).toBe(false);
  });
});
