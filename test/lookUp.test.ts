import { beforeAll, expect, test } from 'vitest'
import { lookUp } from '../server/compiled/lookUp.ts'
import { type Ids, idsOf } from './figures.ts'
import { enrolled } from './people.ts'
import { type Asker, freshProduct, idOf, type Running, watchStatements } from './support.ts'

let product: Running
let city: Asker
let ids: Ids
let statements: string[]
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  ids = await idsOf(product)
  statements = watchStatements(product.db)
})

const programs = ['2019-01', '2019-02', '2019-03', '2019-04', '2019-05', '2019-06', '2019-07', '2019-08', '2019-09']
const byId = (how = '') =>
  `query ($id: ID!) { node(id: $id) { ... on Program ${how} { code titleKo stage district { code nameKo } } } }`
const byCode = (how = '') => `query ($code: String!) { program(code: $code) ${how} { id titleEn round { year } } }`
const RESOLVED = '@include(if: true)'

async function allAtOnce(who: Asker, query: string, variables: object[]) {
  statements.length = 0
  const answers = await Promise.all(variables.map((one) => who.ask(query, one)))
  return { answers: answers.map(({ data, errors }) => ({ data, errors })), sent: statements.filter(isRead) }
}
const isRead = (sql: string) => /FROM "program"/.test(sql)

test('records that are asked for at the same time come by a few statements, each as resolvers find it', async () => {
  const missing = idOf('Program', 99_999)
  const known = [...programs.map((code) => ids.program(code)), missing, ids.program('2019-01')]
  const together = await allAtOnce(
    city,
    byId(),
    known.map((id) => ({ id })),
  )
  expect(together.answers[1]?.data.node.code).toBe('2019-02')
  expect(together.answers[9]).toEqual({ data: { node: null }, errors: undefined })
  expect(together.sent.length).toBeLessThan(known.length / 2)
  const resolved = await allAtOnce(
    city,
    byId(RESOLVED),
    known.map((id) => ({ id })),
  )
  expect(together.answers).toEqual(resolved.answers)
})

test('records that are asked for by texts come by a few statements too', async () => {
  const codes = [...programs, `a"b,{c}\\d'e`, '{2019-01,2019-02}', 'NULL', '', '2019-99']
  const asked = codes.map((code) => ({ code }))
  const together = await allAtOnce(city, byCode(), asked)
  expect(together.sent.length).toBeLessThan(codes.length / 2)
  expect(together.answers.map(({ data }) => data.program?.id)).toEqual([...programs.map(ids.program), ...Array(5)])
  expect(together.answers).toEqual((await allAtOnce(city, byCode(RESOLVED), asked)).answers)
})

test('values that differ come back as they are, whatever they hold, beside those that do not', async () => {
  const text = 'SELECT json_build_array($1::text, $2::int[], $3::text)::text AS answer'
  const odd = [`a"b,{c}\\d'e`, '{x,y}', 'NULL', '', ' ', '$1::int', '홍 길동', 'true']
  const ask = async (values: unknown[]) => JSON.parse((await lookUp(product.db, { text, values })) as string)
  const plain = odd.map((one) => [one, [1, 2], 'same'])
  statements.length = 0
  expect(await Promise.all(plain.map(ask))).toEqual(plain)
  expect(statements).toHaveLength(1)
  // Nothing, and lists, are told apart from texts.
  const mixed = [...plain, [null, [3], 'other'], ['null', [], '{}']]
  expect(await Promise.all(mixed.map(ask))).toEqual(mixed)
})

test('each of several callers at once sees their own records and nobody else sees them', async () => {
  const [michuhol, yeonsu] = [await product.as('28177'), await product.as('28185')]
  const theirs = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  const others = await enrolled(yeonsu, ids.program('2019-03'), '2019-03-04')
  const query = 'query ($id: ID!) { node(id: $id) { ... on Participant { maskedName program { code } } } }'
  const callers = [city, michuhol, yeonsu, product]
  const seen = await Promise.all(
    callers.map((who) => Promise.all([theirs, others].map(async ({ id }) => (await who.ask(query, { id })).data.node))),
  )
  const codes = seen.map((nodes) => nodes.map((node) => node?.program.code))
  expect(codes).toEqual([
    ['2019-02', '2019-03'],
    ['2019-02', undefined],
    [undefined, '2019-03'],
    [undefined, undefined],
  ])
})
