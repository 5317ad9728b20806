import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { Database } from './db.ts'
import { PrismaClient } from './generated/prisma/client.ts'

/** Connections that are taken in turns. */
export class Pool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config)
    const connect = this.connect.bind(this) as (done?: (...answer: unknown[]) => void) => Promise<pg.PoolClient>
    // A connection may be handed over by the request that gives it back: the deadline is the one of who takes it.
    this.connect = ((done?: (...answer: unknown[]) => void) =>
      connect(done && AsyncResource.bind(done))) as typeof this.connect
  }
}

const settings = new AsyncLocalStorage<Record<string, string>>()

/** Does work whose transactions begin with these settings of the application. */
export const beginningWith = <T>(set: Record<string, string>, work: () => T): T => settings.run(set, work)

/** Sends the settings of a transaction with its BEGIN: a journey less, and no transaction is without them. */
export class Client extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg has a dozen ways to call it
  override query(...args: any[]): any {
    const set = (args[0]?.text ?? args[0]) === 'BEGIN' && settings.getStore()
    if (!set) return super.query(...(args as [string]))
    const values = Object.entries(set).map(
      ([name, value]) => `set_config('sangsaeng.${name}', ${pg.escapeLiteral(value)}, true)`,
    )
    return super.query(`BEGIN; SELECT ${values.join(', ')}`)
  }
}

/** However late, what was begun is brought to its end. */
export const ENDS = /^\s*(COMMIT|ROLLBACK)\b/i

export type OverPool = Pick<Database, 'prisma' | 'adapter' | 'query' | 'script'>

/** What both engines do alike, as both speak PostgreSQL's protocol. */
export function overPool(pool: pg.Pool): OverPool {
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) })
  return {
    adapter,
    prisma: new PrismaClient({ adapter, transactionOptions: { maxWait: 20_000, timeout: 60_000 } }),
    query: async (text, values) => (await pool.query({ name: statementName(text), text, values })).rows,
    script: async (sql) => void (await pool.query(sql)),
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
