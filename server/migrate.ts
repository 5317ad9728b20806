import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import type { Database } from './db.ts'
import { StartError } from './env.ts'
import { root } from './root.ts'

type Engine = bindings.SchemaEngine
type MigrationFile = { name: string; sql: string }

/** Applies every migration that the database does not have yet; each one wholly or not at all. Returns their names. */
export async function migrate(db: Database, migrations = readMigrations()): Promise<string[]> {
  if (await hasExactly(db, migrations)) return []
  const failure: { sql?: string; error?: unknown } = {}
  const engine = await startEngine(wholeScripts(db, failure))
  const filters = { externalTables: [], externalEnums: [] }
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: listed(migrations), filters })
    if (appliedMigrationNames.length) await db.script(WATCH_NEW_TABLES)
    return appliedMigrationNames
  } catch (error) {
    const failed = migrations.find(({ sql }) => sql === failure.sql)
    if (!failed) throw new StartError(`The database cannot be migrated: ${firstLine(error)}`)
    await engine.markMigrationRolledBack({ migrationName: failed.name })
    throw new StartError(`Migration ${failed.name} failed and changed nothing: ${describe(failed.sql, failure.error)}`)
  } finally {
    engine.free()
  }
}

/** Whether just these migrations are applied: then the engine, which takes long to load, has nothing to do. */
async function hasExactly({ query }: Database, migrations: MigrationFile[]): Promise<boolean> {
  const [table] = await query("SELECT to_regclass('_prisma_migrations') AS name")
  if (!table?.name) return false
  const applied = await query(
    'SELECT migration_name AS name, finished_at AS at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return isDeepStrictEqual(
    applied.map(({ name, at }) => at && name).sort(),
    migrations.map(({ name }) => name),
  )
}

/** No table that a migration makes goes without a history, once there is one, nor unnoticed by who keeps answers. */
const WATCH_NEW_TABLES = `DO $$ BEGIN
  IF to_regproc('watch_changes') IS NOT NULL THEN PERFORM watch_changes(); END IF;
  IF to_regproc('watch_writes') IS NOT NULL THEN PERFORM watch_writes(); END IF;
END $$`

/** The SQL that leads from the database as it is to what schema.prisma says; empty when they agree. */
export async function difference(db: Database, schema = readSchema()): Promise<string> {
  const engine = await startEngine(wholeScripts(db, {}), schema)
  const files = [{ path: 'schema.prisma', content: schema }]
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return stdout?.includes('This is an empty migration') ? '' : (stdout ?? '')
  } finally {
    engine.free()
  }
}

export const migrationsFolder = path.join(root, 'prisma/migrations')

export function readMigrations(folder = migrationsFolder): MigrationFile[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const readSchema = () => fs.readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8')

function listed(migrations: MigrationFile[]) {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}

/** The adapters split a script at semicolons or do not wait for it; here it goes to the server whole, as one transaction. */
function wholeScripts(db: Database, failure: { sql?: string; error?: unknown }): SqlDriverAdapterFactory {
  const connect = async () => {
    const adapter = await db.adapter.connect()
    return Object.assign(Object.create(adapter), {
      async executeScript(sql: string) {
        try {
          await db.script(sql)
        } catch (error) {
          Object.assign(failure, { sql, error })
          throw error
        }
      },
      queryRaw: (query: SqlQuery) => (isEnginesLock(query) ? Promise.resolve(NO_ROWS) : queryRaw(adapter, query)),
      executeRaw: (query: SqlQuery) => (isEnginesLock(query) ? Promise.resolve(0) : adapter.executeRaw(query)),
      dispose: async () => {},
    })
  }
  return { provider: 'postgres', adapterName: db.adapter.adapterName, connect }
}

/** Prisma's adapter refuses the type "char" of the catalog, which the engine reads as characters. */
async function queryRaw(adapter: SqlQueryable, query: SqlQuery): Promise<SqlResultSet> {
  const columns: number[] = []
  const reader = Object.assign(Object.create(adapter), {
    async performIO(query: SqlQuery) {
      const result = await (adapter as never as { performIO(query: SqlQuery): Promise<pg.QueryResult> }).performIO(
        query,
      )
      for (const [column, field] of result.fields.entries()) {
        if (field.dataTypeID !== pg.types.builtins.CHAR) continue
        columns.push(column)
        field.dataTypeID = pg.types.builtins.TEXT
      }
      return result
    },
  })
  const found: SqlResultSet = await reader.queryRaw(query)
  for (const column of columns) found.columnTypes[column] = ColumnTypeEnum.Character
  return found
}

// Starts are put in order by `alone`. The engine's own lock would stay with a connection of the pool until that has been
// idle for ten seconds, which is how long the next engine waits for it before it gives up.
const isEnginesLock = ({ sql }: SqlQuery) => /^\s*SELECT pg_advisory_lock\(/i.test(sql)
const NO_ROWS = { columnNames: [], columnTypes: [], rows: [] }

async function startEngine(factory: SqlDriverAdapterFactory, schema = readSchema()): Promise<Engine> {
  loaded ??= loadEngine()
  await loaded
  const bound = bindMigrationAwareSqlAdapterFactory({ ...factory, connectToShadowDb: factory.connect } as never)
  return bindings.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, bound)
}

let loaded: Promise<void> | undefined

// @types/node does not declare it, and the DOM's types would declare far more.
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>
  instantiate(module: object, imports: object): Promise<{ exports: Record<string, unknown> }>
}

/** The engine is WebAssembly that is loaded by hand, once per process: its own loader is for bundlers. */
async function loadEngine() {
  const engine = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = await WebAssembly.compile(fs.readFileSync(engine.replace(/\.js$/, '.wasm')))
  const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': bindings as never })
  bindings.__wbg_set_wasm(exports)
  ;(exports.__wbindgen_start as () => void)()
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message() {} } })
}

/** Names the failing statement by the position that PostgreSQL reports. */
function describe(sql: string, error: unknown): string {
  const { message, position } = error as { message: string; position?: string }
  if (!position) return message
  const at = Number(position) - 1
  const start = sql.lastIndexOf(';', at - 1) + 1
  const end = sql.indexOf(';', at)
  const line = sql.slice(0, at).split('\n').length
  const statement = sql
    .slice(start, end < 0 ? undefined : end)
    .replace(/^\s*--.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
  return `${message} (line ${line}: ${statement.slice(0, 300)})`
}

const firstLine = (error: unknown) =>
  String((error as Error).message ?? error)
    .trim()
    .split('\n')
    .join(' ')
    .slice(0, 500)
