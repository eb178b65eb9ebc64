// A step that was shipped is never changed: folders that it has carried forward are out there. Each is held
// by a hash of every statement that it runs, in the real runtime. A new step gets a new hash at the end, and
// a new fixture (make-fixture.ts); a hash that changes means that the step must be put back. Rules: R6.
import { env } from 'cloudflare:workers';
import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { toHex, utf8 } from '#lib/crypto/primitives/bytes.ts';
import { DESK_STEPS } from '../../party/desk/desk-steps.ts';
import { boxName, shareStoreName, type Env } from '../../party/env.ts';
import { ROOM_STEPS } from '../../party/room/storage/room-steps.ts';
import * as siblings from '../../party/siblings/steps.ts';
import type { SqlStep } from '../../party/storage/steps.ts';

const bindings = env as unknown as Env;

const SHIPPED = {
  room: ['537b1d62c496285f'],
  desk: ['cca06751d4b99c5c']
};

/** The hash of what each step runs, after those before it. */
const hashesOf = (steps: readonly SqlStep[]): Promise<string[]> =>
  runInDurableObject(bindings.SHARE_STORE.getByName(crypto.randomUUID()), (_instance, state) =>
    steps.map((step) => {
      const ran: unknown[] = [];
      const { sql } = state.storage;
      const exec = (query: string, ...values: unknown[]): unknown => {
        ran.push([query.replaceAll(/\s+/g, ' ').trim(), ...values]);
        return sql.exec(query, ...values);
      };
      step({ exec } as SqlStorage);
      return toHex(sha256(utf8(JSON.stringify(ran)))).slice(0, 16);
    })
  );

it('[R6] a shipped step of a room is what it was', async () => {
  expect(await hashesOf(ROOM_STEPS)).toEqual(SHIPPED.room);
});

it('[R6] a shipped step of the desk is what it was', async () => {
  expect(await hashesOf(DESK_STEPS)).toEqual(SHIPPED.desk);
});

it('[R6] a sibling of the first version holds what it always held, and no step has been added', async () => {
  expect(Object.values(siblings)).toEqual([[], [], []]);
  const hex = crypto.randomUUID().replaceAll('-', '');
  const one = new Uint8Array([1]);
  const [gate, archive, share] = [
    bindings.JOIN_GATE.getByName(boxName(hex, 1)),
    bindings.ARCHIVE.getByName(boxName(hex, 1)),
    bindings.SHARE_STORE.getByName(shareStoreName(hex, 0))
  ];
  await gate.put(one, one);
  await archive.put(one);
  await share.put(7, one);
  const held = (stub: unknown): Promise<unknown> =>
    runInDurableObject(
      stub as DurableObjectStub<undefined>,
      (_instance: unknown, state: DurableObjectState) => Object.fromEntries(state.storage.kv.list())
    );
  expect(await held(gate)).toEqual({ version: 1, verifier: one, 'desk-box': one });
  expect(await held(archive)).toEqual({ version: 1, box: one });
  expect(await held(share)).toEqual({ version: 1, generation: 7, share: one });
});
