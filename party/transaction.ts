// The only way to write: a synchronous transaction. The type of its callback forbids promises, because
// anything awaited inside would run after the commit. Rules: O1, R1.

/** What a transaction's work may return: anything that cannot be awaited. */
export type Settled<T> = T extends PromiseLike<unknown> ? never : T;

/** Commits all that `work` writes, or nothing when it throws. */
export function transact<T>(storage: DurableObjectStorage, work: () => Settled<T>): Settled<T> {
  return storage.transactionSync(work);
}
