import type { Database } from '../db.ts'
import { inLines } from '../together.ts'

interface Lookup {
  text: string
  values: unknown[]
}
type Ask = (lookup: Lookup, line: string) => Promise<string | undefined>

/**
 * The answer of a statement that finds a few records by their ids. Those that are asked at the same time and differ in
 * values alone come by one statement: a journey to the database takes longer than to find a record.
 */
export function lookUp(db: Database, lookup: Lookup): Promise<string | undefined> {
  const ask = asking.get(db) ?? inLines((lookups: Lookup[]) => answersTo(db, lookups), MOST)
  asking.set(db, ask)
  return ask(lookup, lookup.text)
}
const asking = new WeakMap<Database, Ask>()
const MOST = 100

async function answersTo(db: Database, lookups: Lookup[]): Promise<(string | undefined)[]> {
  const [first] = lookups as [Lookup]
  const differing = first.values.flatMap((value, at) =>
    lookups.every(({ values }) => isSame(values[at], value)) ? [] : [at],
  )
  if (!differing.length) {
    const answer = await answerTo(db, first)
    return lookups.map(() => answer)
  }
  const isPlain = ({ values }: Lookup) => differing.every((at) => typeof values[at] !== 'object')
  if (!lookups.every(isPlain)) return Promise.all(lookups.map((lookup) => answerTo(db, lookup)))
  const rows = await db.query(textOfAll(first, differing), valuesOfAll(lookups, differing))
  return rows.map(({ answer }) => answer as string)
}

const answerTo = async (db: Database, { text, values }: Lookup) =>
  (await db.query(text, values))[0]?.answer as string | undefined

const isSame = (one: unknown, other: unknown) =>
  one === other || (Array.isArray(one) && JSON.stringify(one) === JSON.stringify(other))

/** The statement for each row of what differs. Its parameters are all followed by their types. */
function textOfAll({ text, values }: Lookup, differing: number[]): string {
  const shared = values.flatMap((_, at) => (differing.includes(at) ? [] : [at]))
  const own = text.replaceAll(/\$(\d+)::/g, (_, number) => {
    const at = Number(number) - 1
    return differing.includes(at) ? `one.value_${at}::` : `$${shared.indexOf(at) + 1}::`
  })
  const columns = differing.map((_, index) => `$${shared.length + index + 1}::text[]`)
  const names = differing.map((at) => `value_${at}`)
  return `SELECT (${own}) AS answer FROM unnest(${columns}) WITH ORDINALITY AS one(${names}, place) ORDER BY place`
}

function valuesOfAll(lookups: Lookup[], differing: number[]): unknown[] {
  const shared = (lookups[0] as Lookup).values.filter((_, at) => !differing.includes(at))
  return [...shared, ...differing.map((at) => lookups.map(({ values }) => String(values[at])))]
}
