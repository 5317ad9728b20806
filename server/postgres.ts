import pg from 'pg'
import { postgresChannel } from './channel.ts'
import type { Database } from './db.ts'
import { timeLeft } from './deadline.ts'
import { StartError } from './env.ts'
import { timedOut } from './errors.ts'
import { Client, ENDS, overPool, Pool } from './pool.ts'

const START_LOCK = 7_204_619 // any number that no other application on the same database takes

export async function openPostgres(url: string): Promise<Database> {
  // Prisma's adapter sends instants in UTC without an offset: a session in another time zone would store other ones.
  const options = '-c TimeZone=UTC -c jit=off'
  const connectionTimeoutMillis = 10_000
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis, options, Client: DeadlineClient })
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
  const db = overPool(pool)
  const channel = postgresChannel(url)
  return {
    engine: 'postgresql',
    ...db,
    channel,
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
      await db.prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Ends on the server what a request has not got by its deadline. */
class DeadlineClient extends Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg has a dozen ways to call it, with a callback and without
  override query(...args: any[]): any {
    const query = super.query.bind(this) as (...args: unknown[]) => Promise<unknown>
    const left = timeLeft()
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
