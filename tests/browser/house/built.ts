// Before any browser test: the app is built, once, for all of them.
import { buildIfNeeded } from '../../../scripts/build.ts';

export default buildIfNeeded;
