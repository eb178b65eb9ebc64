// Every page is prerendered; the room server's edge only serves files.
export const prerender = true;
export const trailingSlash = 'never';
