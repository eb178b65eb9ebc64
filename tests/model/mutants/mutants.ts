// Small faults, each in one shipped file, each against one rule. The model must find every one of them.
// `from` occurs in its file exactly once; a change of the file may require a change of the mutant.
import type { Mutant } from '../mutation.ts';

export interface SeededMutant extends Mutant {
  /** Whether only a lying server makes it visible. */
  readonly lying: boolean;
}

const chainView = 'src/lib/sync/core/chain-view.ts';
const writing = 'src/lib/guest/core/writing.ts';
const addressee = 'src/lib/staff/room/core/room-addressee.ts';

export const MUTANTS: readonly SeededMutant[] = [
  {
    name: 'an envelope leaves the store as soon as it is sent',
    rule: 'O3',
    lying: false,
    file: 'src/lib/sync/core/outbox.ts',
    from: `effects.push({ type: 'transmit', ref: nextRef, item });`,
    to: `effects.push({ type: 'transmit', ref: nextRef, item }, { type: 'settle', item });`
  },
  {
    name: 'an envelope goes out before the disk has it',
    rule: 'O3',
    lying: false,
    file: writing,
    from: `w.out.push({ type: 'store', item, before: unkeptItems(w.s) });`,
    to: `w.out.push({ type: 'store', item, before: unkeptItems(w.s) });
  stepOutbox(w, { type: 'stored', items: [item] });`
  },
  {
    name: 'a number is given out twice',
    rule: 'O1',
    lying: false,
    file: writing,
    from: `const sequence = w.s.sealed.length;`,
    to: `const sequence = 0;`
  },
  {
    name: 'a head that does not follow is taken',
    rule: 'O2',
    lying: true,
    file: chainView,
    from: `if (head !== link.head) return { type: 'fault', fault: 'fork' };`,
    to: ``
  },
  {
    name: 'the room may know less than it has shown',
    rule: 'O2',
    lying: true,
    file: chainView,
    from: `if (tip.n < held) return 'rollback';`,
    to: ``
  },
  {
    name: 'nobody looks at what the other side had seen',
    rule: 'O2',
    lying: true,
    file: chainView,
    from: `return place >= 0 && place < n ? null : 'unknown-head';`,
    to: `return place < n ? null : 'unknown-head';`
  },
  {
    name: 'the same envelope may stand in the chain twice',
    rule: 'O1',
    lying: true,
    file: 'src/lib/guest/core/chain.ts',
    from: `if (direction === Direction.guest ? sequence !== next : sequence < next)`,
    to: `if (sequence < 0)`
  },
  {
    name: 'a reply goes on to whoever has the phone now',
    rule: 'O6',
    lying: false,
    file: addressee,
    from: `if (one === base || isTrusted(state, epochId)) at`,
    to: `if (epochId !== '') at`
  },
  {
    name: 'a reply goes on by itself after an exit',
    rule: 'O6',
    lying: false,
    file: addressee,
    from: `if (standing === 'left') return { type: 'held', why: 'exit' };`,
    to: ``
  },
  {
    name: 'a copy in the room counts as delivered',
    rule: 'O6',
    lying: false,
    file: 'src/lib/staff/room/core/room-meaning.ts',
    from: `  draft.copies.set(content.copyOf, places);`,
    to: `  draft.copies.set(content.copyOf, places);
  draft.delivered.set(content.copyOf, entry.chain);`
  },
  {
    name: 'the server says who is confirmed',
    rule: 'J5',
    lying: true,
    file: addressee,
    from: `return verdict?.verdict === 'confirm' && verdict.timeMs > (lastExitMs(state) ?? -1);`,
    to: `return verdict?.verdict === 'confirm' ||
    state.epochs.get(epochId)?.view.state === 'confirmed';`
  },
  {
    name: 'a proof that does not fit is taken',
    rule: 'J6',
    lying: true,
    file: 'src/lib/staff/room/core/room-epochs.ts',
    from: `const keys = event.macOk ? 'open' : 'bad';`,
    to: `const keys = 'open';`
  },
  {
    name: 'a page that was hidden for too long keeps its root',
    rule: 'P2',
    lying: false,
    file: 'src/lib/guest/core/presence.ts',
    from: `w.nowMs - since < w.s.resumeWindowMs`,
    to: `w.nowMs >= since`
  },
  {
    name: 'the resume box is not sealed',
    rule: 'P1',
    lying: false,
    file: 'src/lib/guest/runtime/resume-boxes.ts',
    from: `const box = await cryptoWorker.sealResume(epoch, u, utf8(JSON.stringify(content)));`,
    to: `const box = utf8(JSON.stringify(content));`
  },
  {
    name: 'the line’s word is enough for a room to be gone',
    rule: 'R6',
    lying: true,
    file: 'src/lib/guest/core/connection.ts',
    from: `if (code === 'gone') return doubt(w);`,
    to: `if (code === 'gone') return finish(w, { why: 'gone' });`
  },
  {
    name: 'a line that is closed as gone ends a phone’s conversation',
    rule: 'R6',
    lying: false,
    file: 'src/lib/guest/core/connection.ts',
    from: `if (code === CLOSE.gone || code === CLOSE.ended) return doubt(w);`,
    to: `if (code === CLOSE.gone || code === CLOSE.ended) return finish(w, { why: 'gone' });`
  },
  {
    name: 'a line that is closed as gone ends a desk’s conversation',
    rule: 'R6',
    lying: false,
    file: 'src/lib/staff/room/core/room-end.ts',
    from: `if (end === 'gone' || end === 'ended') doubt(w);`,
    to: `if (end === 'gone' || end === 'ended') shut(w, 'gone', w.s.life);`
  },
  {
    name: 'a frame is enough for a desk’s room to be gone',
    rule: 'R6',
    lying: true,
    file: 'src/lib/staff/room/core/room-frames.ts',
    from: `if (code === 'gone') return doubt(w);`,
    to: `if (code === 'gone') return void (w.s.over = 'gone');`
  },
  {
    name: 'the outbox is emptied at the end and nobody names what was in it',
    rule: 'O3',
    lying: false,
    file: 'src/lib/guest/core/work.ts',
    from: `if (items.length > 0) w.out.push({ type: 'give-up', items, why });`,
    to: `for (const item of why === 'over' ? items : []) w.out.push({ type: 'settle', item });`
  },
  {
    name: 'the courier takes everything out and names nothing',
    rule: 'O3',
    lying: false,
    file: 'src/lib/guest/runtime/deliver-waiting.ts',
    from: `    storage.giveUp(room, which, why).then(onLoss, () => undefined);`,
    to: `    which === 'all'
      ? storage.outbox
          .list(room)
          .then((items) => Promise.all(items.map((item) => storage.outbox.remove(room, item))))
          .then(onLoss, () => undefined)
      : storage.giveUp(room, which, why).then(onLoss, () => undefined);`
  },
  {
    name: 'the page goes on after Exit',
    rule: 'E1',
    lying: false,
    file: 'src/lib/guest/core/reduce.ts',
    from: `finish(w, { why: 'left' });`,
    to: ``
  },
  {
    name: 'replies stand in the order in which they came',
    rule: 'O6',
    lying: false,
    file: 'src/lib/guest/core/display.ts',
    from: `[...placed.sort((a, b) => (a.order ?? 0) - (b.order ?? 0)), ...waiting]`,
    to: `[...placed, ...waiting]`
  }
];
