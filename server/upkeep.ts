import type { Database } from './db.ts'

// As PostgreSQL's own: every minute, and a table is done again when a tenth of its rows and so many more were written.
// Those are counted only as long as the engine runs: so also when it has grown by a tenth and by so many blocks.
const EVERY_MS = 60_000
const TENTH = 0.1
const ROWS = 500
const BLOCKS = 64

type Query = Database['query']

/** PGlite has no autovacuum: the product itself looks from time to time. Returns how to end that. */
export function keepUp(query: Query): () => void {
  const timer = setInterval(() => upkeep(query).catch(() => {}), EVERY_MS).unref()
  return () => clearInterval(timer)
}

/** Brings the statistics and the map of visible rows of tables that have grown up to date. Returns their names. */
export async function upkeep(query: Query): Promise<string[]> {
  await query('SELECT pg_stat_force_next_flush()')
  const grown = await query(
    `SELECT quote_ident(c.relname) AS name FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND (
       s.n_mod_since_analyze > $1::float * c.reltuples + $2::int
       OR pg_relation_size(c.oid) / current_setting('block_size')::int > (1 + $1::float) * c.relpages + $3::int)
     ORDER BY 1`,
    [TENTH, ROWS, BLOCKS],
  )
  const names = grown.map(({ name }) => String(name))
  for (const name of names) await query(`VACUUM (ANALYZE) ${name}`)
  return names
}
