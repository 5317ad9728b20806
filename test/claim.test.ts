import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { act, approved, type Ids, idsOf, tryTo } from './figures.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let claim: { id: string; version: number; code: string }
const headline = {
  titleKo: '일자리 180개 창출',
  titleEn: '180 jobs created',
  value: 180,
  unitKo: '명',
  unitEn: 'persons',
  population: 'PARTICIPANTS',
  basis: 'OTHER',
  asOf: '2019-09-30',
}
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  const about = { roundId: ids.round, documentId: ids.source('ebreaknews.com'), quote: '180개의 일자리' }
  claim = await act(city, 'publishClaim', { ...headline, ...about, code: 'headline' }, 'Claim')
})

const reconcile = async (knownAt?: string, code = 'headline') => {
  const { data, errors } = await product.ask(
    `query ($code: String!, $knownAt: DateTime) { claim(code: $code) { reconciliation(knownAt: $knownAt) {
      claimed counted remainder status
      steps { label sum remainder treatment reason inferred }
      byBasis { basis sum }
      items { program { code } basis category value counted reason outcome { citations { source { address } } } } } } }`,
    { code, knownAt },
  )
  expect(errors).toBeUndefined()
  return data.claim.reconciliation
}
const treatments = (staff: string) => [
  { treatment: 'LEAVE_OUT', basis: 'APPLIED', reason: '신청은 일자리가 아님' },
  { treatment: 'ADD', outcomeId: staff, reason: '콜매니저 1명과 기사 2명' },
]

test('with what was known in 2019 every headcount adds up to 187, 7 above the headline', async () => {
  const { steps, status } = await reconcile('2019-12-01T00:00:00Z')
  expect(steps).toEqual([
    {
      label: 'Every figure, whatever its basis',
      sum: 187,
      remainder: -7,
      treatment: null,
      reason: null,
      inferred: false,
    },
  ])
  expect(status).toBe('UNEXPLAINED')
})

test('187 on all bases, 177 without the applicants, 180 with the 3 staff of the second source', async () => {
  const staff = await ids.outcome('2019-08', 'STAFF', 3)
  await act(city, 'explainClaim', { id: claim.id, version: claim.version, treatments: treatments(staff) }, 'Claim')
  const { items, ...rest } = await reconcile()
  expect(rest).toMatchInlineSnapshot(`
    {
      "byBasis": [
        {
          "basis": "SELECTED",
          "sum": 16,
        },
        {
          "basis": "IN_TRAINING",
          "sum": 33,
        },
        {
          "basis": "TRAINED",
          "sum": 57,
        },
        {
          "basis": "PLACED",
          "sum": 71,
        },
        {
          "basis": "OTHER",
          "sum": 3,
        },
      ],
      "claimed": 180,
      "counted": 180,
      "remainder": 0,
      "status": "EXPLAINED",
      "steps": [
        {
          "inferred": false,
          "label": "Every figure, whatever its basis",
          "reason": null,
          "remainder": -7,
          "sum": 187,
          "treatment": null,
        },
        {
          "inferred": true,
          "label": "1. Without ‘applied’",
          "reason": "신청은 일자리가 아님",
          "remainder": 3,
          "sum": 177,
          "treatment": "LEAVE_OUT",
        },
        {
          "inferred": true,
          "label": "2. One figure added",
          "reason": "콜매니저 1명과 기사 2명",
          "remainder": 0,
          "sum": 180,
          "treatment": "ADD",
        },
      ],
    }
  `)
  const lines = items.map((item: never) => {
    // biome-ignore lint/suspicious/noExplicitAny: an answer
    const { program, basis, category, value, counted, reason, outcome } = item as any
    return [
      program.code,
      value,
      basis,
      category,
      counted ? 'counted' : 'left out',
      reason,
      outcome.citations[0].source.address,
    ].join(', ')
  })
  expect(lines).toMatchInlineSnapshot(`
    [
      "2019-01, 6, PLACED, DIRECT_JOB, counted, , ebreaknews.com",
      "2019-02, 33, PLACED, DIRECT_JOB, counted, , ebreaknews.com",
      "2019-03, 33, IN_TRAINING, VOCATIONAL_TRAINING, counted, , ebreaknews.com",
      "2019-03, 30, TRAINED, VOCATIONAL_TRAINING, counted, , ebreaknews.com",
      "2019-04, 10, APPLIED, , left out, 신청은 일자리가 아님, ebreaknews.com",
      "2019-05, 27, TRAINED, VOCATIONAL_TRAINING, counted, , ebreaknews.com",
      "2019-06, 20, PLACED, DIRECT_JOB, counted, , ebreaknews.com",
      "2019-07, 12, PLACED, DIRECT_JOB, counted, , ebreaknews.com",
      "2019-08, 3, OTHER, , counted, 콜매니저 1명과 기사 2명, japolicenews.kr number=16580",
      "2019-09, 16, SELECTED, , counted, , ebreaknews.com",
    ]
  `)
})

test('before the second source was known, 3 of the 180 are unexplained', async () => {
  const { steps, remainder, status } = await reconcile('2019-12-01T00:00:00Z')
  expect(steps.map(({ sum }: { sum: number }) => sum)).toEqual([187, 177, 177])
  expect({ remainder, status }).toEqual({ remainder: 3, status: 'UNEXPLAINED' })
})

test('an explanation can be tried before it goes on record, and tells what it will be', async () => {
  const staff = await ids.outcome('2019-08', 'STAFF', 3)
  const tried = async (steps: object[]) => {
    const { data, errors } = await city.ask(
      `query ($steps: [ClaimTreatmentInput!]) { claim(code: "headline") { version treatments { reason }
        reconciliation(treatments: $steps) { remainder steps { sum reason } items { counted } } } }`,
      { steps },
    )
    expect(errors).toBeUndefined()
    return data.claim
  }
  const before = await tried([])
  expect(before.reconciliation).toMatchObject({ remainder: -10, steps: [{ sum: 190 }] })
  const [leaveOut, add] = treatments(staff)
  const { reconciliation, ...rest } = await tried([{ ...leaveOut, basis: 'TRAINED', reason: '시험' }, add as object])
  expect(reconciliation.steps).toEqual([
    { sum: 187, reason: null },
    { sum: 130, reason: '시험' },
    { sum: 133, reason: '콜매니저 1명과 기사 2명' },
  ])
  expect(reconciliation.remainder).toBe(47)
  expect(rest).toEqual({ version: before.version, treatments: treatments(staff).map(({ reason }) => ({ reason })) })
  const known = await product.ask(
    '{ claim(code: "headline") { reconciliation(treatments: [{ treatment: ADD, outcomeId: "x", reason: "이유" }]) { remainder } } }',
  )
  expect(known.errors?.[0]?.message).toContain('treatments.0.outcomeId')
})

test('a claim that the figures give without any step is matched', async () => {
  const about = {
    roundId: ids.round,
    documentId: ids.source('ebreaknews.com'),
    population: 'SERVICE_USERS',
    basis: 'REACHED',
  }
  const { code } = await act(city, 'publishClaim', { ...headline, ...about, value: 961 }, 'Claim')
  expect(code).toBe('2019-claim-1')
  const { steps, status } = await reconcile(undefined, code)
  expect({ steps: steps.length, status }).toEqual({ steps: 1, status: 'MATCHED' })
})

test('a claim about money is held against the funding lines of the round', async () => {
  const money = { roundId: ids.round, documentId: ids.source('ebreaknews.com'), population: 'MONEY', unitKo: '백만원' }
  const { code } = await act(city, 'publishClaim', { ...headline, ...money, value: 1840, code: 'budget' }, 'Claim')
  const { prisma } = product.db
  const { id: roundId } = await prisma.round.findUniqueOrThrow({ where: { year: 2019 } })
  await prisma.fundingLine.deleteMany({ where: { roundId } })
  expect(await reconcile(undefined, code)).toMatchObject({ counted: 0, remainder: 1840, status: 'UNEXPLAINED' })
  await prisma.fundingLine.create({ data: { roundId, source: 'CITY', planned: 1_288_000_000n } })
  await prisma.fundingLine.create({ data: { roundId, source: 'DISTRICT', planned: 552_000_000n } })
  const { items, remainder, status } = await reconcile(undefined, code)
  expect({ items, remainder, status }).toEqual({ items: [], remainder: 0, status: 'MATCHED' })
})

test('what does not explain a claim is refused with the field', async () => {
  const households = await ids.outcome('2019-05', 'HOUSEHOLDS_REACHED', 961)
  const { version } = (await city.ask('{ claim(code: "headline") { version } }')).data.claim
  const said = async (treatment: object) => {
    const input = { id: claim.id, version, treatments: [{ reason: '이유', ...treatment }] }
    return (await tryTo(city, 'explainClaim', input, 'Claim')).problems.map(
      ({ field, code }: never) => `${field} ${code}`,
    )
  }
  expect(await said({ treatment: 'ADD', basis: 'APPLIED' })).toEqual(['treatments.0.basis ADD_ONE_FIGURE'])
  expect(await said({ treatment: 'LEAVE_OUT' })).toEqual(['treatments.0.basis REQUIRED'])
  expect(await said({ treatment: 'ADD', outcomeId: households })).toEqual(['treatments.0.outcomeId NOT_OF_CLAIM'])
  expect(await said({ treatment: 'LEAVE_OUT', basis: 'APPLIED', reason: ' ' })).toEqual([
    'treatments.0.reason REQUIRED',
  ])
})

test('only the city publishes and explains claims', async () => {
  const input = { id: claim.id, version: 1, treatments: [] }
  expect((await tryTo(await product.as('28237'), 'explainClaim', input, 'Claim')).refused).toBe('FORBIDDEN')
  expect((await tryTo(product, 'explainClaim', input, 'Claim')).refused).toBe('UNAUTHENTICATED')
})

test('items and remainder always add up to the claim', async () => {
  const indicators = ['PLACED', 'TRAINED', 'APPLIED', 'SELECTED', 'STAFF', 'IN_TRAINING']
  const figure = fc.record({
    code: fc.integer({ min: 1, max: 9 }).map((number) => `2019-0${number}`),
    indicator: fc.constantFrom(...indicators),
    value: fc.integer({ min: 0, max: 500_000 }).map((thousandths) => thousandths / 1000),
    asOf: fc.constantFrom('2019-03-31', '2019-06-30', '2019-09-30', '2019-12-31'),
  })
  const steps = fc.uniqueArray(fc.constantFrom('APPLIED', 'TRAINED', 'PLACED', 'OTHER'), { maxLength: 3 })
  const district = await product.as('city-2')
  await fc.assert(
    fc.asyncProperty(
      fc.array(figure, { minLength: 1, maxLength: 3 }),
      steps,
      fc.boolean(),
      async (figures, bases, add) => {
        const made = []
        for (const { code, indicator, ...rest } of figures) {
          made.push(
            await approved(district, city, {
              ...rest,
              programId: ids.program(code),
              indicatorId: ids.indicator(indicator),
            }),
          )
        }
        const chosen = bases.map((basis) => ({ treatment: 'LEAVE_OUT', basis, reason: '이유' }))
        const added = add ? made.slice(0, 1).map(({ id }) => ({ treatment: 'ADD', outcomeId: id, reason: '이유' })) : []
        const { version } = (await city.ask('{ claim(code: "headline") { version } }')).data.claim
        await act(city, 'explainClaim', { id: claim.id, version, treatments: [...chosen, ...added] }, 'Claim')
        const { claimed, counted, remainder, items, byBasis } = await reconcile()
        const thousandths = (rows: { value?: number; sum?: number }[]) =>
          rows.reduce((sum, { value, sum: part }) => sum + Math.round((value ?? part ?? 0) * 1000), 0)
        const used = thousandths(items.filter((item: { counted: boolean }) => item.counted))
        expect(used + Math.round(remainder * 1000)).toBe(claimed * 1000)
        expect(used).toBe(Math.round(counted * 1000))
        expect(thousandths(byBasis)).toBe(used)
      },
    ),
    { numRuns: 6, seed: 180 },
  )
}, 300_000)
