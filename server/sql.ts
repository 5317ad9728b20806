import { getDatamodel } from './generated/pothos.ts'
import { Prisma } from './generated/prisma/client.ts'

type Model = 'Outcome' | 'Program'
type Column = { name: string; type: string; kind: string; isList: boolean; relationFromFields?: string[] }

/**
 * A Prisma filter as a condition for SQL where the table is called `alias`, so that statistics go by the rules of
 * access.ts too. Knows AND, OR, equality, `in`, comparison and relations to one record; what it does not know it
 * refuses, so that no rule is ever left out.
 */
export function conditionSql(model: Model, alias: string, where: object): Prisma.Sql {
  const parts = Object.entries(where).map(([key, value]) => {
    if (key === 'AND') return all([value].flat().map((one) => conditionSql(model, alias, one)))
    if (key === 'OR') {
      // Prisma has its own ideas of a part that says nothing; no rule has one.
      if (!(value as object[]).length || (value as object[]).some(saysNothing)) throw unknown(model, key, value)
      return any((value as object[]).map((one) => conditionSql(model, alias, one)))
    }
    return columnSql(model, alias, key, value)
  })
  return all(parts)
}

const saysNothing = (where: object): boolean =>
  Object.entries(where).every(([key, value]) => key === 'AND' && [value].flat().every(saysNothing))
const all = (parts: Prisma.Sql[]) => (parts.length ? Prisma.sql`(${Prisma.join(parts, ' AND ')})` : Prisma.sql`TRUE`)
const any = (parts: Prisma.Sql[]) => Prisma.sql`(${Prisma.join(parts, ' OR ')})`

function columnSql(model: Model, alias: string, name: string, value: unknown): Prisma.Sql {
  const column = models[model]?.fields.find((field) => field.name === name)
  if (!column || column.isList || value === undefined) throw unknown(model, name, value)
  if (column.kind === 'object') return relatedSql(model, alias, column, value as object)
  const sql = Prisma.raw(`"${alias}"."${snake(name)}"`)
  if (value === null) return Prisma.sql`${sql} IS NULL`
  if (typeof value !== 'object' || value instanceof Date) return Prisma.sql`${sql} = ${typed(column, value)}`
  return all(
    Object.entries(value).map(([operator, operand]) => {
      const comparison = COMPARISONS[operator]
      if (operator === 'in') {
        const values = (operand as unknown[]).map((one) => typed(column, one))
        return values.length ? Prisma.sql`${sql} IN (${Prisma.join(values)})` : Prisma.sql`FALSE`
      }
      if (!comparison || operand === null || typeof operand === 'object') throw unknown(model, name, value)
      return Prisma.sql`${sql} ${Prisma.raw(comparison)} ${typed(column, operand)}`
    }),
  )
}

function relatedSql(model: Model, alias: string, column: Column, where: object): Prisma.Sql {
  const [key] = column.relationFromFields ?? []
  if (!key || !(column.type in TABLES)) throw unknown(model, column.name, where)
  const [type, inner] = [column.type as Model, `${alias}_${column.name}`]
  const table = Prisma.raw(`"${TABLES[type]}" AS "${inner}"`)
  const same = Prisma.raw(`"${inner}"."id" = "${alias}"."${snake(key)}"`)
  return Prisma.sql`EXISTS (SELECT 1 FROM ${table} WHERE ${same} AND ${conditionSql(type, inner, where)})`
}

/** A parameter of the column's type: engines guess the type of a bare one differently. */
function typed({ kind, type }: Column, value: unknown): Prisma.Sql {
  if (kind === 'enum') return Prisma.sql`${value}::${Prisma.raw(`"${type}"`)}`
  const cast = CASTS[type]
  if (!cast) throw new Error(`No filter on ${type} is known to SQL`)
  return Prisma.sql`${value}::${Prisma.raw(cast)}`
}

const COMPARISONS: Record<string, string> = { equals: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }
const CASTS: Record<string, string> = { Int: 'int', String: 'text', Boolean: 'boolean' }
const TABLES: Record<Model, string> = { Outcome: 'outcome', Program: 'program' }

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const unknown = (model: string, name: string, value: unknown) =>
  new Error(`A filter that SQL does not know: ${model}.${name} ${JSON.stringify(value)}`)

const models = getDatamodel().datamodel.models as unknown as Record<Model, { fields: readonly Column[] } | undefined>
