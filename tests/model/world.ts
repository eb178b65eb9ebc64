// One run: phones and tabs, staff's browsers and pages, the room in one or more histories, the lines
// between them, and one clock. Nothing moves by itself: `moves` lists what could happen next, and the
// driver of the world picks. Rules: O1–O6.
import { fromBase64url, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { chainStart } from '#lib/crypto/room/chain.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { nextDeadlineMs } from '../../party/room/core/room-expiry.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { Chronicle } from './chronicle.ts';
import { Courier, untilSpoken } from './courier.ts';
import { settled } from './gate.ts';
import { GuestTab, type GuestWatch } from './guest-tab.ts';
import { greet, hear } from './honest-frames.ts';
import { HonestRoom, authOf } from './honest-room.ts';
import { Keep } from './hostile.ts';
import type { Line } from './line.ts';
import { answerFace } from './model-face.ts';
import { OutboxDisk, Phone } from './phone.ts';
import { START_MS, type Rig, type StockDevice } from './rig.ts';
import { StaffTab, type StaffWatch } from './staff-tab.ts';
import { Watch } from './watch.ts';

export interface Move {
  readonly label: string;
  readonly run: () => Promise<void> | void;
}

export class World {
  readonly rig: Rig;
  readonly chance: Chance;
  readonly chronicle = new Chronicle();
  readonly watch: Watch;
  nowMs = START_MS + 1_000;
  lines: Line[] = [];
  branches: HonestRoom[] = [];
  readonly phones: Phone[] = [];
  tabs: GuestTab[] = [];
  couriers: Courier[] = [];
  readonly browsers: OutboxDisk[] = [];
  staff: StaffTab[] = [];
  /** Owner → branch that their lines are served from. */
  readonly branchOf = new Map<string, number>();
  readonly offline = new Set<string>();
  /** What a lying server saves for later, and whom it has let in. */
  readonly keep = new Keep();
  readonly falseEpochs = new Set<string>();
  #devices: StockDevice[];
  #names = 0;

  constructor(rig: Rig, seed: number) {
    this.rig = rig;
    this.chance = chanceFrom(seed);
    this.#devices = [...rig.devices];
    this.watch = new Watch(this);
    this.branches.push(this.newBranch());
    answerFace(() => {
      const { state, endReason } = this.room.record.core.life;
      return { type: 'face', state, face: null, locked: false, staff: false, endReason };
    });
  }

  /** The history that counts in the end. */
  get room(): HonestRoom {
    return this.branches[0] as HonestRoom;
  }

  /** The head of an empty chain, base64url. */
  emptyHead(chain: string): string {
    return toBase64url(chainStart(this.rig.roomId, fromBase64url(chain)));
  }

  newBranch(memory?: HonestRoom['memory']): HonestRoom {
    const at = this.branches.length;
    const { rig } = this;
    return new HonestRoom(
      {
        rig,
        nowMs: () => this.nowMs,
        lines: () => this.lines.filter((line) => line.branch === at),
        random: (n) => this.chance.bytes(n)
      },
      memory
    );
  }

  addPhone(): Phone | null {
    if (this.#devices.length === 0) return null;
    const phone = new Phone(`phone${String(this.phones.length + 1)}`, () => this.#devices.shift());
    this.phones.push(phone);
    return phone;
  }

  addBrowser(): OutboxDisk {
    const disk = new OutboxDisk();
    this.browsers.push(disk);
    return disk;
  }

  addTab(phone: Phone): GuestTab {
    const watch: GuestWatch = {
      addLine: (line) => this.#addLine(line),
      onStep: (...step) => this.watch.guestStep(...step),
      onSent: (tab, text) => this.watch.guestSent(tab, text),
      onDeliverWaiting: (tab) => this.addCourier(tab.phone),
      nowMs: () => this.nowMs
    };
    const tab = new GuestTab(this.#name('tab'), phone, this.rig, watch, this.chance.bytes);
    this.tabs.push(tab);
    return tab;
  }

  addStaff(disk: OutboxDisk): StaffTab {
    const watch: StaffWatch = {
      addLine: (line) => this.#addLine(line),
      onStep: (...step) => this.watch.staffStep(...step),
      onSent: (tab, text) => this.watch.staffSent(tab, text),
      permit: () => Buffer.from(this.chance.bytes(32)).toString('base64url'),
      nowMs: () => this.nowMs
    };
    const tab = new StaffTab(this.#name('staff'), disk, this.rig, watch, this.chance.bytes);
    this.staff.push(tab);
    return tab;
  }

  addCourier(phone: Phone): void {
    if (!phone.known) return;
    const courier = new Courier(this.#name('courier'), phone, this.rig, {
      addLine: (line) => this.#addLine(line),
      onSent: (who, text) => this.watch.courierSent(who, text)
    });
    this.couriers.push(courier);
  }

  get livingTabs(): readonly GuestTab[] {
    return this.tabs.filter((tab) => tab.alive && !tab.left);
  }

  get livingStaff(): readonly StaffTab[] {
    return this.staff.filter((tab) => tab.alive);
  }

  /** Everything that could happen next without a person's act. */
  moves(): readonly Move[] {
    this.lines = this.lines.filter((line) => line.state !== 'closed' || !line.noticed);
    this.couriers = this.couriers.filter((courier) => courier.alive);
    const moves: Move[] = [];
    for (const line of this.lines) {
      if (this.#isFrozen(line.owner)) continue;
      if (line.state === 'opening' && !this.offline.has(line.owner))
        moves.push({ label: `${line.owner} up`, run: () => this.lineUp(line) });
      if (line.toRoom.length > 0)
        moves.push({ label: `${line.owner} → room`, run: () => this.toRoom(line) });
      if (line.open && line.toPage.length > 0)
        moves.push({ label: `${line.owner} ← room`, run: () => this.toPage(line) });
    }
    for (const tab of this.tabs) {
      if (!tab.alive) continue;
      tab.gate.ready.forEach(({ lane, label }, at) => {
        // A frozen page's disk operations still complete.
        if (lane === 'disk' || !tab.frozen)
          moves.push({ label: `${tab.name} does ${label}`, run: () => tab.perform(at) });
      });
      if (tab.frozen) continue;
      tab.answers.forEach(({ type: t }, at) =>
        moves.push({ label: `${tab.name} hears ${t}`, run: () => tab.hear(at) })
      );
    }
    for (const courier of this.couriers)
      courier.gate.ready.forEach(({ label }, at) =>
        moves.push({ label: `${courier.name} does ${label}`, run: () => courier.perform(at) })
      );
    for (const tab of this.livingStaff) {
      if (tab.busy) moves.push({ label: `${tab.name} works`, run: () => tab.runNext() });
      if (tab.asking) moves.push({ label: `${tab.name} permit`, run: () => tab.takePermit() });
      if (tab.doubting) moves.push({ label: `${tab.name} asks`, run: () => tab.takeEnd() });
      if (tab.reconnecting) moves.push({ label: `${tab.name} again`, run: () => tab.reconnect() });
    }
    return moves;
  }

  async make(move: Move): Promise<void> {
    this.chronicle.note(`${String(this.nowMs - START_MS)} ${move.label}`);
    await move.run();
    for (const line of this.lines)
      if (line.state === 'closed' && !line.noticed) {
        line.noticed = true;
        this.#gone(line);
      }
    this.watch.afterMove();
  }

  async lineUp(line: Line): Promise<void> {
    line.state = 'up';
    line.wasUp = true;
    this.watch.lineUp(line.owner);
    line.page.up();
    if (line.open) greet(this.#roomOf(line), line);
    await this.#pageSettled(line);
  }

  async toRoom(line: Line): Promise<void> {
    const text = line.toRoom.shift();
    if (text !== undefined) await hear(this.#roomOf(line), line, text);
    if (line.state === 'left' && line.toRoom.length === 0) {
      line.state = 'closed';
    }
  }

  async toPage(line: Line): Promise<void> {
    const next = line.toPage.shift();
    if (next === undefined) return;
    if (typeof next === 'string') {
      this.keep.frames.push({ kind: line.owner.replace(/\d+$/, ''), text: next });
      this.watch.beforeHeard(line.owner, next);
      this.chronicle.note(`   ${next.slice(0, 160)}`);
      line.page.text(next);
      await this.#pageSettled(line);
      this.watch.afterHeard(line.owner, next);
      if (line.owner.startsWith('courier') && next.includes('"challenge"')) await untilSpoken(line);
      return;
    }
    line.state = 'closed';
    this.watch.beforeClosed(line.owner, next.close);
    line.page.down(next.close);
    await this.#pageSettled(line);
  }

  async cut(line: Line): Promise<void> {
    line.cut();
    await this.#pageSettled(line);
  }

  /** Something on the way closes a line as gone, or as ended; the room knows nothing of it [R6]. */
  falseGoodbye(line: Line): void {
    const close = this.chance.pick([CLOSE.gone, CLOSE.ended] as const) ?? CLOSE.gone;
    this.chronicle.note(`* ${line.owner} is closed falsely`);
    if (line.open) line.toPage.push({ close });
  }

  /** The server is killed and starts again: every line is cut, stored data remains. */
  async restart(): Promise<void> {
    for (const line of [...this.lines]) await this.cut(line);
    for (const room of this.branches)
      room.apply({ type: 'restarted', alive: new Set(), staff: false });
  }

  /** Time passes; what waited for it happens in order. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (let turns = 0; turns < 400; turns += 1) {
      const next = this.#nextWake();
      if (next === null || next.atMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      await this.make(next);
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #nextWake(): (Move & { readonly atMs: number }) | null {
    const wakes: (Move & { readonly atMs: number })[] = [];
    for (const tab of this.livingTabs) {
      const atMs = tab.frozen ? null : tab.nextWakeMs;
      // The shell's timer is a little late, never early.
      if (atMs !== null)
        wakes.push({
          atMs: Math.max(atMs, this.nowMs) + 20,
          label: `${tab.name} tick`,
          run: () => tab.send({ type: 'tick' })
        });
    }
    for (const tab of this.livingStaff) {
      const atMs = tab.nextWakeMs;
      if (atMs !== null)
        wakes.push({
          atMs: Math.max(atMs, this.nowMs),
          label: `${tab.name} tick`,
          run: () => tab.tick()
        });
    }
    this.branches.forEach((room, at) => {
      const atMs = nextDeadlineMs(room.record);
      if (atMs !== null)
        wakes.push({
          atMs: Math.max(atMs, this.nowMs),
          label: `room ${String(at)} alarm`,
          run: () => this.alarm(room)
        });
    });
    return wakes.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
  }

  /** The room's alarm; lines of awake pages count as heard: their heartbeat is answered [R2]. */
  alarm(room: HonestRoom): void {
    const seen = new Map(
      room.guests().flatMap((line) => {
        const auth = authOf(line);
        if (auth.kind !== 'guest' || this.#isFrozen(line.owner)) return [];
        return [[auth.epochId, this.nowMs] as const];
      })
    );
    room.apply({ type: 'tick', seen });
  }

  #addLine(line: Line): void {
    line.branch = this.branchOf.get(line.owner) ?? 0;
    this.lines.push(line);
  }

  #roomOf(line: Line): HonestRoom {
    return this.branches[line.branch] ?? this.room;
  }

  /** The room notices that a line is gone. */
  #gone(line: Line): void {
    const auth = authOf(line);
    const room = this.#roomOf(line);
    if (auth.kind === 'staff' && !room.staffHere && room.record.core.staffPresent)
      room.apply({ type: 'staff-present', present: false });
    if (auth.kind === 'guest' && room.guests(auth.epochId).length === 0)
      room.apply({ type: 'disconnected', epochId: auth.epochId });
  }

  /** The page whose line has moved processes what follows, to the end of its own turn. */
  async #pageSettled(line: Line): Promise<void> {
    await settled();
    const tab = this.tabs.find(({ name }) => name === line.owner);
    await tab?.rest();
  }

  #isFrozen(owner: string): boolean {
    return this.tabs.some((tab) => tab.name === owner && tab.frozen);
  }

  #name(kind: string): string {
    this.#names += 1;
    return `${kind}${String(this.#names)}`;
  }
}
