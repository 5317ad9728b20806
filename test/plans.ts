import type { SqlQuery } from '@prisma/driver-adapter-utils'
import { inTransaction } from '../seeds/bulk.ts'
import type { Database } from '../server/db.ts'

/** Tables of which a city has so few records that all of them are read or sorted in some milliseconds. */
export const SMALL: Record<string, string> = {
  district: 'ten, and a few more with each reform',
  district_event: 'one for each reform',
  district_succession: 'a few for each reform',
  round: 'one a year',
  criterion: 'a few a year',
  claim: 'a few a year',
  period_lock: 'a few a year',
  access_review: 'twelve a year',
  release: 'some a year',
  indicator: 'some dozens',
  target_group: 'some dozens',
  app_user: 'one for each officer and reviewer',
  rights_change: 'a few a year for each officer',
  saved_filter: 'a few for each officer',
  api_key: 'one for each partner app',
  // A million participants are in ten thousand programs.
  program_line: 'one for some programs',
  organization: 'one for some programs',
  cohort: 'two for each program',
  participant_count: 'eight for each program',
  participant_total: 'some for each stage',
  review: 'three for each program',
  feedback: 'a few for each program',
  conflict: 'a few for some programs',
  flagship_award: 'one for some programs',
  destruction_certificate: 'one for each program',
  source: 'one for each document',
}

export interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  Plans?: Plan[]
}

/**
 * How PostgreSQL answers the statement where it uses an index if any can be used. Of the few rows of a test it would
 * rather read all, so that and all that comes of it is made dear.
 */
export async function planOf({ sql, args, argTypes }: SqlQuery, db: Database): Promise<Plan> {
  const rows = await inTransaction(db, async (tx) => {
    for (const way of ['seqscan', 'sort', 'hashjoin', 'mergejoin', 'material']) {
      await tx.executeRaw({ sql: `SET LOCAL enable_${way} = off`, args: [], argTypes: [] })
    }
    return (await tx.queryRaw({ sql: `EXPLAIN (FORMAT JSON) ${sql}`, args, argTypes })).rows
  })
  const answer = rows[0]?.[0]
  return (typeof answer === 'string' ? JSON.parse(answer) : answer)[0].Plan
}

const within = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(within)]
const isLarge = ({ 'Relation Name': table }: Plan) => table !== undefined && !(table in SMALL)

/** Where to begin in an index; Prisma asks of a joined record that it has an id, which every one has. */
const begins = ({ 'Index Cond': condition }: Plan) => condition !== undefined && condition !== '(id IS NOT NULL)'

/** Whether the plan reads a large table, or its index, from one end to the other. */
export const readsWhole = (plan: Plan): boolean =>
  within(plan).some((node) =>
    node['Node Type'].startsWith('Bitmap Heap')
      ? isLarge(node) && !node.Plans?.some((index) => within(index).some(begins))
      : isLarge(node) && !begins(node),
  )

/** Whether the plan sorts a large table, which takes all of its rows, instead of reading them in order. */
export const sortsWhole = (plan: Plan): boolean =>
  within(plan).some(
    (node) =>
      (node['Node Type'] === 'Seq Scan' && isLarge(node)) ||
      (node['Node Type'] === 'Sort' && within(node).some(isLarge)),
  )
