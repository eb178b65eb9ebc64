// The one dialect of every reducer, on the phone, at the desk and in the room server. A part of a reducer
// gets a work: a copy of the state whose fields it may set, and a list of effects to add to. Fields are
// replaced, never mutated: a holder of the earlier state still sees it unchanged. Pure.

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Work<State, Effect> {
  /** This step's own copy. */
  readonly s: Mutable<State>;
  /** What the shell shall do, in this order. */
  readonly out: Effect[];
  /** The time of this step, in ms by the clock of its shell. */
  readonly nowMs: number;
}

export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** Begins a step: changes to the work leave the given state unchanged. */
export const workOn = <State, Effect>(state: State, nowMs: number): Work<State, Effect> => ({
  s: { ...state },
  out: [],
  nowMs
});

export const stepOf = <State, Effect>({ s, out }: Work<State, Effect>): Step<State, Effect> => ({
  state: s,
  effects: out
});

/** An event without its time; the shell adds it. */
export type Untimed<Event> = Event extends unknown ? Omit<Event, 'nowMs'> : never;
