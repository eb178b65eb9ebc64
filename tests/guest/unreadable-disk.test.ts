// Resume boxes and device keys when the disk does not answer or a later page has used it. Real seals and
// keys, over storage that fails on demand. Rules: J2, P1, R6.
import { afterEach, describe, expect, it } from 'vitest';
import { toBase64url, toHex, utf8, type Bytes } from '#lib/crypto/primitives/bytes.ts';
import type { GuestCrypto } from '#lib/crypto/worker/operation-types.ts';
import { createGuestOperations } from '#lib/crypto/worker/guest-operations.ts';
import { argon2id } from '#lib/crypto/primitives/passcode.ts';
import { sealResumeBox } from '#lib/crypto/room/resume-box.ts';
import { forgetDeviceKeys, knownDeviceKey, ownDeviceKey } from '#lib/guest/runtime/device-key.ts';
import type { GuestStorage, StoredKey } from '#lib/guest/runtime/guest-storage.ts';
import { lossReasonOf } from '#lib/guest/core/losses.ts';
import { lossesByReason } from '#lib/guest/runtime/leftovers.svelte.ts';
import { ResumeShares } from '#lib/guest/runtime/resume-boxes.ts';
import type { OutboxStore } from '#lib/sync/outbox-store.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import { StorageError, type StorageErrorCode } from '#lib/sync/storage-error.ts';

const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n));
const guestOps = createGuestOperations(random)((password, salt) =>
  argon2id(password, salt, { memoryKiB: 64, passes: 1, lanes: 1, length: 32 })
);

/** A phone's storage that keeps what it is given, and fails on demand. */
class Disk {
  fails: StorageErrorCode | null = null;
  key: StoredKey | null = null;
  held: Bytes[] = [];
  dropped = 0;
  /** A later page has left a row somewhere. */
  laterRow = false;
  /** What another tab does between this page's look and its write. */
  meanwhile = (): void => undefined;

  get storage(): GuestStorage {
    const answer = <T>(work: () => T): Promise<T> =>
      this.fails === null
        ? Promise.resolve().then(work)
        : Promise.reject(new StorageError(this.fails));
    return {
      outbox: {
        refuseLater: () =>
          answer(() => {
            if (this.laterRow) throw new StorageError('newer');
          })
      } as unknown as OutboxStore,
      deviceKey: () => answer(() => this.key),
      keepDeviceKey: (_room, serviceId, key) =>
        answer(() => {
          this.meanwhile();
          return (this.key ??= { ...key, serviceId });
        }),
      boxes: () => answer(() => [...this.held]),
      keepBoxes: (_room, _epochId, boxes) =>
        answer(() => {
          this.held = [...boxes];
        }),
      dropBoxes: () =>
        answer(() => {
          this.dropped += 1;
          this.held = [];
        })
    } satisfies Partial<GuestStorage> as unknown as GuestStorage;
  }
}

describe('[R6] the resume box', () => {
  const roomId = random(16);
  const epochId = random(16);
  const u = random(32);
  const root = random(32);
  const face = {
    v: 1,
    kind: 'invited',
    host: 'Kari',
    policy: nettpatrulje,
    language: 'nb',
    wordList: 'nb',
    createdAtMs: 1_800_000_000_000,
    roomKey: 'A'.repeat(1622)
  };
  const content = {
    v: 1,
    face: JSON.stringify(face),
    tip: { n: 0, head: toBase64url(random(32)) },
    deviceKey: toBase64url(random(65)),
    draft: 'halvveis'
  };

  const boxOf = (held: object, share = u): Promise<Bytes> =>
    sealResumeBox(
      share,
      roomId,
      epochId,
      new Uint8Array([...root, ...utf8(JSON.stringify(held))]),
      random(24)
    );

  async function open(...boxes: Bytes[]) {
    const disk = new Disk();
    disk.held = boxes;
    const cryptoWorker = guestOps as unknown as GuestCrypto;
    const shares = new ResumeShares({
      joinedAs: { roomId, roomHex: toHex(roomId), epochId },
      cryptoWorker,
      storage: disk.storage
    });
    return { disk, shares, way: await shares.open(u) };
  }

  it('opens, with fields that this page does not know, and keeps them', async () => {
    const { way } = await open(await boxOf({ ...content, corner: 'later' }));
    expect(way).toMatchObject({ type: 'back', content: { draft: 'halvveis', corner: 'later' } });
  });

  it.each([
    ['content of a later version', { ...content, v: 2 }],
    ['a face of a later version', { ...content, face: JSON.stringify({ ...face, v: 2 }) }]
  ])('with %s needs a newer page', async (_what, held) => {
    expect((await open(await boxOf(held))).way).toEqual({ type: 'newer' });
  });

  it('of a later form needs a newer page', async () => {
    const box = await boxOf(content);
    box[0] = 2;
    expect((await open(box)).way).toEqual({ type: 'newer' });
  });

  it.each([
    ['nothing that fits', { ...content, draft: 7 }],
    ['no content of ours', ['something else']]
  ])('with %s is unreadable', async (_what, held) => {
    expect((await open(await boxOf(held))).way).toEqual({ type: 'unreadable' });
  });

  it('that was cut short, or altered, is unreadable; another box that fits still opens', async () => {
    const cut = (await boxOf(content)).slice(0, 70);
    expect((await open(cut)).way).toEqual({ type: 'unreadable' });
    expect((await open(new Uint8Array())).way).toEqual({ type: 'unreadable' });
    expect((await open(cut, await boxOf(content))).way.type).toBe('back');
  });

  it('of another share is no way back, and neither is none', async () => {
    expect((await open(await boxOf(content, random(32)))).way).toEqual({ type: 'resume-expired' });
    expect((await open()).way).toEqual({ type: 'resume-expired' });
  });

  it('on a disk that does not answer is not taken for none', async () => {
    const { disk, shares } = await open(await boxOf(content));
    disk.fails = 'unreadable';
    expect(await shares.open(u)).toEqual({ type: 'unreadable' });
    disk.fails = 'newer';
    expect(await shares.open(u)).toEqual({ type: 'newer' });
  });

  it('that could not be read is not taken off the phone', async () => {
    const { disk, shares } = await open(await boxOf({ ...content, v: 2 }));
    shares.drop('keep');
    await shares.settled();
    expect(disk.held).toHaveLength(1);
    shares.drop('drop');
    await shares.settled();
    expect(disk.held).toHaveLength(0);
  });
});

describe('[J2, R6] the key of this phone', () => {
  const room = toHex(random(16));
  const own = (disk: Disk) => ownDeviceKey(disk.storage, room, nettpatrulje.serviceId);
  afterEach(forgetDeviceKeys);

  it('is made once and found again', async () => {
    const disk = new Disk();
    const made = await own(disk);
    expect(made.recognised).toBe(true);
    expect(await own(disk)).toMatchObject(made);
    expect(await knownDeviceKey(disk.storage, room)).toMatchObject({
      publicKey: made.key.publicKey
    });
  });

  it('that cannot be read now is neither written over nor taken for none: the page goes by another, and knows it', async () => {
    const disk = new Disk();
    const { key } = await own(disk);
    const kept = disk.key;
    disk.fails = 'unreadable';
    const other = await own(disk);
    expect(other.recognised).toBe(false);
    expect(other.key.publicKey).not.toEqual(key.publicKey);
    expect(disk.key).toBe(kept);
    // The same key while the disk does not answer, and the stored one as soon as it does.
    expect(await own(disk)).toEqual(other);
    disk.fails = null;
    expect(await own(disk)).toMatchObject({ recognised: true, key: { publicKey: key.publicKey } });
    expect(disk.key).toBe(kept);
  });

  it('[J2] that another tab has stored meanwhile is the one that is used', async () => {
    const disk = new Disk();
    const { key } = await own(new Disk());
    forgetDeviceKeys();
    disk.meanwhile = () => (disk.key = { ...key, serviceId: nettpatrulje.serviceId });
    expect(await own(disk)).toMatchObject({ recognised: true, key: { publicKey: key.publicKey } });
  });

  it('that a later page keeps lets no epoch begin under another', async () => {
    const disk = new Disk();
    await own(disk);
    disk.fails = 'newer';
    await expect(own(disk)).rejects.toMatchObject({ code: 'newer' });
  });

  it('[R6] lets no epoch begin where a later page has left anything else', async () => {
    const disk = new Disk();
    await own(disk);
    disk.laterRow = true;
    await expect(own(disk)).rejects.toMatchObject({ code: 'newer' });
    await expect(knownDeviceKey(disk.storage, room)).rejects.toMatchObject({ code: 'newer' });
  });

  it('is not said to be none where it cannot be read', async () => {
    const disk = new Disk();
    disk.fails = 'unreadable';
    await expect(knownDeviceKey(disk.storage, room)).rejects.toMatchObject({ code: 'unreadable' });
    disk.fails = null;
    expect(await knownDeviceKey(disk.storage, room)).toBeNull();
  });
});

describe('[O3] what could not arrive', () => {
  it('is said by its reason, over all rooms', () => {
    const losses = [
      { room: 'aa', why: 'over', count: 2 },
      { room: 'bb', why: 'refused', count: 1 },
      { room: 'cc', why: 'over', count: 1 }
    ] as const;
    expect(lossesByReason(losses)).toEqual([
      { why: 'over', count: 3 },
      { why: 'refused', count: 1 }
    ]);
    expect(lossesByReason([])).toEqual([]);
  });

  it('has a reason for every refusal', () => {
    expect(lossReasonOf('ended')).toBe('over');
    expect(lossReasonOf('epoch-refused')).toBe('refused');
    expect(lossReasonOf('too-large')).toBe('other');
  });
});
