// From now on everybody is awake, every line works, and the server is honest: everything that can happen
// does, until nothing more does. Then the tests check what became of every message.
import { hold } from './chronicle.ts';
import { sayIn, wake, writeIn } from './acts.ts';
import type { World } from './world.ts';

const MOVES_AT_MOST = 4_000;
/** Longer than all our timeouts that lead to another try. */
const ROUNDS = 14;
const ROUND_MS = 3_000;

/** Makes every possible move, in random order, until none is left. */
export async function drain(world: World, atMost = MOVES_AT_MOST): Promise<boolean> {
  for (let made = 0; made < atMost; made += 1) {
    const move = world.chance.pick(world.moves());
    if (move === undefined) return true;
    await world.make(move);
  }
  return false;
}

export async function comeToRest(world: World): Promise<void> {
  world.offline.clear();
  for (const line of [...world.lines]) await world.cut(line);
  for (const phone of world.phones) phone.outbox.failing = false;
  if (world.livingStaff.length === 0 && world.browsers[0]) world.addStaff(world.browsers[0]);
  for (const tab of world.livingTabs) if (tab.hidden) await wake(tab);
  for (const phone of world.phones) world.addCourier(phone);
  for (let round = 0; round < ROUNDS; round += 1) {
    const quiet = await drain(world);
    hold('O3', quiet, () => 'the pages and the room talk for ever and come to no end');
    await world.pass(ROUND_MS);
  }
  hold('O3', await drain(world), () => 'there is no end to it');
}

/** Everybody who can says one more thing, so that every chain goes on. Returns when that began. */
export async function lastWords(world: World): Promise<number> {
  world.nowMs += 1;
  const sinceMs = world.nowMs;
  for (const tab of world.livingTabs) if (tab.state.phase === 'live') await writeIn(world, tab);
  for (const page of world.livingStaff) sayIn(world, page);
  hold('O3', await drain(world), () => 'there is no end to the last words');
  for (let round = 0; round < ROUNDS / 2; round += 1) {
    await world.pass(ROUND_MS);
    hold('O3', await drain(world), () => 'there is no end to the last words');
  }
  return sinceMs;
}

/** The lying server stops: one of its histories is the room's from now on. */
export async function turnHonest(world: World): Promise<void> {
  const kept = world.chance.pick(world.branches);
  if (kept !== undefined) world.room.memory = kept.memory;
  world.branchOf.clear();
  for (const line of [...world.lines]) await world.cut(line);
  for (const line of world.lines) line.branch = 0;
  world.branches.length = 1;
}
