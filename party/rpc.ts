// What the server's objects ask of each other: types only, so that a caller needs no file of the callee.
// Everything is a value; what cannot be read or written now is thrown [R6].
import type { FaceAnswer } from '#lib/protocol/face-answer.ts';
import type { LineAnswer, LineAsk } from '#lib/protocol/line-wire.ts';
import type { RoomSummary } from '#lib/protocol/desk-api.ts';
import type { RoomLife } from '#lib/protocol/room-view.ts';

/** What never changes after a room is made. */
export interface Made {
  /** Base64url, as in envelopes and frames. */
  readonly roomId: string;
  readonly serviceId: string;
  readonly face: Uint8Array;
}

/** The parts of a new room, and the record that its maker has signed [D7]. */
export type NewRoom = Made & { readonly record: Uint8Array };

/** What the desk erases before the room itself [R4]. */
export interface ToErase {
  /** Names of share stores. */
  readonly shareStores: string[];
  /** Names of join gates and of archive boxes. */
  readonly boxes: string[];
  /** The room's name in the audit log; null when it is no longer known. */
  readonly auditName: string | null;
}

/** The part of a room's summary that the room knows; the desk adds its maker and its links. */
export type RoomReport = Omit<
  RoomSummary,
  'roomId' | 'life' | 'replaces' | 'replacedBy' | 'createdBy'
> & { readonly life: RoomLife };

export interface RoomRpc {
  /** Makes the room; idempotent. Returns false when another one is here. */
  create(made: NewRoom): boolean;
  /** J1: reads only. Null: past its deadline. Rejects where no room is: the desk knows whether it is gone. */
  face(): FaceAnswer | null;
  /** E1: does not reveal whether it was right. Rejects when it could not be written down. */
  leave(epochId: Uint8Array, leaveToken: Uint8Array): Promise<void>;
  /** The desk closes it: another room has replaced it. */
  replace(): void;
  /** A staff session is over. */
  revokeSession(session: string): void;
  /** The desk's name for this room in the audit log: under a key that dies with the room [R4]. */
  auditName(): string | null;
  /** Its state, for a desk whose own row cannot be read [R6]. Null: gone. */
  standing(): RoomReport | null;
  /** R4, first step: closes, and names what else may still hold something. Null: nothing here. */
  prepareErasure(): ToErase | 'busy' | null;
  /** R4, last step. */
  erase(): Promise<true>;
}

/** The outcome of a put: it was empty, it holds this already, or it holds something else. */
export type Put = 'made' | 'there' | 'other';

export interface JoinGateRpc {
  put(verifier: Uint8Array, deskBox: Uint8Array): Put;
  /** Whether the join token is right; null when the join gate is gone. */
  check(joinToken: Uint8Array): boolean | null;
  /** Null when the join gate is gone. */
  deskBox(): Uint8Array | null;
  /** Whatever stands here, readable or not. */
  erase(): Promise<true>;
}

export interface ArchiveRpc {
  put(box: Uint8Array): Put;
  /** Null when it is gone. */
  get(): Uint8Array | null;
  /** Whatever stands here, readable or not. */
  erase(): Promise<true>;
}

export interface ShareStoreRpc {
  /** False when a share of another generation is still here: then nothing is deposited. */
  put(generation: number, share: Uint8Array): boolean;
  /** Null when it was erased, or never put, or is another generation's. */
  get(generation: number): Uint8Array | null;
  /**
   * Leaves nothing of this generation or an earlier one, readable or not.
   * @param generation left out: any
   */
  erase(generation?: number | null): Promise<true>;
}

/** What a room learns about a member who enters. */
export interface Granted {
  readonly memberId: string;
  readonly right: 'live' | 'archive';
  readonly session: string;
}

export interface DeskRpc {
  /** J1: asked before any room object is touched. Rejects where that is unknown now [R6]. */
  roomExists(hex: string): boolean;
  /** D5: once, within its time, for this room only; null otherwise. */
  redeem(permit: string, hex: string): Granted | null;
  /** A room reports its state. The answer comes once it is written down. */
  report(hex: string, report: RoomReport, urgent: boolean): Promise<void>;
  /** R4: the room has reached its deadline. From the answer on, the desk is responsible. */
  eraseRoom(hex: string): void;
}

/** Where a line's socket leads. `headers` holds what a desk must know of its caller, `rest` which of its sockets. */
export type LineTo =
  | { readonly kind: 'room'; readonly roomHex: string }
  | {
      readonly kind: 'desk';
      readonly serviceId: string;
      readonly rest: string;
      readonly headers: [string, string][];
    };

export interface LinesRpc {
  /** @param name hexadecimal hash of the bearer. False: the other side accepts no socket. */
  open(name: string, to: LineTo): Promise<boolean>;
  exchange(name: string, asked: LineAsk): Promise<LineAnswer>;
}
