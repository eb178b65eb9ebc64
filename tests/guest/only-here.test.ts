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
