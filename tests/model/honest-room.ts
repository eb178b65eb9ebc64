// The honest room, in memory: the shipped `reduce` for its life, epochs and devices, and O1's and O2's
// rules for appending. All that it remembers is one immutable value, so that an adversary can save it, go
// back to it, or continue from it twice. Rules: O1, O2, O6, J5, J8, R1.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { chainNext, chainStart } from '#lib/crypto/room/chain.ts';
import { decodeHeader, envelopeHash } from '#lib/crypto/room/envelope-header.ts';
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { ToGuestFrame } from '#lib/protocol/guest-wire.ts';
import type { ChainTip, Entry, EpochView } from '#lib/protocol/room-view.ts';
import type { ToStaffFrame } from '#lib/protocol/staff-wire.ts';
import { attemptsView } from '../../party/room/core/attempts.ts';
import { reduce } from '../../party/room/core/room-core.ts';
import type { RoomEffect, RoomEvent } from '../../party/room/core/room-events.ts';
import { reportOf } from '../../party/room/core/room-report.ts';
import {
  dueKey,
  newRoom,
  type RoomRecord,
  type ShareAt
} from '../../party/room/core/room-state.ts';
import { epochViewOf, lifeOf } from '../../party/room/core/room-views.ts';
import { freeSlot } from '../../party/room/core/share-pool.ts';
import type { Line } from './line.ts';
import { START_MS, type Rig } from './rig.ts';

export interface Stored extends Entry {
  readonly direction: number;
  readonly sender: string;
  readonly sequence: number;
  /** Base64url H(envelope). */
  readonly hash: string;
}

interface Doublet {
  readonly hash: string;
  readonly order: number;
}

/** Everything that the room remembers. */
export interface RoomMemory {
  readonly record: RoomRecord;
  readonly entries: readonly Stored[];
  /** `chain sender sequence` of copies that came after somebody else's. */
  readonly doublets: ReadonlyMap<string, Doublet>;
  /** By slot. */
  readonly latches: ReadonlyMap<number, { readonly generation: number; readonly share: string }>;
  /** Last seen signal by `epoch side`. */
  readonly signals: ReadonlyMap<string, string>;
}

export type ConnectionAuth =
  | { readonly kind: 'new'; readonly challenge: string }
  | { readonly kind: 'device'; readonly challenge: string; readonly deviceKey: string }
  | {
      readonly kind: 'guest';
      readonly challenge: string;
      readonly deviceKey: string;
      readonly epochId: string;
    }
  | { readonly kind: 'staff'; readonly challenge: string };

export interface RoomWorld {
  readonly rig: Rig;
  readonly nowMs: () => number;
  /** The lines that are served from this branch. */
  readonly lines: () => readonly Line[];
  readonly random: (n: number) => Uint8Array;
}

export class HonestRoom {
  readonly world: RoomWorld;
  memory: RoomMemory;

  constructor(world: RoomWorld, memory?: RoomMemory) {
    this.world = world;
    this.memory = memory ?? {
      record: newRoom(world.rig.policy.lifetimes, START_MS),
      entries: [],
      doublets: new Map(),
      latches: new Map(),
      signals: new Map()
    };
  }

  get record(): RoomRecord {
    return this.memory.record;
  }

  get closed(): boolean {
    return this.record.core.life.state === 'closed';
  }

  /** One change through the shipped reducer; its effects on other objects are done at once. */
  apply(event: RoomEvent): void {
    const nowMs = this.world.nowMs();
    const { state, effects } = reduce(this.record, event, nowMs);
    this.memory = { ...this.memory, record: state };
    for (const effect of effects) this.#perform(effect);
    for (const due of [...state.dues.values()]) {
      if (due.atMs > nowMs || !this.record.dues.has(dueKey(due))) continue;
      if (due.kind === 'erase-latch') {
        const latches = new Map(this.memory.latches);
        if ((latches.get(due.slot)?.generation ?? 0) <= due.generation) latches.delete(due.slot);
        this.memory = { ...this.memory, latches };
      }
      this.apply(
        due.kind === 'report'
          ? { type: 'reported', report: reportOf(this.record) }
          : { type: 'due-done', due }
      );
    }
  }

  /** J3, O6: the share is laid into the next free slot. Null: none is free. */
  layShare(
    share: string,
    of: { readonly epochId: string; readonly deviceKey: string },
    newcomer: boolean
  ): ShareAt | null {
    const slot = freeSlot(this.record, of.deviceKey);
    if (slot === null) return null;
    this.apply({ type: 'share-planned', slot, ...of, newcomer });
    const generation = this.record.core.shares;
    const latches = new Map(this.memory.latches).set(slot, { generation, share });
    this.memory = { ...this.memory, latches };
    return { slot, generation };
  }

  /** The share that an epoch holds; null when none. */
  shareOf(epochId: string): string | null {
    const at = this.record.epochs.get(epochId)?.latch ?? null;
    const held = at === null ? undefined : this.memory.latches.get(at.slot);
    return held !== undefined && held.generation === at?.generation ? held.share : null;
  }

  holding(): ReadonlySet<string> {
    return new Set(this.memory.entries.map((entry) => entry.chain));
  }

  /** O1: appended, or what its number already holds. */
  append(envelope: string, copyOf: string | undefined): Stored {
    const bytes = fromBase64url(envelope);
    const header = decodeHeader(bytes);
    const chain = toBase64url(header.epochId);
    const hash = envelopeHash(bytes);
    const before = this.tip(chain);
    const timeMs = this.world.nowMs();
    const stored: Stored = {
      order: this.memory.entries.length + 1,
      chain,
      n: before.n + 1,
      timeMs,
      head: toBase64url(chainNext(fromBase64url(before.head), hash, timeMs)),
      envelope,
      ...(copyOf === undefined ? {} : { copyOf }),
      direction: header.direction,
      sender: toBase64url(header.sender),
      sequence: header.sequence,
      hash: toBase64url(hash)
    };
    this.memory = { ...this.memory, entries: [...this.memory.entries, stored] };
    return stored;
  }

  tip(chain: string): ChainTip {
    const last = this.memory.entries.findLast((entry) => entry.chain === chain);
    if (last !== undefined) return { n: last.n, head: last.head };
    const { roomId } = this.world.rig;
    return { n: 0, head: toBase64url(chainStart(roomId, fromBase64url(chain))) };
  }

  view(epochId: string): EpochView | null {
    const row = this.record.epochs.get(epochId);
    return row === undefined ? null : epochViewOf(row);
  }

  tellStaff(frame: ToStaffFrame, except?: Line): void {
    for (const line of this.world.lines())
      if (line !== except && authOf(line).kind === 'staff') tell(line, frame);
  }

  tellGuests(frame: ToGuestFrame, epochId?: string, except?: Line): void {
    for (const line of this.guests(epochId)) if (line !== except) tell(line, frame);
  }

  guests(epochId?: string): readonly Line[] {
    return this.world.lines().filter((line) => {
      const auth = authOf(line);
      return served(line) && auth.kind === 'guest' && (epochId ?? auth.epochId) === auth.epochId;
    });
  }

  get staffHere(): boolean {
    return this.world.lines().some((line) => served(line) && authOf(line).kind === 'staff');
  }

  #perform(effect: RoomEffect): void {
    const { core } = this.record;
    switch (effect.type) {
      case 'tell-epoch': {
        const epoch = this.view(effect.epochId);
        if (epoch !== null) this.tellStaff({ t: 'epoch', epoch });
        return;
      }
      case 'tell-dropped':
        return this.tellStaff({ t: 'epoch', epoch: effect.epoch });
      case 'tell-attempts':
        return this.tellStaff({ t: 'attempts', attempts: attemptsView(this.record) });
      case 'tell-life':
        this.tellStaff({ t: 'life', life: lifeOf(core) });
        return this.tellGuests({ t: 'life', life: lifeOf(core) });
      case 'tell-presence':
        return this.tellGuests({
          t: 'presence',
          staff: core.staffPresent,
          sinceMs: core.presenceSinceMs
        });
      case 'drop-epoch':
        for (const line of this.guests(effect.epochId)) {
          if (effect.code) refuse(line, undefined, effect.code);
          closeLine(line, effect.close);
        }
        return;
      case 'drop-device':
        for (const line of this.world.lines()) {
          const auth = authOf(line);
          if (auth.kind !== 'guest' && auth.kind !== 'device') continue;
          if (!served(line) || auth.deviceKey !== effect.deviceKey) continue;
          refuse(line, undefined, effect.code);
          closeLine(line, effect.close);
        }
        return;
      case 'drop-all':
        for (const line of this.world.lines()) closeLine(line, effect.close);
    }
  }
}

export const authOf = (line: Line): ConnectionAuth =>
  (line.auth as ConnectionAuth | null) ?? { kind: 'new', challenge: '' };

/** The room has not said goodbye on this line, and nobody has cut it. */
export const served = (line: Line): boolean => line.state !== 'closed' && !line.dismissed;

export const tell = (line: Line, frame: ToGuestFrame | ToStaffFrame): void => {
  if (line.open && !line.dismissed) line.toPage.push(JSON.stringify(frame));
};

export function closeLine(line: Line, code: number): void {
  // A line that is not up yet is unknown to the room.
  if (line.state === 'opening') return;
  if (line.open && !line.dismissed) line.toPage.push({ close: code });
  line.dismissed = true;
}

export const refuse = (
  line: Line,
  ref: number | undefined,
  code: ErrorCode,
  more: { readonly left?: number; readonly retryAtMs?: number } = {}
): void => tell(line, { t: 'refused', code, ...(ref === undefined ? {} : { ref }), ...more });

/** The entry as a frame has it: without the fields that only the room needs. */
export function asEntry(stored: Stored): Entry {
  const { order, chain, n, timeMs, head, envelope, copyOf } = stored;
  const copy = copyOf === undefined ? {} : { copyOf };
  return { order, chain, n, timeMs, head, envelope, ...copy };
}
