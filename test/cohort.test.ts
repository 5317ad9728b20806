import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved, PARTICIPANT, participantNow } from './people.ts'
import { done, type Found, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let officer: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  officer = await product.as('28185')
  ids = await idsOf(product)
})

const COHORT = 'cohort { id version half nameKo nameEn capacity startsOn endsOn }'

test('a district adds an intake for each half of its program and changes it', async () => {
  const michuhol = await product.as('28177')
  const input = { programId: ids.program('2019-02'), half: 1, nameKo: '상반기', capacity: 20 }
  const { id, version } = await done(michuhol, 'createCohort', input, COHORT)
  expect(await refused(michuhol, 'createCohort', input, COHORT)).toEqual(['half NOT_UNIQUE'])
  expect(await refused(michuhol, 'createCohort', { ...input, half: 3 }, COHORT)).toEqual(['half NOT_ONE_OF'])
  const days = { id, version, startsOn: '2019-01-07', endsOn: '2019-06-28' }
  expect(await refused(michuhol, 'updateCohort', { ...days, endsOn: '2019-01-06' }, COHORT)).toEqual(['endsOn BEFORE'])
  expect(await done(michuhol, 'updateCohort', days, COHORT)).toEqual({
    id,
    version: 2,
    half: 1,
    nameKo: '상반기',
    nameEn: null,
    capacity: 20,
    startsOn: '2019-01-07',
    endsOn: '2019-06-28',
  })
})

test('nobody adds an intake to a program of another district', async () => {
  const input = { programId: ids.program('2019-02'), half: 2, nameKo: '하반기' }
  expect(await refused(officer, 'createCohort', input, COHORT)).toBe('FORBIDDEN')
  expect(await refused(product, 'createCohort', input, COHORT)).toBe('UNAUTHENTICATED')
})

test('intakes are listed by program, year and district', async () => {
  const { districtId } = await product.db.prisma.program.findFirstOrThrow({ where: { code: '2019-03' } })
  const district = Buffer.from(`District:${districtId}`).toString('base64url')
  const { data, errors } = await product.ask(
    `query ($program: ID!, $district: ID!) {
      byProgram: cohorts(filter: { program: $program }, orderBy: [{ field: HALF, direction: DESC }]) { nodes { half nameEn } }
      byDistrict: cohorts(filter: { district: $district, year: 2019 }) { totalCount }
      elsewhen: cohorts(filter: { district: $district, year: 2020 }) { totalCount }
    }`,
    { program: ids.program('2019-03'), district },
  )
  expect({ data, errors }).toMatchInlineSnapshot(`
    {
      "data": {
        "byDistrict": {
          "totalCount": 2,
        },
        "byProgram": {
          "nodes": [
            {
              "half": 2,
              "nameEn": "Second half-year",
            },
            {
              "half": 1,
              "nameEn": "First half-year",
            },
          ],
        },
        "elsewhen": {
          "totalCount": 0,
        },
      },
      "errors": undefined,
    }
  `)
})

test('an intake is over its capacity as soon as more places are taken than there are, and not by those who wait or left', async () => {
  const cohortId = ids.cohort('2019-03', 1)
  const programId = ids.program('2019-03')
  await product.db.prisma.cohort.updateMany({
    where: { half: 1, program: { code: '2019-03' } },
    data: { capacity: 1 },
  })
  const counts = async (who: Asker, asOf: string) =>
    (
      await who.ask(
        `query ($id: ID!, $asOf: Date!) { node(id: $id) { ... on Cohort {
          placesTaken(asOf: $asOf) overCapacity(asOf: $asOf) counts(asOf: $asOf) { stage } participants { totalCount }
        } } }`,
        { id: cohortId, asOf },
      )
    ).data.node
  const one = await enrolled(officer, programId, '2019-01-07', { stage: 'SELECTED', cohortId })
  const two = await enrolled(officer, programId, '2019-01-07', { cohortId })
  await moved(officer, two, 'WAITLISTED', '2019-01-08', { reason: '정원' })
  expect(await counts(officer, '2019-01-31')).toMatchObject({ placesTaken: 1, overCapacity: false })
  await moved(officer, two, 'SELECTED', '2019-02-01')
  expect(await counts(officer, '2019-01-31')).toMatchObject({ placesTaken: 1, overCapacity: false })
  expect(await counts(officer, '2019-02-01')).toMatchObject({ placesTaken: 2, overCapacity: true })
  await moved(officer, one, 'LEFT', '2019-02-04', { reason: '취업' })
  expect(await counts(officer, '2019-02-28')).toMatchObject({
    placesTaken: 1,
    overCapacity: false,
    participants: { totalCount: 2 },
  })

  const nothing = { placesTaken: null, overCapacity: null, counts: null, participants: { totalCount: 0 } }
  expect(await counts(product, '2019-02-01')).toEqual(nothing)
  expect(await counts(await product.as('28177'), '2019-02-01')).toEqual(nothing)
  expect(await counts(city, '2019-02-01')).toMatchObject({ placesTaken: 2 })
})

test('the counts of many programs and intakes take one statement each', async () => {
  let statements = 0
  const { prisma } = product.db
  const query =
    '{ programs(filter: { year: 2019 }, first: 9) { nodes { participantCounts { reached } cohorts { counts { reached } overCapacity } repeat: participants { nodes { repeatCount } } } } }'
  const raw = prisma.$queryRaw.bind(prisma)
  const counted = (...args: Parameters<typeof raw>) => {
    statements++
    return raw(...args)
  }
  Object.defineProperty(prisma, '$queryRaw', { value: counted, configurable: true })
  const { errors } = await city.ask(query)
  Reflect.deleteProperty(prisma, '$queryRaw')
  expect({ statements, errors }).toEqual({ statements: 3, errors: undefined })
})

interface Step {
  id: number
  who: number
  half: number
  stage: string
  on: string
  recordedAt: string
  retractedAt?: string
}

/** What the counts must be, worked out the long way. */
function naive(steps: Step[], asOf: string, knownAt: string) {
  const known = steps.filter(
    ({ on, recordedAt, retractedAt }) =>
      on <= asOf && recordedAt <= knownAt && !(retractedAt && retractedAt <= knownAt),
  )
  const lasts = [...new Set(known.map(({ who }) => who))].map((who) =>
    known
      .filter((step) => step.who === who)
      .sort((a, b) => a.on.localeCompare(b.on) || a.id - b.id)
      .at(-1),
  )
  return STAGES.map((stage) => ({
    stage,
    reached: new Set(known.filter((step) => step.stage === stage).map(({ who }) => who)).size,
    standing: lasts.filter((last) => last?.stage === stage).length,
  }))
}

const STAGES = ['APPLIED', 'SELECTED', 'WAITLISTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED', 'LEFT']
const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

test('the counts by both clocks are those of a naive model, whatever was recorded and corrected when', async () => {
  const ongjin = await product.as('28720')
  const programId = ids.program('2019-09')
  const cohorts = new Map<number, string>()
  for (const half of [1, 2]) {
    const cohort = await done(ongjin, 'createCohort', { programId, half, nameKo: `${half}기` }, COHORT)
    cohorts.set(half, cohort.id)
  }
  const people: Found[] = []
  const steps: Step[] = []
  let today = '2019-02-01'

  const act = fc.record({
    who: fc.nat(5),
    choice: fc.nat(2),
    back: fc.nat(4),
    correct: fc.boolean(),
    pause: fc.integer({ min: 1, max: 3 }),
  })
  const days = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: 3, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 10 }), days, async (acts, questions) => {
      for (const { who, choice, back, correct, pause } of acts) {
        today = dayAfter(today, pause)
        const recordedAt = itIs(product, today)
        const half = (who % 2) + 1
        const own = steps.filter((step) => step.who === who && !step.retractedAt)
        const last = own.at(-1)
        const on = [dayAfter(today, -back), last?.on ?? ''].sort().at(-1) as string
        if (!people[who]) {
          people[who] = await enrolled(ongjin, programId, on, { cohortId: cohorts.get(half) })
          steps.push({ id: steps.length, who, half, stage: 'APPLIED', on, recordedAt })
          continue
        }
        const before = correct ? own.at(-2) : last
        const { version, nextStages } = await participantNow(ongjin, people[who], 'version nextStages')
        const possible = correct ? NEXT[before?.stage ?? ''] : nextStages
        const stage = possible?.[choice % possible.length]
        if (!stage) continue
        const input = { id: people[who].id, version, stage, on, reason: '이유', correct }
        await done(ongjin, 'moveParticipant', input, PARTICIPANT)
        if (correct && last) last.retractedAt = recordedAt
        steps.push({ id: steps.length, who, half, stage, on, recordedAt })
      }
      for (const [a, b] of questions) {
        const asOf = dayAfter('2019-01-31', a)
        const knownAt = `${dayAfter('2019-01-31', b)}T12:00:00.000Z`
        const { data } = await ongjin.ask(
          `query ($id: ID!, $asOf: Date!, $knownAt: DateTime!) { node(id: $id) { ... on Program {
            participantCounts(asOf: $asOf, knownAt: $knownAt) { stage reached standing }
            cohorts { counts(asOf: $asOf, knownAt: $knownAt) { stage reached standing } }
          } } }`,
          { id: programId, asOf, knownAt },
        )
        const moment = [knownAt, `${today}T03:00:00.000Z`].sort()[0] as string
        expect(data.node).toEqual({
          participantCounts: naive(steps, asOf, moment),
          cohorts: [1, 2].map((half) => ({
            counts: naive(
              steps.filter((step) => step.half === half),
              asOf,
              moment,
            ),
          })),
        })
      }
    }),
    { numRuns: 6, seed: 20191023 },
  )
  expect(steps.filter(({ retractedAt }) => retractedAt).length).toBeGreaterThan(2)
  product.product.now = () => new Date()
})

const NEXT: Record<string, string[]> = {
  APPLIED: ['SELECTED', 'WAITLISTED', 'LEFT'],
  WAITLISTED: ['SELECTED', 'LEFT'],
  SELECTED: ['IN_TRAINING', 'PLACED', 'LEFT'],
  IN_TRAINING: ['TRAINED', 'LEFT'],
  TRAINED: ['PLACED', 'LEFT'],
  PLACED: ['RETAINED', 'LEFT'],
  RETAINED: ['LEFT'],
  LEFT: ['SELECTED'],
}
