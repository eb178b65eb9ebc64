// Holds a whole process tree to a quarter of one core by cgroup: 2.5 ms in every 10 ms, for all its threads
// together. A browser's own CPU throttling does not reach workers. Needs a writable cgroup (v1 or v2),
// which on most machines means root.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';

const PERIOD_US = 10_000;
const QUOTA_US = 2_500;

/** Folder of the cpu controller: v1 has a separate tree for it, v2 one tree for all. */
function controllerRoot(): { path: string; version: 1 | 2 } | null {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  for (const [, path = '', type, options = ''] of mounts) {
    if (type === 'cgroup' && options.split(',').includes('cpu')) return { path, version: 1 };
    const offers = join(path, 'cgroup.subtree_control');
    if (type === 'cgroup2' && existsSync(offers)) {
      if (readFileSync(offers, 'utf8').split(/\s+/).includes('cpu')) return { path, version: 2 };
    }
  }
  return null;
}

function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [
          { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]) }
        ];
      } catch {
        return []; // it has ended meanwhile
      }
    });
  const tree = [pid];
  for (const member of tree)
    for (const process of parents) if (process.parent === member) tree.push(process.pid);
  return tree;
}

export interface QuarterCore {
  /** Moves a process and all its descendants so far; later ones follow. */
  add(pid: number): void;
  /** From here on the group has its quarter, or (false) all of the machine. */
  hold(held: boolean): void;
  /** Periods of 10 ms so far, and those in which the quota was used up. */
  periods(): { readonly all: number; readonly usedUp: number };
  /** Only when everything held has ended. */
  remove(): void;
}

/** @throws {Error} in plain words when this machine allows no cgroup. */
export function quarterCore(): QuarterCore {
  const root = controllerRoot();
  if (root === null) throw new Error('This machine offers no cgroup for the processor.');
  const group = join(root.path, `tryggrom-bench-${process.pid}`);
  try {
    mkdirSync(group);
    // A limit alone is only an upper bound; this makes the quarter a quarter whatever else runs here.
    if (root.version === 1) {
      writeFileSync(join(group, 'cpu.shares'), '262144');
      writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US));
    } else writeFileSync(join(group, 'cpu.weight'), '10000');
  } catch (cause) {
    throw new Error('A cgroup for the processor could not be made (are you root?).', { cause });
  }
  const count = (name: string): number =>
    Number(new RegExp(`${name} (\\d+)`).exec(readFileSync(join(group, 'cpu.stat'), 'utf8'))?.[1]);
  return {
    hold: (held) => {
      if (root.version === 1)
        writeFileSync(join(group, 'cpu.cfs_quota_us'), held ? String(QUOTA_US) : '-1');
      else writeFileSync(join(group, 'cpu.max'), `${held ? QUOTA_US : 'max'} ${PERIOD_US}`);
    },
    add: (pid) => {
      for (const member of descendants(pid))
        try {
          writeFileSync(join(group, 'cgroup.procs'), String(member));
        } catch (error) {
          if (existsSync(`/proc/${member}`)) throw error;
        }
    },
    periods: () => ({ all: count('nr_periods'), usedUp: count('nr_throttled') }),
    remove: () => rmdirSync(group)
  };
}
