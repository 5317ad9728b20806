import { queryFromInfo } from '@pothos/plugin-prisma'
import { selectedFieldNames } from '@pothos/selection-mapper'
import type { GraphQLResolveInfo } from 'graphql'
import { allowed, type NodeName, type Viewer } from './access.ts'
import { builder } from './builder.ts'
import { findInOrder } from './compiled/order.ts'
import type { Reads } from './compiled/plan.ts'
import type { Context } from './context.ts'
import { delegate, small } from './delegate.ts'
import { badArgument, Problem } from './errors.ts'
import { argsOf, at, type Input, type Inputs, inputType, nounInWords } from './input.ts'
import {
  type Direction,
  keysetQuery,
  keysetSelection,
  merge,
  type Order,
  type Page,
  type PageArgs,
  pageOf,
} from './keyset.ts'
import { UnknownToSql } from './sql.ts'

interface Filter {
  // biome-ignore lint/suspicious/noExplicitAny: filters read values of any type
  input: Input<any>
  // biome-ignore lint/suspicious/noExplicitAny: filters read values of any type
  where: (value: any, context: Context) => object
  /** It discloses something of a person, so that its use is logged. */
  logged?: boolean
}
export type Filters = Record<string, Filter>

/**
 * A filter field: how the value is read, and the Prisma filter that it makes. A filter that must ask the database
 * first makes a promise of it; a list with such a filter cannot be put under a parent.
 */
export const filter = <T>(input: Input<T>, where: (value: T, context: Context) => object) => ({ input, where })

/** A filter that discloses something of a person: only at the root, where `log` of the list is called first. */
export const loggedFilter = <T>(input: Input<T>, where: (value: T, context: Context) => object) => ({
  ...filter(input, where),
  logged: true,
})

interface ListOptions {
  noun: NodeName
  /** Name of the query field, such as `programs`. */
  field: string
  description: string
  filters: Filters
  /**
   * The offered orders: the columns of each, such as `['district', 'code']` for a column of a related record; a
   * function where it is not the same for all callers.
   */
  orders: Record<string, { by: string[] | ((viewer: Viewer) => string[]); nullable?: boolean; description: string }>
  defaultOrder: [string, Direction]
  /** Called before the answer to a logged filter, with all that is asked; when it fails there is no answer. */
  log?: (where: object, context: Context) => Promise<void>
}

/**
 * One list field for panel and partners: a query field, and the same field under parents by `under`. Filter, order,
 * keyset cursors, offset and a count that costs nothing unless asked.
 */
export function list({ noun, field, description, filters, orders, defaultOrder, log }: ListOptions) {
  const rule = `read${noun}` as const
  const model = small(noun)
  const args = listArguments(noun, filters, orders)
  const Connection = connectionType(noun)
  listed.set(field, { noun, filters })

  const query = (raw: ListArgs, context: Context, parent?: object) => {
    const asked = raw.orderBy?.length ? raw.orderBy : [{ field: defaultOrder[0], direction: defaultOrder[1] }]
    const order: Order[] = asked.map(({ field, direction }) => {
      const { by, nullable } = orders[field] as ListOptions['orders'][string]
      return { by: typeof by === 'function' ? by(context.viewer) : by, nullable, direction }
    })
    const filtered = filterWhere(filters, raw.filter ?? {}, context)
    const where = { AND: [allowed(context.viewer, rule), ...filtered, parent ?? {}] }
    const [[other, column] = []] = order.map(({ by }) => by)
    // Then the page is full after a few of the others, while a filter of its own may find nothing in most of them.
    const leads = Boolean(column) && filtered.every((one) => Object.keys(one).join() === other)
    return { ...keysetQuery(noun, raw, order), where, order, leads }
  }
  /** Without a resolver there is nobody to log what a filter discloses. */
  const readsOf = (relation?: string): { reads: Reads } => ({
    reads: {
      list: noun,
      relation,
      query(raw: ListArgs, context) {
        if (loggedIn(filters, raw)) throw new UnknownToSql('a logged filter')
        return query(raw, context)
      },
    },
  })

  builder.queryField(field, (t) =>
    t.field({
      type: Connection as never,
      description,
      args: args(t as never) as never,
      complexity: cost,
      extensions: readsOf(),
      resolve: async (_root, raw, context, info) => {
        const { where: asked, order, ...page } = query(raw as ListArgs, context)
        const where = { AND: await Promise.all(asked.AND) }
        if (loggedIn(filters, raw as ListArgs)) await log?.(where, context)
        const { prisma } = context.product.db
        const table = prisma[model as 'program']
        const select = queryFromInfo({
          context,
          info,
          typeName: noun,
          paths: NODE_PATHS,
          select: keysetSelection(order) as never,
        })
        const rows = needsRows(selectedFieldNames(context, info))
          ? await findInOrder(prisma, noun, { ...page, where }, (rows) =>
              table.findMany({ ...select, ...rows } as never),
            )
          : []
        return pageOf(noun, rows, raw as ListArgs, order, () => table.count({ where: where as never })) as never
      },
    }),
  )

  /** Puts the list under a parent, such as the programs of a district. */
  const under = (parent: string, relation: string, about: string, name = relation) =>
    builder.prismaObjectField(parent as 'District', name as never, (t) =>
      (t.field as unknown as (options: object) => never)({
        type: Connection,
        description: about,
        args: args(t as never),
        complexity: cost,
        extensions: {
          ...readsOf(relation),
          pothosPrismaSelect: (
            raw: ListArgs,
            context: Context,
            nested: Nested,
            selected: () => ReadonlySet<string>,
          ) => {
            const secret = loggedIn(filters, raw)
            if (secret) throw badArgument(new Problem('SEARCH_AT_ROOT', {}, `filter.${secret}`))
            const { where, order, keyset, leads: _, ...page } = query(raw, context)
            const names = selected()
            const rows = nested(
              { ...page, where: { AND: [where, keyset] } },
              { getType: () => noun, paths: NODE_PATHS },
            )
            return {
              select: {
                ...(names.has('totalCount') ? { _count: { select: { [relation]: { where } } } } : {}),
                ...(needsRows(names)
                  ? { [relation]: { ...rows, select: merge(rows.select ?? {}, keysetSelection(order)) } }
                  : {}),
              },
            }
          },
        },
        resolve: (row: Record<string, never>, raw: ListArgs, context: Context) => {
          const { order } = query(raw, context)
          const count = (row._count as Record<string, number> | undefined)?.[relation] ?? 0
          return pageOf(noun, row[relation] ?? [], raw, order, () => count)
        },
      }),
    )

  /** A field that gives the list under what is no record, such as a cell of a table, in the order of ids. */
  const behind = (t: { arg: (options: object) => unknown; field: unknown }, about: string, seek: Seek) =>
    (t.field as (options: object) => never)({
      type: Connection,
      description: about,
      args: pageArguments(t),
      complexity: cost,
      resolve: async (parent: never, raw: ListArgs, context: Context, info: GraphQLResolveInfo) => {
        const { keyset, take, skip = 0, orderBy } = keysetQuery(noun, raw, [])
        const [order] = orderBy as [{ id: 'asc' | 'desc' }]
        const { ids, count } = await seek(
          parent,
          { where: keyset, descending: order.id === 'desc', take, skip },
          context,
        )
        const rows = await findAll(noun, { id: { in: ids } }, order, context, info, NODE_PATHS)
        return pageOf(noun, rows, raw, [], count)
      },
    })

  return { under, behind }
}

const listed = new Map<string, { noun: NodeName; filters: Filters }>()

/** The noun and the filters of a list field, if there is such a list. */
export const listOf = (field: string) => listed.get(field)

/** The noun of a list field, and as a Prisma filter what the caller finds there with this filter. */
export async function matching(field: string, filter: object, context: Context) {
  const { noun, filters } = listed.get(field) as { noun: NodeName; filters: Filters }
  const parts = await Promise.all(filterWhere(filters, filter as Record<string, never>, context))
  return { noun, where: { AND: [allowed(context.viewer, `read${noun}`), ...parts] } }
}

/** Finds a page of a list by SQL: the ids in order, and how many records there are on all pages. */
export type Seek = (
  parent: never,
  page: { where: object; descending: boolean; take: number; skip: number },
  context: Context,
) => Promise<{ ids: number[]; count: Page['count'] }>

/** A query field that finds one record by a unique column. */
export function one(field: string, noun: NodeName, about: string, by: Inputs) {
  const where = (args: object) => ({
    AND: Object.entries(by).map(([name, { read }]) => ({
      [name]: readArgument(name, () => read((args as never)[name])),
    })),
  })
  builder.queryField(field, (t) =>
    t.field({
      type: noun,
      nullable: true,
      description: `${about}; null when there is none that the caller may see.`,
      args: argsOf(t as never, by) as never,
      extensions: { reads: { record: (args) => ({ noun, where: where(args) }) } satisfies Reads },
      resolve: (_root, args, context, info) => find(noun, where(args), context, info) as never,
    }),
  )
}

/** The record that matches, if the caller may see it. */
export function find(
  noun: NodeName,
  where: object,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<object | null> {
  const table = delegate(context.product.db.prisma, noun)
  const visible = allowed(context.viewer, `read${noun}`)
  return table.findFirst({
    ...queryFromInfo({ context, info, typeName: noun }),
    where: { AND: [where, visible] },
  } as never)
}

/** The records that match and that the caller may see, in the order of these columns; `paths` lead to them. */
export function findAll(
  noun: NodeName,
  where: object,
  orderBy: object,
  context: Context,
  info: GraphQLResolveInfo,
  paths?: { name: string }[][],
): Promise<{ id: number }[]> {
  const table = delegate(context.product.db.prisma, noun)
  const visible = allowed(context.viewer, `read${noun}`)
  const select = queryFromInfo({ context, info, typeName: noun, ...(paths && { paths: paths as never }) })
  return table.findMany({ ...select, where: { AND: [where, visible] }, orderBy } as never)
}

/** Text that contains the part in any of the columns, whatever the case. */
export const containing = (part: string, columns: string[]) => ({
  OR: columns.map((column) => ({ [column]: contains(part) })),
})

// Whatever the case. Korean and numbers have none, and looking for it takes most of the time.
const hasCase = (part: string) => part.toUpperCase() !== part.toLowerCase()
const anyCase = (part: string) => hasCase(part) && { mode: 'insensitive' as const }

/** Text that contains the part. */
export const contains = (part: string) => ({ contains: literal(part), ...anyCase(part) })
/** Text that begins with the part. */
export const begins = (part: string) => ({ startsWith: literal(part), ...anyCase(part) })
/** Text that is the part and no more. */
export const isWhole = (part: string) => ({ equals: hasCase(part) ? literal(part) : part, ...anyCase(part) })

/** Without wildcards. */
const literal = (part: string) => part.replace(/[\\%_]/g, '\\$&')

type Nested = (query: object, path: object) => { select?: Record<string, unknown> }
type ListArgs = PageArgs & {
  filter?: Record<string, never> | null
  orderBy?: { field: string; direction: Direction }[] | null
}

const NODE_PATHS = [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]]
const needsRows = (names: ReadonlySet<string>) => ['nodes', 'edges', 'pageInfo'].some((name) => names.has(name))
const ONE = { field: 1, multiplier: 1 } // the size of the page is counted at the list
const cost = ({ first, last }: { first?: number | null; last?: number | null }) => ({
  field: 1,
  multiplier: Math.min(100, Math.max(1, first ?? last ?? 20)),
})

function listArguments(noun: string, filters: Filters, orders: ListOptions['orders']) {
  const inputs: Inputs = Object.fromEntries(
    Object.entries(filters).map(([name, { input }]) => [name, { ...input, required: false }]),
  )
  const Filter = inputType(
    `${noun}Filter`,
    `Which ${nounInWords(noun)} records to list. All that is given must hold.`,
    inputs,
  )
  const OrderField = builder.enumType(`${noun}OrderField`, {
    description: `What ${nounInWords(noun)} records can be sorted by.`,
    values: Object.fromEntries(
      Object.entries(orders).map(([name, order]) => [name, { description: order.description }]),
    ),
  })
  const Order = builder.inputType(`${noun}Order`, {
    description: `A sort key for ${nounInWords(noun)} records.`,
    fields: (t) => ({
      field: t.field({ type: OrderField, required: true, description: 'What to sort by.' }),
      direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
    }),
  })
  return (t: { arg: (options: object) => unknown }) => ({
    filter: t.arg({ type: Filter, description: 'Which records to list.' }),
    orderBy: t.arg({ type: [Order], description: 'Sort keys, the first one first; at most 3. Ties are sorted by id.' }),
    ...(pageArguments(t) as object),
  })
}

function pageArguments(t: { arg: (options: object) => unknown }) {
  return {
    first: t.arg({
      type: 'Int',
      description:
        'Number of records from the start or after `after`: 1 to 100, 20 if neither `first` nor `last` is given.',
    }),
    after: t.arg({
      type: 'String',
      description: 'Cursor after which to start. It stays valid when its record is deleted.',
    }),
    last: t.arg({ type: 'Int', description: 'Number of records from the end or before `before`: 1 to 100.' }),
    before: t.arg({ type: 'String', description: 'Cursor before which to end.' }),
    offset: t.arg({
      type: 'Int',
      description: 'Number of records to pass over, for numbered pages; not together with a cursor or `last`.',
    }),
  }
}

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Direction of a sort. Records without a value come last in both.',
  values: { ASC: { description: 'Smallest first.' }, DESC: { description: 'Largest first.' } } as const,
})

function connectionType(noun: NodeName) {
  const Edge = builder.objectRef<{ row: object; cursor: string }>(`${noun}Edge`).implement({
    description: `A ${nounInWords(noun)} in a list.`,
    fields: (t) => ({
      node: t.field({ type: noun, description: 'The record.', resolve: ({ row }) => row as never }),
      cursor: t.exposeString('cursor', { description: 'Its place in the list.' }),
    }),
  })
  return builder.objectRef<Page>(`${noun}Connection`).implement({
    description: `A page of ${nounInWords(noun)} records.`,
    fields: (t) => ({
      nodes: t.field({
        type: [noun],
        complexity: ONE,
        description: 'The records.',
        resolve: ({ rows }) => rows as never,
      }),
      edges: t.field({
        type: [Edge],
        complexity: ONE,
        description: 'The records with their cursors.',
        resolve: (page) => page.edges(),
      }),
      pageInfo: t.field({ type: PageInfo, description: 'Whether there is more.', resolve: (page) => page.info() }),
      totalCount: t.int({ description: 'Number of records on all pages together.', resolve: (page) => page.count() }),
    }),
  })
}

const PageInfo = builder.pageInfoRef()

/** The filter of a list; a value that cannot be used is an error that names the argument. */
function filterWhere(filters: Filters, raw: Record<string, never>, context: Context): object[] {
  return Object.entries(filters).flatMap(([name, { input, where }]) => {
    const value = raw[name]
    if (value === undefined || value === null) return []
    return [
      where(
        readArgument(`filter.${name}`, () => input.read(value)),
        context,
      ),
    ]
  })
}

/** The first logged filter that is used. */
const loggedIn = (filters: Filters, { filter }: ListArgs) =>
  Object.entries(filter ?? {}).find(([name, value]) => filters[name]?.logged && value !== null)?.[0]

/** Reads an argument of a query; what cannot be used is an error that names it. */
export function readArgument<T>(name: string, read: () => T): T {
  try {
    return at(name, read)
  } catch (error) {
    throw error instanceof Problem ? badArgument(error) : error
  }
}
