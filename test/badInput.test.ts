import {
  type GraphQLArgument,
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
import { beforeAll, expect, test } from 'vitest'
import { delegate } from '../server/delegate.ts'
import { schema } from '../server/schema/index.ts'
import { type Answer, type Asker, fingerprint, freshProduct, idOf, type Running } from './support.ts'

// Every argument of every field of the schema, down to the last input field, is sent values that nobody should accept.
// What is tried is read off the schema, so a new argument is tried from the day that it exists.

let product: Running
let admin: Asker
let reviewer: Asker
let privacy: Asker
let counter = 0
let tried = 0
const unreached: string[] = []
beforeAll(async () => {
  product = await freshProduct()
  admin = await product.as('admin')
  await product.as('city')
  reviewer = await product.as('reviewer')
  privacy = await product.as('privacy')
  await product.as('28177')
  for (const name of ['enrollParticipant', 'recordOutcome']) {
    expect(problemsOf(await ask(mutations[name] as Target, await base(mutations[name] as Target)))).toEqual([])
  }
})

/** A field of the schema with arguments, and how it is reached from the root. */
interface Target {
  name: string
  kind: 'query' | 'mutation'
  args: readonly GraphQLArgument[]
  /** The operation around the field; the arguments are variables of the same names. */
  around: (field: string) => string
  selection: string
  noun: string | undefined
}

const queryType = schema.getQueryType() as GraphQLObjectType
const mutationType = schema.getMutationType() as GraphQLObjectType
const queries = targets(queryType, 'query', (field) => `{ ${field} }`)
const mutations = targets(mutationType, 'mutation', (field) => `{ ${field} }`)
const nested = Object.assign(
  {},
  ...Object.entries(ways()).map(([name, way]) =>
    targets(schema.getType(name) as GraphQLObjectType, 'query', (field) => way.replace('…', field)),
  ),
) as Record<string, Target>
const everything = { ...queries, ...nested, ...mutations }

test('the arguments of lists under other records are tried too', () => {
  const lists = ['District.programs', 'Program.outcomes', 'Program.participants', 'Round.programs']
  expect(Object.keys(nested)).toEqual(expect.arrayContaining(lists))
})

test.each(Object.entries(everything))('%s understands what is right', async (_name, target) => {
  const problems = problemsOf(await ask(target, await base(target)))
  if (target.kind === 'query') expect(problems).toEqual([])
  // An act may be refused at this moment, but for a mistake that an officer can correct.
  const ours = ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'INTERNAL_SERVER_ERROR']
  expect(problems.filter(({ code }) => ours.includes(code))).toEqual([])
  counter++
})

test.each(Object.entries(everything))(
  '%s refuses bad values by the name of the argument and writes nothing',
  async (_name, target) => {
    const failures: string[] = []
    let stored = await fingerprint(product.db)
    const reached = target.kind === 'mutation' || (await isReached(target))
    for (const { path, what, value, mayPass } of target.args.flatMap((arg) => badValues([arg.name], arg.type))) {
      tried++
      const name = `${path.join('.')} = ${what}`
      if (mayPass && (await fingerprint(product.db)) !== stored)
        failures.push(`before ${name} something refused was written`)
      const answer = await ask(target, put(await base(target), path, value, target))
      const wrong = judge(answer, leafOf(path), mayPass, reached)
      if (wrong) failures.push(`${name}: ${wrong}`)
      if (!problemsOf(answer).length) counter++
      if (mayPass && target.kind === 'mutation') stored = await fingerprint(product.db)
    }
    if ((await fingerprint(product.db)) !== stored) failures.push('something refused was written')
    expect(failures).toEqual([])
  },
)

test('hundreds of pairs of argument and value were tried', () => {
  console.info(`badInput: ${tried} pairs of argument and value were tried on ${product.db.engine}.`)
  if (unreached.length) console.info(`No record of the seeds has ${unreached.join(', ')}: only types were tried there.`)
  expect(tried).toBeGreaterThan(1500)
})

interface Problem {
  names: string
  code: string
}

/** Asks as the one who may: an administrator does most acts, others some, and who signs in is nobody yet. */
async function ask(target: Target, variables: object): Promise<Answer> {
  if (['signIn', 'enterCode', 'acceptInvitation'].includes(target.name)) {
    return product.ask(operation(target), variables)
  }
  let answer = await admin.ask(operation(target), variables)
  for (const other of [reviewer, privacy]) {
    if (answer.errors?.[0]?.extensions.code === 'FORBIDDEN') answer = await other.ask(operation(target), variables)
  }
  return answer
}

function problemsOf({ data, errors = [] }: Answer): Problem[] {
  type Payload = { errors?: never[]; rows?: { errors: never[] }[] | null } | null
  // What is done to many says of each what is wrong with it.
  const payloads = Object.values(data ?? {}).flatMap((payload) => [
    ...((payload as Payload)?.errors ?? []),
    ...((payload as Payload)?.rows ?? []).flatMap(({ errors }) => errors),
  ])
  return [
    ...errors.map(({ message, extensions }) => ({ names: message, code: extensions?.code ?? '' })),
    ...payloads.map(({ field, code }) => ({ names: field as string, code: code as string })),
  ]
}

/** What is wrong with the answer to a bad value, if anything. */
function judge(answer: Answer, leaf: string, mayPass: boolean, reached: boolean): string | undefined {
  const problems = problemsOf(answer)
  const told = JSON.stringify(problems)
  if (answer.status >= 500 || told.includes('INTERNAL_SERVER_ERROR')) return `answered as our own fault: ${told}`
  if (!problems.every(({ code }) => code)) return `without a code: ${told}`
  // A value that may pass may also be refused for what comes after it.
  if (mayPass || !(reached || problems.length)) return undefined
  if (!problems.length) return `accepted: ${JSON.stringify(answer.data)}`
  const named = problems.some(({ names, code }) => new RegExp(`\\b${leaf}\\b`).test(names) || isMissing(leaf, code))
  return named ? undefined : `not named: ${told}`
}

/** False where no record of the seeds has the field, so that nothing but the type of a value is looked at. */
async function isReached(target: Target): Promise<boolean> {
  const { data } = await ask(target, await base(target))
  const isReached = JSON.stringify(data).includes(`"${target.name.split('.').at(-1)}":`)
  if (!isReached) unreached.push(target.name)
  return isReached
}

/** An edit of a record that is not there says so by its code. */
const isMissing = (leaf: string, code: string) => leaf === 'id' && code === 'NOT_FOUND'

/** The name of the last input field on the way. */
const leafOf = (path: (string | number)[]) => path.filter((step) => typeof step === 'string').at(-1) as string

interface Bad {
  path: (string | number)[]
  what: string
  value: unknown
  mayPass: boolean
}

function badValues(path: (string | number)[], type: GraphQLInputType): Bad[] {
  const leaf = leafOf(path)
  const bad = (what: string, value: unknown, mayPass = false): Bad => ({ path, what, value, mayPass })
  if (isNonNullType(type)) {
    return [bad('null', null), ...badValues(path, type.ofType).filter(({ what }) => what !== 'null')]
  }
  const none = typeof path.at(-1) === 'number' ? [] : [bad('null', null, true)]
  if (isListType(type)) {
    const many = Array.from({ length: 101 }, () => sample(leaf, type.ofType, 'Program'))
    // An import takes more rows than a list of anything else.
    const most = bad('101 entries', many, leaf === 'rows')
    return [...none, most, bad('an object', {}), ...badValues([...path, 0], type.ofType)]
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => badValues([...path, field.name], field.type))
    return [...none, bad('a string', 'x'), bad('a list', [1]), bad('an unknown field', { nobody: 1 }), ...fields]
  }
  const values = isEnumType(type) ? { unknown: 'NOBODY', number: 1 } : (byScalar[type.name]?.(leaf) ?? {})
  return [
    ...none,
    bad('a list', [sample(leaf, type, 'Program')]),
    bad('an object', {}),
    ...Object.entries(values).map(([what, value]) => {
      const { passes, value: inner } = value instanceof MayPass ? value : { passes: false, value }
      return bad(what, inner, passes)
    }),
  ]
}

/** A value that is odd, but right in some places. */
class MayPass {
  readonly passes = true
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}

/** Texts that look like a resident registration number; the check digit is wrong in all of them. */
const residentNumbers = {
  'a resident registration number': '900101-1234567',
  'one without its hyphen': '9001011234567',
  'one in full width': '９００１０１－１２３４５６７',
  'one with invisible characters': [...'9001011234567'].join('\u200b'),
  'one spread out': 'no. 9 0 0 1 0 1 - 1 2 3 4 5 6 7',
  "a foreigner's with an en dash": '(900101 – 5234567)',
}

const byScalar: Record<string, (leaf: string) => Record<string, unknown>> = {
  String: (leaf) => ({
    empty: '',
    blank: ' \t\n',
    NUL: 'a\u0000b',
    'a control character': 'a\u001b[31mb',
    'half a surrogate pair': 'a\ud800',
    'a noncharacter': 'a\uffff',
    '10,001 characters': 'a'.repeat(10_001),
    // A password is never stored, so it may be anything.
    ...Object.fromEntries(
      Object.entries(residentNumbers).map(([what, value]) => [
        what,
        /password/i.test(leaf) ? new MayPass(`a ${value}, long enough`) : value,
      ]),
    ),
    'a number': 5,
    true: true,
  }),
  Int: (leaf) => ({
    smallest: -(2 ** 31),
    // Any version but that of now is an old one, and an old one is refused only with a change.
    largest: leaf === 'offset' || leaf === 'version' ? new MayPass(2 ** 31 - 1) : 2 ** 31 - 1,
    'too large': 2 ** 31,
    negative: -1,
    fraction: 1.5,
    huge: 1e308,
    text: '12',
    true: true,
  }),
  ID: () => ({
    garbage: 'garbage',
    empty: '',
    number: 5,
    NUL: '\u0000',
    'of no noun': idOf('Nobody', 1),
    'of a noun that is stored but has no id': idOf('Person', 1),
    'with a huge number': idOf('Program', 99_999_999_999),
    'with a number above int32': idOf('Program', 2 ** 31),
    'with a negative number': idOf('Program', -1),
    'with a fraction': idOf('Program', 1.5),
    'of a record that does not exist': new MayPass(idOf('Program', 2 ** 31 - 1)),
    'half a surrogate pair': '\ud800',
    '10,001 characters': 'a'.repeat(10_001),
  }),
  Date: () => ({
    'no such day': '2019-02-30',
    words: 'yesterday',
    'year 1': '0001-01-01',
    'year 10000': '+010000-01-01',
    'with a time': '2019-01-01T00:00:00Z',
    'other form': '01/02/2019',
    empty: '',
    number: 20190101,
    NUL: '2019-01-01\u0000',
  }),
  Decimal: () => ({
    huge: 1e308,
    words: 'abc',
    NaN: 'NaN',
    infinite: 'Infinity',
    'too many digits': '1234567890123.1234',
    'too many decimals': '1.2345',
    exponent: '1e3',
    hexadecimal: '0x10',
    empty: '',
    true: true,
    NUL: '1\u0000',
  }),
  Boolean: () => ({ text: 'yes', number: 1, empty: '' }),
}

/** Names the target's arguments as variables. */
function operation({ name, kind, args, around, selection }: Target): string {
  const field = name.split('.').at(-1)
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')
  const variables = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')
  return `${kind}(${variables}) ${around(`${field}(${given}) ${selection}`)}`
}

/** Variables with all that the target needs and nothing else. */
async function base({ name, args, noun = 'Program' }: Target): Promise<Record<string, unknown>> {
  const field = name.split('.').at(-1) as string
  const variables = { ...required(args, noun), ...alsoAsked[field] }
  if ('code' in variables) variables.code = await codeOf(field)
  const { input } = variables as { input?: object }
  if (!input) return variables
  const now = 'id' in input && 'version' in input ? await current(noun) : {}
  return { input: { ...input, ...now, ...also[field]?.() } }
}

/** What a query needs beyond what its types say. */
const alsoAsked: Record<string, object> = { results: { mixed: 'LABEL' } }

/** The code of a record, which a field such as `program(code:)` takes. */
async function codeOf(field: string): Promise<string> {
  const record = await product.db.prisma[field as 'program'].findFirst()
  return record?.code ?? 'A1'
}

/** What a mutation needs beyond what its types say. */
const also: Record<string, () => object> = {
  recordOutcome: () => ({ value: 1 }),
  signIn: () => ({ email: 'city@officers.example', password: 'long enough for city' }),
  recordDistrictEvent: () => ({ code: `2030-reform-${counter}` }),
  createDistrict: () => ({ code: String(90_000 + counter) }),
  createIndicator: () => ({ code: `CODE_${counter}` }),
  inviteUser: () => ({ districtIds: [idOf('District', 1)] }),
  revokeSession: () => ({ id: idOf('Session', 1) }),
  moveParticipants: () => ({ participants: [{ id: idOf('Participant', 1), version: 1 }] }),
}

/** The record that updates are tried on: the last one, which is not approved and not the caller. */
async function current(noun: string): Promise<{ id: string; version: number }> {
  const table = delegate(product.db.prisma, noun)
  const { id, version } = (await table.findFirst({ orderBy: { id: 'desc' } })) ?? { id: 1, version: 1 }
  return { id: idOf(noun, id), version }
}

/** A right value of the type, for an input of this name. */
function sample(name: string, type: GraphQLInputType, noun: string): unknown {
  if (isNonNullType(type)) return sample(name, type.ofType, noun)
  if (isListType(type)) return [sample(name, type.ofType, noun)]
  if (name in samples) return samples[name]?.()
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type)) return required(Object.values(type.getFields()), noun)
  const referred = name.match(/^(.+?)Ids?$/)?.[1]
  if (type.name === 'ID') return idOf(referred ? (referred[0] ?? '').toUpperCase() + referred.slice(1) : noun, 1)
  return { String: `text ${counter}`, Int: 1, Date: '2019-06-30', Decimal: '12.5', Boolean: true, Won: 1 }[type.name]
}

const required = (inputs: readonly { name: string; type: GraphQLInputType }[], noun: string) =>
  Object.fromEntries(
    inputs.filter(({ type }) => isNonNullType(type)).map(({ name, type }) => [name, sample(name, type, noun)]),
  )

const samples: Record<string, () => unknown> = {
  year: () => 2100 + (counter % 99),
  kostatCode: () => String(90_000 + counter),
  months: () => 3,
  month: () => '2026-10',
  fromId: () => idOf('District', 1),
  toId: () => idOf('District', 2),
  indicator: () => 'PLACED',
  email: () => `officer${counter}@officers.example`,
  password: () => 'a password that is long enough',
  currentPassword: () => 'long enough for admin',
  token: () => 'a'.repeat(43),
}

function put(
  variables: Record<string, unknown>,
  path: (string | number)[],
  value: unknown,
  { args, noun = 'Program' }: Target,
): Record<string, unknown> {
  const copy = structuredClone(variables)
  let place: Record<string | number, unknown> = copy
  let inside: readonly { name: string; type: GraphQLInputType }[] = args
  for (const step of path.slice(0, -1)) {
    const field = inside.find(({ name }) => name === step)
    // What is on the way is right but for the value.
    if (field) place[step] ??= sample(field.name, field.type, noun)
    const type = field && getNamedType(field.type)
    if (isInputObjectType(type)) inside = Object.values(type.getFields())
    place = place[step] as Record<string | number, unknown>
  }
  place[path.at(-1) as string] = value
  return copy
}

/** How every type with a field that takes arguments is reached from the root, without an argument on the way. */
function ways(): Record<string, string> {
  const found: Record<string, string> = {}
  const queue: [GraphQLObjectType, string][] = [[queryType, '{ … }']]
  const seen = new Set<GraphQLNamedType>([queryType])
  for (const [type, way] of queue) {
    if (type !== queryType && Object.values(type.getFields()).some(({ args }) => args.length)) found[type.name] = way
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type)
      const needs = field.args.some((arg) => isNonNullType(arg.type))
      if (!isObjectType(next) || seen.has(next) || needs) continue
      seen.add(next)
      queue.push([next, way.replace('…', `${field.name} { … }`)])
    }
  }
  return found
}

function targets(type: GraphQLObjectType, kind: Target['kind'], around: Target['around']): Record<string, Target> {
  const fields = Object.values(type.getFields()).filter(({ args }) => args.length)
  return Object.fromEntries(
    fields.map((field) => {
      const name = type === queryType || type === mutationType ? field.name : `${type.name}.${field.name}`
      const answer = getNamedType(field.type)
      const noun = kind === 'mutation' ? nounOf(answer as GraphQLObjectType) : undefined
      return [name, { name, kind, args: field.args, around, selection: selectionOf(answer), noun }]
    }),
  )
}

function nounOf(payload: GraphQLObjectType): string | undefined {
  const types = Object.values(payload.getFields()).map(({ type }) => getNamedType(type).name)
  return types.find((name) => name !== 'UserError')
}

function selectionOf(type: GraphQLNamedType): string {
  if (isLeafType(type)) return ''
  if (type.name.endsWith('Connection')) return '{ totalCount nodes { id } pageInfo { hasNextPage } }'
  if (type.name.endsWith('Payload')) {
    const { rows, results } = (type as GraphQLObjectType).getFields()
    const each = rows || results ? `rows: ${(rows ?? results)?.name} { errors { field code message } }` : ''
    return `{ errors { field code message } ${each} }`
  }
  return '{ __typename }'
}
