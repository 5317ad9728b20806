import type { NodeName, RuleName } from './access.ts'
import type { Transaction } from './act.ts'
import type { Context, Product, RequestHeaders } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { inParts } from './parts.ts'
import { columnSql, tableOf } from './sql.ts'

/** What an act changed, as the processes tell it to each other. */
export interface News {
  noun: NodeName
  /** The nouns of the records that it belongs to. */
  under: NodeName[]
  /** Of each record its id and, in the order of `under`, those of the records that it belongs to. */
  rows: (number | null)[][]
  /** The page that did it, and so knows. */
  tab?: string
}

/** These change no record that anybody else looks at; what is said of them is only that rights may have changed. */
const silent = new Set<RuleName>([
  'revealPerson',
  'revealPersons',
  'changePassword',
  'startTotp',
  'confirmTotp',
  'disableTotp',
  'revokeSession',
  'revokeOtherSessions',
  'endSessions',
  'deleteSavedFilter',
])

const PARENTS = { programId: 'Program', roundId: 'Round' } as const
const ROWS_OF_MESSAGE = 200

/** The page that asks, by its own word; only to leave it out of what it is told. */
export const tabOf = (headers: RequestHeaders) => headers.get('sangsaeng-tab')?.match(/^[\w-]{1,40}$/)?.[0]

/** What all processes are to be told of an act, once it is committed. */
export async function newsOf(tx: Transaction, name: RuleName, noun: NodeName, ids: number[], { headers }: Context) {
  if (silent.has(name)) return [SESSIONS]
  const keys = keysOf(noun)
  const rows = keys.length ? await parentsOf(tx, noun, ids, keys) : ids.map((id) => [id])
  const under = keys.map((key) => PARENTS[key])
  const tab = tabOf(headers)
  return inParts(rows, ROWS_OF_MESSAGE).map((part) => JSON.stringify({ noun, under, rows: part, tab } satisfies News))
}

const SESSIONS = ''

/** Tells all processes to look again at who is still signed in. */
export const announceSessions = ({ db }: Product) => db.channel.tell([SESSIONS])

function keysOf(noun: NodeName) {
  const columns = columnsOf(noun)
  return Object.keys(PARENTS).filter((key) => columns.includes(key)) as (keyof typeof PARENTS)[]
}

/** Whether its records belong to others, which then must be read to tell of an act. */
export const isUnder = (noun: NodeName) => keysOf(noun).length > 0

/** The columns of a noun's table. */
export const columnsOf = (noun: NodeName): string[] => Object.keys(Prisma[`${noun}ScalarFieldEnum`])

/** As one text: Prisma takes longer over a thousand rows than the database. */
async function parentsOf(tx: Transaction, noun: NodeName, ids: number[], keys: string[]): Promise<News['rows']> {
  const columns = ['id', ...keys].map((key) => columnSql('record', key))
  const [row] = await tx.$queryRaw<[{ rows: string | null }]>`
    SELECT json_agg(json_build_array(${Prisma.raw(columns.join(', '))}))::text AS rows
    FROM ${Prisma.raw(`"${tableOf(noun)}"`)} AS "record" WHERE id = ANY(${ids}::int[])`
  return JSON.parse(row.rows ?? '[]')
}
