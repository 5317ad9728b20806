import { AsyncResource } from 'node:async_hooks'
import fs from 'node:fs'
import path from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type pg from 'pg'
import { embeddedChannel } from './channel.ts'
import type { Database } from './db.ts'
import { inTime, isOver } from './deadline.ts'
import { type Engine, EngineSocket, inThisThread, inWorker } from './engine.ts'
import { StartError } from './env.ts'
import { timedOut } from './errors.ts'
import { lockFolder } from './lock.ts'
import { Client, ENDS, overPool, Pool } from './pool.ts'
import { keepUp } from './upkeep.ts'

/** Opens the embedded database in the folder; makes it when there is none. */
export async function openFolder(folder: string): Promise<Database> {
  const absolute = path.resolve(folder)
  try {
    fs.mkdirSync(absolute, { recursive: true, mode: 0o700 })
    fs.accessSync(absolute, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    throw new StartError(`DATA_DIR ${absolute} cannot be used: ${(error as Error).message}`)
  }
  const unlock = lockFolder(absolute)
  try {
    const db = over(await inWorker(path.join(absolute, 'db')), () => {
      endUpkeep()
      unlock()
    })
    const endUpkeep = keepUp(db.query)
    return db
  } catch (error) {
    unlock()
    throw new StartError(`DATA_DIR ${absolute} holds a database that cannot be opened: ${(error as Error).message}`)
  }
}

/** The embedded database in memory and in this thread, for tests and tools. */
export const embedded = (pglite: PGlite): Database => over(inThisThread(pglite))

function over(engine: Engine, afterClose: () => void = () => {}): Database {
  const channel = embeddedChannel()
  const pool = new Turns({
    max: 1,
    idleTimeoutMillis: 0,
    pipeline: true,
    user: 'postgres',
    database: 'postgres',
    stream: () => new EngineSocket(engine),
    Client: EmbeddedClient,
    onConnect: startSession,
  })
  pool.on('error', () => {}) // the engine says itself why it ended
  const db = overPool(pool)
  return {
    engine: 'pglite',
    ...db,
    channel,
    alone: (work) => work(),
    async close() {
      await channel.close()
      await db.prisma.$disconnect()
      await pool.end()
      await engine.close()
      afterClose()
    },
  }
}

/** The engine has one session, which a connection takes over from the one before. */
async function startSession(client: pg.ClientBase) {
  await client.query('ROLLBACK')
  await client.query('DISCARD ALL')
}

/**
 * One connection that all take in turns: a transaction has it alone, and all other statements that wait share the next
 * turn. Who asks waits no longer than the deadline for the turn and for the answer.
 */
class Turns extends Pool {
  #waiting: Waiting[] = []
  #turn?: { client?: pg.PoolClient; running: number; left: number } | undefined

  // biome-ignore lint/suspicious/noExplicitAny: pg has a dozen ways to call it; those with a callback are not used
  override query(...args: any[]): Promise<any> {
    const answer = new Promise((tell, fail) => {
      const ask = async (client: pg.PoolClient) => {
        try {
          tell(await client.query(...(args as [string])))
        } catch (error) {
          fail(error)
        }
      }
      // With the deadline of who asks, whoever has the turn.
      this.#waiting.push({ ask: AsyncResource.bind(ask), fail })
    })
    if (this.#turn) this.#send()
    else this.#takeTurn()
    return inTime(answer)
  }

  async #takeTurn() {
    this.#turn = { running: 0, left: 0 }
    try {
      const client = await this.connect()
      this.#turn = { client, running: 0, left: this.#waiting.length }
      this.#send()
    } catch (error) {
      this.#turn = undefined
      for (const { fail } of this.#waiting.splice(0)) fail(error)
    }
  }

  /** Sends what waits; what comes later waits for another turn if a transaction waits for its own. */
  #send() {
    const turn = this.#turn
    if (!turn?.client) return
    while (turn.running < AHEAD && (turn.left > 0 || !this.waitingCount)) {
      const next = this.#waiting.shift()
      if (!next) break
      turn.left--
      turn.running++
      next.ask(turn.client).then(() => {
        turn.running--
        this.#send()
      })
    }
    if (turn.running) return
    turn.client.release()
    this.#turn = undefined
    if (this.#waiting.length) this.#takeTurn()
  }
}

/** So many statements are sent before the first of them is answered, so that the engine never waits for the next one. */
const AHEAD = 8

interface Waiting {
  /** Settles with the answer, and never fails itself. */
  ask(client: pg.PoolClient): Promise<void>
  fail(error: unknown): void
}

/** PGlite cannot end a statement that runs, so a request past its deadline starts no other one. */
class EmbeddedClient extends Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg has a dozen ways to call it
  override query(...args: any[]): any {
    if (isOver() && !ENDS.test(args[0]?.text ?? args[0])) return Promise.reject(timedOut())
    return super.query(...(args as [string]))
  }
}
