// The languages in addresses, at build time only: visitors see /r, and the edge or the service worker picks
// the variant. The home language has none.
import { ADDRESS_LANGUAGES } from '#lib/protocol/languages.ts';

export const match = (param: string): boolean => ADDRESS_LANGUAGES.some((one) => one === param);
