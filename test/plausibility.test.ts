import { beforeAll, expect, test } from 'vitest'
import { act, approved, type Ids, idsOf } from './figures.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
})

const checks = async (code: string, args = '') => {
  const { data, errors } = await city.ask(
    `{ program(code: "${code}") { plausibility${args} { rule asOf arithmetic value low high flagged messageKo messageEn } } }`,
  )
  expect(errors).toBeUndefined()
  return data.program.plausibility
}

test('2,136 runs at 16 a day are 133.5 days of operation, 129.5 to 137.8 with the rounding of the 16', async () => {
  expect(await checks('2019-08')).toEqual([
    {
      rule: 'OPERATING_DAYS',
      asOf: '2019-09-30',
      arithmetic: '2,136 ÷ 16 = 133.5 (129.5–137.8)',
      value: 133.5,
      low: 129.5,
      high: 137.8,
      flagged: false,
      messageKo: '운행일수 133.5 (129.5–137.8): 1~366 범위 안',
      messageEn: '133.5 (129.5–137.8) days of operation: within 1 to 366',
    },
  ])
})

test('2,634 visits to 961 households are 2.74 each, though more households are known of a later day', async () => {
  const [check] = await checks('2019-05')
  expect(check).toMatchObject({ asOf: '2019-09-30', arithmetic: '2,634 ÷ 961 = 2.74', value: 2.74, flagged: false })
})

test('with what was known before the article nothing is checked', async () => {
  expect(await checks('2019-08', '(knownAt: "2019-10-01T00:00:00Z")')).toEqual([])
})

test('what cannot be right is flagged and does not block', async () => {
  const officer = await product.as('28260')
  const shuttle = { programId: ids.program('2019-08'), asOf: '2019-10-31' }
  await approved(officer, city, { ...shuttle, indicatorId: ids.indicator('SHUTTLE_RUNS'), value: 9000 })
  await approved(officer, city, { ...shuttle, indicatorId: ids.indicator('SHUTTLE_RUNS_PER_DAY'), value: 16 })
  expect(await checks('2019-08')).toMatchObject([
    {
      flagged: true,
      arithmetic: '9,000 ÷ 16 = 562.5 (545.5–580.6)',
      messageKo: '운행일수 562.5 (545.5–580.6): 1~366 범위를 벗어남, 확인 필요',
    },
  ])
  const key = { programId: ids.program('2019-09'), asOf: '2019-09-30' }
  await approved(await product.as('28720'), city, { ...key, indicatorId: ids.indicator('APPLIED'), value: 12 })
  expect(await checks('2019-09')).toMatchObject([
    {
      rule: 'SELECTED_UP_TO_APPLIED',
      arithmetic: '12 − 16 = -4',
      flagged: true,
      messageEn: 'selected and applied: the first is above the second; check both',
    },
  ])
})

test('more people in training than places are flagged', async () => {
  await product.db.prisma.cohort.updateMany({ where: { program: { code: '2019-03' } }, data: { capacity: 15 } })
  expect(await checks('2019-03')).toMatchObject([
    { rule: 'IN_TRAINING_UP_TO_CAPACITY', arithmetic: '30 − 33 = -3', flagged: true },
  ])
})

test('a figure that waits is held against the approved ones and against those that wait with it', async () => {
  const enter = async (code: string, value: number, submit = true) => {
    const figure = { programId: ids.program('2019-05'), indicatorId: ids.indicator(code), asOf: '2019-11-30', value }
    const { id, version } = await act(city, 'recordOutcome', figure)
    if (submit) await act(city, 'submitOutcome', { id, version })
    return id
  }
  const flags = async (id: string) => {
    const { data, errors } = await city.ask(
      'query ($id: ID!) { node(id: $id) { ... on Outcome { plausibility { rule arithmetic flagged } viewerIsAuthor } } }',
      { id },
    )
    expect(errors).toBeUndefined()
    return data.node
  }
  const visits = await enter('COACHING_VISITS', 300)
  expect(await flags(visits)).toEqual({ plausibility: [], viewerIsAuthor: true })
  const households = await enter('HOUSEHOLDS_REACHED', 1000)
  const both = [{ rule: 'VISITS_PER_HOUSEHOLD', arithmetic: '300 ÷ 1,000 = 0.30', flagged: true }]
  expect((await flags(visits)).plausibility).toEqual(both)
  expect((await flags(households)).plausibility).toEqual(both)
  expect(await flags(await enter('TRAINED', 5, false))).toEqual({ plausibility: [], viewerIsAuthor: true })
  const seeded = await flags(await ids.outcome('2019-05', 'COACHING_VISITS', 2634))
  expect(seeded).toMatchObject({ viewerIsAuthor: false, plausibility: [{ arithmetic: '2,634 ÷ 961 = 2.74' }] })
})
