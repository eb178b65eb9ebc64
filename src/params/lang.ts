// The languages in addresses, at build time only: visitors see /r, and the edge or the service worker picks
// the variant. The home language has none.
export const match = (param: string): boolean => param === 'en' || param === 'fi';
