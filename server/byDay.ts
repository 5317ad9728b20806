import { askedAlike } from './alike.ts'
import { batched } from './batch.ts'
import { dayOf } from './builder.ts'
import type { Present } from './clocks.ts'
import type { NamedRecord } from './compiled/plan.ts'
import type { Context } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { inParts } from './parts.ts'

interface AskedForDay {
  day: Date
  asked: Prisma.Sql
  /** The records that rows name, as they are answered. */
  records: NamedRecord[]
  /** Where the statement asks about the present moment, and a later one may be told. */
  present?: Present | undefined
}

/**
 * The rows of a statement about a day, as JSON has them, each with the records that it names, and the present moment
 * that they are of. Those of one request that differ in nothing but the day are run together: what draws a line over the
 * months of a year plans and sends a few statements.
 */
export async function rowsForDay<Found extends object>(
  context: Context,
  { day, asked, records, present }: AskedForDay,
): Promise<Told<Found>> {
  const { strings, values } = asked
  const theDay = dayOf(day)
  const isDay = (value: unknown, at: number) => value === theDay && strings[at + 1]?.startsWith('::date')
  const whole = inJson(asked, records)
  const name = `${JSON.stringify(whole.values.map((value, at) => (isDay(value, at) ? 'the day' : value)))} ${whole.text}`
  const found = await batched(context, name, Number(day), async (keys) => {
    if (keys.length === 1) return new Map([[Number(day), await run(whole)]])
    const answers = inParts(keys, MOST_DAYS).map(async (part) => {
      const { rows, now } = await run(inJson(forDays(part), records))
      return part.map((key, at) => [key, { rows: rows.filter(({ nth }) => nth === at + 1), now }] as const)
    })
    return new Map((await Promise.all(answers)).flat())
  })
  return found as Told<Found>

  async function run({ text, values }: Pick<Prisma.Sql, 'text' | 'values'>): Promise<Told<Found & Numbered>> {
    // What is asked about one moment by several fields has to agree.
    const now = present?.fields === 1 ? present.moment : undefined
    const answered = await askedAlike(context.product.db, { text, values, now })
    const { rows, ...named } = answered.row
    const found = parsed<(Found & Numbered)[]>(rows) ?? []
    for (const { name, key } of records) {
      const byId = parsed<Record<number, object>>(named[name]) ?? {}
      for (const row of found) Object.assign(row, { [name]: byId[row[key as never]] })
    }
    return { rows: found, now: answered.now }
  }

  function forDays(keys: number[]): Prisma.Sql {
    const forDay = new Prisma.Sql(
      strings,
      values.map((value, at) => (isDay(value, at) ? Prisma.raw('asked.day') : value)),
    )
    return Prisma.sql`
      SELECT asked.nth::int, found.*
      FROM unnest(${keys.map((key) => dayOf(new Date(key)))}::date[]) WITH ORDINALITY AS asked (day, nth)
      CROSS JOIN LATERAL (SELECT *, row_number() OVER () AS place FROM (${forDay}) AS told) AS found
      ORDER BY asked.nth, place`
  }
}

/** The rows as one text, as two dozen columns take the driver longer to read; and each record that they name once. */
function inJson(asked: Prisma.Sql, records: NamedRecord[]): Prisma.Sql {
  const named = records.map(({ name, key, sql }) => {
    const id = Prisma.raw(`"${key}"`)
    return Prisma.sql`, (
      SELECT json_object_agg(named.id, ${sql('named.id')}) FROM (SELECT DISTINCT ${id} AS id FROM found WHERE ${id} IS NOT NULL) AS named
    )::text AS ${Prisma.raw(`"${name}"`)}`
  })
  const rows = Prisma.sql`WITH found AS (${asked}) SELECT (SELECT json_agg(found) FROM found)::text AS rows`
  return Prisma.join([rows, ...named], '')
}

const parsed = <Told>(text: unknown) => JSON.parse((text as string | null) ?? 'null') as Told | null

interface Told<Found> {
  rows: Found[]
  now: Date | undefined
}

/** Of one statement. A longer line is several, which several processors of the database answer. */
const MOST_DAYS = 4

interface Numbered {
  nth: number
}
