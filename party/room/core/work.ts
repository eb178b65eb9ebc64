// What every part of the room's reducer works on, and how it sets a row. Rows and maps are replaced, never
// mutated, so that comparing them finds what to tell and write. Pure. Rules: R1, R6.
import type { Work as AnyWork } from '#lib/core/work.ts';
import type { RoomEffect } from './room-events.ts';
import { dueKey, type CoreRow, type DeviceRow, type DueRow } from './room-state.ts';
import type { EpochRow, RoomRecord } from './room-state.ts';

export type Work = AnyWork<RoomRecord, RoomEffect>;

export function changeCore(w: Work, change: Partial<CoreRow>): void {
  w.s.core = { ...w.s.core, ...change };
}

export function putEpoch(w: Work, epoch: EpochRow): void {
  w.s.epochs = new Map(w.s.epochs).set(epoch.epochId, epoch);
}

export function dropEpoch(w: Work, epochId: string): void {
  w.s.epochs = without(w.s.epochs, epochId);
}

export function putDevice(w: Work, device: DeviceRow): void {
  w.s.devices = new Map(w.s.devices).set(device.deviceKey, device);
}

export function dropDevice(w: Work, deviceKey: string): void {
  w.s.devices = without(w.s.devices, deviceKey);
}

export function putDue(w: Work, due: DueRow): void {
  w.s.dues = new Map(w.s.dues).set(dueKey(due), due);
}

/** @param key as `dueKey` makes it */
export function dropDue(w: Work, key: string): void {
  w.s.dues = without(w.s.dues, key);
}

/** Returns the same map when there is no such row. */
function without<T>(rows: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  if (!rows.has(key)) return rows;
  const rest = new Map(rows);
  rest.delete(key);
  return rest;
}
