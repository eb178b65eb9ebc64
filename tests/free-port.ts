// A port for a server of a test's own.
import { createServer, type AddressInfo } from 'node:net';

/** A port that nobody listens on now, on any address of this machine. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
