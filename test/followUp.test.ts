import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { dueOn, placedBy } from '../server/statistics/participation.ts'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved, participantNow } from './people.ts'
import { done, type Found, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let michuhol: Asker
let ids: Ids
let programId: string
const people: Found[] = []

beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  michuhol = await product.as('28177')
  ids = await idsOf(product)
  programId = ids.program('2019-02')
  itIs(product, '2019-04-01')
  for (const placedOn of ['2019-03-04', '2019-03-04', '2019-03-04', '2019-03-31']) {
    people.push(await enrolled(michuhol, programId, placedOn, { stage: 'PLACED' }))
  }
  people.push(await enrolled(michuhol, programId, '2019-03-04', { stage: 'SELECTED' }))
})

const ANSWERS = 'participant { id followUps { months result on note } }'
const ask = (who: Asker, one: Found, result: string, on: string, months = 3) =>
  done(who, 'recordFollowUp', { id: one.id, months, result, on }, ANSWERS)

const retention = async (who: Asker, asOf: string, knownAt?: string, months = 3) =>
  (
    await who.ask(
      `query ($id: ID!, $months: Int!, $asOf: Date!, $knownAt: DateTime) { node(id: $id) { ... on Program {
        retention(months: $months, asOf: $asOf, knownAt: $knownAt) { due employed notEmployed unknown notAsked employedPct }
      } } }`,
      { id: programId, months, asOf, knownAt },
    )
  ).data.node.retention

test('a follow-up is recorded of placed people only, when its months are over, and not for a day to come', async () => {
  itIs(product, '2019-06-10')
  const of = (one: Found, on: string, months = 3) =>
    refused(michuhol, 'recordFollowUp', { id: one.id, months, result: 'EMPLOYED', on }, ANSWERS)
  expect(await of(people[4], '2019-06-04')).toEqual(['id NOT_PLACED'])
  expect(await of(people[0], '2019-06-03')).toEqual(['on BEFORE'])
  expect(await of(people[0], '2019-06-11')).toEqual(['on IN_FUTURE'])
  expect(await of(people[0], '2019-06-04', 4)).toEqual(['months NOT_ONE_OF'])
  const foreign = { id: people[0].id, months: 3, result: 'EMPLOYED', on: '2019-06-04' }
  expect(await refused(await product.as('28140'), 'recordFollowUp', foreign, ANSWERS)).toBe('NOT_FOUND')
  expect(await retention(michuhol, '2019-06-10')).toMatchObject({ due: 3, notAsked: 3 })
})

test('unknown is not no: the rate is that of those who answered', async () => {
  itIs(product, '2019-07-01')
  await ask(michuhol, people[0], 'EMPLOYED', '2019-06-04')
  await ask(michuhol, people[1], 'UNKNOWN', '2019-06-05')
  const known = itIs(product, '2019-07-02')
  expect(await retention(michuhol, '2019-06-03')).toMatchObject({ due: 0, employedPct: null })
  expect(await retention(michuhol, '2019-06-30')).toMatchInlineSnapshot(`
    {
      "due": 4,
      "employed": 1,
      "employedPct": 100,
      "notAsked": 2,
      "notEmployed": 0,
      "unknown": 1,
    }
  `)

  itIs(product, '2019-07-10')
  const { followUps } = await ask(michuhol, people[1], 'NOT_EMPLOYED', '2019-07-05')
  expect(followUps).toEqual([
    { months: 3, result: 'UNKNOWN', on: '2019-06-05', note: null },
    { months: 3, result: 'NOT_EMPLOYED', on: '2019-07-05', note: null },
  ])
  const unknown = { due: 4, employed: 1, notEmployed: 0, unknown: 1, notAsked: 2, employedPct: 100 }
  expect(await retention(michuhol, '2019-07-04')).toEqual(unknown)
  expect(await retention(michuhol, '2019-07-31', known)).toEqual(unknown)
  expect(await retention(michuhol, '2019-07-31')).toEqual({ ...unknown, notEmployed: 1, unknown: 0, employedPct: 50 })
})

test('a wrong answer is replaced by one of the same day, and what was known before stays as it was', async () => {
  const known = itIs(product, '2019-08-01')
  itIs(product, '2019-08-02')
  const before = await retention(michuhol, '2019-07-31')
  const { followUps } = await ask(michuhol, people[1], 'EMPLOYED', '2019-07-05')
  expect(followUps.map(({ result }: Found) => result)).toEqual(['UNKNOWN', 'EMPLOYED'])
  expect(await retention(michuhol, '2019-07-31')).toMatchObject({ employed: 2, notEmployed: 0, employedPct: 100 })
  expect(await retention(michuhol, '2019-07-31', known)).toEqual(before)
})

test('participants whose follow-up is due are found', async () => {
  const due = async (followUpDue: string) => {
    const { data, errors } = await michuhol.ask(
      `query ($filter: ParticipantFilter!) { participants(filter: $filter) { nodes { id } } }`,
      { filter: { followUpDue } },
    )
    expect(errors).toBeUndefined()
    return people.flatMap(({ id }, index) =>
      data.participants.nodes.some((node: Found) => node.id === id) ? [index] : [],
    )
  }
  expect(await due('2019-06-03')).toEqual([])
  expect(await due('2019-06-04')).toEqual([2])
  expect(await due('2019-06-29')).toEqual([2])
  expect(await due('2019-06-30')).toEqual([2, 3])
  expect(await due('2019-09-04')).toEqual([0, 1, 2, 3])
})

test('a participant who left after being placed is still asked about', async () => {
  itIs(product, '2019-08-03')
  await moved(michuhol, people[2], 'LEFT', '2019-05-01', { reason: '퇴사' })
  expect(await retention(michuhol, '2019-07-31')).toMatchObject({ due: 4, notAsked: 2 })
  await ask(michuhol, people[2], 'NOT_EMPLOYED', '2019-07-01')
  expect(await retention(city, '2019-07-31')).toMatchObject({ notEmployed: 1, notAsked: 1 })
  expect((await participantNow(city, people[2], 'followUps { result }')).followUps).toEqual([
    { result: 'NOT_EMPLOYED' },
  ])
})

test('an answer with a wrong day is replaced by one of an earlier day', async () => {
  itIs(product, '2019-08-04')
  const before = await retention(michuhol, '2019-07-31')
  await ask(michuhol, people[3], 'EMPLOYED', '2019-07-05')
  const known = itIs(product, '2019-08-05')
  itIs(product, '2019-08-06')
  const { followUps } = await ask(michuhol, people[3], 'NOT_EMPLOYED', '2019-07-01')
  expect(followUps).toEqual([{ months: 3, result: 'NOT_EMPLOYED', on: '2019-07-01', note: null }])
  const { employed, notEmployed } = before
  expect(await retention(michuhol, '2019-07-31')).toMatchObject({ employed, notEmployed: notEmployed + 1, notAsked: 0 })
  expect(await retention(michuhol, '2019-07-31', known)).toMatchObject({ employed: employed + 1, notEmployed })
})

test('nobody else learns how many stayed', async () => {
  expect(await retention(product, '2019-07-31')).toBeNull()
  expect(await retention(await product.as('28140'), '2019-07-31')).toBeNull()
})

test('months are counted alike from the day of placement and from the day that is asked about', () => {
  const days = fc.integer({ min: 0, max: 3000 }).map((day) => new Date(Date.UTC(2019, 0, 1) + day * 86_400_000))
  fc.assert(
    fc.property(days, days, fc.constantFrom(3, 6, 12), (placed, day, months) => {
      expect(dueOn(placed, months) <= day).toBe(placed <= placedBy(day, months))
    }),
    { numRuns: 3000, seed: 20191023 },
  )
})
