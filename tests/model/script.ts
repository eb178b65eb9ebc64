// A run as data: fast-check makes, shrinks and prints it; this file plays it. A step is an act, a number of
// moves of whatever waits, or time.
import fc from 'fast-check';
import { acts, join, type ActName } from './acts.ts';
import { comeToRest, drain, lastWords, turnHonest } from './at-rest.ts';
import { hostileActs, type HostileName } from './hostile.ts';
import type { Rig } from './rig.ts';
import { falseProofsShow, oneTruth, repliesArrived } from './rules/in-the-end.ts';
import {
  disksAreEmpty,
  nobodyCriesWolf,
  noReplyIsLost,
  oneLabel,
  repliesInOrder,
  nothingIsLost,
  nothingLeavesUnnamed
} from './rules/without-lies.ts';
import { World } from './world.ts';

/** What the network does: a proxy may even close a line in the room's name. */
type Trouble = 'cut' | 'restart' | 'falseGoodbye';

export type Step =
  | { readonly do: ActName | HostileName | Trouble }
  | { readonly moves: number }
  | { readonly passMs: number };

const STARTS = ['nothing', 'joined', 'talking', 'missed', 'left', 'two phones'] as const;
/** A liar can do little in a room that has ended. */
const HONEST_STARTS = [...STARTS, 'ended meanwhile'] as const;

export interface Script {
  readonly seed: number;
  /** How far the run has come before the steps begin. */
  readonly start: (typeof HONEST_STARTS)[number];
  readonly steps: readonly Step[];
}

const often = (weight: number, ...names: (ActName | HostileName | Trouble)[]) => ({
  weight,
  arbitrary: fc.constantFrom(...names).map((name): Step => ({ do: name }))
});

const moves = {
  weight: 26,
  arbitrary: fc.integer({ min: 1, max: 24 }).map((n): Step => ({ moves: n }))
};
const time = {
  weight: 5,
  arbitrary: fc
    .constantFrom(300, 2_500, 6_000, 20_000, 61_000, 9 * 60_000, 11 * 60_000)
    .map((passMs): Step => ({ passMs }))
};

const people = [
  often(12, 'write'),
  often(10, 'say'),
  often(5, 'confirm'),
  often(4, 'lose', 'joinAgain'),
  often(4, 'hide', 'show', 'show'),
  often(3, 'openStaff', 'loseStaff', 'look', 'choose', 'draft', 'label'),
  often(3, 'duplicate', 'useHere'),
  often(5, 'resend', 'showEarlier'),
  often(2, 'otherPhone', 'clock'),
  often(1, 'exit', 'exitUnheard', 'exitUnwiped', 'refuse', 'fullDisk', 'endTalk', 'closeRoom')
];
const network = [often(4, 'cut', 'cut', 'cut', 'restart')];
const proxy = [often(2, 'falseGoodbye')];
const lies = [
  often(7, 'drop', 'double', 'swap', 'replay', 'alterEntry'),
  often(6, 'fork', 'move', 'keepMemory', 'rollBack', 'appendAgain', 'unsay'),
  often(4, 'lieEpoch', 'lieTip', 'lieMore', 'lieShare', 'falseEpoch', 'fakeReceipt', 'fakeRefusal')
];

const script = (
  starts: readonly Script['start'][],
  steps: fc.Arbitrary<Step>,
  atMost: number
): fc.Arbitrary<Script> =>
  fc.record({
    seed: fc.integer({ min: 0, max: 0x7fff_ffff }),
    start: fc.constantFrom(...starts),
    steps: fc.array(steps, { minLength: 4, maxLength: atMost, size: 'max' })
  });

/** Nobody lies; everything else goes wrong. */
export const honestScripts = script(
  HONEST_STARTS,
  fc.oneof(moves, time, ...people, ...network, ...proxy),
  36
);
export const hostileScripts = script(
  STARTS,
  fc.oneof(moves, time, ...people, ...network, ...lies),
  40
);

/** One phone and one officer, as far as the script says. */
async function begin(world: World, start: Script['start']): Promise<void> {
  const phone = world.addPhone();
  world.addStaff(world.addBrowser());
  if (phone === null || start === 'nothing') return;
  await join(world, phone);
  await drain(world);
  if (start === 'joined') return;
  acts.confirm(world);
  await drain(world);
  await acts.write(world);
  acts.say(world);
  await drain(world);
  if (start === 'two phones') await acts.otherPhone(world);
  if (start === 'talking' || start === 'two phones') return drain(world).then(() => undefined);
  if (start === 'ended meanwhile') return endMeanwhile(world);
  // Somebody answers while nobody is there; then the phone comes back by link and words.
  const [tab] = world.livingTabs;
  tab?.die();
  for (const line of world.lines) if (line.owner === tab?.name) await world.cut(line);
  acts.say(world);
  acts.say(world);
  await drain(world);
  if (start === 'left') {
    await acts.joinAgain(world);
    await drain(world);
    // Storage sometimes throws: then the same device comes back [E3].
    await (world.chance.happens(0.5) ? acts.exit : acts.exitUnwiped)(world);
  }
  await join(world, phone);
  await drain(world);
  if (world.chance.happens(0.5)) acts.confirm(world);
  await drain(world);
}

/** What is written offline waits on the phone; the tab is gone before the room ends. */
async function endMeanwhile(world: World): Promise<void> {
  await drain(world);
  const [tab] = world.livingTabs;
  if (tab === undefined) return;
  world.offline.add(tab.name);
  for (const line of [...world.lines]) if (line.owner === tab.name) await world.cut(line);
  await acts.write(world);
  await drain(world);
  tab.die();
  for (const line of world.lines) if (line.owner === tab.name) line.leave();
  acts.closeRoom(world);
  await drain(world);
}

async function play(world: World, step: Step): Promise<void> {
  if ('moves' in step) {
    for (let made = 0; made < step.moves; made += 1) {
      const move = world.chance.pick(world.moves());
      if (move === undefined) return;
      await world.make(move);
    }
  } else if ('passMs' in step) await world.pass(step.passMs);
  else if (step.do === 'restart') await world.restart();
  else if (step.do === 'cut' || step.do === 'falseGoodbye') {
    const line = world.chance.pick(world.lines);
    if (line === undefined) return;
    if (step.do === 'cut') await world.cut(line);
    else world.falseGoodbye(line);
  } else {
    world.chronicle.note(`* ${step.do}`);
    const act = step.do in acts ? acts[step.do as ActName] : hostileActs[step.do as HostileName];
    await act(world);
  }
  world.nowMs += 1 + world.chance.below(40);
}

/** Plays one run to its end and checks it. @throws Broken, with the story of the run */
export async function run(rig: Rig, script: Script, lying: boolean): Promise<World> {
  const world = new World(rig, script.seed);
  try {
    await begin(world, script.start);
    for (const step of script.steps) await play(world, step);
    if (lying) await turnHonest(world);
    await comeToRest(world);
    oneTruth(world, lying ? await lastWords(world) : 0);
    falseProofsShow(world);
    if (!lying) {
      nobodyCriesWolf(world);
      repliesArrived(world);
      nothingIsLost(world);
      nothingLeavesUnnamed(world);
      noReplyIsLost(world);
      oneLabel(world);
      repliesInOrder(world);
      disksAreEmpty(world);
    }
  } catch (error) {
    const told = process.env['MODEL_STORY'] === undefined ? 40 : 20_000;
    if (error instanceof Error) error.message += `\n${world.chronicle.tail(told)}`;
    throw error;
  } finally {
    for (const tab of world.tabs) tab.release();
    for (const courier of world.couriers) courier.stop();
  }
  return world;
}
