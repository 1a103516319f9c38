import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** No request leaves the page, and nothing that is not the page's own runs in it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "connect-src 'none'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

/** Writes the Content-Security-Policy into the built page; the development server needs inline scripts. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/** Has the fonts loaded with the page's script: text that changes its font has to be laid out again. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', href: `./${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
            injectTo: 'head' as const,
          })),
    },
  };
}

/** Keeps every file of the build in the browser, so that the page works without a network. `app/store/versions.ts` registers it. */
function serviceWorker(): Plugin[] {
  return VitePWA({
    filename: 'sw.js',
    injectRegister: false,
    manifest: false,
    registerType: 'prompt',
    workbox: {
      globPatterns: ['**/*.{html,js,css,woff2,svg,png,webmanifest}'],
      // Only the page's own address is the page: what else the host has below it stays its own.
      navigateFallback: null,
      ignoreURLParametersMatching: [/./],
      // The first visit is served by it too: what was not opened yet is there without a network.
      clientsClaim: true,
      inlineWorkboxRuntime: true,
      sourcemap: false,
    },
  });
}

export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy(), preloadFonts(), serviceWorker()],
  // Radix’ lock of scrolling writes a <style>, which the page’s policy refuses.
  resolve: { alias: { 'react-style-singleton': fileURLToPath(new URL('app/ui/sheets.ts', import.meta.url)) } },
  // What is loaded first is weighed by size-limit, packed.
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    // In many small files each is packed for itself. What is opened later keeps files of its own.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'icons', test: /lucide-react/ },
            { name: 'engine', test: /\/src\/(?!scenarios\/|model\/glossary|engine\/(?:merge|probe))/ },
          ],
        },
      },
    },
  },
});
