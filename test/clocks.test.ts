import { beforeAll, expect, test } from 'vitest'
import { act, approve, approved, type Ids, idsOf } from './figures.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let district: Asker
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  district = await product.as('28237')
})

const figure = async (asOf: string, knownAt?: string, indicator = 'HOUSEHOLDS_REACHED', code = '2019-05') => {
  const { data, errors } = await city.ask(
    `query ($code: String!, $indicator: String!, $asOf: Date, $knownAt: DateTime) {
      program(code: $code) { figure(indicator: $indicator, asOf: $asOf, knownAt: $knownAt) {
        state value figureAsOf reported } } }`,
    { code, indicator, asOf, knownAt },
  )
  expect(errors).toBeUndefined()
  const { state, value, figureAsOf, reported } = data.program.figure
  return `${state === 'PRESENT' ? value : state} ${figureAsOf ?? '–'} ${reported ? 'reported' : 'not reported'}`
}

test('961 households at the end of September, 1,126 at the end of the year', async () => {
  expect(await figure('2019-09-30')).toBe('961 2019-09-30 reported')
  expect(await figure('2019-12-31')).toBe('1126 2019-12-31 reported')
})

test('on 1 December 2019 both were 961, the second not yet reported', async () => {
  expect(await figure('2019-09-30', '2019-12-01T00:00:00Z')).toBe('961 2019-09-30 reported')
  expect(await figure('2019-12-31', '2019-12-01T00:00:00Z')).toBe('961 2019-09-30 not reported')
})

test('before the article of 23 October 2019, Korean time, nothing was known', async () => {
  expect(await figure('2019-09-30', '2019-10-22T14:59:59Z')).toBe('MISSING – not reported')
  expect(await figure('2019-09-30', '2019-10-22T15:00:00Z')).toBe('961 2019-09-30 reported')
  expect(await figure('2019-09-29', '2019-12-01T00:00:00Z')).toBe('MISSING – not reported')
})

test('the moment is the same whatever time zone it is written in', async () => {
  expect(await figure('2019-09-30', '2019-10-22T23:59:59+09:00')).toBe('MISSING – not reported')
  expect(await figure('2019-09-30', '2019-10-23T00:00:00+09:00')).toBe('961 2019-09-30 reported')
})

test('a rate is carried to a later day like a running total', async () => {
  expect(await figure('2019-10-01', undefined, 'SHUTTLE_RUNS_PER_DAY', '2019-08')).toBe('16 2019-09-30 not reported')
})

test('all figures of all programs are asked for at once, by both clocks', async () => {
  const { data } = await product.ask(`{ programs(filter: { year: 2019 }) { nodes { code
    figures(asOf: "2019-12-31", knownAt: "2019-12-01T00:00:00Z") {
      value state reported cohort { half } indicator { code } outcome { citations { source { address } } } } } } }`)
  type Figure = {
    value: number
    cohort: { half: number } | null
    indicator: { code: string }
    outcome: { citations: { source: { address: string } }[] }
  }
  const lines = data.programs.nodes.flatMap((program: { code: string; figures: Figure[] }) =>
    program.figures.map(({ value, cohort, indicator, outcome }) =>
      [program.code, value, indicator.code, cohort?.half, outcome.citations[0]?.source.address].join(' '),
    ),
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "2019-01 6 PLACED  ebreaknews.com",
      "2019-02 33 PLACED  ebreaknews.com",
      "2019-03 33 IN_TRAINING 2 ebreaknews.com",
      "2019-03 30 TRAINED 1 ebreaknews.com",
      "2019-04 10 APPLIED  ebreaknews.com",
      "2019-05 2634 COACHING_VISITS  ebreaknews.com",
      "2019-05 961 HOUSEHOLDS_REACHED  ebreaknews.com",
      "2019-05 27 TRAINED  ebreaknews.com",
      "2019-06 20 PLACED  ebreaknews.com",
      "2019-07 12 PLACED  ebreaknews.com",
      "2019-08 2136 SHUTTLE_RUNS  ebreaknews.com",
      "2019-08 16 SHUTTLE_RUNS_PER_DAY  ebreaknews.com",
      "2019-09 16 SELECTED  ebreaknews.com",
    ]
  `)
})

test('a figure over a period answers only for the days of the period', async () => {
  const { id } = await act(
    city,
    'createIndicator',
    {
      code: 'TALKS',
      nameKo: '상담',
      nameEn: 'Talks',
      unitKo: '회',
      unitEn: 'talks',
      population: 'SERVICE_EVENTS',
      basis: 'DELIVERED',
      kind: 'FLOW',
    },
    'Indicator',
  )
  const key = { programId: ids.program('2019-05'), indicatorId: id }
  await approved(district, city, { ...key, periodStart: '2019-01-01', asOf: '2019-06-30', value: 5 })
  await approved(district, city, { ...key, periodStart: '2019-07-01', asOf: '2019-12-31', value: 7 })
  expect(await figure('2019-06-30', undefined, 'TALKS')).toBe('5 2019-06-30 reported')
  expect(await figure('2019-07-01', undefined, 'TALKS')).toBe('7 2019-12-31 reported')
  expect(await figure('2020-01-01', undefined, 'TALKS')).toBe('MISSING – not reported')
})

test('a correction is seen from its approval on, the old value before it', async () => {
  const at = (time: string) => {
    product.product.now = () => new Date(time)
  }
  at('2030-01-01T00:00:00Z')
  const old = await ids.outcome('2019-06', 'PLACED', 20)
  const officer = await product.as('28245')
  const draft = await act(officer, 'supersedeOutcome', {
    id: old,
    version: 1,
    value: 21,
    correctionReason: '집계 착오',
  })
  at('2030-01-02T00:00:00Z')
  const asked = () => figure('2019-09-30', undefined, 'PLACED', '2019-06')
  expect(await asked()).toBe('20 2019-09-30 reported')
  await approve(officer, city, draft.id, draft.version)
  at('2030-01-03T00:00:00Z')
  expect(await asked()).toBe('21 2019-09-30 reported')
  expect(await figure('2019-09-30', '2030-01-01T23:59:59Z', 'PLACED', '2019-06')).toBe('20 2019-09-30 reported')
  expect(await figure('2019-09-30', '2030-01-02T00:00:00Z', 'PLACED', '2019-06')).toBe('21 2019-09-30 reported')
  product.product.now = () => new Date()
})

test('lists are asked by the second clock too, and by what is valid', async () => {
  const count = async (filter: string) => {
    const { data } = await city.ask(
      `{ outcomes(filter: { program: "${ids.program('2019-06')}", ${filter} }) { totalCount nodes { value } } }`,
    )
    return data.outcomes.nodes.map(({ value }: { value: number }) => value)
  }
  expect(await count('knownAt: "2019-12-01T00:00:00Z"')).toEqual([20])
  expect(await count('valid: true')).toEqual([21])
  expect(await count('superseded: true')).toEqual([20])
  expect(await count('asOf: "2019-09-30"')).toEqual([20, 21])
  expect(await count('asOf: "2019-09-29"')).toEqual([])
})

test('nobody can set the second clock', async () => {
  const { data } = await product.ask('{ __schema { types { kind name inputFields { name } } } }')
  const inputs = data.__schema.types.filter(
    ({ kind, name }: { kind: string; name: string }) => kind === 'INPUT_OBJECT' && name.endsWith('Input'),
  )
  const fields = inputs.flatMap(({ inputFields }: { inputFields: { name: string }[] }) =>
    inputFields.map(({ name }) => name),
  )
  expect(inputs.length).toBeGreaterThan(20)
  const clocks = [
    'knownAt',
    'approvedAt',
    'submittedAt',
    'supersededAt',
    'resolvedAt',
    'recordedAt',
    'createdAt',
    'authorId',
    'approverId',
  ]
  expect(fields.filter((name: string) => clocks.includes(name))).toEqual([])
})

test('an unknown indicator and half a breakdown are errors that name the argument', async () => {
  const message = async (args: string) =>
    (await product.ask(`{ program(code: "2019-05") { figure(${args}) { value } } }`)).errors?.[0]?.message
  expect(await message('indicator: "NOTHING"')).toBe(
    'Argument indicator: There is no indicator with this id that you may use.',
  )
  expect(await message('indicator: "TRAINED", dimension: SEX')).toBe('Argument category: This is needed.')
  expect(await message(`indicator: "TRAINED", cohort: "${idOf('Program', 1)}"`)).toBe(
    'Argument cohort: This is not the id of a cohort.',
  )
})
