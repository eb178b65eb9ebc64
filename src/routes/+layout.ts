// Every page is made at build time; the room server's edge only hands out files.
export const prerender = true;
export const trailingSlash = 'never';
