// A socket over plain HTTPS, for networks that let no WebSocket through: the shape of one request and its
// answer. The frames in them are the socket's own, not parsed here. The page's half is checked by hand: a
// schema would add parts of valibot to what every phone loads. Rules: N2, X1.
import { parseJson } from './encoding.ts';

/** A poll is held this long when there is nothing to say. */
export const HOLD_MS = 20_000;
/** A line that nobody polls is closed after this. */
export const UNPOLLED_MS = 30_000;
/** The name of the header that carries the bearer; the bearer never goes into an address. */
export const BEARER_HEADER = 'x-line';
export const BEARER_BYTES = 32;
/** Frames in one request or answer. */
export const MAX_LINE_FRAMES = 64;

export interface LineAsk {
  /** Number of the first of `frames`, counted from 0 over the life of the line. */
  readonly from: number;
  readonly frames: readonly string[];
  /** This many of the other side's frames have arrived. */
  readonly have: number;
  /** Hold the answer until there is something to say. */
  readonly wait: boolean;
  /** The page closes the line. */
  readonly close?: true | undefined;
}

export interface LineAnswer {
  /** Number of the first of `frames`. */
  readonly from: number;
  readonly frames: readonly string[];
  /** This many of the page's frames have been accepted. */
  readonly taken: number;
  /** The code with which the other side has closed, when all before it is in `frames`. */
  readonly closed: number | null;
}

type Loose = Partial<Record<string, unknown>>;

const objectIn = (text: string): Loose => {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null ? (value as Loose) : {};
};

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Null: not an answer of this border. */
export function parseLineAnswer(text: string): LineAnswer | null {
  const { from, frames, taken, closed } = objectIn(text);
  if (!isCount(from) || !isCount(taken) || !(closed === null || isCount(closed))) return null;
  if (!Array.isArray(frames) || !frames.every((frame) => typeof frame === 'string')) return null;
  return { from, frames, taken, closed };
}

/** The bearer of an opened line; null when none was opened. */
export function bearerIn(text: string): string | null {
  const { bearer } = objectIn(text);
  return typeof bearer === 'string' ? bearer : null;
}

/** Whether this refusal says that there is no such room. */
export const saysGone = (text: string): boolean => objectIn(text)['code'] === 'gone';
