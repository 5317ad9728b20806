import type { Database } from './db.ts'

// As PostgreSQL's own: every minute, and a table is done again when it has grown by a tenth and by so many blocks. What
// is changed makes it grow too, as the old rows stay until then.
const EVERY_MS = 60_000
const TENTH = 1.1
const BLOCKS = 64

type Query = Database['query']

/** PGlite has no autovacuum: the product itself looks from time to time. Returns how to end that. */
export function keepUp(query: Query): () => void {
  const timer = setInterval(() => upkeep(query).catch(() => {}), EVERY_MS).unref()
  return () => clearInterval(timer)
}

/** Brings the statistics and the map of visible rows of tables that have grown up to date. Returns their names. */
export async function upkeep(query: Query): Promise<string[]> {
  const grown = await query(
    `SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
       AND pg_relation_size(oid) / current_setting('block_size')::int > $1::float * relpages + $2::int ORDER BY 1`,
    [TENTH, BLOCKS],
  )
  const names = grown.map(({ name }) => String(name))
  for (const name of names) await query(`VACUUM (ANALYZE) ${name}`)
  return names
}
