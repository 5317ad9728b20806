import type { Database } from './db.ts'
import type { Prisma } from './generated/prisma/client.ts'
import { columnName, columnSql, fieldsOf, tableOf, UnknownToSql, Writer, writeCondition, writeValue } from './sql.ts'

type Values = Record<string, unknown>
export interface Correction {
  id: number
  /** The version that was read. */
  version: number
  changes: Values
  /** What the record must be, too. */
  where?: object
}

/** Corrects the record if it still has the version that was read; gives its id if it did. */
export function correctionSql(model: string, correction: Correction): Prisma.Sql {
  const writer = new Writer()
  writeCorrection(writer, model, correction, '')
  return writer.add(' RETURNING "record"."id"').sql
}

/** A record that was written, and the JSON of its row where that was asked for. */
export interface Written {
  id: number
  row?: string
}

/**
 * Enters the record, or corrects it, by one statement, which is a transaction of its own and has its signature for the
 * history; `writeMore` adds parts that use the row as `written`. Undefined where nothing was done because the database
 * refuses it or SQL does not know a value.
 */
export async function writeAtOnce(
  { query }: Pick<Database, 'query'>,
  model: string,
  written: { values: Values } | Correction,
  signature: Record<string, string>,
  writeMore: (writer: Writer) => unknown,
  writeRow?: (writer: Writer, row: string) => Writer,
): Promise<Written | undefined> {
  const writer = new Writer()
  try {
    writeSignature(writer.add('WITH signature AS MATERIALIZED (SELECT '), signature)
    writer.add('), written AS (')
    if ('values' in written) writeEntry(writer, model, written.values)
    else writeCorrection(writer, model, written, ' FROM signature')
    writeMore(writer.add(' RETURNING "record".*)'))
    writer.add(' SELECT written."id"')
    writeRow?.(writer.add(', '), 'written').add('::text AS "row"')
    const [row] = await query(writer.add(' FROM written').text, writer.values)
    return row as unknown as Written | undefined
  } catch (error) {
    if (error instanceof UnknownToSql || REFUSED.test(String((error as { code?: string }).code))) return undefined
    throw error
  }
}

/** Classes of SQLSTATE: data that does not fit, and constraints. */
const REFUSED = /^2[23]/

/** Read before anything is written, or the triggers would not know who does it. */
function writeSignature(writer: Writer, signature: Record<string, string>) {
  writer.each(', ', Object.entries(signature), ([name, value]) =>
    writer.add(`set_config('sangsaeng.${name}', `).value(value, 'text').add(', true)'),
  )
}

function writeEntry(writer: Writer, model: string, values: Values) {
  const columns = columnsOf(model, values)
  writer.add(
    `INSERT INTO "${tableOf(model)}" AS "record" (${columns.map(([name]) => columnName(name)).join(', ')}) SELECT `,
  )
  writer.each(', ', columns, ([name, value]) => writeValue(writer, model, name, value))
  writer.add(' FROM signature')
}

function writeCorrection(
  writer: Writer,
  model: string,
  { id, version, changes, where = {} }: Correction,
  from: string,
) {
  writer.add(`UPDATE "${tableOf(model)}" AS "record" SET "version" = ${columnSql('record', 'version')} + 1`)
  for (const [name, value] of columnsOf(model, changes)) {
    writeValue(writer.add(`, ${columnName(name)} = `), model, name, value)
  }
  writer.add(`${from} WHERE `)
  writeCondition(writer, model, 'record', { AND: [{ id, version }, where] })
}

/** The values that are given, and the moment of the change. */
function columnsOf(model: string, values: Values): [name: string, value: unknown][] {
  const changed = fieldsOf(model).flatMap(({ name, isUpdatedAt }) => (isUpdatedAt ? [[name, new Date()] as const] : []))
  return Object.entries({ ...values, ...Object.fromEntries(changed) }).filter(([, value]) => value !== undefined)
}
