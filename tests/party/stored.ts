// Reads an object's storage from inside.
import { runInDurableObject } from 'cloudflare:test';

/** Whether an object holds nothing at all. */
export const isEmpty = (namespace: DurableObjectNamespace, name: string): Promise<boolean> =>
  runInDurableObject(
    namespace.getByName(name) as DurableObjectStub<undefined>,
    (_instance: unknown, state: DurableObjectState) =>
      state.storage.sql
        .exec("SELECT 1 FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray().length === 0 && [...state.storage.kv.list({ limit: 1 })].length === 0
  );

/** The runtime's own call when the alarm is due; no other object makes it. */
export const ring = (object: object): Promise<void> =>
  (object as { readonly alarm: () => Promise<void> }).alarm();
