import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { announced } from './announced.ts'
import { compressed } from './compressed.ts'
import { documentsInPlace } from './documents.ts'

/** GraphiQL's style sheet carries 35 fonts inline; this page has its own. */
const withoutInlineFonts: Plugin = {
  name: 'without-inline-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('graphiql/dist/style.css') ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : undefined,
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [documentsInPlace, react(), withoutInlineFonts, announced, compressed],
  // Modules, so that a worker too loads what it seldom needs on demand.
  worker: { format: 'es' },
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // No data: addresses, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: ['admin/index.html', 'admin/graphiql.html'],
      // A browser fetches six files at once: what is needed together comes in few.
      output: {
        codeSplitting: {
          groups: [
            { name: 'loader', test: /vite[\\/]preload-helper/, priority: 4 },
            { name: 'early', test: /admin[\\/](early|i18n[\\/]language)\.ts$/, priority: 4 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|clsx)[\\/]/, priority: 3 },
            { name: 'panel', test: /admin[\\/]panel\.tsx$/, priority: 2 },
            { name: 'inside', test: /admin[\\/]inside\.ts$/, priority: 1, maxSize: 1_000_000 },
          ],
        },
      },
      onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
    },
  },
  server: { proxy: { '/graphql': 'http://localhost:4000' } },
})
