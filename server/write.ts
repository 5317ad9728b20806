import type { Database } from './db.ts'
import type { Prisma } from './generated/prisma/client.ts'
import type { signatureOf } from './history.ts'
import {
  columnName,
  columnSql,
  fieldsOf,
  tableOf,
  UnknownToSql,
  Writer,
  writeCondition,
  writeTable,
  writeValue,
} from './sql.ts'
import { inLines } from './together.ts'

type Values = Record<string, unknown>
type Querying = Pick<Database, 'query'>
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

/** What is written by one statement, which is a transaction of its own. */
interface AtOnce {
  model: string
  /** For the history. */
  signature: ReturnType<typeof signatureOf>
  /** Adds parts that use the row as `written`. */
  writeMore?: ((writer: Writer) => unknown) | undefined
  /** Writes as JSON what is asked of the row. */
  writeRow?: ((writer: Writer, row: string) => Writer) | undefined
}

/** A record that was written, and the JSON of its row where that was asked for. */
export interface Written {
  id: number
  row?: string
}

/** Corrects the record. Undefined where nothing was done: the database refuses it, or SQL does not know a value. */
export async function correctAtOnce(db: Querying, correction: Correction, how: AtOnce): Promise<Written | undefined> {
  const [written] = await writeAtOnce(db, how, (writer) => {
    writeCorrection(writer.add('written AS ('), how.model, correction, ' FROM signature')
    return 'written'
  })
  return written
}

/** Enters the record, with others that the same person enters alike while a statement for them runs. Undefined as above. */
export async function enterAtOnce(db: Querying, values: Values, how: AtOnce): Promise<Written | undefined> {
  const entry = { columns: columnsOf(how.model, values), how }
  if (how.writeMore) return (await enterAll(db, [entry]))[0]
  const enter = entering.get(db) ?? inLines((entries) => enterAll(db, entries), MOST_ENTRIES)
  entering.set(db, enter)
  return enter(entry, likeness(entry))
}

interface Entry {
  columns: Map<string, unknown>
  how: AtOnce
}
const MOST_ENTRIES = 100
const entering = new WeakMap<Querying, (entry: Entry, line: string) => Promise<Written | undefined>>()

/** What entries must have in common to be one statement. */
function likeness({ columns, how: { model, signature, writeRow } }: Entry): string {
  const row = writeRow?.(new Writer(), 'written')
  return JSON.stringify([model, signature.by, signature.act, [...columns.keys()], row?.text, row?.values])
}

/** Of each what was written; none of them where one is refused. */
async function enterAll(db: Querying, entries: Entry[]): Promise<(Written | undefined)[]> {
  const [{ columns, how }] = entries as [Entry]
  const names = [...columns.keys()]
  return writeAtOnce(db, how, (writer) => {
    const listed = names.map(columnName).join(', ')
    // With ids of their own, by which each is told from the others afterwards.
    writer.add(`given AS MATERIALIZED (SELECT nextval('"${tableOf(how.model)}_id_seq"')::int AS "id", "row".* FROM `)
    const rows = entries.map((entry) => entry.columns)
    writeTable(writer.add('signature, '), how.model, names, rows)
    writer.add(
      `), written AS (INSERT INTO "${tableOf(how.model)}" AS "record" ("id", ${listed}) SELECT "id", ${listed}`,
    )
    writer.add(' FROM given')
    return 'written JOIN given USING ("id") ORDER BY given.place'
  })
}

/** By `write`, which says where the written rows are then. None where nothing was done. */
async function writeAtOnce(
  { query }: Querying,
  { signature, writeMore, writeRow }: AtOnce,
  write: (writer: Writer) => string,
): Promise<Written[]> {
  const writer = new Writer()
  try {
    writeSignature(writer.add('WITH signature AS MATERIALIZED (SELECT '), signature)
    const found = write(writer.add('), '))
    writer.add(' RETURNING "record".*)')
    writeMore?.(writer)
    writer.add(' SELECT written."id"')
    writeRow?.(writer.add(', '), 'written').add('::text AS "row"')
    return (await query(writer.add(` FROM ${found}`).text, writer.values)) as unknown as Written[]
  } catch (error) {
    if (error instanceof UnknownToSql || REFUSED.test(String((error as { code?: string }).code))) return []
    throw error
  }
}

/** Classes of SQLSTATE: data that does not fit, constraints, and transactions that wait for each other. */
const REFUSED = /^(2[23]|40)/

/** Read before anything is written, or the triggers would not know who does it. */
function writeSignature(writer: Writer, signature: Record<string, string>) {
  writer.each(', ', Object.entries(signature), ([name, value]) =>
    writer.add(`set_config('sangsaeng.${name}', `).value(value, 'text').add(', true)'),
  )
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
function columnsOf(model: string, values: Values): Map<string, unknown> {
  const changed = fieldsOf(model).flatMap(({ name, isUpdatedAt }) => (isUpdatedAt ? [[name, new Date()] as const] : []))
  const all = Object.entries({ ...values, ...Object.fromEntries(changed) })
  return new Map(all.filter(([, value]) => value !== undefined))
}
