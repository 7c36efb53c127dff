import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const webPort = Number(process.env['WEB_PORT'] ?? 5173);
const bff = `http://127.0.0.1:${process.env['BFF_PORT'] ?? 8787}`;

// The browser's Origin and Host go through as they are: the BFF checks them.
const toBff = { target: bff, changeOrigin: false };

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // The prerendering entry runs from a temporary folder, where no package is found.
  ssr: { noExternal: true },
  build: {
    assetsDir: 'assets',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // All that the sign-in page needs in one file: on a slow network requests cost more than bytes.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: 'icons', test: /lucide-react/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: webPort,
    strictPort: true,
    proxy: { '/api': toBff, '/webhooks': toBff },
  },
});
