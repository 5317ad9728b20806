import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Channel } from './channel.ts'
import { openFolder } from './embedded.ts'
import type { Env } from './env.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { openPostgres } from './postgres.ts'

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
