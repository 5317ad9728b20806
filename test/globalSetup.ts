import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { loadSeeds } from '../seeds/index.ts'
import { embedded } from '../server/embedded.ts'
import { migrate } from '../server/migrate.ts'
import { openPostgres } from '../server/postgres.ts'
import { postgresUrl } from './engines.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the templates are that every test's database is copied from. */
    templates: { folder: string; prefix: string }
  }
}

/** Makes each engine's empty and seeded database once; tests work on copies. */
export default async function setup(project: TestProject) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-test-'))
  const prefix = `sangsaeng_test_${process.pid}_${Date.now().toString(36)}`
  const engines = project.vitest.projects.map(({ name }) => name)
  if (engines.includes('pglite')) await embeddedTemplates(folder)
  const server = engines.includes('postgresql') ? await postgresUrl() : undefined
  if (server) await postgresTemplates(server, prefix)
  project.provide('templates', { folder, prefix })
  return async () => {
    fs.rmSync(folder, { recursive: true, force: true })
    if (server) await dropAll(server, prefix)
  }
}

async function embeddedTemplates(folder: string) {
  const pglite = await PGlite.create()
  const db = embedded(pglite)
  const dump = async (name: string) =>
    fs.writeFileSync(path.join(folder, name), Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await migrate(db)
  await dump('empty')
  await loadSeeds(db)
  await dump('seeded')
  await db.close()
}

async function postgresTemplates(server: string, prefix: string) {
  const client = new pg.Client(server)
  await client.connect()
  await dropAbandoned(client)
  // The embedded engine sorts text by code point; so must this one, or the same test has two answers.
  await client.query(
    `CREATE DATABASE ${prefix}_empty TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`,
  )
  const empty = await openPostgres(databaseUrl(server, `${prefix}_empty`))
  await migrate(empty)
  await empty.close()
  await client.query(`CREATE DATABASE ${prefix}_seeded TEMPLATE ${prefix}_empty`)
  const seeded = await openPostgres(databaseUrl(server, `${prefix}_seeded`))
  await loadSeeds(seeded)
  await seeded.close()
  await client.end()
}

async function dropAll(server: string, prefix: string) {
  const client = new pg.Client(server)
  await client.connect()
  const { rows } = await client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix])
  for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
  await client.end()
}

/** Databases of runs that were killed: their process is gone. */
async function dropAbandoned(client: pg.Client) {
  const { rows } = await client.query("SELECT datname FROM pg_database WHERE starts_with(datname, 'sangsaeng_test_')")
  for (const { datname } of rows) {
    try {
      process.kill(Number(datname.split('_')[2]), 0)
    } catch {
      await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
    }
  }
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
