// A member's request for a new room, from its body to the answer. It knows which rooms are being made at
// this moment, so that none is given up or erased during its request. Rules: L3, R4, D5, D7, X1.
import type { CreateRoom } from '#lib/protocol/desk-api.ts';
import { policyOf, type Env } from '../../env.ts';
import { refusal } from '../../refusal.ts';
import type { DeskStorage } from '../desk-storage.ts';
import { beginMaking, buildRoom, finishMaking, planRoom, undoMaking } from './room-making.ts';
import { roomRow, summaryOf } from './room-rows.ts';
import type { StaffSession } from '../accounts/sessions.ts';

export class RoomMaker {
  readonly #storage: DeskStorage;
  readonly #env: Env;
  readonly #tell: (hex: string) => void;
  readonly #making = new Map<string, number>();

  /** @param tell shows a room's row to every desk */
  constructor(storage: DeskStorage, env: Env, tell: (hex: string) => void) {
    this.#storage = storage;
    this.#env = env;
    this.#tell = tell;
  }

  /** Whether a request is making this room at this moment. */
  isBeingMade(hex: string): boolean {
    return this.#making.has(hex);
  }

  async make(session: StaffSession, body: CreateRoom): Promise<Response> {
    const policy = policyOf(this.#env);
    const plan = planRoom(body, policy, Date.now());
    if (typeof plan === 'string') return refusal(plan);
    const { hex } = plan;
    const begun = beginMaking(this.#storage, plan, session.memberId, Date.now());
    if (begun !== 'go-on' && begun !== 'made') return refusal(begun);
    if (begun === 'go-on') {
      this.#count(hex, 1);
      try {
        if (!(await buildRoom(this.#storage, this.#env, policy.serviceId, plan))) {
          undoMaking(this.#storage, hex, plan.auditName, Date.now());
          return refusal('exists');
        }
        finishMaking(this.#storage, plan, Date.now());
      } catch {
        return refusal('unavailable');
      } finally {
        this.#count(hex, -1);
      }
      this.#tell(hex);
      if (plan.replaces !== null) this.#tell(plan.replaces);
    }
    const row = roomRow(this.#storage, hex);
    const summary = row === null ? null : summaryOf(row);
    return summary === null ? refusal('unavailable') : Response.json(summary, { status: 201 });
  }

  #count(hex: string, change: number): void {
    const many = (this.#making.get(hex) ?? 0) + change;
    if (many > 0) this.#making.set(hex, many);
    else this.#making.delete(hex);
  }
}
