// What a numbered step is, in types that need no runtime: the starter counts the steps too, to write into
// the folder how far its objects may have been carried. A step is never changed once it was shipped; a new
// layout is a new step at the end. Rules: R6, X6.

/** The part of the runtime's SQL storage that a step uses. */
interface StepSql {
  exec(query: string, ...values: unknown[]): { toArray(): unknown[] };
}

/** Brings tables from one version to the next; the first step makes them from nothing. */
export type SqlStep = (sql: StepSql) => void;

/** The part of the runtime's key-value storage that a step uses. */
interface StepKv {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  delete(key: string): boolean;
}

/** Brings the values from one version to the next; the first one brings version 1 to 2. */
export type KvStep = (kv: StepKv) => void;

/** The version to which these steps bring; the first one is what `fillKv` writes. */
export const kvNewest = (steps: readonly KvStep[]): number => steps.length + 1;
