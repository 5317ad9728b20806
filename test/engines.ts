import fs from 'node:fs'
import pg from 'pg'

/** Address of the PostgreSQL server that tests may make databases on; undefined when none answers. */
export async function postgresUrl(): Promise<string | undefined> {
  const candidates = process.env.TEST_DATABASE_URL
    ? [process.env.TEST_DATABASE_URL]
    : ['postgresql://postgres@127.0.0.1:5432/postgres', 'postgresql://root@127.0.0.1:5432/postgres']
  for (const connectionString of candidates) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 })
    try {
      await client.connect()
      await client.end()
      return connectionString
    } catch {
      // the next one
    }
  }
  return undefined
}

export function chromiumPath(): string | undefined {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  return candidates.find((file) => file && fs.existsSync(file))
}

/** Says in one line what is not tested here; in CI that is a failure. */
export function skipped(what: string, why: string, inCi: boolean) {
  const line = `Skipped: the ${what} tests (${why}).`
  if (inCi) throw new Error(line)
  console.warn(line)
}
