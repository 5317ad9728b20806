import { type DocumentNode, execute, type GraphQLField, getNamedType, isLeafType, isObjectType, parse } from 'graphql'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Viewer } from '../server/access.ts'
import { compiledAnswer } from '../server/compiled/answer.ts'
import type { Reads } from '../server/compiled/plan.ts'
import type { Context } from '../server/context.ts'
import { schema } from '../server/schema/index.ts'
import { columnSql, tableOf } from '../server/sql.ts'
import { type Asking, callerNames } from './matrixCallers.ts'
import { type ListQuestion, listQuestions } from './matrixQuestions.ts'
import { makeWorld, models, type World } from './matrixWorld.ts'
import { emptyDatabase, freshProduct, idOf, type Running } from './support.ts'

// What one statement answers and what the resolvers answer is the same, for every caller.

let product: Running
let world: World
let questions: ListQuestion[]
beforeAll(async () => {
  product = await freshProduct(await emptyDatabase())
  world = await makeWorld(product)
  questions = listQuestions(world.rows)
}, 600_000)

function contextOf({ role, id, districtIds }: Pick<Asking, 'role' | 'id' | 'districtIds'>): Context {
  const viewer = (role === 'ANONYMOUS' ? { role } : { role, districtIds, id, keyId: 1 }) as Viewer
  if (role === 'PARTNER') delete (viewer as { id?: number }).id
  const { product: running } = product
  return {
    ...{ product: running, headers: new Headers(), viewer, locale: 'en', address: 'none' },
    ...{ secure: false, cost: 1, cookies: [] },
  }
}

/** What is asked for of each noun: every field that needs no resolver, and under relations the same once more. */
function selection(noun: string, depth: number): string {
  const type = schema.getType(noun)
  const fields = isObjectType(type) ? Object.values(type.getFields()) : []
  const plain = fields.flatMap((field) => {
    const extensions = field.extensions as Record<string, unknown>
    const reads = extensions.reads as Reads | undefined
    const of = getNamedType(field.type)
    if (isLeafType(of)) {
      const known = typeof extensions.pothosPrismaVariant === 'string' || reads || field.name === 'id'
      return known && needsNothing(field) ? [field.name] : []
    }
    if (!depth) return []
    if (reads && 'list' in reads) {
      return [`${field.name}(first: 2) { totalCount ${INFO} nodes ${selection(listedBy(field), depth - 1)} }`]
    }
    return (reads || extensions.pothosPrismaRelationField) && needsNothing(field)
      ? [`${field.name} ${selection(of.name, depth - 1)}`]
      : []
  })
  return `{ __typename ${plain.join(' ')} }`
}
const INFO = 'pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor }'
const EDGES = 'edges { __typename cursor node { __typename } }'
const needsNothing = ({ args }: GraphQLField<unknown, unknown>) => !args.length
const listedBy = ({ type }: GraphQLField<unknown, unknown>) => getNamedType(type).name.replace(/Connection$/, '')

/** Both answers; of the statement undefined where the resolvers must answer. */
async function both(document: DocumentNode, context: Context) {
  const told = JSON.parse(JSON.stringify(await execute({ schema, document, contextValue: context })))
  const answer = await compiledAnswer({ schema, document }, context)
  if (answer === undefined) return { told, compiled: undefined, errors: undefined }
  const { data, errors } =
    typeof answer === 'string' ? { data: JSON.parse(answer) } : JSON.parse(JSON.stringify(answer))
  return { told, compiled: data, errors }
}

test.each(callerNames)('every list, filter and order, and every record, for %s', async (name) => {
  const context = contextOf(world.callers.find((caller) => caller.name === name) as Asking)
  const different: string[] = []
  let compiled = 0
  const compare = async (query: string) => {
    const answers = await both(parse(query), context)
    if (answers.compiled === undefined) return
    compiled++
    if (JSON.stringify(answers.compiled) !== JSON.stringify(answers.told.data) || answers.told.errors) {
      different.push(`${query}\n${JSON.stringify(answers.told)}\n${JSON.stringify(answers.compiled)}`)
    }
  }
  for (const { noun, field, args } of questions) {
    const page = (more: string) => [args, more].filter(Boolean).join(', ')
    const asked = (more: string, inside: string) => `{ ${field}(${page(more)}) { ${inside} } }`
    await compare(asked('first: 2', `totalCount nodes ${args ? '{ __typename }' : selection(noun, 1)}`))
    if (!args) for (const leaf of leaves(noun)) await compare(asked('first: 100', `nodes { ${leaf} }`))
    if (args.startsWith('orderBy')) {
      const twice = args.replace(/\[(.*)\]/, '[$1, $1]')
      await compare(`{ ${field}(first: 2, ${twice}) { nodes { __typename } } }`)
    }
    if (!args || args.startsWith('orderBy')) {
      await compare(asked('first: 2, offset: 1', `again: totalCount nodes { __typename } ${INFO} ${EDGES}`))
      await compare(asked('first: 100', `${INFO} ${EDGES}`))
      const cursor = (await both(parse(asked('first: 1', 'pageInfo { endCursor }')), context)).told.data?.[field]
      const after = cursor?.pageInfo.endCursor
      if (after) await compare(asked(`first: 3, after: "${after}"`, `${INFO} ${EDGES} nodes ${selection(noun, 0)}`))
    }
  }
  for (const noun of new Set(questions.map((question) => question.noun))) {
    for (const { id } of world.rows.all(noun).slice(0, 3)) {
      await compare(`{ node(id: "${idOf(noun, id)}") { id ... on ${noun} ${selection(noun, 1)} } }`)
    }
  }
  expect(different.slice(0, 3)).toEqual([])
  // What the resolvers had to answer is a small part.
  expect(compiled).toBeGreaterThan(questions.length * 1.5)
})

/** One by one, so that a field that only some may ask for does not hide the others. */
const leaves = (noun: string) => selection(noun, 0).slice(2, -2).split(' ')

const KEYS =
  'round { __typename year } district { id nameKo programs(first: 1) { totalCount } } program { code district { code } }'
const MORE_KEYS = 'programLine { code } targetGroup { code } indicator { code basis }'
const REST = `__typename category sex ageBand figure { value state } unitKo unitEn basis population kind incomplete
  outcomeCounts { present missing suppressed notApplicable notDerivable notYetReported } asOfFrom asOfTo`
const ROWS = `{ asOf rows { ${KEYS} ${MORE_KEYS} ${REST} again: figure { known: value } } }`

test.each(callerNames)('results and the records that their rows name, for %s', async (name) => {
  const context = contextOf(world.callers.find((caller) => caller.name === name) as Asking)
  let rows = 0
  for (const args of [
    'groupBy: [DISTRICT, ROUND, INDICATOR]',
    'groupBy: [PROGRAM, INDICATOR, PROGRAM_LINE], asOf: "2019-12-31"',
    'groupBy: [BASIS, CATEGORY], mixed: LABEL',
    'groupBy: [], mixed: LABEL',
    'groupBy: [INDICATOR, SEX]',
    'groupBy: [DISTRICT, BASIS], source: REGISTERED, filter: { bases: [PLACED, APPLIED] }',
    'groupBy: [PROGRAM, BASIS], source: REGISTERED, filter: { populations: [MONEY] }',
    'groupBy: [ROUND, BASIS, SEX, AGE_BAND, TARGET_GROUP], source: REGISTERED',
  ]) {
    const { told, compiled } = await both(parse(`{ all: results(${args}) ${ROWS} }`), context)
    expect([args, JSON.stringify(compiled)]).toEqual([args, JSON.stringify(told.data)])
    expect(told.errors).toBeUndefined()
    rows += told.data.all.rows.length
  }
  expect(rows).toBeGreaterThan(0)
  // Each field alone, too: then nothing is read for the others.
  const singles = REST.match(/\w+ \{[^}]*\}|\w+/g) as string[]
  const inside = singles.flatMap(
    (one) =>
      one
        .match(/\w+/g)
        ?.slice(1)
        .map((leaf) => `${one.split(' ')[0]} { ${leaf} }`) ?? [],
  )
  for (const one of [...singles, ...inside]) {
    const { told, compiled } = await both(
      parse(`{ results(groupBy: [DISTRICT, INDICATOR]) { rows { ${one} } } }`),
      context,
    )
    expect([one, JSON.stringify(compiled)]).toEqual([one, JSON.stringify(told.data)])
  }
  for (const left of [
    '{ results(groupBy: [INDICATOR], source: REGISTERED) { rows { unitEn } } }',
    '{ results(groupBy: [DISTRICT], mixed: LABEL) { rows { outcomes(first: 1) { totalCount } } } }',
    '{ results(groupBy: [ROUND, BASIS], mixed: LABEL) { rows { round { claims { nodes { reconciliation { status } } } } } } }',
  ]) {
    expect([left, await compiledAnswer({ schema, document: parse(left) }, context)]).toEqual([left, undefined])
  }
})

test('of results only the columns are read that the fields are made of', async () => {
  const query = vi.spyOn(product.product.db, 'query')
  const read = async (asked: string) => {
    query.mockClear()
    const admin = contextOf({ role: 'ADMIN', id: 1, districtIds: [] })
    await compiledAnswer({ schema, document: parse(`{ results(groupBy: [INDICATOR]) { ${asked} } }`) }, admin)
    expect(query).toHaveBeenCalledTimes(1)
    const columns = query.mock.calls[0]?.[0].match(/(?<= AS ")\w+(?=")/g) ?? []
    return columns.filter((name) => !/^record/.test(name)).sort()
  }
  expect(await read('asOf rows { figure { value } }')).toEqual(['indicatorId', 'kind', 'present', 'value'])
  expect(await read('rows { incomplete }')).toEqual(['indicatorId', 'missing', 'notDerivable', 'suppressed'])
  expect((await read(`rows { ${REST} }`)).length).toBe(15)
  query.mockRestore()
})

test.each(callerNames)('claims and what they rest on, for %s', async (name) => {
  const asking = world.callers.find((caller) => caller.name === name) as Asking
  const sums = '__typename claimed counted remainder status suppressed byBasis { basis sum } steps { label sum reason }'
  const item = `basis category value counted reason outcome ${asking.role === 'ADMIN' ? '{ id value }' : '{ id }'}
    program { code district { code } } indicator { code }`
  // What looks like a place that is left for it is only a text.
  await product.db.query(`UPDATE claim SET note = '{"-":[0,' || id || ']}'`)
  const claim = `code value note again: reconciliation(knownAt: "2020-06-01T00:00:00Z") { remainder }
    reconciliation { ${sums} items { ${item} } }`
  let items = 0
  for (const locale of ['ko', 'en'] as const) {
    for (const query of [
      `{ claims(first: 100) { nodes { ${claim} } } }`,
      `{ rounds(first: 100) { nodes { year claims(first: 20) { nodes { ${claim} } } } } }`,
      `{ claim(code: "no-such-claim") { ${claim} } }`,
    ]) {
      const { told, compiled } = await both(parse(query), { ...contextOf(asking), locale })
      expect([query, JSON.stringify(compiled)]).toEqual([query, JSON.stringify(told.data)])
      items +=
        told.data.claims?.nodes.flatMap(({ reconciliation }: never) => (reconciliation as { items: [] }).items)
          .length ?? 0
    }
  }
  expect(items).toBeGreaterThan(0)
  const wrong = `treatments: [{ treatment: ADD, outcomeId: "x", reason: "이유" }]`
  const answers = await both(parse(`{ claims { nodes { reconciliation(${wrong}) { status } } } }`), contextOf(asking))
  expect([answers.compiled, answers.told.errors.length > 0]).toEqual([undefined, true])
})

const NOW = '2026-06-01T00:00:00Z'
const RESULTS = [
  `results(groupBy: [], mixed: LABEL, asOf: "2019-06-30", knownAt: "${NOW}") { rows { ${REST} } }`,
  `results(groupBy: [PROGRAM], mixed: LABEL, asOf: "2019-12-31", knownAt: "${NOW}") { rows { ${KEYS} ${REST} } }`,
  `results(groupBy: [DISTRICT], mixed: LABEL, map: { on: "2026-07-01" }, knownAt: "${NOW}") {
    rows { ${KEYS} } notDerivable { reasonEn program { code } values { ${REST} } } }`,
  `results(groupBy: [], asOf: "2019-06-30", knownAt: "${NOW}") { rows { basis } }`,
]
/** What only resolvers know, and what is wrong. */
const OTHERS = [
  ...['viewer { role }', 'viewerTasks { kind count }', 'viewerCan { createRound }', '__typename'],
  ...['programs(first: 1000) { totalCount }', 'node(id: "nonsense") { id }', 'users { nodes { email } }'],
  'programs(last: 1) { nodes { code } }',
]

test.each(callerNames)('several fields of one query, each in its own way, for %s', async (name) => {
  const context = contextOf(world.callers.find((caller) => caller.name === name) as Asking)
  const lists = questions.flatMap(({ noun, field, args }) =>
    args ? [] : `${field}(first: 2) { nodes { ${leaves(noun)[0]} } }`,
  )
  const roots = [lists, RESULTS, OTHERS, lists.toReversed()]
  let mixed = 0
  for (let turn = 0; turn < 60; turn++) {
    const asked = Array.from({ length: 2 + (turn % 4) }, (_, at) => {
      const among = roots[(turn + at * (1 + (turn % 3))) % roots.length] as string[]
      const root = among[(turn * 7 + at * 3) % among.length] as string
      return `f${at}: ${root}`
    })
    const query = `{ ${asked.join(' ')} }`
    const { told, compiled, errors } = await both(parse(query), context)
    if (compiled === undefined) continue
    mixed++
    expect([query, JSON.stringify(compiled), sorted(errors)]).toEqual([
      query,
      JSON.stringify(told.data),
      sorted(told.errors),
    ])
  }
  expect(mixed).toBeGreaterThan(30)
})

/** Whose order tells only which was first. */
const sorted = (errors: object[] = []) => errors.map((error) => JSON.stringify(error)).sort()

test('a name that the caller gives is only a name', async () => {
  const admin = contextOf({ role: 'ADMIN', id: 1, districtIds: [] })
  const [{ id }] = world.rows.all('Program') as [{ id: number }]
  for (const name of ['__proto__', 'a', 'r', 'k', 't1', 't2', 'answer', 'row', 'select', '_', 'x'.repeat(63)]) {
    for (const query of [
      `{ ${name}: viewer { role } ${name === 'a' ? 'b' : 'a'}: programs(first: 1) { totalCount } }`,
      `{ ${name}: programs(first: 2) { ${name}: totalCount nodes { ${name}: code district { ${name}: nameKo } } } }`,
      `{ programs(first: 1, offset: 1) { ${name}: nodes { code ${name}: district { code } cohorts { ${name}: half } } } }`,
      `{ ${name}: node(id: "${idOf('Program', id)}") { ... on District { code } ... on Program { ${name}: code } } }`,
    ]) {
      const { told, compiled } = await both(parse(query), admin)
      expect([query, compiled]).toEqual([query, told.data])
    }
  }
  const nothing = `{ node(id: "${idOf('Program', id)}") { ... on District { code } } }`
  expect((await both(parse(nothing), admin)).compiled).toEqual({ node: {} })
})

test('a page with its cursors, the name of a person and what is joined through a table are one statement', async () => {
  const { product: running } = product
  const odd = `"${'가나다라마바사'.repeat(9)}" \\ \t\u0001 😀 d'Arc`
  await running.db.query(
    `INSERT INTO organization (name_ko, kind, updated_at) SELECT $1::text || n, 'OTHER', now() FROM generate_series(1, 3) n`,
    [odd],
  )
  await running.db.query(
    `UPDATE participant SET person_id = NULL, sex = 'MALE', destroyed_at = now() WHERE id = (SELECT max(id) FROM participant)`,
  )
  const page = `${INFO} edges { cursor node { id } } nodes { id }`
  const participant = 'maskedName birthYear sex synthetic targetGroups { code } program { targetGroups { code } }'
  for (const locale of ['ko', 'en'] as const) {
    const admin = { ...contextOf({ role: 'ADMIN', id: 1, districtIds: [] }), locale }
    for (const query of [
      `{ participants(first: 100) { nodes { ${participant} history { recordedByName } } } }`,
      `{ users(first: 100) { edges { node { districts { code } } } } }`,
      `{ organizations(first: 2, orderBy: [{ field: NAME_KO, direction: ASC }]) { ${page} } }`,
      `{ organizations(first: 100, orderBy: [{ field: NAME_KO, direction: DESC }]) { ${page} } }`,
      `{ organizations(first: 3, filter: { search: "가나다라" }) { ${page} } }`,
      `{ organizations(first: 100, offset: 1000) { ${page} } }`,
      `{ organizations { pageInfo { hasPreviousPage } } }`,
      `{ organizations { pageInfo { __typename } edges { __typename } } }`,
    ]) {
      const { told, compiled } = await both(parse(query), admin)
      expect([query, compiled]).toEqual([query, told.data])
    }
  }
})

test('a field that needs a resolver, a filter that is logged and a wrong argument are left to the resolvers', async () => {
  const admin = contextOf({ role: 'ADMIN', id: 1, districtIds: [] })
  for (const query of [
    '{ participants(filter: { name: "홍길동" }) { totalCount } }',
    '{ participants { nodes { repeatCount } } }',
    '{ programs(first: 1000) { totalCount } }',
    '{ programs(last: 2) { nodes { code } } }',
    '{ programs { nodes { code @include(if: true) } } }',
    '{ districts(filter: { family: "28177" }) { totalCount } }',
    '{ node(id: "nonsense") { id } }',
    'mutation { signOut { errors { message } } }',
  ]) {
    expect([query, await compiledAnswer({ schema, document: parse(query) }, admin)]).toEqual([query, undefined])
  }
  const stranger = contextOf({ role: 'ANONYMOUS', id: undefined, districtIds: [] } as never)
  const figures = parse('{ outcomes { nodes { value } } }')
  expect(await compiledAnswer({ schema, document: figures }, admin)).toBeDefined()
  expect(await compiledAnswer({ schema, document: figures }, stranger)).toBeUndefined()
})

test('every table and column has the name that SQL knows it by', async () => {
  const named = Object.entries(models).flatMap(([model, { fields }]) =>
    fields
      .filter(({ kind }) => kind !== 'object')
      .map(({ name }) => `${tableOf(model)} ${columnSql('t', name).replace('"t".', '').slice(1, -1)}`),
  )
  const rows = await product.db.query(
    `SELECT table_name || ' ' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  const stored = new Set(rows.map(({ name }) => name))
  expect(named.filter((name) => !stored.has(name))).toEqual([])
})
