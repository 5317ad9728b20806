import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
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
  plugins: [documentsInPlace, react(), withoutInlineFonts],
  // Modules, so that a worker too loads what it seldom needs on demand.
  worker: { format: 'es' },
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: ['admin/index.html', 'admin/graphiql.html'],
      // Libraries change seldom: apart from the panel's own code they stay in the browser's cache.
      output: {
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }],
        },
      },
      onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
    },
  },
  server: { proxy: { '/graphql': 'http://localhost:4000' } },
})
