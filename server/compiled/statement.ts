import { getArgumentValues } from 'graphql'
import { allowed, type NodeName, verdict } from '../access.ts'
import type { Context } from '../context.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { columnSql, fieldOf, relationOf, tableOf, UnknownToSql, Writer, writeCondition } from '../sql.ts'
import type { Asked, Part, Root } from './plan.ts'

export type Variables = { [name: string]: unknown }

/** The plan as a statement that returns the whole answer as JSON text; throws where SQL does not know a part of it. */
export function statementOf(
  roots: Root[],
  variables: Variables,
  context: Context,
): { text: string; values: unknown[] } {
  const writer = new Writer()
  const { writeEach, writeList, writeRecord, argsOf } = writing(writer, variables, context)
  writer.add(`SELECT row_to_json(${ROW})::text AS answer FROM (SELECT `)
  writeEach(roots, (root) => {
    if ('typename' in root) return writer.add(`'${root.typename}'::text`)
    if ('list' in root) return writeList(root, undefined)
    const { noun, where } = root.record(argsOf(root) as never)
    return writeRecord(noun, root.partsOf(noun), (alias) => writeCondition(writer, noun, alias, where))
  })
  return writer.add(`) ${ROW}`)
}

/** The record as JSON for a statement that has its id; null where the caller may not see it. */
export function recordSql(
  noun: NodeName,
  parts: Part[],
  id: string,
  variables: Variables,
  context: Context,
): Prisma.Sql {
  const writer = new Writer()
  writing(writer, variables, context).writeRecord(noun, parts, (alias) => writer.add(`"${alias}"."id" = ${id}`))
  return writer.sql
}

function writing(writer: Writer, variables: Variables, context: Context) {
  return { writeEach: each, writeList, writeRecord, argsOf: (asked: Asked) => argumentsOf(asked, variables) }

  /** The record that is the one, if the caller may see it. */
  function writeRecord(noun: NodeName, parts: Part[], writeWhich: (alias: string) => unknown) {
    const alias = writer.alias()
    writer.add(`(SELECT row_to_json(${ROW}) FROM (SELECT `)
    writeParts(parts, noun, alias)
    writer.add(` FROM "${tableOf(noun)}" AS "${alias}" WHERE `)
    writeWhich(alias)
    writeCondition(writer.add(' AND '), noun, alias, allowed(context.viewer, `read${noun}`))
    return writer.add(`) ${ROW})`)
  }

  function writeParts(parts: Part[], model: string, alias: string) {
    each(parts, (part) => {
      if ('typename' in part) return writer.add(`'${part.typename}'::text`)
      if ('globalId' in part) {
        const base64 = `encode(convert_to('${part.globalId}:' || "${alias}"."id", 'UTF8'), 'base64')`
        return writer.add(`rtrim(translate(${base64}, '+/', '-_'), '=')`)
      }
      if ('rule' in part) return writeRule(part.rule, model, alias)
      if ('column' in part) return writeColumn(part, alias)
      if ('list' in part) return writeList(part, { model, alias })
      return writeRelation(part, model, alias)
    })
  }

  function writeColumn({ column, isInstant, isList, unhidden }: Extract<Part, { column: string }>, alias: string) {
    if (unhidden && !unhidden(context.viewer)) throw new UnknownToSql(column)
    const sql = columnSql(alias, column)
    if (isList) return writer.add(`COALESCE(${sql}, '{}')`)
    return writer.add(isInstant ? `to_char(${sql} AT TIME ZONE 'UTC', '${ISO}')` : sql)
  }

  function writeRule(rule: Extract<Part, { rule: unknown }>['rule'], model: string, alias: string) {
    const said = verdict(context.viewer, rule)
    if (typeof said === 'boolean') return writer.add(said ? 'TRUE' : 'FALSE')
    writer.add('COALESCE(')
    return writeCondition(writer, model, alias, said).add(', FALSE)')
  }

  function writeRelation(part: Extract<Part, { parts: Part[] }>, model: string, alias: string) {
    const { model: noun, isList, joined } = relationOf(model, part.relation)
    const args = argumentsOf(part, variables)
    let asked: { where?: object; orderBy?: object | object[] } = {}
    part.query(args, context, (query) => {
      asked = typeof query === 'function' ? query(args, context) : query
      return {}
    })
    const { where = {}, orderBy = { id: 'asc' }, ...more } = asked
    if (Object.keys(more).length) throw new UnknownToSql(part.relation)
    const there = writer.alias()
    writer.add(
      isList ? `(SELECT COALESCE(json_agg(${ROW}), '[]') FROM (SELECT ` : `(SELECT row_to_json(${ROW}) FROM (SELECT `,
    )
    writeParts(part.parts, noun, there)
    const order = isList ? orderOf([orderBy].flat(), noun, there) : undefined
    writer.add(` FROM "${tableOf(noun)}" AS "${there}"${order?.joins ?? ''} WHERE ${joined(alias, there)} AND `)
    writeCondition(writer, noun, there, where)
    writer.add(`${order ? ` ORDER BY ${order.keys}` : ''}) ${ROW})`)
  }

  function writeList(part: Extract<Part, { list: NodeName }>, under: { model: string; alias: string } | undefined) {
    const args = argumentsOf(part, variables) as { first?: number | null; last?: number | null }
    // A page from the end is read backward and turned round.
    if (typeof args.last === 'number') throw new UnknownToSql('last')
    const { where, keyset, orderBy, take, skip = 0 } = part.query(args as never, context)
    if (where.AND.some((one) => one instanceof Promise)) throw new UnknownToSql('a filter that asks first')
    const writeFrom = (condition: object, alias: string, joins = '') => {
      writer.add(`FROM "${tableOf(part.list)}" AS "${alias}"${joins} WHERE `)
      const { relation } = part
      if (under && relation) writer.add(`${relationOf(under.model, relation).joined(under.alias, alias)} AND `)
      writeCondition(writer, part.list, alias, condition)
    }
    writer.add(`(SELECT row_to_json(${ROW}) FROM (SELECT `)
    each(part.page, (one) => {
      if ('typename' in one) return writer.add(`'${one.typename}'::text`)
      if ('count' in one) {
        writer.add('(SELECT count(*) ')
        writeFrom(where, writer.alias())
        return writer.add(')')
      }
      const [found, alias] = [writer.alias(), writer.alias()]
      const { keys, joins } = orderOf(orderBy, part.list, found)
      writer.add(`(SELECT COALESCE(json_agg(${ROW}), '[]') FROM (SELECT `)
      writeParts(one.nodes, part.list, alias)
      // What is passed over is passed over in the index alone.
      writer.add(` FROM (SELECT "${found}".${skip ? '"id"' : '*'} `)
      writeFrom({ AND: [where, keyset] }, found, joins)
      writer.add(` ORDER BY ${keys} LIMIT `).value(take - 1, 'int')
      if (!skip) return writer.add(`) AS "${alias}") ${ROW})`)
      const again = orderOf(orderBy, part.list, alias)
      writer.add(' OFFSET ').value(skip, 'int')
      writer.add(`) AS k JOIN "${tableOf(part.list)}" AS "${alias}" ON "${alias}"."id" = k."id"${again.joins}`)
      return writer.add(` ORDER BY ${again.keys}) ${ROW})`)
    })
    writer.add(`) ${ROW})`)
  }

  function each<Named extends { key: string }>(parts: Named[], write: (part: Named) => unknown) {
    for (const [index, part] of parts.entries()) {
      if (index) writer.add(', ')
      write(part)
      writer.add(` AS "${part.key}"`)
    }
  }
}

/** The arguments of a field as the query gives them. */
export const argumentsOf = ({ field, node }: Asked, variables: Variables): object =>
  field.args.length ? getArgumentValues(field, node, variables) : {}

/** A whole row: by a name that no field of an answer can have, or the column of that name would be meant. */
const ROW = '"-"'

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

/** Sort keys as SQL, with the tables that hold them joined. */
function orderOf(orderBy: object[], model: string, alias: string): { keys: string; joins: string } {
  const joins = new Set<string>()
  const keys = orderBy
    .flatMap((one) => Object.entries(one))
    .map(([name, how]) => {
      const column = fieldOf(model, name)
      if (column?.kind === 'object') {
        const relation = relationOf(model, name)
        const [[key, direction] = []] = Object.entries(how as object)
        const there = `${alias}_${name}`
        if (relation.isList || !key || fieldOf(relation.model, key)?.kind === 'object') throw new UnknownToSql(name)
        joins.add(` LEFT JOIN "${tableOf(relation.model)}" AS "${there}" ON ${relation.joined(alias, there)}`)
        return `${columnSql(there, key)}${directionOf(direction)}`
      }
      if (!column) throw new UnknownToSql(name)
      return `${columnSql(alias, name)}${directionOf(how)}`
    })
  return { keys: keys.join(', '), joins: [...joins].join('') }
}

function directionOf(how: unknown): string {
  const { sort, nulls } = (typeof how === 'string' ? { sort: how } : how) as { sort: string; nulls?: string }
  return `${sort === 'desc' ? ' DESC' : ''}${nulls ? ` NULLS ${nulls.toUpperCase()}` : ''}`
}
