import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { PGlite, type Transaction as PGliteTransaction } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { type Env, StartError } from './env.ts'
import { PrismaClient } from './generated/prisma/client.ts'
import { lockFolder } from './lock.ts'

export type Row = Record<string, unknown>

/** The open database: Prisma for everything, and the driver itself for what Prisma cannot say. */
export interface Database {
  engine: 'pglite' | 'postgresql'
  prisma: PrismaClient
  adapter: SqlDriverAdapterFactory
  /** Runs one statement with parameters. */
  query(sql: string, values?: unknown[]): Promise<Row[]>
  /** Runs a script of several statements as one transaction. */
  script(sql: string): Promise<void>
  /** Runs `work` while no other process that shares the database does the same. */
  alone<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens PostgreSQL when DATABASE_URL is set, else the embedded database in DATA_DIR. */
export function openDatabase(env: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>): Promise<Database> {
  return env.DATABASE_URL ? openPostgres(env.DATABASE_URL) : openFolder(env.DATA_DIR)
}

const START_LOCK = 7_204_619 // any number that no other application on the same database takes

export async function openPostgres(url: string): Promise<Database> {
  // Prisma's adapter sends instants in UTC without an offset: a session in another time zone would store other ones.
  const options = '-c TimeZone=UTC'
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000, options })
  pool.on('error', () => {}) // an idle connection that breaks is replaced by the pool
  try {
    const { rows } = await pool.query('SHOW server_version_num')
    if (rows[0].server_version_num < 150_000) throw new Error('the server is older than PostgreSQL 15')
  } catch (error) {
    await pool.end()
    throw new StartError(
      `DATABASE_URL cannot be used: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`,
    )
  }
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) })
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 20_000, timeout: 60_000 } })
  return {
    engine: 'postgresql',
    prisma,
    adapter,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    script: async (sql) => void (await pool.query(sql)),
    async alone(work) {
      const holder = await pool.connect()
      try {
        await holder.query('SELECT pg_advisory_lock($1)', [START_LOCK])
        return await work()
      } finally {
        holder.release(true) // closing the connection gives the lock back
      }
    },
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

const names = new Map<string, string>()

/** PostgreSQL plans a statement once per connection when it has a name; adapter-pg sends none unless told. */
function statementName(sql: string): string {
  let name = names.get(sql)
  if (!name) {
    name = createHash('sha1').update(sql).digest('base64')
    if (names.size > 2000) names.clear()
    names.set(sql, name)
  }
  return name
}

async function openFolder(folder: string): Promise<Database> {
  const absolute = path.resolve(folder)
  try {
    fs.mkdirSync(absolute, { recursive: true, mode: 0o700 })
    fs.accessSync(absolute, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    throw new StartError(`DATA_DIR ${absolute} cannot be used: ${(error as Error).message}`)
  }
  const unlock = lockFolder(absolute)
  try {
    const cluster = path.join(absolute, 'db')
    if (!fs.existsSync(path.join(cluster, 'PG_VERSION'))) await makeCluster(cluster)
    return embedded(await openCluster(cluster), unlock)
  } catch (error) {
    unlock()
    throw new StartError(`DATA_DIR ${absolute} holds a database that cannot be opened: ${(error as Error).message}`)
  }
}

const openCluster = (folder: string) => PGlite.create({ fs: new SyncedFS(folder), startParams: durable })

/** A new database is a thousand files: they are written beside their place, so that a crash leaves all of them or none. */
async function makeCluster(folder: string) {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length) throw new Error(`${folder} is not empty and no database`)
  const draft = `${folder}.tmp`
  fs.rmSync(draft, { recursive: true, force: true })
  await (await openCluster(draft)).close()
  for (const name of ['', ...fs.readdirSync(draft, { recursive: true, encoding: 'utf8' })]) sync(path.join(draft, name))
  fs.renameSync(draft, folder)
  sync(path.dirname(folder))
}

function sync(name: string) {
  const descriptor = fs.openSync(name, 'r')
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
}

/** The embedded database, also in memory, where tests use it. */
export function embedded(pglite: PGlite, afterClose: () => void = () => {}): Database {
  const adapter = new AwaitingPGlite(pglite)
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 20_000, timeout: 60_000 } })
  return {
    engine: 'pglite',
    prisma,
    adapter,
    query: async (sql, values) => (await pglite.query<Row>(sql, values)).rows,
    script: async (sql) => void (await pglite.exec(sql)),
    alone: (work) => work(),
    async close() {
      await prisma.$disconnect()
      await pglite.close()
      afterClose()
    },
  }
}

// PGlite starts PostgreSQL with -F (no fsync), and its file system has no fsync: both are given back here, so that a
// committed write is on disk before it is acknowledged.
const durable = [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync']

class SyncedFS extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(pglite, options)
    type Module = { NODEFS: { stream_ops: Record<string, unknown> } }
    const addSync = (module: unknown) => {
      const { stream_ops } = (module as Module).NODEFS
      stream_ops.fsync = (stream: { nfd: number }) => {
        fs.fsyncSync(stream.nfd)
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } }
  }
}

/** pglite-prisma-adapter drops the error of a commit; here a commit that fails is an error. */
class AwaitingPGlite extends PrismaPGlite {
  readonly #pglite: PGlite
  constructor(pglite: PGlite) {
    super(pglite)
    this.#pglite = pglite
  }
  override async connect() {
    const adapter = await super.connect()
    const Queryable = adapter.constructor as new (client: PGliteTransaction) => typeof adapter
    adapter.startTransaction = () =>
      new Promise((resolve, reject) => {
        const done = this.#pglite.transaction(
          (client) =>
            new Promise<void>((finish) => {
              const commit = async () => {
                finish()
                await done
              }
              const rollback = async () => {
                await client.rollback()
                await commit()
              }
              resolve(Object.assign(new Queryable(client), { options: { usePhantomQuery: true }, commit, rollback }))
            }),
        )
        done.catch(reject)
      })
    return adapter
  }
}
