import type { Transaction } from '@prisma/driver-adapter-utils'
import type { Database } from '../server/db.ts'

/** An INSERT … SELECT from rows that travel as one array per column, the same on both engines. */
export interface BulkInsert {
  /** Name and SQL type of each column of the rows. */
  columns: Record<string, string>
  /** The statement, given what stands for the rows after FROM. */
  sql: (rows: string) => string
}

/** Runs `work` wholly or not at all on one connection, past Prisma, which takes twice as long for long parameters. */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await db.adapter.connect()
  const tx = await connection.startTransaction()
  const say = (sql: string) => (tx.options.usePhantomQuery ? undefined : run(tx, sql))
  try {
    const result = await work(tx)
    await say('COMMIT')
    await tx.commit()
    return result
  } catch (error) {
    await say('ROLLBACK')
    await tx.rollback()
    throw error
  } finally {
    await connection.dispose()
  }
}

export const run = (tx: Transaction, sql: string) => tx.executeRaw({ sql, args: [], argTypes: [] })

export async function insertRows(tx: Transaction, { columns, sql }: BulkInsert, rows: Record<string, unknown>[]) {
  const names = Object.keys(columns)
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name]}[]`)
  await tx.executeRaw({
    sql: sql(`unnest(${arrays.join(', ')}) AS row(${names.map((name) => `"${name}"`).join(', ')})`),
    args: names.map((name) => rows.map((row) => row[name] ?? null)),
    argTypes: names.map(() => ({ scalarType: 'unknown', arity: 'list' })),
  })
}

/** Numbers from the table's own sequence, so that rows which others insert meanwhile never get the same. */
export async function newIds(tx: Transaction, table: string, count: number): Promise<number[]> {
  const sql = `SELECT nextval('${table}_id_seq')::int FROM generate_series(1, ${count})`
  const { rows } = await tx.queryRaw({ sql, args: [], argTypes: [] })
  return rows.map(([id]) => id as number)
}

export function* batches<T>(items: Iterable<T>, size = 5000): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length) yield batch
}
