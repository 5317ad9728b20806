import { beforeAll, expect, test } from 'vitest'
import { approved, type Ids, idsOf } from './figures.ts'
import { itIs } from './people.ts'
import { done, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  ids = await idsOf(product)
  await product.db.prisma.evaluation.deleteMany()
  await product.db.prisma.fundingLine.deleteMany()
  await product.db.prisma.program.updateMany({ data: { targetJobs: null } })
})

const EVALUATION = 'evaluation { id version evaluatedOn satisfaction findings viewerCanUpdate }'
const first = () => ({ programId: ids.program('2019-06'), evaluatedOn: '2020-01-15', findings: '취업 연계가 좋았다.' })

test('the city records the evaluation of a program and changes it by its version', async () => {
  const { id, version } = await done(city, 'recordEvaluation', { ...first(), satisfaction: 96.5 }, EVALUATION)
  const again = { ...first(), findings: '강사 파견 학교가 늘었다.' }
  expect(await refused(city, 'recordEvaluation', again, EVALUATION)).toEqual(['version REQUIRED'])
  expect(await done(city, 'recordEvaluation', { ...again, version }, EVALUATION)).toEqual({
    id,
    version: version + 1,
    evaluatedOn: '2020-01-15',
    satisfaction: 96.5,
    findings: '강사 파견 학교가 늘었다.',
    viewerCanUpdate: true,
  })
  const lost = { ...first(), version, findings: '다른 의견' }
  expect(await refused(city, 'recordEvaluation', lost, EVALUATION)).toEqual(['findings CONFLICT'])
  const unknown = { ...lost, programId: ids.program('2019-07') }
  expect(await refused(city, 'recordEvaluation', unknown, EVALUATION)).toBe('NOT_FOUND')
})

test('an evaluation comes after the final report, not from the future, and from the city', async () => {
  const { prisma } = product.db
  await prisma.program.updateMany({ where: { code: '2019-07' }, data: { stage: 'RUNNING' } })
  const running = { ...first(), programId: ids.program('2019-07') }
  expect(await refused(city, 'recordEvaluation', running, EVALUATION)).toEqual(['programId WRONG_STAGE'])
  await prisma.program.updateMany({ where: { code: '2019-07' }, data: { stage: 'REPORTED' } })
  itIs(product, '2020-01-14')
  expect(await refused(city, 'recordEvaluation', running, EVALUATION)).toEqual(['evaluatedOn IN_FUTURE'])
  product.product.now = () => new Date()
  expect(await refused(await product.as('28245'), 'recordEvaluation', running, EVALUATION)).toBe('FORBIDDEN')
})

const results = async (who: Asker, knownAt?: string) =>
  (
    await who.ask(
      `query ($id: ID!, $knownAt: DateTime) { node(id: $id) { ... on Program { evaluation {
        targetJobs
        actualJobs(asOf: "2019-12-31", knownAt: $knownAt) { state value figureAsOf }
        achievementPct(asOf: "2019-12-31", knownAt: $knownAt) { state value reason }
        costPerJob(asOf: "2019-12-31", knownAt: $knownAt) { state value reason }
      } } } }`,
      { id: ids.program('2019-06'), knownAt },
    )
  ).data.node.evaluation

test('what cannot be worked out says so and why, and is not zero', async () => {
  expect(await results(city, '2019-10-01T00:00:00Z')).toMatchInlineSnapshot(`
    {
      "achievementPct": {
        "reason": "NO_ACTUAL",
        "state": "NOT_DERIVABLE",
        "value": null,
      },
      "actualJobs": null,
      "costPerJob": {
        "reason": "NO_ACTUAL",
        "state": "NOT_DERIVABLE",
        "value": null,
      },
      "targetJobs": null,
    }
  `)
  expect(await results(city)).toMatchInlineSnapshot(`
    {
      "achievementPct": {
        "reason": "NO_TARGET",
        "state": "NOT_DERIVABLE",
        "value": null,
      },
      "actualJobs": {
        "figureAsOf": "2019-09-30",
        "state": "PRESENT",
        "value": 20,
      },
      "costPerJob": {
        "reason": "NO_SPENDING",
        "state": "NOT_DERIVABLE",
        "value": null,
      },
      "targetJobs": null,
    }
  `)
})

test('target, actual and cost per job are worked out from what was known', async () => {
  const { prisma } = product.db
  await prisma.program.updateMany({ where: { code: '2019-06' }, data: { targetJobs: 18 } })
  const { id: programId, roundId } = await prisma.program.findFirstOrThrow({ where: { code: '2019-06' } })
  await prisma.fundingLine.createMany({
    data: [
      { programId, roundId, source: 'CITY', spent: 70_000_001n },
      { programId, roundId, source: 'DISTRICT', granted: 30_000_000n },
    ],
  })
  expect((await results(city)).costPerJob).toEqual({ state: 'NOT_DERIVABLE', value: null, reason: 'NO_SPENDING' })
  await prisma.fundingLine.updateMany({ where: { source: 'DISTRICT', programId }, data: { spent: 30_000_000n } })
  const before = await results(city)
  expect(before).toMatchInlineSnapshot(`
    {
      "achievementPct": {
        "reason": null,
        "state": "PRESENT",
        "value": 111.1,
      },
      "actualJobs": {
        "figureAsOf": "2019-09-30",
        "state": "PRESENT",
        "value": 20,
      },
      "costPerJob": {
        "reason": null,
        "state": "PRESENT",
        "value": 5000000,
      },
      "targetJobs": 18,
    }
  `)
  expect(await results(product)).toEqual(before)

  const then = new Date().toISOString()
  const gyeyang = await product.as('28245')
  const figure = {
    programId: ids.program('2019-06'),
    indicatorId: ids.indicator('PLACED'),
    asOf: '2019-12-31',
    value: 24,
  }
  await approved(gyeyang, city, figure)
  expect(await results(city)).toMatchObject({
    actualJobs: { value: 24, figureAsOf: '2019-12-31' },
    achievementPct: { value: 133.3 },
    costPerJob: { value: 4_166_667 },
  })
  expect(await results(city, then)).toEqual(before)
})
