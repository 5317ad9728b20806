import fs from 'node:fs'
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql'
import { expect, test } from 'vitest'
import { printed, schemaFile } from '../server/printSchema.ts'
import { schema } from '../server/schema/index.ts'

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
)
const query = schema.getQueryType() as GraphQLObjectType

test('the checked-in schema is fresh: if not, run npm run schema', () => {
  expect(fs.readFileSync(schemaFile, 'utf8')).toBe(printed())
})

test('every type, field, argument, enum value and input field is described', () => {
  const undescribed = types.flatMap(parts).filter(({ description }) => !description?.trim())
  expect(undescribed.map(({ path }) => path)).toEqual([])
})

test('the words of the field are there in Korean', () => {
  const spoken: Record<string, string> = {
    District: '군·구',
    Round: '연도별 사업',
    'Query.programs': '일자리사업',
    Participant: '참여자',
    Indicator: '지표',
    Outcome: '성과',
    'Query.sources': '출처',
    TargetGroup: '대상',
    User: '담당자',
    CountingBasis: '산정기준',
    'Program.cohorts': '기수',
    'CountingBasis.PLACED': '취업',
    'ProgramStage.SELECTED': '선정',
    'FigureState.MISSING': '미보고',
    'District.code': '행정표준코드',
  }
  const described = Object.fromEntries(types.flatMap(parts).map(({ path, description }) => [path, description]))
  const silent = Object.entries(spoken).filter(
    ([path, word]) => !described[path]?.match(new RegExp(`\\([^)]*${word}[^)]*\\)`)),
  )
  expect(silent).toEqual([])
})

test('every list, under whatever parent, has filter, order, offset and cursors, and counts on request', () => {
  const lists = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => String(field.type).endsWith('Connection!'))
  expect(lists.length).toBeGreaterThan(12)
  const offered = ['after', 'before', 'filter', 'first', 'last', 'offset', 'orderBy']
  for (const { type, field } of lists) {
    // The figures behind a row of results are filtered and sorted by the row.
    if (type.name === 'ResultRow') continue
    const args = field.args.map(({ name }) => name).sort()
    expect([`${type.name}.${field.name}`, args]).toEqual([`${type.name}.${field.name}`, offered])
    const connection = schema.getType(String(field.type).slice(0, -1)) as GraphQLObjectType
    expect(Object.keys(connection.getFields()).sort()).toEqual(['edges', 'nodes', 'pageInfo', 'totalCount'])
  }
})

test('every noun with a connection is listed at the root, and its list type has one name', () => {
  const connections = types.filter(({ name }) => name.endsWith('Connection')).map(({ name }) => name)
  const listed = Object.values(query.getFields()).map(({ type }) => String(type).slice(0, -1))
  expect(connections.filter((name) => !listed.includes(name))).toEqual([])
  for (const name of connections) expect(schema.getType(name.replace(/Connection$/, ''))).toBeDefined()
})

test('every mutation answers with its errors, and every edit names the version that it read', () => {
  const mutations = Object.values((schema.getMutationType() as GraphQLObjectType).getFields())
  for (const { name, type, args } of mutations.filter((field) => field.name !== 'signOut')) {
    const payload = schema.getType(String(type).slice(0, -1)) as GraphQLObjectType
    expect([name, String(payload.getFields().errors?.type)]).toEqual([name, '[UserError!]!'])
    expect([name, args.map((arg) => arg.name)]).toEqual([name, ['input']])
    const input = schema.getType(String(args[0]?.type).slice(0, -1))
    if (name.startsWith('update') && isInputObjectType(input)) {
      expect([name, String(input.getFields().version?.type)]).toEqual([name, 'Int!'])
    }
  }
})

test('no field for a resident registration number exists', () => {
  const names = types.flatMap(parts).map(({ path }) => path)
  expect(names.filter((name) => /rrn|resident|jumin|주민/i.test(name))).toEqual([])
})

interface Part {
  path: string
  description: string | null | undefined
}

function parts(type: GraphQLNamedType): Part[] {
  const own = { path: type.name, description: type.description }
  if (isEnumType(type)) {
    return [own, ...type.getValues().map(({ name, description }) => ({ path: `${type.name}.${name}`, description }))]
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
    return [own, ...fields.map(({ name, description }) => ({ path: `${type.name}.${name}`, description }))]
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own]
  return [
    own,
    ...Object.values(type.getFields()).flatMap(({ name, description, args }) => [
      { path: `${type.name}.${name}`, description },
      ...args.map((arg) => ({ path: `${type.name}.${name}(${arg.name})`, description: arg.description })),
    ]),
  ]
}
