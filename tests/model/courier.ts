// The shipped courier of a phone: it delivers a dead tab's sealed messages to the room with the device key
// alone. It runs until it has nothing left, or the phone stops it. Rules: O3, O4, S5.
import { deliverRoom } from '#lib/guest/runtime/deliver-waiting.ts';
import { Gate, settled } from './gate.ts';
import type { Line } from './line.ts';
import { serve } from './model-socket.ts';
import type { Phone } from './phone.ts';
import type { Rig } from './rig.ts';

export interface CourierWatch {
  readonly addLine: (line: Line) => void;
  readonly onSent: (courier: Courier, text: string) => void;
}

export class Courier {
  readonly name: string;
  readonly phone: Phone;
  readonly gate: Gate;
  readonly #watch: CourierWatch;
  readonly #stop: () => void;
  alive = true;

  constructor(name: string, phone: Phone, rig: Rig, watch: CourierWatch) {
    this.name = name;
    this.phone = phone;
    this.gate = new Gate(phone.diskQueue);
    this.#watch = watch;
    this.#onTurn();
    const storage = phone.storageFor(this.gate);
    const { serviceId } = rig.policy;
    const { device: key } = phone;
    const onLoss = (): void => undefined;
    this.#stop = deliverRoom({ storage, room: rig.roomHex, serviceId, key, onLoss });
  }

  async perform(at: number): Promise<void> {
    const one = this.gate.ready[at];
    this.#onTurn();
    if (one !== undefined) await this.gate.perform(one);
  }

  stop(): void {
    this.alive = false;
    this.gate.drop();
    this.#stop();
  }

  #onTurn(): void {
    serve({
      owner: this.name,
      add: (line) => this.#watch.addLine(line),
      onFrameSent: (text) => this.#watch.onSent(this, text)
    });
  }
}

/** After the challenge the courier signs, which takes real time: waits until it has sent. */
export async function untilSpoken(line: Line): Promise<void> {
  for (let turn = 0; turn < 10_000 && line.open && line.toRoom.length === 0; turn += 1)
    await settled();
}
