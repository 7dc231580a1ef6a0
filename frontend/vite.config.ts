import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { firstFiguresPlugin } from './vite/firstFigures.ts'
import { firstLoadGroups } from './vite/firstLoadGroups.ts'
import { precompress } from './vite/precompress.ts'
import { startScriptPlugin } from './vite/startScript.ts'
import { swaggerAssets } from './vite/swaggerAssets.ts'

// The Host header stays the browser's own: the API refuses an Origin of another host.
const api = { target: `http://127.0.0.1:${process.env.API_PORT ?? '5000'}`, changeOrigin: false }

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    swaggerAssets(),
    startScriptPlugin(),
    firstFiguresPlugin(),
    precompress(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    port: 3000,
    strictPort: true,
    proxy: { '/api': api, '/healthz': api, '/readyz': api },
  },
  build: {
    target: 'es2023',
    // Data URLs would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: firstLoadGroups } } },
  },
  test: {
    css: false,
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'components',
          environment: 'jsdom',
          setupFiles: './src/testing/setup.ts',
          include: ['src/**/*.test.tsx'],
        },
      },
    ],
  },
})
