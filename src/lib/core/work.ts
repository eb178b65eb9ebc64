// The one dialect of every reducer, on the phone, at the desk and in the room server: a part of it gets a
// work, which is a copy of the state whose fields it may set, and a list of effects that it adds to. Fields
// are replaced, never changed inside: whoever holds the state before this step still sees it unchanged. Pure.

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Work<State, Effect> {
  /** This step's own copy. */
  readonly s: Mutable<State>;
  /** What the shell is asked to do, in this order. */
  readonly out: Effect[];
  /** When this step happens, in ms of whoever runs it. */
  readonly nowMs: number;
}

export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** Begins a step: what is done to the work is not done to the state. */
export const workOn = <State, Effect>(state: State, nowMs: number): Work<State, Effect> => ({
  s: { ...state },
  out: [],
  nowMs
});

export const stepOf = <State, Effect>({ s, out }: Work<State, Effect>): Step<State, Effect> => ({
  state: s,
  effects: out
});
