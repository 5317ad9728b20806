import pg from 'pg'
import type { Transaction } from './act.ts'

const NAME = 'sangsaeng_changed'

/** Hears what is told; `undefined` when something may have been missed. */
export type Hearer = (message: string | undefined) => void

/** What the processes that share a database tell each other. */
export interface Channel {
  /** Resolves when everything that is told from now on is heard. */
  hear(hearer: Hearer): Promise<void>
  /** Finds out whether it is still heard; who must know is told by `undefined`. */
  check(): Promise<void>
  close(): Promise<void>
}

/** Tells every process, when the transaction is committed and only then. At most 7,900 bytes each. */
export async function tell(tx: Pick<Transaction, '$executeRaw'>, messages: string[]): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${NAME}, message) FROM unnest(${messages}::text[]) AS message`
}

/** The embedded database has one process, which hears itself over the one connection that there is. */
export function embeddedChannel(): Channel & { takeFrom(client: pg.ClientBase): Promise<void> } {
  const { add, say } = hearers()
  return {
    hear: async (hearer) => void add(hearer),
    check: async () => {},
    close: async () => say(undefined),
    async takeFrom(client) {
      client.on('notification', ({ payload }) => say(payload))
      await client.query(`LISTEN ${NAME}`)
    },
  }
}

/** One connection of its own, made when somebody wants to hear, and made anew after it was lost. */
export function postgresChannel(url: string): Channel {
  const { add, say } = hearers()
  let connection: Promise<pg.Client> | undefined
  const connect = async () => {
    const client = new pg.Client({ connectionString: url, keepAlive: true, query_timeout: 10_000 })
    const lose = () => {
      if (!client.listenerCount('notification')) return
      client.removeAllListeners('notification')
      connection = undefined
      say(undefined)
    }
    client.on('notification', ({ payload }) => say(payload))
    client.on('error', lose)
    client.on('end', lose)
    await client.connect()
    await client.query(`LISTEN ${NAME}`)
    return client
  }
  return {
    async hear(hearer) {
      add(hearer)
      connection ??= connect()
      await connection.catch((error) => {
        connection = undefined
        throw error
      })
    },
    async check() {
      const client = await connection
      await client?.query('SELECT 1').catch(() => client.end())
    },
    async close() {
      const client = await connection?.catch(() => undefined)
      connection = undefined
      client?.removeAllListeners('notification')
      await client?.end()
      say(undefined)
    },
  }
}

function hearers() {
  const all = new Set<Hearer>()
  return {
    add: (hearer: Hearer) => all.add(hearer),
    say: (message: string | undefined) => {
      for (const hearer of all) hearer(message)
    },
  }
}
