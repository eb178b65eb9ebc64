// Debian packages that only tests need. They are installed only where that needs no question: as root on
// Debian, on a machine that exists for one run.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const onDebianAsRoot = (): boolean =>
  existsSync('/etc/debian_version') && process.getuid !== undefined && process.getuid() === 0;

/** Installs them, and says so. Returns false where that is not possible. */
export function installPackages(names: readonly string[]): boolean {
  if (!onDebianAsRoot()) return false;
  console.log(`Installing Debian’s ${names.join(', ')} …`);
  const quiet = {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  } as const;
  try {
    execFileSync('apt-get', ['update'], quiet);
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...names], quiet);
    return true;
  } catch {
    return false;
  }
}
