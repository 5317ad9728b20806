import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const NAME = 'sangsaeng_changed'
const AGAIN_MS = 1000
const REST_MS = 20
const WAITS = { query_timeout: 10_000, connectionTimeoutMillis: 10_000 }

/** Hears what is told; `undefined` when something may have been missed. */
export type Hearer = (message: string | undefined) => void

/** What the processes that share a database tell each other. */
export interface Channel {
  /** Others find out from now on when this process ends and so may have left something untold. Never fails. */
  open(): Promise<void>
  /** Resolves when everything that is told from now on is heard. */
  hear(hearer: Hearer): Promise<void>
  /** Tells every process what is committed. At most 7,900 bytes each. */
  tell(messages: string[]): void
  /** Finds out whether it is still heard, and whether all are there who told; who must know is told by `undefined`. */
  check(): Promise<void>
  /** Resolves when everything is told. */
  close(): Promise<void>
}

/** The embedded database has one process, which hears itself. */
export function embeddedChannel(): Channel {
  const { add, say } = hearers()
  return {
    open: async () => {},
    hear: async (hearer) => void add(hearer),
    tell: (messages) => messages.forEach(say),
    check: async () => {},
    close: async () => say(undefined),
  }
}

/**
 * One connection of its own, made when somebody wants to hear or tell, and made anew after it was lost. It is not part
 * of the transactions that are told of: those that notify commit one after the other, each waiting for the disk.
 */
export function postgresChannel(url: string): Channel {
  const { add, say } = hearers()
  let connection: Promise<pg.Client> | undefined
  let present: string[] = []
  let untold: string[] = []
  let telling: Promise<void> | undefined
  let closed = false

  const connect = async () => {
    const options = '-c synchronous_commit=off'
    const client = new pg.Client({ connectionString: url, ...WAITS, keepAlive: true, options })
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
    await client.query(`SET application_name = ${NAME}`)
    await client.query(`LISTEN ${NAME}`)
    return client
  }
  const connected = () => {
    connection ??= connect().catch((error) => {
      connection = undefined
      throw error
    })
    return connection
  }

  /** What comes while a message is on its way, or soon after it, goes with the next: what many do at once is told at once. */
  const tellAll = async () => {
    while (untold.length) {
      const messages = untold.splice(0)
      try {
        const client = await connected()
        await client.query(`SELECT pg_notify('${NAME}', message) FROM unnest($1::text[]) AS message`, [messages])
        if (!closed) await pause(REST_MS)
      } catch {
        if (closed) break
        untold = [...messages, ...untold]
        await pause(AGAIN_MS)
      }
    }
    telling = undefined
  }

  return {
    async open() {
      await connected().catch(() => {})
    },
    async hear(hearer) {
      add(hearer)
      await connected()
    },
    tell(messages) {
      if (!messages.length) return
      untold.push(...messages)
      telling ??= tellAll()
    },
    async check() {
      const client = await connection?.catch(() => undefined)
      if (!client) return
      const known = present
      try {
        const { rows } = await client.query(PRESENT)
        present = rows.map(({ who }) => who)
      } catch {
        return void client.end()
      }
      if (known.some((who) => !present.includes(who))) say(undefined)
    },
    async close() {
      closed = true
      await telling
      const client = await connection?.catch(() => undefined)
      connection = undefined
      client?.removeAllListeners('notification')
      await client?.end()
      say(undefined)
    },
  }
}

const PRESENT = `SELECT pid || ' ' || backend_start AS who FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = '${NAME}'`

function hearers() {
  const all = new Set<Hearer>()
  return {
    add: (hearer: Hearer) => all.add(hearer),
    say: (message: string | undefined) => {
      for (const hearer of all) hearer(message)
    },
  }
}
