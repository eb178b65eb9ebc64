// Build of the pages and of the service worker. The worker's list holds only what a young person's
// page can need: staff code never travels to a phone.
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vite';
import { guestManifest } from './scripts/guest-files.ts';

export default defineConfig({
  plugins: [
    sveltekit(),
    SvelteKitPWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      manifest: false,
      injectRegister: false,
      injectManifest: {
        globPatterns: ['client/**/*.{js,css,svg,png,wasm}', 'prerendered/**/*.html'],
        modifyURLPrefix: {},
        manifestTransforms: [guestManifest]
      }
    })
  ],
  build: { target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: false },
  worker: {
    format: 'es',
    rolldownOptions: {
      // Hybrids with P-256 and P-384 that nobody here asks for: a third of the guest's worker.
      treeshake: { manualPureFunctions: ['QSF', 'createKitchenSink', 'ecdhKem'] }
    }
  }
});
