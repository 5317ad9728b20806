import type { Prisma } from '../generated/prisma/client.ts'
import { columnSql, fieldOf, relationOf, tableOf, UnknownToSql, Writer, writeCondition } from '../sql.ts'

/** Rows of a table as Prisma is asked for them. */
export interface Rows {
  where: object
  /** What lies after the cursor. */
  keyset: object
  orderBy: object[]
  take: number
  skip?: number
  /** Whether to begin with the other table that holds the first key, as nothing is asked but of that. */
  leads: boolean
}

/**
 * Finds the rows in their order. Prisma joins the other table from outside, which keeps PostgreSQL from beginning with
 * it; so where it leads the ids are found by a statement of ours.
 */
export async function findInOrder<Row extends { id: number }>(
  client: Prisma.TransactionClient,
  model: string,
  rows: Rows,
  find: (which: Partial<Omit<Rows, 'keyset' | 'leads'>>) => Promise<Row[]>,
): Promise<Row[]> {
  const { keyset, leads, ...asked } = rows
  const sql = leads && idsOf(model, rows)
  if (!sql) return find({ ...asked, where: { AND: [asked.where, keyset] } })
  const ids = (await client.$queryRaw<{ id: number }[]>(sql)).map(({ id }) => id)
  const found = await find({ where: { AND: [asked.where, { id: { in: ids } }] } })
  const byId = new Map(found.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Undefined where SQL does not know a part of it. */
function idsOf(model: string, rows: Rows): Prisma.Sql | undefined {
  const writer = new Writer()
  try {
    return writeRows(writer, model, writer.alias(), '"id"', rows).sql
  } catch (error) {
    if (error instanceof UnknownToSql) return undefined
    throw error
  }
}

/** Selects the rows in their order; `also` is more of the condition, on the table under this alias. */
export function writeRows(
  writer: Writer,
  model: string,
  alias: string,
  column: '"id"' | '*',
  { where, keyset, orderBy, take, skip, leads }: Rows,
  also = '',
) {
  const { keys, joins, joined } = orderOf(orderBy, model, alias, leads)
  writer.add(`SELECT "${alias}".${column} FROM "${tableOf(model)}" AS "${alias}"${joins} WHERE ${also}`)
  for (const [relation, there] of joined) writer.joined.set(relation, there)
  writeCondition(writer, model, alias, where).add(' AND ')
  writeCondition(writer, model, alias, keyset).add(` ORDER BY ${keys} LIMIT `)
  if (!skip) return writer.value(take, 'int')
  // How many rows come after others is part of the statement: PostgreSQL keeps no plan for a number that it does not know.
  return writer.add(`${Number(take)} OFFSET `).value(skip, 'int')
}

/** Sort keys as SQL, with the tables that hold them joined; such that PostgreSQL can begin with them where they lead. */
export function orderOf(orderBy: object[], model: string, alias: string, leads = false) {
  const joins = new Set<string>()
  const joined: [string, string][] = []
  const keys = orderBy
    .flatMap((one) => Object.entries(one))
    .map(([name, how]) => {
      const column = fieldOf(model, name)
      if (column?.kind === 'object') {
        const relation = relationOf(model, name)
        const [[key, direction] = []] = Object.entries(how as object)
        const there = `${alias}_${name}`
        if (relation.isList || !key || fieldOf(relation.model, key)?.kind === 'object') throw new UnknownToSql(name)
        const join = leads && column.isRequired ? 'JOIN' : 'LEFT JOIN'
        if (join === 'JOIN') joined.push([`${alias}.${name}`, there])
        joins.add(` ${join} "${tableOf(relation.model)}" AS "${there}" ON ${relation.joined(alias, there)}`)
        return `${columnSql(there, key)}${directionOf(direction)}`
      }
      if (!column) throw new UnknownToSql(name)
      return `${columnSql(alias, name)}${directionOf(how)}`
    })
  return { keys: keys.join(', '), joins: [...joins].join(''), joined }
}

function directionOf(how: unknown): string {
  const { sort, nulls } = (typeof how === 'string' ? { sort: how } : how) as { sort: string; nulls?: string }
  return `${sort === 'desc' ? ' DESC' : ''}${nulls ? ` NULLS ${nulls.toUpperCase()}` : ''}`
}
