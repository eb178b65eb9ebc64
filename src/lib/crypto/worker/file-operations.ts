// Files in either worker [K7]: a fresh key and id for every file, drawn in the worker.
// The page gets key and id to put into the sealed message that names the file.

import type { FileOperations, RandomBytes } from './operation-types.ts';
import { openFile, sealFile } from '../files/file-seal.ts';
import { SALT_BYTES } from '../primitives/seal.ts';

export function createFileOperations(randomBytes: RandomBytes): FileOperations {
  return {
    async sealFile(roomId, content) {
      const fileKey = randomBytes(32);
      const fileId = randomBytes(16);
      const binding = { fileKey, roomId, fileId };
      return { fileKey, fileId, sealed: await sealFile(binding, content, randomBytes(SALT_BYTES)) };
    },
    openFile
  };
}
