import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { type Random, random } from '../seeds/random.ts'
import { nouns } from '../server/access.ts'
import { schema } from '../server/schema/index.ts'
import { idOf } from './support.ts'

export interface Operation {
  kind: 'query' | 'mutation' | 'spoilt'
  query: string
}

/** Operations without end, made from the schema by chance from this seed: half queries, a quarter mutations, a quarter spoilt. */
export function* operations(seed: number): Generator<Operation> {
  const chance = random(seed)
  const make = maker(chance)
  while (true) {
    const kind = chance.weighted([
      ['query', 2],
      ['mutation', 1],
      ['spoilt', 1],
    ] as const)
    const right = kind === 'mutation' || (kind === 'spoilt' && chance.is(0.3)) ? make.mutation() : make.query()
    yield { kind, query: kind === 'spoilt' ? spoilt(right, chance) : right }
  }
}

function maker(chance: Random) {
  const fieldsOf = (type: GraphQLNamedType) => (isObjectType(type) ? Object.values(type.getFields()) : [])
  const queries = fieldsOf(schema.getQueryType() as GraphQLNamedType)
  const mutations = fieldsOf(schema.getMutationType() as GraphQLNamedType)

  const field = (one: GraphQLField<unknown, unknown>, depth: number, alias = ''): string => {
    const args = one.args.flatMap(({ name, type }) =>
      isNonNullType(type) || chance.is(SELDOM.has(name) ? 0.02 : 0.2) ? [`${name}: ${value(name, type)}`] : [],
    )
    return `${alias}${one.name}${args.length ? `(${args.join(', ')})` : ''}${selection(getNamedType(one.type), depth)}`
  }

  /** Some fields of the type: leaves always, others while there is depth left. */
  const selection = (type: GraphQLNamedType, depth: number): string => {
    if (isLeafType(type)) return ''
    if (isAbstractType(type)) {
      const possible = chance.pick(schema.getPossibleTypes(type))
      return ` { __typename ... on ${possible.name}${selection(possible, depth)} }`
    }
    const all = fieldsOf(type)
    const within = all.filter((one) => depth > 0 || isLeafType(getNamedType(one.type)))
    const chosen = Array.from({ length: within.length ? chance.whole(1, 4) : 0 }, () => chance.pick(within))
    const said = chosen.map((one, at) => field(one, depth - 1, one.args.length || chance.is(0.1) ? `f${at}: ` : ''))
    return ` { __typename ${said.join(' ')} }`
  }

  const value = (name: string, type: GraphQLInputType): string => {
    if (isNonNullType(type)) return given(name, type.ofType)
    return chance.is(0.05) ? 'null' : given(name, type)
  }

  const given = (name: string, type: GraphQLInputType): string => {
    if (isListType(type))
      return `[${Array.from({ length: chance.whole(0, 3) }, () => value(name, type.ofType)).join(', ')}]`
    if (isEnumType(type)) return chance.pick(type.getValues()).name
    if (isInputObjectType(type)) {
      const inside = Object.values(type.getFields()).flatMap((one) =>
        isNonNullType(one.type) || chance.is(0.3) ? [`${one.name}: ${value(one.name, one.type)}`] : [],
      )
      return `{ ${inside.join(', ')} }`
    }
    return chance.is(0.04) ? chance.pick(NASTY) : leaf(name, type.name)
  }

  const leaf = (name: string, type: string): string => {
    if (type === 'ID') return JSON.stringify(idOf(nounIn(name) ?? chance.pick(nouns), chance.whole(1, 9)))
    if (type === 'Int') return String(name === 'year' ? chance.whole(2019, 2022) : chance.whole(0, 30))
    if (type === 'Boolean') return String(chance.is(0.5))
    if (type === 'Date') return `"${chance.whole(2018, 2027)}-0${chance.whole(1, 9)}-${chance.whole(10, 28)}"`
    if (type === 'DateTime') return `"${chance.whole(2018, 2027)}-0${chance.whole(1, 9)}-15T00:00:00Z"`
    if (type === 'Decimal') return String(chance.whole(0, 400) / 4)
    if (type === 'Won') return String(chance.whole(0, 2_000_000_000))
    return JSON.stringify(chance.pick(WORDS))
  }

  return {
    query: () =>
      `query { ${Array.from({ length: chance.whole(1, 2) }, (_, at) => field(chance.pick(queries), 4, `q${at}: `)).join(' ')} }`,
    mutation: () => `mutation { ${field(chance.pick(mutations), 2)} }`,
  }
}

// Most cursors that are made up fit no list, and pages are cut in one way only.
const SELDOM = new Set(['after', 'before', 'last'])

const nounIn = (name: string) => {
  const part = name.match(/^(.+?)Ids?$/)?.[1] ?? ''
  return nouns.find((noun) => noun.toLowerCase() === part.toLowerCase())
}

const WORDS = [
  'PLACED',
  '2019-01',
  '28177',
  '도서관',
  'a',
  'https://example.go.kr',
  'name@example.go.kr',
  '가나다',
  '%',
  '010-0000-0001',
]
const NASTY = [
  ...['""', '" "', '"\\u0000"', '"\\u202e"', '"null"', '"\' OR 1=1 --"', '"%_\\\\"', '"__proto__"', '"{{7*7}}"'],
  ...['-1', '0', '2147483647', '-2147483648', '2147483648', '1e308', '-0.0', '9007199254740993', '1.5', '""""""'],
  ...[
    'true',
    'NOBODY',
    '[]',
    '[[[]]]',
    '{}',
    '{ a: { a: { a: 1 } } }',
    'null',
    `"${'가'.repeat(3000)}"`,
    '"1900-02-29"',
    '"+275760-09-13"',
  ],
]
const SNIPPETS = [
  '{',
  '}',
  '(',
  ')',
  '"',
  '...',
  '@skip',
  '@include(if: true)',
  '$x',
  '#',
  '&',
  '\u0000',
  '\ud800',
  'null',
  'fragment F on Query { ...F }',
  '__schema { types { name } }',
  '\ufeff',
  ':',
  'first: 101',
  'query',
]

/** The text with one to three of its parts cut, doubled, replaced or put elsewhere. */
function spoilt(text: string, chance: Random): string {
  let now = text
  for (let count = chance.whole(1, 3); count > 0; count--) {
    const at = chance.whole(0, now.length)
    const [before, after] = [now.slice(0, at), now.slice(at)]
    const cut = chance.whole(1, 12)
    now = chance.pick([
      () => before + chance.pick(SNIPPETS) + after,
      () => before + after.slice(cut),
      () => before + after.slice(0, cut).repeat(3) + after.slice(cut),
      () => after + before,
      () => before + chance.pick(NASTY) + after.slice(cut),
    ])()
  }
  return now
}
