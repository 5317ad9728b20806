import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attempts } from './matrixActs.ts'
import { type Asking, callerNames } from './matrixCallers.ts'
import { acts, fields, type Row, seen, wideFilters } from './matrixExpectations.ts'
import {
  isNoun,
  type ListQuestion,
  listQuestions,
  nestedQuestions,
  nodes,
  otherQuestions,
  recordQuestions,
  spread,
  unexpected,
} from './matrixQuestions.ts'
import { contradictions, INNER, makeWorld, models, type World } from './matrixWorld.ts'
import { emptyDatabase, freshProduct, idOf } from './support.ts'

// Every caller asks everything that the schema offers, of records of two districts and at every stage. What comes back
// must be what the city administrator is told, less what the caller may not see; and it must be the same, to the letter,
// as from a database in which everything that the caller may not see never was. So nobody learns anything of foreign
// records: not by a field, a filter, an order, a count, a computed figure or the text of an error.

type Told = Map<string, unknown>
interface Answers {
  /** By noun, number and field. */
  records: Map<string, Told>
  lists: Map<string, { ids: string[]; count: number } | string>
  others: Map<string, string>
}

let world: World
let folder: string
const full = new Map<string, Answers>()
const without = new Map<string, Answers>()
let cells = 0
let foreign = 0

beforeAll(async () => {
  const product = await freshProduct(await emptyDatabase())
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-matrix-'))
  product.product.env = { ...product.product.env, DATA_DIR: folder }
  product.product.now = () => new Date('2020-12-01T00:00:00Z')
  world = await makeWorld(product)
  for (const { sha256 } of world.rows.all('Evidence')) {
    fs.mkdirSync(path.join(folder, 'evidence', sha256.slice(0, 2)), { recursive: true })
    fs.writeFileSync(path.join(folder, 'evidence', sha256.slice(0, 2), sha256), `content of ${sha256}`)
  }
  for (const caller of world.callers) full.set(caller.name, await askEverything(caller))
  for (const caller of world.callers) {
    // From an administrator nothing is hidden.
    if (caller.role === 'ADMIN') continue
    await world.restrict(caller)
    without.set(caller.name, await askEverything(caller))
    await world.restore()
  }
  without.set('city admin', answersOf(full, 'city admin'))
}, 1_200_000)
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true })
  console.info(`matrix: ${cells} cells of caller, record and question were tried; ${foreign} foreign.`)
})

test('everything in the schema has an expectation', () => {
  expect(unexpected(acts, seen)).toEqual([])
})

test('every table has rows that somebody sees, and for each caller the expectations fit together', () => {
  const tables = Object.keys(models).filter((name) => !INNER.includes(name))
  expect(tables.filter((name) => !(name in seen) || !world.rows.all(name).length)).toEqual([])
  for (const caller of world.callers)
    expect([caller.name, contradictions(caller, world.rows)]).toEqual([caller.name, []])
})

const callerOf = (name: string) => world.callers.find((caller) => caller.name === name) as Asking
const answersOf = (answers: Map<string, Answers>, name: string) => answers.get(name) as Answers

test.each(callerNames)('%s is told of every field of every record exactly what is expected', (name) => {
  const caller = callerOf(name)
  const failures: string[] = []
  for (const type of nodes) {
    for (const row of world.rows.all(type.name)) {
      const key = `${type.name} ${row.id}`
      const [told, less, all] = [full, without, full].map((answers, index) =>
        answersOf(answers, index === 2 ? 'city admin' : name).records.get(key),
      ) as (Told | undefined)[]
      const visible = sees(caller, type.name, row)
      for (const [field, { type: of }] of Object.entries(type.getFields())) {
        const tell = (what: string) => failures.push(`${key} ${field}: ${what}`)
        cells++
        const [value, lessValue] = [told?.get(field), less?.get(field)]
        if (!visible) {
          if (told || less) tell(`foreign, but told ${JSON.stringify(value)}`)
          continue
        }
        const expected = expectedOf(type, field, of, all?.get(field), caller, row)
        if (!same(value, expected)) tell(`expected ${JSON.stringify(expected)}, told ${JSON.stringify(value)}`)
        if (JSON.stringify(value) !== JSON.stringify(lessValue)) {
          tell(`told ${JSON.stringify(value)}, without what is foreign ${JSON.stringify(lessValue)}`)
        }
      }
    }
  }
  judge(failures)
})

test.each(callerNames)('%s lists, filters, sorts and counts only what is expected', (name) => {
  const caller = callerOf(name)
  const failures: string[] = []
  for (const [question, told] of answersOf(full, name).lists) {
    const tell = (what: string, answer: unknown) =>
      failures.push(`${question}: ${what}, told ${JSON.stringify(answer)}`)
    const [coordinate = '', noun = ''] = question.split(' ')
    const all = answersOf(full, 'city admin').lists.get(question)
    cells += world.rows.all(noun).length + 1
    if (typeof told === 'string' || typeof all === 'string' || !all) {
      tell('an error', told)
      continue
    }
    const referred = recordOf(/"([\w-]{8,})"/.exec(question)?.[1] ?? '')
    const reachable = !referred || sees(caller, referred.noun, referred.row)
    const ids = reachable ? all.ids.filter((id) => seesId(caller, id)) : []
    if (!wideFilters.includes(coordinate) && told.ids.join() !== ids.join())
      tell(`expected ${ids.length} records`, told)
    if (told.count !== told.ids.length) tell('a count of something else', told)
    const less = answersOf(without, name).lists.get(question)
    if (JSON.stringify(less) !== JSON.stringify(told)) tell(`without what is foreign ${JSON.stringify(less)}`, told)
  }
  judge(failures)
})

test.each(callerNames)('%s is answered every other question as if foreign records were not there', (name) => {
  const failures: string[] = []
  for (const [question, told] of answersOf(full, name).others) {
    cells++
    const less = answersOf(without, name).others.get(question)
    if (told !== less) failures.push(`${question}\n  told    ${told}\n  without ${less}`)
  }
  judge(failures)
})

function judge(failures: string[]) {
  foreign += failures.length
  expect({ failures: failures.length, some: failures.slice(0, 12).map((text) => text.slice(0, 900)) }).toEqual({
    failures: 0,
    some: [],
  })
}

const sees = (caller: Asking, noun: string, row: Row) => seen[noun]?.(caller, row, world.rows) ?? false
function recordOf(id: string): { noun: string; row: Row } | undefined {
  const [noun = '', number] = Buffer.from(id, 'base64url').toString().split(':')
  return noun in seen ? { noun, row: world.rows.one(noun, Number(number)) } : undefined
}
function seesId(caller: Asking, id: string): boolean {
  const record = recordOf(id)
  return record !== undefined && sees(caller, record.noun, record.row)
}

/** Stands for any value: what it must be, only the database without foreign records can say. */
const ANY = 'any value'
const GONE = Symbol('something that must be there is hidden')

/** What the caller must be told of a field, from what the administrator is told of it. */
function expectedOf(
  { name: type }: { name: string },
  field: string,
  of: GraphQLOutputType,
  value: unknown,
  caller: Asking,
  row: Row,
): unknown {
  const told = fields[`${type}.${field}`] ?? fields[`${type}.*`]
  if (told === 'COMPUTED' || told === 'CALLER' || field.startsWith('viewerCan')) return ANY
  if (typeof told === 'function' && !told(caller, row, world.rows)) {
    return isNonNullType(of) && isListType(of.ofType) ? [] : null
  }
  return cut(value, of, caller, row)
}

function cut(value: unknown, type: GraphQLOutputType, caller: Asking, row: Row): unknown {
  if (isNonNullType(type)) {
    const inner = cut(value, type.ofType, caller, row)
    return inner === null ? GONE : inner
  }
  if (value === null || value === undefined) return null
  if (isListType(type)) {
    return (value as unknown[]).map((one) => cut(one, type.ofType, caller, row)).filter((one) => one !== GONE)
  }
  const named = getNamedType(type)
  if (isLeafType(named)) return value
  const parts = value as Record<string, unknown>
  if (isNoun(named)) return seesId(caller, parts.id as string) ? value : null
  if (named.name.endsWith('Connection')) {
    const kept = (parts.nodes as { id: string }[]).filter(({ id }) => seesId(caller, id))
    return { totalCount: kept.length, nodes: kept }
  }
  const object = named as unknown as GraphQLObjectType
  const cuts = Object.entries(parts).map(([name, part]) => {
    const of = object.getFields()[name]?.type as GraphQLOutputType
    return [name, name === '__typename' ? part : expectedOf(object, name, of, part, caller, row)]
  })
  return cuts.some(([, part]) => part === GONE) ? null : Object.fromEntries(cuts)
}

function same(value: unknown, expected: unknown): boolean {
  if (expected === ANY) return value !== undefined
  if (Array.isArray(expected)) {
    return Array.isArray(value) && value.length === expected.length && expected.every((one, at) => same(value[at], one))
  }
  if (typeof expected === 'object' && expected !== null) {
    const parts = (value ?? {}) as Record<string, unknown>
    return Object.entries(expected).every(([name, one]) => same(parts[name], one))
  }
  return value === expected
}

async function askEverything(caller: Asking): Promise<Answers> {
  const answers: Answers = { records: new Map(), lists: new Map(), others: new Map() }
  for (const type of nodes) {
    for (const { query } of recordQuestions(type, world.rows)) {
      const { data, errors } = await ask(caller, query)
      if (errors) answers.others.set(query, JSON.stringify(errors))
      const found = (Object.values(data ?? {})[0] ?? []) as { nodes: Row[] } | Row[]
      for (const row of Array.isArray(found) ? found : found.nodes) {
        if (row?.id) answers.records.set(`${type.name} ${numberIn(row.id)}`, new Map(Object.entries(row)))
      }
    }
    await askByIds(caller, type.name, answers)
  }
  await askLists(caller, answers)
  await world.forgetSearches()
  for (const { query } of [...nestedQuestions(world.rows), ...otherQuestions(world.rows)]) {
    answers.others.set(query, (await caller.fetch('/graphql', { query })).text)
  }
  await world.forgetSearches()
  for (const { id } of world.rows.all('Evidence')) {
    const { status, text } = await caller.fetch(`/evidence/${idOf('Evidence', id)}`)
    answers.others.set(`GET /evidence/${id}`, `${status} ${text}`)
  }
  await world.forgetSearches()
  return answers
}

/** Whether `nodes` tells of records that the caller may not see. */
async function askByIds(caller: Asking, noun: string, { others }: Answers) {
  const hidden = world.rows.all(noun).filter((row) => !sees(caller, noun, row))
  const query = `{ nodes(ids: ${JSON.stringify(spread(hidden, 15).map(({ id }) => idOf(noun, id)))}) { id } }`
  others.set(query, (await caller.fetch('/graphql', { query })).text)
}

async function askLists(caller: Asking, { lists }: Answers) {
  const asked = listQuestions(world.rows)
  for (let start = 0; start < asked.length; start += 15) {
    const some = asked.slice(start, start + 15)
    const { data, errors } = await ask(caller, `{ ${some.map(aliased).join(' ')} }`)
    for (const [index, question] of some.entries()) {
      const pages = pagesOf(question).map((page) => data?.[`q${index}_${page}`])
      const name = `${question.name} ${question.noun} ${question.args}`
      const wrong = errors ? JSON.stringify(errors) : ''
      const ids = pages.flatMap((page) => (page?.nodes ?? []).map(({ id }: { id: string }) => id))
      lists.set(name, wrong || { ids, count: pages[0]?.totalCount })
    }
  }
}

const pagesOf = ({ noun }: ListQuestion) =>
  Array.from({ length: Math.ceil(world.rows.all(noun).length / 100) || 1 }, (_, page) => page)
const aliased = (question: ListQuestion, index: number) =>
  pagesOf(question)
    .map((page) => {
      const args = [question.args, 'first: 100', ...(page ? [`offset: ${page * 100}`] : [])].filter(Boolean).join(', ')
      return `q${index}_${page}: ${question.field}(${args}) { totalCount nodes { id } }`
    })
    .join(' ')

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
async function ask(caller: Asking, query: string): Promise<{ data: any; errors?: { message: string }[] }> {
  return JSON.parse((await caller.fetch('/graphql', { query })).text)
}

const numberIn = (id: string) => Buffer.from(id, 'base64url').toString().split(':')[1]

const CLOSED = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'NO_SUCH']

test.each(callerNames)('%s does only what is expected, and learns nothing of records by trying', async (name) => {
  const caller = callerOf(name)
  const failures: string[] = []
  let asked = 0
  const nothing = new Map<string, string>()
  for (const attempt of attempts(caller, world, (noun, row) => sees(caller, noun, row)).reverse()) {
    const { act, input, field, noun, row, expected } = attempt
    const type = `${act[0]?.toUpperCase()}${act.slice(1)}Input!`
    const query = `mutation ($input: ${type}) { ${act}(input: $input) { errors { field code message } } }`
    const { text } = await caller.fetch('/graphql', { query, variables: { input } })
    const { data, errors } = JSON.parse(text)
    const problems: { code: string; field: string }[] = data?.[act]?.errors ?? []
    const codes = [
      ...(errors ?? []).map((error: { extensions: { code: string } }) => error.extensions?.code),
      ...problems.map(({ code }) => code),
    ]
    const closed = codes.find((code) => CLOSED.includes(code))
    cells++
    asked++
    const tell = (what: string) => failures.push(`${act} ${field} ${noun} ${row?.id ?? '–'}: ${what}: ${text}`)
    const same = JSON.stringify({
      data: data?.[act],
      errors: errors?.map((error: { message: string }) => error.message),
    })
    if (row === null) nothing.set(`${act} ${field}`, same)
    if (codes.some((code) => !code || code === 'INTERNAL_SERVER_ERROR' || /GRAPHQL/.test(code))) tell('not understood')
    else if (expected === 'REFUSED_AT_ALL') {
      if (closed !== (caller.role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN') || data) tell('not refused')
    } else if (expected === 'AS_IF_NOT_THERE') {
      if (!closed) tell('not refused')
      if (same !== nothing.get(`${act} ${field}`))
        tell(`unlike one that does not exist: ${nothing.get(`${act} ${field}`)}`)
    } else if (expected === 'REFUSED' && !codes.length) tell('done')
    else if (expected === 'LET_THROUGH' && closed) tell('refused')
    if (!codes.length) await world.restore()
  }
  expect(asked).toBeGreaterThan(70)
  judge(failures)
})
