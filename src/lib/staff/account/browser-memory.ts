// What the desk remembers in this browser, one value under a name. Nothing, this, and something that this
// page cannot read are three answers. What cannot be read, above all a later page's, is never written over:
// until it can be, this page goes by what it sees itself. Rules: R6, D6.
import * as v from 'valibot';
import { parseJson } from '#lib/protocol/encoding.ts';

export type Remembered<T> =
  | { readonly type: 'none' }
  | { readonly type: 'this'; readonly value: T }
  /** `value`: what this page has seen itself meanwhile; null for nothing. */
  | { readonly type: 'unreadable'; readonly value: T | null };

export interface BrowserMemory<T> {
  recall(name: string): Remembered<T>;
  /** What cannot be stored is left out. */
  remember(name: string, value: T): void;
  /** Also what cannot be read: what it was about is gone. */
  forget(name: string): void;
  /** What is stored under names that begin so; empty where the browser does not say. */
  names(begin: string): readonly string[];
}

/** @param schema loose, so that what a later page has added is kept */
export function browserMemory<T>(schema: v.GenericSchema<unknown, T>): BrowserMemory<T> {
  const meanwhile = new Map<string, T>();

  function recall(name: string): Remembered<T> {
    try {
      const text = localStorage.getItem(name);
      if (text === null) return { type: 'none' };
      const parsed = v.safeParse(schema, parseJson(text));
      if (parsed.success) return { type: 'this', value: parsed.output };
    } catch {
      // The browser does not say.
    }
    return { type: 'unreadable', value: meanwhile.get(name) ?? null };
  }

  return {
    recall,
    remember(name, value) {
      if (recall(name).type === 'unreadable') {
        meanwhile.set(name, value);
        return;
      }
      try {
        localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // There is no space for it.
      }
    },
    names(begin) {
      try {
        const all = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
        return all.filter((name) => name !== null).filter((name) => name.startsWith(begin));
      } catch {
        return [];
      }
    },
    forget(name) {
      meanwhile.delete(name);
      try {
        localStorage.removeItem(name);
      } catch {
        // It was never stored.
      }
    }
  };
}
