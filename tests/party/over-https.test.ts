// The same suites once more, over plain HTTPS instead of WebSockets: the same frames, proofs, order and
// close codes. Rules: N2.
import { transport } from './wire.ts';

transport.overHttps = true;
await import('./join.test.ts');
await import('./append.test.ts');
