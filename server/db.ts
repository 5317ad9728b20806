import { AsyncResource } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { PGlite, type Transaction as PGliteTransaction } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory, SqlQueryable } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { type Channel, embeddedChannel, postgresChannel } from './channel.ts'
import { isOver, timeLeft } from './deadline.ts'
import { type Env, StartError } from './env.ts'
import { timedOut } from './errors.ts'
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
  /** What the processes that share the database tell each other. */
  channel: Channel
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
  const options = '-c TimeZone=UTC -c jit=off'
  const pool = new DeadlinePool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000, options })
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
  const channel = postgresChannel(url)
  return {
    engine: 'postgresql',
    prisma,
    adapter,
    channel,
    query: async (text, values) => (await pool.query({ name: statementName(text), text, values })).rows,
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
      await channel.close()
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Ends on the server what a request has not got by its deadline. */
class DeadlinePool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super({ ...config, Client: DeadlineClient } as pg.PoolConfig)
    const connect = this.connect.bind(this) as (done?: (...answer: unknown[]) => void) => Promise<pg.PoolClient>
    // A connection may be handed over by the request that gives it back: the deadline is the one of who takes it.
    this.connect = ((done?: (...answer: unknown[]) => void) =>
      connect(done && AsyncResource.bind(done))) as typeof this.connect
  }
}

const ENDS = /^\s*(COMMIT|ROLLBACK)\b/i

class DeadlineClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg has a dozen ways to call it, with a callback and without
  override query(...args: any[]): any {
    const query = super.query.bind(this) as (...args: unknown[]) => Promise<unknown>
    const left = timeLeft()
    // However late, what was begun is brought to its end.
    if (left === undefined || ENDS.test(args[0]?.text ?? args[0])) return query(...args)
    const last = args.at(-1)
    if (typeof last !== 'function') return this.#inTime(left, () => query(...args))
    const answer = this.#inTime(left, () => {
      return new Promise((resolve, reject) => {
        query(...args.slice(0, -1), (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)))
      })
    })
    answer.then(
      (result) => last(undefined, result),
      (error) => last(error),
    )
  }

  /** The connection is not free for another query before its cancellation has arrived. */
  async #inTime<T>(left: number, run: () => Promise<T>): Promise<T> {
    if (!left) throw timedOut()
    let cancelled: Promise<void> | undefined
    const timer = setTimeout(() => {
      cancelled = this.#cancel()
    }, left)
    try {
      return await run()
    } finally {
      clearTimeout(timer)
      await cancelled
    }
  }

  async #cancel() {
    const { processID, connectionParameters } = this as never as { processID: number; connectionParameters: object }
    const other = new pg.Client(connectionParameters)
    try {
      await other.connect()
      await other.query('SELECT pg_cancel_backend($1)', [processID])
    } finally {
      await other.end()
    }
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
  const channel = embeddedChannel(pglite)
  return {
    engine: 'pglite',
    prisma,
    adapter,
    channel,
    query: async (sql, values) => (await pglite.query<Row>(sql, values)).rows,
    script: async (sql) => void (await pglite.exec(sql)),
    alone: (work) => work(),
    async close() {
      await channel.close()
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
    const adapter = onlyInTime(await super.connect())
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
              resolve(
                Object.assign(onlyInTime(new Queryable(client)), {
                  options: { usePhantomQuery: true },
                  commit,
                  rollback,
                }),
              )
            }),
        )
        done.catch(reject)
      })
    return adapter
  }
}

/** PGlite cannot end a statement that runs, so a request past its deadline starts no other one. */
function onlyInTime<Adapter extends Pick<SqlQueryable, 'queryRaw' | 'executeRaw'>>(adapter: Adapter): Adapter {
  const queryRaw = adapter.queryRaw.bind(adapter)
  const executeRaw = adapter.executeRaw.bind(adapter)
  const check = () => {
    if (isOver()) throw timedOut()
  }
  adapter.queryRaw = async (query) => {
    check()
    return queryRaw(query)
  }
  adapter.executeRaw = async (query) => {
    check()
    return executeRaw(query)
  }
  return adapter
}
