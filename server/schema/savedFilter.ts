import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import { allowed } from '../access.ts'
import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { edit } from '../edit.ts'
import { notFound, Problem, refuse } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { at, keep, optional, self, text, version } from '../input.ts'
import { filter, list, listOf } from '../list.ts'

const FILTER = 'The filter as JSON text, as the `filter` argument of the list takes it.'
const ORDER = 'The sort keys as JSON text, as the `orderBy` argument of the list takes them; null for the usual order.'

builder.prismaNode('SavedFilter', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    list: t.exposeString('list'),
    name: t.exposeString('name'),
    filter: t.string({
      description: FILTER,
      select: { filter: true },
      resolve: ({ filter }) => JSON.stringify(filter),
    }),
    orderBy: t.string({
      nullable: true,
      description: ORDER,
      select: { sort: true },
      resolve: ({ sort }) => (sort === null ? null : JSON.stringify(sort)),
    }),
  }),
})

list({
  noun: 'SavedFilter',
  field: 'savedFilters',
  description: 'Filters and sorts of lists that the caller keeps under a name (저장한 검색). Only the own ones.',
  filters: { list: filter(text(40, 'Of the list with this name.'), (of) => ({ list: of })) },
  orders: { NAME: { by: ['name'], description: 'Name.' } },
  defaultOrder: ['NAME', 'ASC'],
})

const json = (max: number, description: string) => text(max, description)
const fields = { name: text(60), filter: json(4000, FILTER) }
const orderBy = optional(json(400, ORDER))

act('saveFilter', {
  description:
    'Keeps a filter and sort of a list under a name, for the caller alone. Searches by the name or phone number of a person are refused.',
  noun: 'SavedFilter',
  input: { ...fields, orderBy, list: text(40) },
  async perform({ list: of, name, ...sent }, { tx, viewer }) {
    if (!listOf(of)) refuse('list', 'NO_SUCH_LIST', { list: of })
    if ((await tx.savedFilter.count({ where: { ownerId: viewer.id } })) >= MOST)
      refuse('name', 'TOO_MANY', { max: MOST })
    const checked = await check(of, sent)
    return (await tx.savedFilter.create({ data: { ownerId: viewer.id, list: of, name, filter: {}, ...checked } })).id
  },
})

const MOST = 200

act('updateSavedFilter', {
  description: 'Gives an own saved filter another name, or another filter and sort.',
  noun: 'SavedFilter',
  input: { id: self('SavedFilter'), version, ...keep(fields), orderBy },
  async perform({ id, version: read, name, ...sent }, doing) {
    const own = { AND: [{ id }, allowed(doing.viewer, 'readSavedFilter')] }
    const { list: of } = (await doing.tx.savedFilter.findFirst({ where: own })) ?? { list: '' }
    if (!of) throw notFound('saved filter')
    return edit('updateSavedFilter', 'SavedFilter', { id, version: read, name, ...(await check(of, sent)) }, doing)
  },
})

act('deleteSavedFilter', {
  description: 'Removes an own saved filter.',
  noun: 'User',
  record: false,
  input: { id: { ...self('SavedFilter'), description: 'Id of the saved filter.' } },
  async perform({ id }, { tx, viewer }) {
    const { count } = await tx.savedFilter.deleteMany({ where: { AND: [{ id }, allowed(viewer, 'readSavedFilter')] } })
    if (!count) throw notFound('saved filter')
    return viewer.id
  },
})

interface Sent {
  filter?: string | undefined
  orderBy?: string | null | undefined
}

/** What was sent, if the list takes it and nothing in it is a person's. */
async function check(of: string, sent: Sent) {
  const { schema } = await import('./index.ts') // which is made of this file, among others
  const { noun, filters } = listOf(of) as NonNullable<ReturnType<typeof listOf>>
  const read = (field: 'filter' | 'orderBy', type: GraphQLInputType) => {
    const value = parsed(field, sent[field] as string)
    coerceInputValue(value, type, (_path, _value, { message }) => {
      throw new Problem('BAD_FILTER', { why: message.slice(0, 200) }, field)
    })
    return value
  }
  const type = (name: string) => new GraphQLNonNull(schema.getType(`${noun}${name}`) as GraphQLInputObjectType)
  const checked: { filter?: Prisma.InputJsonObject; sort?: Prisma.InputJsonArray | typeof Prisma.DbNull } = {}
  if (sent.filter !== undefined) {
    const value = read('filter', type('Filter')) as Record<string, never>
    for (const [name, inside] of Object.entries(value)) {
      if (inside === null) continue
      if (filters[name]?.logged) refuse('filter', 'PERSONAL_FILTER', { filter: name })
      at('filter', () => at(name, () => filters[name]?.input.read(inside)))
    }
    checked.filter = value
  }
  if (sent.orderBy)
    checked.sort = read('orderBy', new GraphQLNonNull(new GraphQLList(type('Order')))) as Prisma.InputJsonArray
  else if (sent.orderBy === null) checked.sort = Prisma.DbNull
  return checked
}

function parsed(field: string, sent: string): unknown {
  try {
    return JSON.parse(sent)
  } catch {
    return refuse(field, 'BAD_FILTER', { why: 'no JSON' })
  }
}
