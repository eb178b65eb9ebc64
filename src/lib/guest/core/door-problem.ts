// What the code screen says about a refusal. Pure: codes in, kinds of sentences out. Rules: J4, X1.
import type { JoinRefusal } from './state.ts';

/** One sentence under the code-word field. */
export type Problem =
  | { readonly type: 'none' | 'locked' | 'unlocked' | 'busy' | 'offline' | 'unreachable' }
  /** Browsers do not trust this kind of address, or this browser lacks what a sealed room needs. */
  | { readonly type: 'insecure' | 'browser' }
  | { readonly type: 'how-many'; readonly n: number }
  | { readonly type: 'unknown'; readonly word: string }
  | { readonly type: 'wrong'; readonly left: number; readonly retryAtMs: number | null }
  | { readonly type: 'wait'; readonly retryAtMs: number };

/** Nothing answers: the button can speed up the next look. */
export const isUnanswered = (
  one: { readonly type: string } | null
): one is { readonly type: 'offline' | 'unreachable' } =>
  one?.type === 'offline' || one?.type === 'unreachable';

/** When the next try is allowed; null: now. */
export const retryAtOf = (problem: Problem | null): number | null =>
  problem?.type === 'wrong' || problem?.type === 'wait' ? problem.retryAtMs : null;

/** What is wrong with this address or browser before any attempt [B3]; null: nothing. */
export function lackOf(browser: {
  readonly isSecureContext: boolean;
  readonly crypto?: { readonly subtle?: unknown };
  readonly Worker?: unknown;
}): 'insecure' | 'browser' | null {
  if (!browser.isSecureContext) return 'insecure';
  const able = browser.crypto?.subtle !== undefined && typeof browser.Worker === 'function';
  return able ? null : 'browser';
}

/** Why nobody can join this room any more; each reason has its own screen. */
export type Closed =
  'gone' | 'ended' | 'new-link' | 'expired' | 'refused' | 'mismatch' | 'replaced' | 'outdated';

export function judgeRefusal(
  refusal: JoinRefusal
): { readonly problem: Problem } | { readonly closed: Closed } {
  const { code, left, retryAtMs } = refusal;
  switch (code) {
    case 'wrong-code':
      return {
        problem: left === 0 ? { type: 'locked' } : { type: 'wrong', left: left ?? 0, retryAtMs }
      };
    case 'locked':
      return { problem: { type: 'locked' } };
    case 'gone':
      return { closed: 'gone' };
    case 'ended':
      return { closed: 'ended' };
    case 'epoch-refused':
      return { closed: 'refused' };
    case 'unsupported-version':
    case 'malformed':
      return { closed: 'outdated' };
    default:
      return { problem: { type: 'busy' } };
  }
}
