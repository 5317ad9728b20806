import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'
import { chromiumPath, postgresUrl, skipped } from './test/engines.ts'

const inCi = Boolean(process.env.CI)
const postgres = await postgresUrl()
const chromium = chromiumPath()
if (!postgres) skipped('PostgreSQL', 'no server answers on 127.0.0.1:5432; set TEST_DATABASE_URL', inCi)
if (!chromium) skipped('browser', 'Chromium was not found; set CHROMIUM_PATH', inCi)

const common = {
  // One copy of graphql for Node and for Vite, else "another module or realm".
  alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
}
/** Files of one worker share what they import: making the schema takes longer than most files. */
const shared = { isolate: false }
const project = (name: string, include: string[], env: Record<string, string> = {}, rest: object = {}) => ({
  resolve: common,
  test: { name, include, env, setupFiles: ['test/setup.ts'], testTimeout: 300_000, hookTimeout: 300_000, ...rest },
})

export default defineConfig({
  test: {
    globalSetup: ['test/globalSetup.ts'],
    maxWorkers: 2,
    projects: [
      project('pglite', ['test/*.test.ts'], { ENGINE: 'pglite' }, shared),
      ...(postgres
        ? [project('postgresql', ['test/*.test.ts'], { ENGINE: 'postgresql', POSTGRES: postgres }, shared)]
        : []),
      project(
        'process',
        ['test/process/*.test.ts'],
        { POSTGRES: postgres ?? '' },
        { globalSetup: ['test/process/build.ts'], testTimeout: 900_000, hookTimeout: 600_000 },
      ),
      ...(chromium
        ? [
            project(
              'browser',
              ['test/browser/*.test.ts'],
              { CHROMIUM: chromium },
              { testTimeout: 900_000, hookTimeout: 600_000 },
            ),
          ]
        : []),
    ],
  },
})
