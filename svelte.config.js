// Build of the pages. Every page is prerendered, so the room server's edge only serves files. The
// Content-Security-Policy is made here (hashes) and moved into a header by scripts/build.
import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: {
    runes: true,
    // Which version built the page is nobody's business, and costs a phone bytes.
    discloseVersion: false,
    // Short names of scoped styles: they stand in page, script and style, and chance does not compress.
    cssHash: ({ hash, css }) => `s${hash(css).slice(0, 5)}`
  },
  kit: {
    adapter: adapter({
      pages: '.build/site',
      assets: '.build/site',
      precompress: false,
      strict: true
    }),
    paths: { relative: false },
    inlineStyleThreshold: 0,
    serviceWorker: { register: false },
    typescript: {
      // What package.json's `imports` tell Node and Vite. svelte-check looks at components in a folder of
      // its own and finds them by a path of the compiler only: without this one they would count as `any`.
      config: (config) => {
        config.compilerOptions.paths['#lib/*'] = ['../src/lib/*'];
      }
    },
    prerender: { entries: ['*'] },
    output: { preloadStrategy: 'modulepreload' },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self'],
        // Kit's live region for page changes has one inline style; only its hash is allowed.
        'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'img-src': ['self', 'data:', 'blob:'],
        'media-src': ['self', 'blob:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'worker-src': ['self'],
        'manifest-src': ['self'],
        'form-action': ['none'],
        'base-uri': ['none'],
        'frame-src': ['none'],
        'object-src': ['none'],
        'require-trusted-types-for': ['script'],
        'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url', 'tryggrom']
      }
    }
  }
};
