import { batched } from './batch.ts'
import { dayOf } from './builder.ts'
import type { Context } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { inParts } from './parts.ts'

/**
 * The rows of a statement about a day, as JSON has them. Those of one request that differ in nothing but the day are
 * run together: what draws a line over the months of a year plans and sends a few statements.
 */
export async function rowsForDay<Found>(context: Context, day: Date, asked: Prisma.Sql): Promise<Found[]> {
  const { strings, values, text } = asked
  const theDay = dayOf(day)
  const isDay = (value: unknown, at: number) => value === theDay && strings[at + 1]?.startsWith('::date')
  const name = `${JSON.stringify(values.map((value, at) => (isDay(value, at) ? 'the day' : value)))} ${text}`
  const found = await batched(context, name, Number(day), async (keys, { product }) => {
    // As one text: two dozen columns take the driver longer to read.
    const run = async (sql: Pick<Prisma.Sql, 'text' | 'values'>): Promise<(Found & Numbered)[]> => {
      const [told] = await product.db.query(
        `SELECT json_agg(found)::text AS rows FROM (${sql.text}) AS found`,
        sql.values,
      )
      return JSON.parse((told?.rows as string | null) ?? '[]')
    }
    if (keys.length === 1) return new Map([[Number(day), await run({ text, values })]])
    const answers = inParts(keys, MOST_DAYS).map(async (part) => {
      const rows = await run(forDays(part))
      return part.map((key, at) => [key, rows.filter(({ nth }) => nth === at + 1)] as const)
    })
    return new Map((await Promise.all(answers)).flat())
  })
  return found ?? []

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

/** Of one statement. A longer line is several, which several processors of the database answer. */
const MOST_DAYS = 4

interface Numbered {
  nth: number
}
