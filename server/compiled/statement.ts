import { getArgumentValues } from 'graphql'
import { allowed, type NodeName, verdict } from '../access.ts'
import type { Context } from '../context.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { hasBefore, type PageArgs } from '../keyset.ts'
import { columnSql, relationOf, tableOf, UnknownToSql, Writer, writeCondition } from '../sql.ts'
import { base64url, cursorSql, instant } from './cursor.ts'
import { orderOf, writeRows } from './order.ts'
import type { Asked, ColumnPart, ComputedEach, EdgePart, InfoPart, Part, Root } from './plan.ts'

export type Variables = { [name: string]: unknown }

/**
 * The plan as a statement that returns the whole answer as JSON text; throws where SQL does not know a part of it. In
 * it are places for what is computed of records, each for the one that is put into `computed` for it. `isOfRecords`
 * where it finds no more than some records by their ids.
 */
export function statementOf(
  roots: Root[],
  variables: Variables,
  context: Context,
  computed: ComputedEach[],
): { text: string; values: unknown[]; isOfRecords: boolean } {
  const writer = new Writer()
  const { writeEach, writeList, writeRecord, argsOf, isOfRecords } = writing(writer, variables, context, computed)
  writer.add(`SELECT row_to_json(${ROW})::text AS answer FROM (SELECT `)
  writeEach(roots, (root) => {
    if ('typename' in root) return writer.add(`'${root.typename}'::text`)
    if ('list' in root) return writeList(root, undefined)
    const { noun, where } = root.record(argsOf(root) as never)
    return writeRecord(noun, root.partsOf(noun), (alias) => writeCondition(writer, noun, alias, where))
  })
  const { text, values } = writer.add(`) ${ROW}`)
  return { text, values, isOfRecords: isOfRecords() }
}

/** The record as JSON for a statement that has its id; null where the caller may not see it. `computed` is as above. */
export function recordSql(
  noun: NodeName,
  parts: Part[],
  id: string,
  variables: Variables,
  context: Context,
  computed?: ComputedEach[],
): Prisma.Sql {
  const writer = new Writer()
  writing(writer, variables, context, computed).writeRecord(noun, parts, (alias) =>
    writer.add(`"${alias}"."id" = ${id}`),
  )
  return writer.sql
}

/** Writes the record as JSON of a row that is just being written; undefined where more is asked for than its own columns. */
export function rowWriter(noun: NodeName, parts: Part[], variables: Variables, context: Context) {
  if (!parts.every((part) => 'column' in part || 'globalId' in part || 'typename' in part)) return undefined
  return (writer: Writer, row: string) => writing(writer, variables, context).writeRow(noun, parts, row)
}

function writing(writer: Writer, variables: Variables, context: Context, computed?: ComputedEach[]) {
  let hasMore = false
  return {
    ...{ writeEach: each, writeList, writeRecord, writeRow },
    argsOf: (asked: Asked) => argumentsOf(asked, variables),
    /** Whether no list was written, and nothing that is computed. */
    isOfRecords: () => !hasMore,
  }

  /** The record that is the one, if the caller may see it. */
  function writeRecord(noun: NodeName, parts: Part[], writeWhich: (alias: string) => unknown) {
    const alias = writer.alias()
    return inObject(() => {
      writeParts(parts, noun, alias)
      writer.add(` FROM "${tableOf(noun)}" AS "${alias}" WHERE `)
      writeWhich(alias)
      writeCondition(writer.add(' AND '), noun, alias, allowed(context.viewer, `read${noun}`))
    })
  }

  function writeRow(noun: NodeName, parts: Part[], row: string) {
    return inObject(() => writeParts(parts, noun, row))
  }

  /** What SELECT gives as one JSON object. */
  function inObject(write: () => unknown) {
    writer.add(`(SELECT row_to_json(${ROW}) FROM (SELECT `)
    write()
    return writer.add(`) ${ROW})`)
  }

  /** The same as a list of them. */
  function inList(write: () => unknown) {
    hasMore = true
    writer.add(`(SELECT COALESCE(json_agg(${ROW}), '[]') FROM (SELECT `)
    write()
    return writer.add(`) ${ROW})`)
  }

  function writeParts(parts: Part[], model: string, alias: string) {
    each(parts, (part) => {
      if ('typename' in part) return writer.add(`'${part.typename}'::text`)
      if ('globalId' in part) return writer.add(base64url(`'${part.globalId}:' || "${alias}"."id"`))
      if ('rule' in part) return writeRule(part.rule, model, alias)
      if ('of' in part) return writeOf(part, model, alias)
      if ('through' in part) return writeThrough(part, model, alias)
      if ('column' in part) return writeColumn(part, alias)
      if ('list' in part) return writeList(part, { model, alias })
      if ('computeEach' in part) return writePlace(part, alias)
      return writeRelation(part, model, alias)
    })
  }

  function writePlace(part: ComputedEach, alias: string) {
    if (!computed) throw new UnknownToSql(part.key)
    hasMore = true
    return writer.add(placeSql(computed.push(part) - 1, `"${alias}"."id"`))
  }

  function writeColumn({ column, isInstant, isList, unhidden }: ColumnPart, alias: string) {
    if (unhidden && !unhidden(context.viewer)) throw new UnknownToSql(column)
    const sql = columnSql(alias, column)
    if (isList) return writer.add(`COALESCE(${sql}, '{}')`)
    return writer.add(isInstant ? instant(sql) : sql)
  }

  function writeOf({ of, stored, otherwise }: Extract<Part, { of: string }>, model: string, alias: string) {
    const { model: noun, joined } = relationOf(model, of)
    const there = writer.alias()
    writer.add('COALESCE((SELECT ')
    writeColumn(stored, there)
    writer.add(` FROM "${tableOf(noun)}" AS "${there}" WHERE ${joined(alias, there)})`)
    if (typeof otherwise === 'object') writer.add(`, ${columnSql(alias, otherwise.column)}`)
    else if (otherwise) {
      const value = otherwise(context)
      writer.add(', ').value(value, typeof value === 'boolean' ? 'boolean' : 'text')
    }
    writer.add(')')
  }

  function writeThrough(
    { through, to, orderBy, parts }: Extract<Part, { through: string }>,
    model: string,
    alias: string,
  ) {
    const joining = relationOf(model, through)
    const { model: noun, joined } = relationOf(joining.model, to)
    const [between, there] = [writer.alias(), writer.alias()]
    const { keys, joins } = orderOf([orderBy], joining.model, between)
    inList(() => {
      writeParts(parts, noun, there)
      writer.add(` FROM "${tableOf(joining.model)}" AS "${between}" JOIN "${tableOf(noun)}" AS "${there}"`)
      writer.add(` ON ${joined(between, there)}${joins} WHERE ${joining.joined(alias, between)} ORDER BY ${keys}`)
    })
  }

  function writeRule(rule: Extract<Part, { rule: unknown }>['rule'], model: string, alias: string) {
    const said = verdict(context.viewer, rule)
    if (typeof said === 'boolean') return writer.add(said ? 'TRUE' : 'FALSE')
    writer.add('COALESCE(')
    return writeCondition(writer, model, alias, said).add(', FALSE)')
  }

  function writeRelation(part: Extract<Part, { relation: string; parts: Part[] }>, model: string, alias: string) {
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
    const order = isList ? orderOf([orderBy].flat(), noun, there) : undefined
    const inside = isList ? inList : inObject
    inside(() => {
      writeParts(part.parts, noun, there)
      writer.add(` FROM "${tableOf(noun)}" AS "${there}"${order?.joins ?? ''} WHERE ${joined(alias, there)} AND `)
      writeCondition(writer, noun, there, where)
      if (order) writer.add(` ORDER BY ${order.keys}`)
    })
  }

  function writeList(part: Extract<Part, { list: NodeName }>, under: { model: string; alias: string } | undefined) {
    hasMore = true
    const args = argumentsOf(part, variables) as PageArgs
    // A page from the end is read backward and turned round.
    if (typeof args.last === 'number') throw new UnknownToSql('last')
    const { where, keyset, orderBy, order, take, skip = 0, leads } = part.query(args as never, context)
    if (where.AND.some((one) => one instanceof Promise)) throw new UnknownToSql('a filter that asks first')
    const size = take - 1
    // What is asked of a page several times is found once, and no cursor is made of a row that is not on it.
    const ofPage = part.page.filter((one) => 'nodes' in one || 'edges' in one || 'info' in one)
    const shared = (ofPage.length > 1 || ofPage.some((one) => 'info' in one)) && writer.alias()
    inObject(() => {
      each(part.page, (one) => {
        if ('typename' in one) return writer.add(`'${one.typename}'::text`)
        if ('info' in one) return writeInfo(one.info)
        if ('count' in one) return writeCount()
        return inList(() =>
          writePage(size, (alias) =>
            'nodes' in one ? writeParts(one.nodes, part.list, alias) : writeEdge(one.edges, alias),
          ),
        )
      })
      if (!shared) return
      writer.add(' FROM (SELECT array_agg(k."id") AS ids FROM (')
      writeFound('"id"', take, writer.alias())
      writer.add(`) k) AS "${shared}"`)
    })

    /** Added up from what is kept, if that knows all that is asked of the records. */
    function writeCount() {
      const alias = writer.alias()
      const write = (sum: string, model: string, joined: string) => {
        writer.add(`(SELECT ${sum} FROM "${tableOf(model)}" AS "${alias}" WHERE ${joined}`)
        return writeCondition(writer, model, alias, where).add(')')
      }
      const kept = (under ? undefined : KEPT_COUNTS[part.list]) ?? []
      if (kept.some((model) => writer.tries(() => write(`COALESCE(sum("${alias}"."count"), 0)`, model, '')))) return
      write('count(*)', part.list, joinedUnder(alias))
    }

    function joinedUnder(alias: string): string {
      return under && part.relation ? `${relationOf(under.model, part.relation).joined(under.alias, alias)} AND ` : ''
    }

    /** Of at most so many rows of the page, in order. What is passed over is passed over in the index alone. */
    function writePage(most: number, write: (alias: string) => void) {
      const alias = writer.alias()
      const again = `JOIN "${tableOf(part.list)}" AS "${alias}" ON "${alias}"."id" = k."id"`
      write(alias)
      if (shared) {
        writer.add(` FROM unnest("${shared}".ids) WITH ORDINALITY AS k (id, place) ${again} WHERE k.place <= `)
        return writer.value(most, 'int').add(' ORDER BY k.place')
      }
      writer.add(' FROM (')
      writeFound(skip ? '"id"' : '*', most, writer.alias())
      if (!skip) return writer.add(`) AS "${alias}"`)
      const { keys, joins } = orderOf(orderBy, part.list, alias)
      return writer.add(`) AS k ${again}${joins} ORDER BY ${keys}`)
    }

    function writeFound(column: '"id"' | '*', most: number, alias: string) {
      const rows = { where, keyset, orderBy, take: most, skip, leads: leads && !under }
      writeRows(writer, part.list, alias, column, rows, joinedUnder(alias))
    }

    function writeEdge(parts: EdgePart[], alias: string) {
      each(parts, (one) => {
        if ('typename' in one) return writer.add(`'${one.typename}'::text`)
        if ('cursor' in one) return writer.add(cursorSql(part.list, order, alias))
        return inObject(() => writeParts(one.node, part.list, alias))
      })
    }

    function writeInfo(parts: InfoPart[]) {
      return inObject(() => {
        each(parts, (one) => {
          if ('typename' in one) return writer.add(`'${one.typename}'::text`)
          if (one.about === 'hasNextPage') return writer.add('page.size > ').value(size, 'int')
          if (one.about === 'hasPreviousPage') return writer.add(String(hasBefore(args)).toUpperCase())
          if (one.about === 'startCursor') return writer.add('page.cursors[1]')
          return writer.add('page.cursors[LEAST(page.size, ').value(size, 'int').add(')]')
        })
        writer.add(' FROM (SELECT count(*)::int AS size, array_agg(page.cursor) AS cursors FROM (SELECT ')
        writePage(take, (alias) => writer.add(`${cursorSql(part.list, order, alias)} AS cursor`))
        writer.add(') page) page')
      })
    }
  }

  function each<Named extends { key: string }>(parts: Named[], write: (part: Named) => unknown) {
    writer.each(', ', parts, (part) => {
      write(part)
      writer.add(` AS "${part.key}"`)
    })
  }
}

/** Where counts of records are kept, by columns of theirs; first where there are fewest. */
const KEPT_COUNTS: { [noun in NodeName]?: string[] } = { Participant: ['ParticipantTotal', 'ParticipantCount'] }

/** The arguments of a field as the query gives them. */
export const argumentsOf = ({ field, node }: Asked, variables: Variables): object =>
  field.args.length ? getArgumentValues(field, node, variables) : {}

/** A place for what is computed of the record: no field of an answer has that name, and in a text it is not as it is here. */
const placeSql = (at: number, id: string) => `format('{"-":[${at},%s]}', ${id})::json`
export const PLACE = /\{"-":\[(\d+),(\d+)\]\}/g

/** A whole row: by a name that no field of an answer can have, or the column of that name would be meant. */
const ROW = '"-"'
