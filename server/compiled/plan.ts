import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { NodeName, RuleName, Viewer } from '../access.ts'
import type { Context } from '../context.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { Order } from '../keyset.ts'
import { fieldOf, relationOf, UnknownToSql } from '../sql.ts'
import type { Rows } from './order.ts'

/*
 * A query whose every field is a column, a relation, a list of records or a record by its id needs no resolver: it is
 * one SQL statement that returns the answer. What a field is comes from its one definition in the schema: what Pothos
 * notes of exposed columns and relations, and `reads` in the extensions of lists, of records and of rules. Rows that are
 * no records are computed by a statement of their own, which has the records in it that the rows name; so is what is
 * computed of records, which is then put in its places. Of a query of several fields each is looked at by itself, and
 * what needs a resolver is left to it.
 */

/** What a field that is no column and no relation reads. */
export type Reads =
  /** A list of records, under the record that has the field where `relation` is given. */
  | { list: NodeName; relation?: string; query: ListQuery }
  /** One record. */
  | { record(args: never): { noun: NodeName; where: object } }
  /** Whether the rule lets the caller have this record. */
  | { rule: RuleName }
  /** A column, for those from whom nothing of it is hidden. */
  | { column: string; unhidden(viewer: Viewer): boolean }
  /** Rows that are no records: then only the fields of what it finds are worked out one by one. */
  | { compute: Compute }
  /** The same of each record that has the field, for all of them together. */
  | { computeEach: ComputeEach }
  /** A record that a row of these names, by what the row calls its id. */
  | { named: string }
  /** Nothing of a row but these columns, and what the fields inside it read. */
  | { columns: readonly string[] }
  /** A column of the one related record; where there is none, or nothing in it, something else. */
  | { of: string; column: string; otherwise?: Otherwise }
  /** The records at the other end of a table that only joins, all of them, in this order of it. */
  | { through: string; to: string; orderBy: object }

/** What the rows are made of. */
export type Compute = (args: never, context: Context, wanted: Wanted) => Promise<object>

/** What is found for the records with these ids. */
export type ComputeEach = (ids: number[], args: never, context: Context, wanted: Wanted) => Promise<Map<number, object>>

/** What rows must have. */
export interface Wanted {
  /** The records that are asked for, as they are answered, each under its `name`. */
  records: NamedRecord[]
  /** The columns that are read; any where nobody knows. */
  columns?: ReadonlySet<string> | undefined
}

export interface NamedRecord {
  name: string
  /** What a row calls its id. */
  key: string
  /** The record as JSON, where `id` says its id; null where the caller may not see it. */
  sql(id: string): Prisma.Sql
}

/** The record's own column, or a value. */
type Otherwise = { column: string } | ((context: Context) => string | boolean)

/** The page of a list as a Prisma query; `where` may wait for the database. */
export type ListQuery = (args: never, context: Context) => Rows & { where: { AND: object[] }; order: Order[] }

export interface Asked {
  /** Its name in the answer. */
  key: string
  field: GraphQLField<unknown, unknown>
  node: FieldNode
}
export interface ColumnPart {
  key: string
  column: string
  isInstant: boolean
  isList: boolean
  unhidden?: (viewer: Viewer) => boolean
}
export type Part =
  | { key: string; typename: string }
  | { key: string; globalId: string }
  | ColumnPart
  | { key: string; rule: RuleName }
  | { key: string; of: string; stored: ColumnPart; otherwise: Otherwise | undefined }
  | { key: string; through: string; to: string; orderBy: object; parts: Part[] }
  | (Asked & { relation: string; query: RelationQuery; parts: Part[] })
  | (Asked & { list: NodeName; relation: string | undefined; query: ListQuery; page: PagePart[] })
  | ComputedEach
export type PagePart = { key: string } & (
  | { typename: string }
  | { count: true }
  | { nodes: Part[] }
  | { edges: EdgePart[] }
  | { info: InfoPart[] }
)
export type EdgePart = { key: string } & ({ typename: string } | { cursor: true } | { node: Part[] })
export type InfoPart = { key: string } & ({ typename: string } | { about: string })
export type Root =
  | Extract<Part, { list: NodeName } | { typename: string }>
  | (Asked & Extract<Reads, { record: unknown }> & { partsOf(noun: NodeName): Part[] })

/** A field of a row, or of what is found with the rows, whose resolver does not wait. */
export type RowPart = { key: string } & (
  | { typename: string }
  | { record: string; isRequired: boolean }
  | { leaf: GraphQLLeafType; isRequired: boolean; resolve: Resolve }
  | { isList: boolean; isRequired: boolean; inside: RowPart[]; resolve: Resolve }
)
type Resolve = (row: object, args: object, context: Context) => unknown
interface Rowed extends Asked {
  parts: RowPart[]
  records: { name: string; key: string; noun: NodeName; parts: Part[] }[]
  columns: Wanted['columns']
}
/** What the parts of a row read, as it is found; undefined for any column. */
type Read = Pick<Rowed, 'records'> & { columns: (string | undefined)[] }
/** A root that computes rows. */
export interface Computed extends Rowed {
  compute: Compute
}
/** A field of a record that is computed. */
export interface ComputedEach extends Rowed {
  computeEach: ComputeEach
}
/** An act that answers with its record: the only one of its mutation. */
export interface Act extends Asked {
  /** What the payload has; the record where there is no text. */
  payload: { key: string; text?: string }[]
  noun: NodeName
  parts: Part[]
}
/** Fields of an operation that follow each other and are answered in one way. */
export type Step = { nodes: FieldNode[] } & (
  | { stored: Root[] }
  | { computed: Computed }
  | { act: Act }
  | { left: string[] }
)
type RelationQuery = (args: object, context: Context, nested: (query: Query) => object) => object
type Query = object | ((args: object, context: Context) => object)

/** The plan of a query or of an act; undefined where all of it needs resolvers. */
export function planOf(
  schema: GraphQLSchema,
  { operation, selectionSet }: OperationDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
): Step[] | undefined {
  if (operation === 'mutation') {
    const act = planned(actOf)
    return act && [{ nodes: [act.node], act }]
  }
  const query = schema.getQueryType() as GraphQLObjectType
  const steps: Step[] = []
  for (const [key, field, nodes] of planned(() => fieldsIn(query, [selectionSet])) ?? []) {
    addTo(steps, stepOf(key, field, nodes))
  }
  return steps.every((step) => 'left' in step) ? undefined : steps

  function actOf(): Act | undefined {
    const [first, ...others] = fieldsIn(schema.getMutationType() as GraphQLObjectType, [selectionSet])
    const [key, field, nodes] = first ?? []
    const { answersWith } = (field?.extensions ?? {}) as { answersWith?: { field: string; noun: NodeName } }
    if (!key || !field || !nodes || !answersWith || others.length) return undefined
    const payload = getNamedType(field.type) as GraphQLObjectType
    const parts: Part[] = []
    const answer = fieldsIn(payload, setsOf(nodes)).map(([name, inside, asked]) => {
      if (!inside) return { key: name, text: `"${payload.name}"` }
      if (inside.name === 'errors') return { key: name, text: '[]' }
      if (inside.name !== answersWith.field || parts.length) throw new UnknownToSql(inside.name)
      parts.push(...partsOf(getNamedType(inside.type), setsOf(asked)))
      return { key: name }
    })
    return { key, field, node: nodes[0] as FieldNode, payload: answer, noun: answersWith.noun, parts }
  }

  function stepOf(key: string, field: Asked['field'] | undefined, nodes: FieldNode[]): Step {
    const computed = planned(() => computedOf(key, field, nodes))
    if (computed) return { nodes: [...nodes], computed }
    const root = planned(() => rootOf(key, field, nodes))
    return root ? { nodes: [...nodes], stored: [root] } : { nodes: [...nodes], left: [key] }
  }

  function rootOf(key: string, field: Asked['field'] | undefined, nodes: FieldNode[]): Root {
    if (!field) return { key, typename: query.name }
    const { reads } = field.extensions as { reads?: Reads }
    const [node] = nodes as [FieldNode]
    if (reads && 'list' in reads) return listOf({ key, field, node }, reads, nodes)
    if (!reads || !('record' in reads)) throw new UnknownToSql(field.name)
    return { key, field, node, ...reads, partsOf: partsOfNoun(setsOf(nodes)) }
  }

  /** The parts that are asked of a record whose kind only its id tells. */
  function partsOfNoun(sets: SelectionSetNode[]) {
    const known = new Map<NodeName, Part[]>()
    return (noun: NodeName) => {
      const parts = known.get(noun) ?? partsOf(schema.getType(noun) as GraphQLObjectType, sets)
      known.set(noun, parts)
      return parts
    }
  }

  function partsOf(type: GraphQLNamedType, sets: SelectionSetNode[]): Part[] {
    if (!isObjectType(type)) throw new UnknownToSql(type.name)
    const model = type.extensions.pothosPrismaModel as string | undefined
    if (!model) throw new UnknownToSql(type.name)
    return fieldsIn(type, sets).map(([key, field, nodes]): Part => {
      if (!field) return { key, typename: type.name }
      const node = nodes[0] as FieldNode
      const { reads, ...pothos } = field.extensions as unknown as Noted
      if (field.name === 'id' && type.getInterfaces().some(({ name }) => name === 'Node')) {
        return { key, globalId: type.name }
      }
      if (reads && 'rule' in reads) return { key, rule: reads.rule }
      if (reads && 'of' in reads) {
        const { of, otherwise } = reads
        return { key, of, stored: columnOf(key, field, relationOf(model, of).model, reads.column), otherwise }
      }
      if (reads && 'through' in reads) return { key, ...reads, parts: partsOf(getNamedType(field.type), setsOf(nodes)) }
      if (reads && 'computeEach' in reads) return { ...rowedOf(key, field, nodes), ...reads }
      if (reads && 'column' in reads) return { ...columnOf(key, field, model, reads.column), unhidden: reads.unhidden }
      if (reads && 'list' in reads) return listOf({ key, field, node }, reads, nodes)
      if (typeof pothos.pothosPrismaVariant === 'string') {
        return columnOf(key, field, model, pothos.pothosPrismaVariant)
      }
      if (pothos.pothosPrismaRelationField && !pothos.pothosPrismaFallback) {
        const parts = partsOf(getNamedType(field.type), setsOf(nodes))
        const { name } = pothos.pothosPrismaRelationField
        return { key, field, node, relation: name, query: pothos.pothosPrismaSelect, parts }
      }
      throw new UnknownToSql(`${type.name}.${field.name}`)
    })
  }

  function listOf(asked: Asked, { list, relation, query }: Extract<Reads, { list: NodeName }>, nodes: FieldNode[]) {
    const connection = getNamedType(asked.field.type) as GraphQLObjectType
    const page = fieldsIn(connection, setsOf(nodes)).map(([key, field, inside]): PagePart => {
      if (!field) return { key, typename: connection.name }
      if (field.name === 'totalCount') return { key, count: true }
      const type = getNamedType(field.type) as GraphQLObjectType
      if (field.name === 'nodes') return { key, nodes: partsOf(type, setsOf(inside)) }
      if (field.name === 'edges') return { key, edges: edgeOf(type, setsOf(inside)) }
      return { key, info: infoOf(type, setsOf(inside)) }
    })
    return { ...asked, list, relation, query, page }
  }

  /** The plan of a field whose rows are computed, if it is one. */
  function computedOf(key: string, field: Asked['field'] | undefined, nodes: FieldNode[]): Computed | undefined {
    const { reads } = (field?.extensions ?? {}) as { reads?: Reads }
    return field && reads && 'compute' in reads ? { ...rowedOf(key, field, nodes), ...reads } : undefined
  }

  function rowedOf(key: string, field: Asked['field'], nodes: FieldNode[]): Rowed {
    const read: Read = { records: [], columns: [] }
    const parts = rowPartsOf(getNamedType(field.type), setsOf(nodes), read)
    const columns = read.columns.includes(undefined) ? undefined : new Set(read.columns as string[])
    return { key, field, node: nodes[0] as FieldNode, parts, records: read.records, columns }
  }

  function rowPartsOf(type: GraphQLNamedType, sets: SelectionSetNode[], read: Read): RowPart[] {
    if (!isObjectType(type)) throw new UnknownToSql(type.name)
    const { records, columns } = read
    return fieldsIn(type, sets).map(([key, field, nodes]): RowPart => {
      if (!field) return { key, typename: type.name }
      const of = getNamedType(field.type)
      const { reads } = field.extensions as { reads?: Reads }
      if (reads && 'named' in reads) {
        const record = `record${records.length}`
        records.push({ name: record, key: reads.named, noun: of.name as NodeName, parts: partsOf(of, setsOf(nodes)) })
        return { key, record, isRequired: isNonNullType(field.type) }
      }
      const { resolve = (row) => row[field.name as never] } = field as unknown as { resolve?: Resolve }
      if (field.args.length || of.extensions.pothosPrismaModel) throw new UnknownToSql(field.name)
      columns.push(...(reads && 'columns' in reads ? reads.columns : [undefined]))
      const common = { key, isRequired: isNonNullType(field.type), resolve }
      const isList = isListType(getNullableType(field.type))
      if (!isLeafType(of)) return { ...common, isList, inside: rowPartsOf(of, setsOf(nodes), read) }
      if (isList) throw new UnknownToSql(field.name)
      return { ...common, leaf: of }
    })
  }

  function edgeOf(edge: GraphQLObjectType, sets: SelectionSetNode[]) {
    return fieldsIn(edge, sets).map(([key, field, inside]): EdgePart => {
      if (!field) return { key, typename: edge.name }
      if (field.name === 'cursor') return { key, cursor: true }
      return { key, node: partsOf(getNamedType(field.type), setsOf(inside)) }
    })
  }

  function infoOf(info: GraphQLObjectType, sets: SelectionSetNode[]) {
    return fieldsIn(info, sets).map(
      ([key, field]): InfoPart => (field ? { key, about: field.name } : { key, typename: info.name }),
    )
  }

  /** The fields of the type that are asked for, by their names in the answer; no field for `__typename`. */
  function fieldsIn(type: GraphQLObjectType, sets: SelectionSetNode[]) {
    const found = new Map<string, FieldNode[]>()
    for (const set of sets) collect(type, set, found)
    return [...found].map(([key, nodes]) => {
      const name = nodes[0]?.name.value as string
      const field = name === '__typename' ? undefined : type.getFields()[name]
      // PostgreSQL cuts longer names off.
      if ((!field && name !== '__typename') || Buffer.byteLength(key) > 63) throw new UnknownToSql(name)
      return [key, field as GraphQLField<unknown, unknown> | undefined, nodes] as const
    })
  }

  function collect(type: GraphQLObjectType, { selections }: SelectionSetNode, found: Map<string, FieldNode[]>) {
    for (const selection of selections) {
      if (selection.directives?.length) throw new UnknownToSql('directives')
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        found.set(key, [...(found.get(key) ?? []), selection])
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (!fragment) throw new UnknownToSql('fragment')
      const on = fragment.typeCondition?.name.value ?? type.name
      if (on === type.name || type.getInterfaces().some(({ name }) => name === on)) {
        collect(type, fragment.selectionSet, found)
      }
    }
  }
}

/** What the plan of a part is; undefined where a field of it needs a resolver. */
function planned<Found>(plan: () => Found): Found | undefined {
  try {
    return plan()
  } catch (error) {
    if (error instanceof UnknownToSql) return undefined
    throw error
  }
}

function addTo(steps: Step[], step: Step) {
  const last = steps.at(-1)
  if (last && 'stored' in last && 'stored' in step) last.stored.push(...step.stored)
  else if (last && 'left' in last && 'left' in step) last.left.push(...step.left)
  else return void steps.push(step)
  last.nodes.push(...step.nodes)
}

/** What is noted of a field in the schema. */
interface Noted {
  reads?: Reads
  pothosPrismaVariant?: string
  pothosPrismaRelationField?: { name: string }
  pothosPrismaFallback?: unknown
  pothosPrismaSelect: RelationQuery
}

const setsOf = (nodes: readonly FieldNode[]) => nodes.flatMap(({ selectionSet }) => selectionSet ?? [])

function columnOf(key: string, { name, type }: GraphQLField<unknown, unknown>, model: string, column: string) {
  const found = fieldOf(model, column)
  const inside = isNonNullType(type) ? type.ofType : type
  const leaf = getNamedType(type)
  if (!found || isListType(inside) !== found.isList || !(isEnumType(leaf) || AS_STORED.includes(leaf.name))) {
    throw new UnknownToSql(`${model}.${name}`)
  }
  return { key, column, isInstant: leaf.name === 'DateTime', isList: found.isList }
}

/** Scalars that PostgreSQL writes in JSON as the schema does, an instant with a little help. */
const AS_STORED = ['String', 'Int', 'Boolean', 'Date', 'DateTime', 'Decimal', 'Won']
