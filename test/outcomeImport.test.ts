import { beforeAll, expect, test } from 'vitest'
import { imported, inShort } from './imports.ts'
import { type Asker, fingerprint, freshProduct, type Running } from './support.ts'

let product: Running
let district: Asker
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  district = await product.as('28185')
  city = await product.as('city')
})

const figure = (more: object = {}) => ({
  program: '2019-03',
  indicator: 'PLACED',
  asOf: '2019-06-30',
  value: '12',
  ...more,
})
const report = (rows: object[], dryRun = false) => imported(district, 'importOutcomes', rows, dryRun)

const found = async (asOf: string) => {
  const { data } = await district.ask(
    `query ($asOf: Date!) { outcomes(filter: { asOf: $asOf, own: true }, first: 100, orderBy: [{ field: UPDATED_AT, direction: ASC }]) {
      nodes { id version value state status note dimension category periodStart cohort { half } indicator { code } authorName } } }`,
    { asOf },
  )
  return data.outcomes.nodes
}
const act = async (who: Asker, name: string, input: object) => {
  const { data } = await who.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { field code } } }`,
    { input },
  )
  expect(data[name].errors).toEqual([])
}

test('figures are entered as drafts, broken down and for an intake', async () => {
  const rows = [
    figure({ note: '상반기 마감' }),
    figure({ half: '1', value: '5' }),
    figure({ dimension: 'SEX', category: 'FEMALE', value: '7' }),
    figure({ indicator: 'TRAINED', state: 'MISSING', value: null }),
  ]
  expect(inShort(await report(rows))).toEqual(Array(4).fill('CREATED'))
  const common = { status: 'DRAFT', periodStart: null, authorName: 'Officer 28185', version: 1 }
  const told = (await found('2019-06-30')).map(({ id: _, ...rest }: { id: string }) => rest)
  expect(told).toHaveLength(4)
  expect(told).toEqual(
    expect.arrayContaining([
      {
        ...common,
        value: 12,
        state: 'PRESENT',
        note: '상반기 마감',
        dimension: null,
        category: null,
        cohort: null,
        indicator: { code: 'PLACED' },
      },
      {
        ...common,
        value: 5,
        state: 'PRESENT',
        note: null,
        dimension: null,
        category: null,
        cohort: { half: 1 },
        indicator: { code: 'PLACED' },
      },
      {
        ...common,
        value: 7,
        state: 'PRESENT',
        note: null,
        dimension: 'SEX',
        category: 'FEMALE',
        cohort: null,
        indicator: { code: 'PLACED' },
      },
      {
        ...common,
        value: null,
        state: 'MISSING',
        note: null,
        dimension: null,
        category: null,
        cohort: null,
        indicator: { code: 'TRAINED' },
      },
    ]),
  )
})

test('the same file again changes nothing; another value changes a draft, and never what was handed in or approved', async () => {
  const asOf = '2019-07-31'
  const row = figure({ asOf })
  expect(inShort(await report([row]))).toEqual(['CREATED'])
  const stored = await fingerprint(product.db)
  expect(inShort(await report([row]))).toEqual(['UNCHANGED'])
  expect(await fingerprint(product.db)).toBe(stored)
  expect(inShort(await report([figure({ asOf, value: '12.000' })]))).toEqual(['UNCHANGED'])
  expect(inShort(await report([figure({ asOf, value: '13' })], true))).toEqual(['UPDATED'])
  expect(inShort(await report([figure({ asOf, value: '13' })]))).toEqual(['UPDATED'])
  const [draft] = await found(asOf)
  expect(draft).toMatchObject({ value: 13, version: 2, status: 'DRAFT' })
  await act(district, 'submitOutcome', { id: draft.id, version: 2 })
  expect(inShort(await report([figure({ asOf, value: '14' })]))).toEqual(['REFUSED value NOT_ALLOWED_NOW'])
  await act(city, 'approveOutcome', { id: draft.id, version: 3 })
  expect(inShort(await report([figure({ asOf, value: '14' }), figure({ asOf: '2019-08-31' })]))).toEqual([
    'REFUSED value NOT_ALLOWED_NOW',
    'CREATED',
  ])
  expect(inShort(await report([figure({ asOf, value: '13', note: 'x' })]))).toEqual(['UNCHANGED'])
  expect(await found(asOf)).toHaveLength(1)
})

test('two of the same import at once enter each figure once', async () => {
  const rows = ['PLACED', 'TRAINED'].map((indicator) => figure({ indicator, asOf: '2019-11-30' }))
  const all = await Promise.all([report(rows), report(rows), report(rows)])
  expect(all.flatMap(inShort).sort()).toEqual([...Array(2).fill('CREATED'), ...Array(4).fill('UNCHANGED')])
})

test('every mistake of a row is named at its column', async () => {
  const stored = await fingerprint(product.db)
  const rows = [
    figure({ program: '2019-99', indicator: 'NOT_THERE' }),
    figure({ asOf: '2019.6.30', value: 'twelve', state: '값 있음' }),
    figure({ periodStart: '2019-01-01' }),
    figure({ state: 'MISSING' }),
    figure({ value: null }),
    figure({ dimension: 'SEX' }),
    figure({ dimension: 'SEX', category: '여' }),
    figure({ category: '900101-1234567', dimension: 'SEX' }),
    figure({ note: '900101-1234567' }),
    figure({ program: '2019-01' }),
  ]
  expect(inShort(await report(rows))).toEqual([
    'REFUSED program NO_SUCH_PROGRAM indicator NO_SUCH_INDICATOR',
    'REFUSED asOf BAD_DATE state NOT_ONE_OF value BAD_NUMBER',
    'REFUSED periodStart NO_PERIOD',
    'REFUSED value NO_VALUE',
    'REFUSED value NEEDS_VALUE',
    'REFUSED category REQUIRED',
    'REFUSED category BAD_FORMAT',
    'REFUSED category LOOKS_LIKE_RRN',
    'REFUSED note LOOKS_LIKE_RRN',
    'REFUSED program NOT_YOUR_PROGRAM',
  ])
  expect(await fingerprint(product.db)).toBe(stored)
})

test('lines for the same figure are refused, not guessed', async () => {
  const asOf = '2019-10-31'
  const told = await report([figure({ asOf }), figure({ asOf, value: '99' })])
  expect(inShort(told)).toEqual(['CREATED', 'REFUSED indicator SAME_AS_LINE'])
})

test('a locked period stays locked, for new figures and for changes', async () => {
  const inside = figure({ asOf: '2019-09-30' })
  expect(inShort(await report([inside]))).toEqual(['CREATED'])
  const { data } = await city.ask('{ round(year: 2019) { id } }')
  await act(city, 'lockPeriod', { roundId: data.round.id, from: '2019-09-01', to: '2019-09-30' })
  const told = await report([inside, figure({ asOf: '2019-09-15' }), figure({ asOf: '2019-12-15' })])
  expect(inShort(told)).toEqual(['UNCHANGED', 'REFUSED asOf PERIOD_LOCKED', 'CREATED'])
  expect(inShort(await report([{ ...inside, value: '99' }]))).toEqual(['REFUSED asOf PERIOD_LOCKED'])
})

test('who may not record figures may not import them', async () => {
  for (const name of ['reviewer', 'privacy']) {
    const { errors } = await (await product.as(name)).ask(
      'mutation ($input: ImportOutcomesInput!) { importOutcomes(input: $input) { errors { code } } }',
      { input: { dryRun: true, rows: [{ line: 2, ...figure() }] } },
    )
    expect([name, errors?.[0]?.extensions.code]).toEqual([name, 'FORBIDDEN'])
  }
})
