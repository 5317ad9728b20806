import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { schema } from '../server/schema/index.ts'
import { fields, histories, type Row, type Rows, roots } from './matrixExpectations.ts'
import { idOf } from './support.ts'

// What can be asked, read off the schema: a new field, filter, sort key or list is asked from the day that it exists.

export const queryType = schema.getQueryType() as GraphQLObjectType
export const mutationType = schema.getMutationType() as GraphQLObjectType
const objects = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
)
/** The nouns: types with a global id. */
export const nodes = objects.filter((type) => type.getInterfaces().length)
export const isNoun = (type: GraphQLNamedType): type is GraphQLObjectType => nodes.includes(type as GraphQLObjectType)
const isFrame = ({ name }: GraphQLNamedType) =>
  /(Connection|Edge|Payload)$|^(PageInfo|Query|Mutation|Subscription)$/.test(name)

/** Fields, root fields and so on of which nothing is expected. */
export function unexpected(expectedActs: object, tables: object): string[] {
  const known = (type: string, field: string) => fields[`${type}.${field}`] ?? fields[`${type}.*`]
  const ofTypes = objects
    .filter((type) => !isFrame(type))
    .flatMap((type) =>
      Object.keys(type.getFields()).flatMap((field) => (known(type.name, field) ? [] : [`${type.name}.${field}`])),
    )
  const ofQuery = Object.values(queryType.getFields()).flatMap(({ name, type }) =>
    name in roots || nounOf(getNamedType(type)) ? [] : [`Query.${name}`],
  )
  const ofMutation = Object.keys(mutationType.getFields()).flatMap((name) =>
    name in expectedActs ? [] : [`Mutation.${name}`],
  )
  const ofNouns = nodes.flatMap(({ name }) => (name in tables ? [] : [name]))
  return [...ofTypes, ...ofQuery, ...ofMutation, ...ofNouns].map((name) => `${name}: no expectation`)
}

/** The noun that a connection, or the type itself, is about. */
export function nounOf(type: GraphQLNamedType): string | undefined {
  return nodes.find(({ name }) => name === type.name.replace(/Connection$/, ''))?.name
}

/** Selects all that a field says, other records by their ids. */
function selectionOf(type: GraphQLNamedType, rows: Rows, depth = 4): string {
  if (isLeafType(type)) return ''
  if (isNoun(type)) return '{ id }'
  if (type.name.endsWith('Connection')) return '{ totalCount nodes { id } }'
  if (!depth) return '{ __typename }'
  return `{ ${Object.values((type as unknown as GraphQLObjectType).getFields())
    .filter((field) => depth > 1 || isLeafType(getNamedType(field.type)))
    .map((field) => asked(field, rows, depth - 1))
    .join(' ')} }`
}

/** A field with the arguments that it needs. */
function asked(field: GraphQLField<unknown, unknown>, rows: Rows, depth = 4): string {
  const type = getNamedType(field.type)
  const needed = field.args.filter((arg) => isNonNullType(arg.type))
  const args = needed.map((arg) => `${arg.name}: ${JSON.stringify(NEEDED[arg.name]).replace(/^"([A-Z]+)!"$/, '$1')}`)
  if (type.name.endsWith('Connection')) args.push('first: 50')
  return `${field.name}${args.length ? `(${args.join(', ')})` : ''} ${selectionOf(type, rows, depth)}`
}
/** Values of arguments that fields need; an exclamation mark makes an enum value. */
const NEEDED: Record<string, unknown> = {
  indicator: 'PLACED',
  basis: 'PLANNED!',
  months: 3,
  dimension: 'SEX!',
  on: '2019-12-31',
}

export interface Question {
  /** The type whose records are asked for, and how they are found in the answer. */
  noun: string
  query: string
}

/** All fields of all records of the noun: by its list where there is one, else by their ids. */
export function recordQuestions(type: GraphQLObjectType, rows: Rows): Question[] {
  const { name } = type
  const selection = Object.values(type.getFields())
    .map((field) => asked(field, rows))
    .join(' ')
  const list = Object.values(queryType.getFields()).find(
    (field) => getNamedType(field.type).name === `${name}Connection`,
  )
  const count = rows.all(name).length
  const pages = (size: number) => Array.from({ length: Math.ceil(count / size) }, (_, page) => page * size)
  if (list) {
    return pages(20).map((offset) => ({
      noun: name,
      query: `{ ${list.name}(first: 20, offset: ${offset}) { nodes { ${selection} } } }`,
    }))
  }
  return pages(50).map((offset) => {
    const ids = rows
      .all(name)
      .slice(offset, offset + 50)
      .map(({ id }) => idOf(name, id))
    return { noun: name, query: `{ nodes(ids: ${JSON.stringify(ids)}) { ... on ${name} { ${selection} } } }` }
  })
}

export interface ListQuestion {
  /** What is tried, such as `ProgramFilter.search`. */
  name: string
  noun: string
  field: string
  args: string
}

/** Every list, plain, with every filter and in every order. */
export function listQuestions(rows: Rows): ListQuestion[] {
  return Object.values(queryType.getFields()).flatMap(({ name: field, type, args }) => {
    const noun = nounOf(getNamedType(type))
    if (!getNamedType(type).name.endsWith('Connection') || !noun) return []
    const argument = (name: string) => getNamedType(args.find((arg) => arg.name === name)?.type)
    const filter = argument('filter')
    const order = argument('orderBy')
    const keys = isInputObjectType(order) ? getNamedType(order.getFields().field?.type) : undefined
    return [
      { name: `Query.${field}`, noun, field, args: '' },
      ...(isInputObjectType(filter) ? Object.values(filter.getFields()) : []).flatMap((input) =>
        valuesOf(noun, `${filter?.name}.${input.name}`, input, rows).map((value) => ({
          name: `${filter?.name}.${input.name}`,
          noun,
          field,
          args: `filter: { ${input.name}: ${value} }`,
        })),
      ),
      ...(isEnumType(keys) ? keys.getValues() : []).flatMap((key) =>
        ['ASC', 'DESC'].map((direction) => ({
          name: `${keys?.name}.${key.name}`,
          noun,
          field,
          args: `orderBy: [{ field: ${key.name}, direction: ${direction} }]`,
        })),
      ),
    ]
  })
}

/** Every list under other records with every filter, each with one value. */
export function nestedQuestions(rows: Rows): { name: string; query: string }[] {
  const lists = Object.values(queryType.getFields()).filter(({ type }) =>
    getNamedType(type).name.endsWith('Connection'),
  )
  return lists.flatMap(({ name: root, type }) => {
    const parent = nodes.find(({ name }) => name === nounOf(getNamedType(type)))
    const under = Object.values(parent?.getFields() ?? {}).filter((field) =>
      getNamedType(field.type).name.endsWith('Connection'),
    )
    // Programs that all may see, so that what is under them is asked for.
    const args = parent?.name === 'Program' ? 'filter: { stage: [RUNNING] }' : 'first: 4'
    return under.map((field) => {
      const noun = nounOf(getNamedType(field.type)) as string
      const filter = getNamedType(field.args.find((arg) => arg.name === 'filter')?.type)
      const asks = (isInputObjectType(filter) ? Object.values(filter.getFields()) : []).map((input, index) => {
        const [value] = spread(valuesOf(noun, `${filter?.name}.${input.name}`, input, rows).reverse(), 1)
        return `f${index}: ${field.name}(filter: { ${input.name}: ${value} }) { totalCount nodes { id } }`
      })
      return { name: `${parent?.name}.${field.name}`, query: `{ ${root}(${args}) { nodes { ${asks.join(' ')} } } }` }
    })
  })
}

/** Values to filter by: those of records of both districts. */
function valuesOf(noun: string, name: string, input: GraphQLInputField, rows: Rows): string[] {
  const list = (values: string[]) => (isListType(input.type) ? values.map((value) => `[${value}]`) : values)
  const type = getNamedType(input.type) as GraphQLInputType
  if (isEnumType(type)) return list(type.getValues().map((value) => value.name))
  const own = rows.all(noun)
  const column = own.flatMap((row) =>
    row[input.name] === undefined || row[input.name] === null ? [] : [row[input.name]],
  )
  const text = JSON.stringify
  switch (String(type)) {
    case 'Boolean':
      return ['true', 'false']
    case 'Date':
      return spread(
        own.flatMap((row) => row[input.name] ?? Object.values(row).find((value) => value instanceof Date) ?? []),
        6,
      ).map((day) => text(dayOf(day)))
    case 'DateTime':
      return ['2019-05-01T00:00:00Z', '2019-09-01T00:00:00Z', '2020-06-01T00:00:00Z'].map((moment) => text(moment))
    case 'ID': {
      const [referred] = REFERRED[input.name] ?? []
      if (referred) return spread(rows.all(referred), 6).map(({ id }) => text(idOf(referred, id)))
      break
    }
    case 'Int':
      if (input.name === 'year') return ['2019', '2020']
      if (input.name === 'person') return spread(rows.all('Person'), 6).map(({ id }) => String(id))
      if (column.length) return spread(column, 6).map(String)
      break
    default: {
      const values = TEXTS[input.name]?.(noun, rows) ?? column
      if (values.length) return spread(values, 6).map((value) => text(value))
    }
  }
  throw new Error(`${name}: no expectation, because no value to filter by is known`)
}

const REFERRED: Record<string, string[]> = {
  program: ['Program'],
  district: ['District'],
  organization: ['Organization'],
  source: ['Source'],
  round: ['Round'],
  reviewer: ['User'],
  account: ['User'],
  user: ['User'],
  participant: ['Participant'],
  cohort: ['Cohort'],
}
const codes = (model: string) => (_noun: string, rows: Rows) => rows.all(model).map(({ code }) => code)
const TEXTS: Record<string, (noun: string, rows: Rows) => string[]> = {
  // Every text of some records and of their programs, also of columns that a search must not look at.
  search: (noun, rows) =>
    spread(rows.all(noun), 8).flatMap((row) => {
      const program = row.programId && noun !== 'Program' ? rows.one('Program', row.programId) : undefined
      const some = noun === 'ProgramLine' ? rows.all('Program') : []
      return [row, ...(program ? [program] : []), ...spread(some, 6)].flatMap((one) =>
        Object.values(one).filter(
          (value): value is string => typeof value === 'string' && /^q\w{4}$|^2019-|^partner/.test(value),
        ),
      )
    }),
  name: () => Array.from({ length: 12 }, (_, index) => `사람${index}`),
  phone: () => Array.from({ length: 12 }, (_, index) => `010-1111-${1000 + index}`),
  indicator: codes('Indicator'),
  districtCode: codes('District'),
  family: codes('District'),
  line: codes('ProgramLine'),
  targetGroup: codes('TargetGroup'),
}

/** So many of them, from all parts of the list. */
export function spread<T>(values: T[], most: number): T[] {
  const distinct = [...new Set(values)]
  if (distinct.length <= most) return distinct
  return Array.from({ length: most }, (_, index) => distinct[Math.floor((index * distinct.length) / most)] as T)
}
const dayOf = (value: Date) => value.toISOString().slice(0, 10)

/** Everything else that the root offers: one record by its code, results by each grouping, source and filter. */
export function otherQuestions(rows: Rows): { name: string; query: string }[] {
  const ones = Object.values(queryType.getFields()).flatMap(({ name, type, args }) => {
    const noun = isNoun(getNamedType(type)) ? nounOf(getNamedType(type)) : undefined
    if (!noun || name in roots) return []
    return args.flatMap((arg) =>
      rows.all(noun).map((row: Row) => ({
        name: `Query.${name}`,
        query: `{ ${name}(${arg.name}: ${JSON.stringify(row[arg.name])}) { id } }`,
      })),
    )
  })
  const { results, conflictCandidates, viewerCan } = queryType.getFields()
  const select = (field: typeof results) => (field ? selectionOf(getNamedType(field.type), rows, 3) : '')
  const of = (name: string) => getNamedType(results?.args.find((arg) => arg.name === name)?.type)
  const values = (type: GraphQLNamedType | undefined) =>
    isEnumType(type) ? type.getValues().map(({ name }) => name) : []
  const filter = of('filter')
  const groups = [
    [],
    ...values(of('groupBy')).map((by) => [by]),
    ['DISTRICT', 'PROGRAM', 'INDICATOR'],
    ['PROGRAM', 'SEX'],
  ]
  const filters = (isInputObjectType(filter) ? Object.values(filter.getFields()) : []).flatMap((input) =>
    spread(resultValues(input, rows), 3).map((value) => `filter: { ${input.name}: ${value} }`),
  )
  const asks = values(of('source')).flatMap((source) => [
    ...groups.map((by) => `groupBy: [${by}], source: ${source}, asOf: "2020-06-30"`),
    ...filters.map((one) => `groupBy: [PROGRAM], source: ${source}, ${one}`),
  ])
  return [
    ...ones,
    ...asks.map((args) => ({ name: 'Query.results', query: `{ results(${args}, mixed: LABEL) ${select(results)} }` })),
    {
      name: 'Query.results',
      query: `{ results(groupBy: [DISTRICT], map: { on: "2026-07-01" }, mixed: LABEL) ${select(results)} }`,
    },
    { name: 'Query.conflictCandidates', query: `{ conflictCandidates ${select(conflictCandidates)} }` },
    ...[
      'accessLogCheck',
      'accessLogReview(month: "2020-11")',
      'destructionsDue(on: "2020-06-30")',
      'disclosure',
      'viewerTasks',
    ].map((asked) => {
      const name = asked.replace(/\(.*/, '')
      const type = getNamedType(queryType.getFields()[name]?.type as typeof queryType)
      return { name: `Query.${name}`, query: `{ ${asked} ${selectionOf(type, rows, 3)} }` }
    }),
    ...historyQuestions(rows, select(queryType.getFields().history)),
    ...searchQuestions(rows),
    { name: 'Query.accessReviewsDue', query: '{ accessReviewsDue }' },
    { name: 'Query.viewerCan', query: `{ viewerCan ${select(viewerCan)} viewer { id } }` },
    // The last ones, because they leave rows in the access log.
    ...['name: "사람0", birthDate: "1970-01-02"', 'name: "사람3", birthDate: "1970-01-02"'].map((args) => ({
      name: 'Query.repeatParticipations',
      query: `{ repeatParticipations(${args}) { year participant { id } } }`,
    })),
  ]
}

/** The history of every record that has one. */
function historyQuestions(rows: Rows, selection: string) {
  const all = Object.values(histories).flatMap(([noun]) => spread(rows.all(noun), 30).map(({ id }) => idOf(noun, id)))
  return Array.from({ length: Math.ceil(all.length / 20) }, (_, page) => all.slice(page * 20, page * 20 + 20)).map(
    (ids) => ({
      name: 'Query.history',
      query: `{ ${ids.map((id, at) => `h${at}: history(id: "${id}", first: 5) ${selection}`).join(' ')} }`,
    }),
  )
}

/** Texts of records of both districts, a part of them, and names of people. */
function searchQuestions(rows: Rows) {
  const texts = ['Program', 'District', 'Organization', 'Round', 'Indicator'].flatMap((noun) =>
    spread(rows.all(noun), 12).flatMap((row) =>
      Object.values(row).filter((value): value is string => typeof value === 'string'),
    ),
  )
  const kinds = ['programs', 'districts', 'organizations', 'rounds', 'indicators']
    .map((kind) => `${kind} { id }`)
    .join(' ')
  return [
    ...['q', '2019', '2019-0', '28', ...spread(texts, 40)].map(
      (text) => `text: ${JSON.stringify(text)}, first: 20) { ${kinds}`,
    ),
    ...['사람0', '사람3', '사람9', '010-1111-1001'].map((text) => `text: "${text}") { participants { id maskedName }`),
  ].map((asks) => ({ name: 'Query.search', query: `{ search(${asks} } }` }))
}

function resultValues(input: GraphQLInputField, rows: Rows): string[] {
  const type = getNamedType(input.type)
  if (isEnumType(type)) return type.getValues().map(({ name }) => `[${name}]`)
  const values: Record<string, () => unknown[]> = {
    years: () => [2019, 2020],
    districtCodes: () => rows.all('District').map(({ code }) => code),
    programCodes: () => spread(rows.all('Program'), 8).map(({ code }) => code),
    lines: () => rows.all('ProgramLine').map(({ code }) => code),
    targetGroups: () => rows.all('TargetGroup').map(({ code }) => code),
    indicators: () => rows.all('Indicator').map(({ code }) => code),
  }
  const known = values[input.name]
  if (!known) throw new Error(`ResultFilter.${input.name}: no expectation, because no value to filter by is known`)
  return known().map((value) => `[${JSON.stringify(value)}]`)
}
