// A real nginx that runs the unchanged example of deploy/: only names, ports and paths are put in. On
// Debian as root it is installed when it is missing.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, run, until, type Run } from './started.ts';

const NGINX = '/usr/sbin/nginx';

/** Path of nginx, or why there is none. */
export function findNginx(): string | { readonly leftOut: string } {
  if (process.getuid?.() !== 0) return { leftOut: 'nginx is tried out as root only' };
  const there = () => existsSync(NGINX) && existsSync('/usr/bin/openssl');
  if (!there() && existsSync('/etc/debian_version')) {
    console.log('No nginx yet: installing Debian’s nginx-light …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', SYSTEMD_OFFLINE: '1' };
    const quiet = { stdio: 'ignore', env } as const;
    const install = ['install', '-y', '--no-install-recommends', 'nginx-light', 'openssl'];
    execFileSync('apt-get', ['update'], quiet);
    execFileSync('apt-get', install, quiet);
  }
  if (there()) return NGINX;
  return { leftOut: 'there is no nginx here; install your system’s nginx and openssl' };
}

export interface Proxy extends Run {
  readonly port: number;
  readonly plainPort: number;
  /** PEM of the CA of its certificate. */
  readonly certificate: string;
  /** nginx's log since it started. */
  readonly log: () => string;
}

export interface ProxySettings {
  readonly port: number;
  readonly plainPort: number;
  readonly serverPort: number;
  /** Other numbers for the caps; without them the example's own apply. */
  readonly caps?: { readonly ofOneAddress: number; readonly inAll: number };
}

/** Replaces one text by another, everywhere; it must occur. */
function inserted(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`deploy/nginx.conf does not say “${from}” any more.`);
  return text.replaceAll(from, to);
}

export async function startProxy(nginx: string, settings: ProxySettings): Promise<Proxy> {
  const { port, plainPort, serverPort, caps } = settings;
  const folder = newFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const ask = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes'
  ];
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-days',
    '2'
  ];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', [...ask, ...subject, ...files], { stdio: 'ignore' });
  const live = '/etc/letsencrypt/live/rom.example.org';
  let text = readFileSync('deploy/nginx.conf', 'utf8');
  for (const [from, to] of [
    [`${live}/fullchain.pem`, certificate],
    [`${live}/privkey.pem`, key],
    ['return 301 https://rom.example.org', `return 301 https://localhost:${port}`],
    ['rom.example.org', 'localhost'],
    ['listen 80', `listen ${plainPort}`],
    ['listen 443 ssl', `listen ${port} ssl`],
    ['listen [::]:80', `listen [::]:${plainPort}`],
    ['listen [::]:443 ssl', `listen [::]:${port} ssl`],
    ['server 127.0.0.1:8787', `server 127.0.0.1:${serverPort}`],
    ['/run/nginx.pid', join(folder, 'nginx.pid')],
    ['/var/log/nginx/error.log', join(folder, 'error.log')],
    ['user www-data', 'user root']
  ] as const)
    text = inserted(text, from, to);
  if (caps !== undefined) {
    text = inserted(text, 'of_one_address 200;', `of_one_address ${caps.ofOneAddress};`);
    text = inserted(text, 'in_all 3000;', `in_all ${caps.inAll};`);
  }
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, text);
  // Killed outright, it would leave its workers behind.
  const command = [nginx, '-c', config, '-p', folder, '-g', 'daemon off;'] as const;
  const started = run(command, {}, {}, 'SIGTERM');
  const listens = (): Promise<boolean> =>
    fetch(`http://localhost:${plainPort}/`, { redirect: 'manual' }).then(
      () => true,
      () => false
    );
  const over = started.ended.then(() => {
    throw new Error(`nginx ended: ${started.err()}`);
  });
  await Promise.race([until(listens), over]);
  return {
    ...started,
    port,
    plainPort,
    certificate: readFileSync(certificate, 'utf8'),
    log: () => readFileSync(join(folder, 'error.log'), 'utf8') + started.err() + started.out()
  };
}
