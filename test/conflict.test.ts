import { beforeAll, expect, test } from 'vitest'
import { act, approve, approved, type Ids, idsOf, tryTo } from './figures.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let many: string
let few: string
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  await product.db.prisma.conflict.deleteMany()
  many = await ids.outcome('2019-02', 'PLACED', 33)
  few = await ids.outcome('2019-02', 'PLACED', 6)
})

const cooks = async (asOf: string, knownAt?: string) => {
  const { data } = await city.ask(
    `query ($asOf: Date, $knownAt: DateTime) { program(code: "2019-02") {
      figure(indicator: "PLACED", asOf: $asOf, knownAt: $knownAt) { value figureAsOf conflict { question chosen { value } } } } }`,
    { asOf, knownAt },
  )
  return data.program.figure
}
const candidates = async () => {
  const { data } = await product.ask('{ conflictCandidates { why outcomes { value asOf program { code } } } }')
  return data.conflictCandidates.map(({ why, outcomes }: { why: string; outcomes: never[] }) =>
    // biome-ignore lint/suspicious/noExplicitAny: an answer
    [why, ...outcomes.map(({ program, value, asOf }: any) => `${program.code} ${value} ${asOf}`)].join(', '),
  )
}
const opening = async (more = {}) => ({
  programId: ids.program('2019-02'),
  indicatorId: ids.indicator('PLACED'),
  question: '조리사는 33명인가 6명인가',
  outcomeIds: [many, few],
  ...more,
})

test('figures that contradict each other are pointed out: 33 cooks in September, 6 at the end of the year', async () => {
  expect(await candidates()).toEqual(['TOTAL_FALLS, 2019-02 33 2019-09-30, 2019-02 6 2019-12-31'])
})

test('a conflict needs two approved figures of one program, indicator and intake', async () => {
  const said = async (more: object) =>
    (await tryTo(city, 'openConflict', await opening(more), 'Conflict')).problems[0]?.code
  expect(await said({ outcomeIds: [many, many] })).toBe('TOO_FEW')
  expect(await said({ outcomeIds: [many, await ids.outcome('2019-01', 'PLACED', 6)] })).toBe('NOT_RIVALS')
  expect(await said({ outcomeIds: [many, await ids.outcome('2019-05', 'TRAINED', 27)] })).toBe('NOT_RIVALS')
  const { id: draft } = await act(city, 'recordOutcome', {
    programId: ids.program('2019-02'),
    indicatorId: ids.indicator('PLACED'),
    asOf: '2019-12-31',
    value: 7,
  })
  expect(await said({ outcomeIds: [many, draft] })).toBe('NOT_RIVALS')
})

test('rival values are kept and listed; one is chosen with a reason, and the figure follows from then on', async () => {
  const conflict = await act(city, 'openConflict', await opening(), 'Conflict')
  expect(await candidates()).toEqual([])
  expect(await cooks('2019-12-31')).toEqual({
    value: 6,
    figureAsOf: '2019-12-31',
    conflict: { question: '조리사는 33명인가 6명인가', chosen: null },
  })
  const before = new Date().toISOString()
  await new Promise((resolve) => setImmediate(resolve))
  product.product.now = () => new Date(Date.now() + 1000)
  const choice = { id: conflict.id, version: conflict.version, chosenId: many, reason: '6명은 한 기관만 센 수' }
  expect((await tryTo(city, 'resolveConflict', { ...choice, reason: '' }, 'Conflict')).problems[0].code).toBe(
    'REQUIRED',
  )
  const other = await ids.outcome('2019-01', 'PLACED', 6)
  expect((await tryTo(city, 'resolveConflict', { ...choice, chosenId: other }, 'Conflict')).problems[0]).toMatchObject({
    field: 'chosenId',
    code: 'NO_SUCH',
  })
  const { version } = await act(city, 'resolveConflict', choice, 'Conflict')
  product.product.now = () => new Date(Date.now() + 2000)
  expect(await cooks('2019-12-31')).toEqual({
    value: 33,
    figureAsOf: '2019-09-30',
    conflict: { question: '조리사는 33명인가 6명인가', chosen: { value: 33 } },
  })
  expect((await cooks('2019-12-31', before)).value).toBe(6)
  const again = await tryTo(city, 'resolveConflict', { ...choice, version, chosenId: few }, 'Conflict')
  expect(again.problems[0].message).toBe(
    'This is not possible at the stage “decided”. Possible now: open a new conflict.',
  )
  const { data } = await product.ask(
    '{ conflicts(filter: { open: false }) { nodes { question reason resolvedByName members { value citations { source { address } } } program { code } } } program(code: "2019-02") { conflicts { totalCount } outcomes(filter: { indicator: "PLACED" }) { nodes { value conflicts { question } } } } }',
  )
  expect(data).toMatchInlineSnapshot(`
    {
      "conflicts": {
        "nodes": [
          {
            "members": [
              {
                "citations": [
                  {
                    "source": {
                      "address": "ebreaknews.com",
                    },
                  },
                ],
                "value": 33,
              },
              {
                "citations": [
                  {
                    "source": {
                      "address": "newspim.com 20200131000623",
                    },
                  },
                ],
                "value": 6,
              },
            ],
            "program": {
              "code": "2019-02",
            },
            "question": "조리사는 33명인가 6명인가",
            "reason": "6명은 한 기관만 센 수",
            "resolvedByName": null,
          },
        ],
      },
      "program": {
        "conflicts": {
          "totalCount": 1,
        },
        "outcomes": {
          "nodes": [
            {
              "conflicts": [
                {
                  "question": "조리사는 33명인가 6명인가",
                },
              ],
              "value": 33,
            },
            {
              "conflicts": [
                {
                  "question": "조리사는 33명인가 6명인가",
                },
              ],
              "value": 6,
            },
          ],
        },
      },
    }
  `)
})

test('the correction of the chosen figure takes its place in the decision, the correction of a rival does not', async () => {
  product.product.now = () => new Date(Date.now() + 3000)
  const officer = await product.as('28177')
  const correct = async (id: string, value: number) => {
    const { data } = await city.ask(`{ node(id: "${id}") { ... on Outcome { version } } }`)
    const input = { id, version: data.node.version, value, correctionReason: '집계 착오' }
    const draft = await act(officer, 'supersedeOutcome', input)
    return approve(officer, city, draft.id, draft.version)
  }
  await correct(few, 7)
  expect((await cooks('2019-12-31')).value).toBe(33)
  await correct(many, 34)
  expect((await cooks('2019-12-31')).value).toBe(34)
  expect((await cooks('2019-09-30')).value).toBe(34)
})

test('a later conflict decides anew, also about a figure that won before', async () => {
  product.product.now = () => new Date(Date.now() + 4000)
  const key = { programId: ids.program('2019-02'), indicatorId: ids.indicator('PLACED'), asOf: '2019-12-31' }
  const third = await approved(await product.as('28177'), city, { ...key, value: 40 })
  const winner = await ids.outcome('2019-02', 'PLACED', 34)
  const conflict = await act(
    city,
    'openConflict',
    await opening({ question: '34명인가 40명인가', outcomeIds: [winner, third.id] }),
    'Conflict',
  )
  await act(
    city,
    'resolveConflict',
    { id: conflict.id, version: conflict.version, chosenId: third.id, reason: '명부 확인' },
    'Conflict',
  )
  product.product.now = () => new Date(Date.now() + 5000)
  expect((await cooks('2019-12-31')).value).toBe(40)
  expect((await cooks('2019-09-30')).value).toBe(40)
})

test('a district officer opens conflicts of the own district, the city decides', async () => {
  const officer = await product.as('28177')
  const conflict = { id: 'Q29uZmxpY3Q6MQ', version: 1, chosenId: many, reason: '이유' }
  expect((await tryTo(officer, 'resolveConflict', conflict, 'Conflict')).refused).toBe('FORBIDDEN')
  expect(
    (
      await tryTo(
        await product.as('28237'),
        'openConflict',
        await opening({ question: '?', outcomeIds: await both() }),
        'Conflict',
      )
    ).refused,
  ).toBe('FORBIDDEN')
})

const both = async () => Promise.all([ids.outcome('2019-02', 'PLACED', 34), ids.outcome('2019-02', 'PLACED', 40)])
