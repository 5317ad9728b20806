import { beforeAll, expect, test } from 'vitest'
import { act, approve, approved, type Ids, idsOf, tryTo } from './figures.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let district: Asker
let figure: { programId: string; indicatorId: string; asOf: string; value: number }
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  district = await product.as('28237')
  figure = { programId: ids.program('2019-05'), indicatorId: ids.indicator('TRAINED'), asOf: '2019-11-30', value: 28 }
})

const codes = async (who: Asker, name: string, input: object) => {
  const { problems, refused } = await tryTo(who, name, input)
  return refused ?? problems.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`).join()
}
const read = async (id: string, fields: string, who: Asker = city, headers = {}) => {
  const { data, errors } = await who.ask(`{ node(id: "${id}") { ... on Outcome { ${fields} } } }`, {}, headers)
  expect(errors).toBeUndefined()
  return data.node
}

test('a figure goes from draft to submitted, is returned with a note, handed in again and approved', async () => {
  const draft = await act(district, 'recordOutcome', figure)
  expect(draft.status).toBe('DRAFT')
  let { id, version } = await act(district, 'submitOutcome', { id: draft.id, version: draft.version })
  ;({ version } = await act(city, 'returnOutcome', { id, version, returnNote: '수료증을 확인하세요' }))
  ;({ version } = await act(district, 'updateOutcome', { id, version, value: 29 }))
  ;({ version } = await act(district, 'submitOutcome', { id, version }))
  await act(city, 'approveOutcome', { id, version })
  expect(await read(id, 'status value returnNote authorName approverName sourced')).toEqual({
    status: 'APPROVED',
    value: 29,
    returnNote: '수료증을 확인하세요',
    authorName: 'Officer 28237',
    approverName: 'Officer city',
    sourced: false,
  })
  // One person more than the public knew before is not told to the public.
  expect(await read(id, 'state value returnNote authorName approverName', product)).toEqual({
    state: 'SUPPRESSED',
    value: null,
    returnNote: null,
    authorName: null,
    approverName: null,
  })
})

test('an illegal step names the status and what is possible', async () => {
  const { id, version } = await act(district, 'recordOutcome', figure)
  const { problems } = await tryTo(city, 'approveOutcome', { id, version })
  expect(problems).toEqual([
    {
      field: 'id',
      code: 'NOT_ALLOWED_NOW',
      message: 'This is not possible at the stage “draft”. Possible now: change, submit.',
    },
  ])
  const sent = await act(district, 'submitOutcome', { id, version })
  expect(await codes(district, 'submitOutcome', { id, version: sent.version })).toBe('id NOT_ALLOWED_NOW')
  expect(await codes(district, 'updateOutcome', { id, version: sent.version, value: 1 })).toBe('FORBIDDEN')
  expect(
    await codes(district, 'supersedeOutcome', { id, version: sent.version, value: 1, correctionReason: '착오' }),
  ).toBe('id NOT_ALLOWED_NOW')
})

test('nobody approves a figure that they entered or changed', async () => {
  const own = await act(city, 'recordOutcome', figure)
  const { version } = await act(city, 'submitOutcome', { id: own.id, version: own.version })
  expect(await codes(city, 'approveOutcome', { id: own.id, version })).toBe('id OWN_FIGURE')

  const theirs = await act(district, 'recordOutcome', figure)
  const changed = await act(city, 'updateOutcome', { id: theirs.id, version: theirs.version, value: 99 })
  const sent = await act(district, 'submitOutcome', { id: theirs.id, version: changed.version })
  expect(await codes(city, 'approveOutcome', { id: theirs.id, version: sent.version })).toBe('id OWN_FIGURE')
  await act(await product.as('city-2'), 'approveOutcome', { id: theirs.id, version: sent.version })
})

test('a step of an older version is refused', async () => {
  const { id, version } = await act(district, 'recordOutcome', figure)
  await act(district, 'updateOutcome', { id, version, value: 5 })
  expect(await codes(district, 'submitOutcome', { id, version })).toBe('version CONFLICT')
})

test('a correction keeps the old value, and takes its place at the instant of its approval', async () => {
  const old = await approved(district, city, { ...figure, asOf: '2019-10-31', value: 27 })
  const input = { id: old.id, version: old.version, value: 28, correctionReason: '1명 누락' }
  const draft = await act(district, 'supersedeOutcome', input)
  expect(await codes(district, 'supersedeOutcome', input)).toBe('version CONFLICT')
  expect(await codes(district, 'supersedeOutcome', { ...input, version: input.version + 1 })).toBe('id HAS_CORRECTION')
  expect((await read(old.id, 'supersededAt')).supersededAt).toBeNull()
  expect(await codes(district, 'updateOutcome', { id: draft.id, version: draft.version, asOf: '2019-10-30' })).toBe(
    'asOf SAME_AS_CORRECTED',
  )
  const done = await approve(district, city, draft.id, draft.version)
  const before = await read(old.id, 'status value supersededAt version corrections { id value }')
  expect(before).toMatchObject({ status: 'APPROVED', value: 27, corrections: [{ id: draft.id, value: 28 }] })
  expect(before.supersededAt).toBe(done.approvedAt)
  expect(await read(draft.id, 'correctionReason asOf supersedes { id value }')).toEqual({
    correctionReason: '1명 누락',
    asOf: '2019-10-31',
    supersedes: { id: old.id, value: 27 },
  })
  const { problems } = await tryTo(district, 'supersedeOutcome', { ...input, version: before.version })
  expect(problems[0].message).toBe(
    'This is not possible at the stage “superseded”. Possible now: correct the figure that took its place.',
  )
})

test('a correction that is not approved yet is seen by officers only', async () => {
  const old = await approved(district, city, { ...figure, asOf: '2019-10-30' })
  await act(district, 'supersedeOutcome', { id: old.id, version: old.version, value: 1, correctionReason: '착오' })
  expect((await read(old.id, 'corrections { value }', product)).corrections).toEqual([])
  expect((await read(old.id, 'corrections { value }', await product.as('28177'))).corrections).toEqual([])
  expect((await read(old.id, 'corrections { value }', district)).corrections).toEqual([{ value: 1 }])
})

test('a figure without a source is marked, until one is cited', async () => {
  const { id, version } = await approved(district, city, { ...figure, asOf: '2019-10-29' })
  expect((await read(id, 'sourced', product)).sourced).toBe(false)
  const cited = { id, version, sourceId: ids.source('ebreaknews.com'), method: 'COUNTED', quote: '27명', page: '3' }
  const { version: next } = await act(district, 'citeSource', cited)
  const FIELDS = 'sourced value citations { method quote page source { address } }'
  expect(await read(id, FIELDS, product)).toEqual({
    sourced: true,
    value: 28,
    citations: [{ method: 'COUNTED', quote: '27명', page: '3', source: { address: 'ebreaknews.com' } }],
  })
  expect(await codes(district, 'citeSource', { ...cited, version: next })).toBe('sourceId NOT_UNIQUE')
  expect(await codes(await product.as('28177'), 'citeSource', { ...cited, version: next })).toBe('FORBIDDEN')
})

test('a breakdown must be one that the indicator allows, with a part that exists', async () => {
  const said = (more: object) => codes(district, 'recordOutcome', { ...figure, ...more })
  const allow = async (dimensions: string[]) => {
    const { data } = await city.ask(`{ node(id: "${figure.indicatorId}") { ... on Indicator { version } } }`)
    await act(city, 'updateIndicator', { id: figure.indicatorId, version: data.node.version, dimensions }, 'Indicator')
  }
  await allow([])
  expect(await said({ dimension: 'SEX', category: 'FEMALE' })).toBe('dimension NOT_BROKEN_DOWN')
  await allow(['SEX', 'AGE_BAND', 'TARGET_GROUP'])
  expect(await said({ dimension: 'SEX', category: 'OTHER' })).toBe('category BAD_FORMAT')
  expect(await said({ dimension: 'SEX' })).toBe('category REQUIRED')
  expect(await said({ category: 'FEMALE' })).toBe('dimension REQUIRED')
  expect(await said({ dimension: 'AGE_BAND', category: '50-40' })).toBe('category BAD_FORMAT')
  expect(await said({ dimension: 'TARGET_GROUP', category: 'NOBODY' })).toBe('category NO_SUCH_CODE')
  for (const [dimension, category] of [
    ['AGE_BAND', '40-49'],
    ['AGE_BAND', '65+'],
    ['TARGET_GROUP', 'WOMEN'],
  ]) {
    expect(await said({ dimension, category })).toBe('')
  }
})

test('parts that do not add up to the total are flagged in words', async () => {
  const key = { ...figure, asOf: '2019-10-28' }
  const total = await approved(district, city, { ...key, value: 28 })
  const check = async (headers = {}) =>
    (await read(total.id, 'breakdownDifference(dimension: SEX) { sum difference flagged message }', city, headers))
      .breakdownDifference
  expect(await check()).toBeNull()
  await approved(district, city, { ...key, value: 25, dimension: 'SEX', category: 'FEMALE' })
  const message = 'The parts add up to 25, 3 less than the total 28.'
  expect(await check()).toEqual({ sum: 25, difference: -3, flagged: true, message })
  expect((await check({ 'accept-language': 'ko' })).message).toBe('세부를 더한 값 25, 전체 28보다 3 적음')
  await act(district, 'recordOutcome', { ...key, value: 9, dimension: 'SEX', category: 'MALE' })
  expect((await check()).difference).toBe(-3)
  await approved(district, city, { ...key, value: 3, dimension: 'SEX', category: 'MALE' })
  expect(await check()).toEqual({ sum: 28, difference: 0, flagged: false, message: null })
})

test('two sources may say something else of one figure: both are kept', async () => {
  const key = { ...figure, asOf: '2019-10-27' }
  await approved(district, city, { ...key, value: 27 })
  await approved(district, city, { ...key, value: 28 })
  const { data } = await city.ask(
    '{ program(code: "2019-05") { figure(indicator: "TRAINED", asOf: "2019-10-27") { value rivals conflict { id } } } }',
  )
  expect(data.program.figure).toEqual({ value: 27, rivals: 1, conflict: null })
})

test('in a locked period no figure is entered, changed, handed in, approved or corrected', async () => {
  const key = { ...figure, asOf: '2019-08-31' }
  const draft = await act(district, 'recordOutcome', key)
  const waiting = await act(district, 'recordOutcome', key)
  const sent = await act(district, 'submitOutcome', { id: waiting.id, version: waiting.version })
  const valid = await approved(district, city, key)
  const period = { roundId: ids.round, from: '2019-08-01', to: '2019-08-31' }
  const lock = await act(city, 'lockPeriod', period, 'PeriodLock')

  const { problems } = await tryTo(district, 'recordOutcome', key)
  expect(problems[0]).toMatchObject({ field: 'asOf', code: 'PERIOD_LOCKED' })
  expect(problems[0].message).toMatch(/^The period from 2019-08-01 to 2019-08-31 is locked since /)
  expect(await codes(district, 'updateOutcome', { id: draft.id, version: draft.version, value: 1 })).toBe(
    'asOf PERIOD_LOCKED',
  )
  const away = { id: draft.id, version: draft.version, asOf: '2019-09-01' }
  expect(await codes(district, 'updateOutcome', away)).toBe('asOf PERIOD_LOCKED')
  expect(await codes(district, 'submitOutcome', { id: draft.id, version: draft.version })).toBe('asOf PERIOD_LOCKED')
  expect(await codes(city, 'approveOutcome', { id: sent.id, version: sent.version })).toBe('asOf PERIOD_LOCKED')
  const correction = { id: valid.id, version: valid.version, value: 1, correctionReason: '착오' }
  expect(await codes(district, 'supersedeOutcome', correction)).toBe('asOf PERIOD_LOCKED')
  expect(await codes(district, 'recordOutcome', { ...key, asOf: '2019-09-01' })).toBe('')

  expect((await tryTo(city, 'unlockPeriod', { id: lock.id, unlockReason: ' ' }, 'PeriodLock')).problems[0].code).toBe(
    'REQUIRED',
  )
  expect((await tryTo(district, 'unlockPeriod', { id: lock.id, unlockReason: '정정' }, 'PeriodLock')).refused).toBe(
    'FORBIDDEN',
  )
  await act(city, 'unlockPeriod', { id: lock.id, unlockReason: '누락분 입력' }, 'PeriodLock')
  expect(
    (await tryTo(city, 'unlockPeriod', { id: lock.id, unlockReason: '다시' }, 'PeriodLock')).problems[0].code,
  ).toBe('ALREADY_UNLOCKED')
  await act(city, 'approveOutcome', { id: sent.id, version: sent.version })
  const { data } = await district.ask(
    '{ periodLocks(filter: { locked: false }) { nodes { from to lockedByName unlockedByName unlockReason } } }',
  )
  expect(data.periodLocks.nodes).toEqual([
    {
      from: '2019-08-01',
      to: '2019-08-31',
      lockedByName: 'Officer city',
      unlockedByName: 'Officer city',
      unlockReason: '누락분 입력',
    },
  ])
  expect((await product.ask('{ periodLocks { totalCount } }')).data.periodLocks.totalCount).toBe(0)
})

test('a district officer reports for the own district only', async () => {
  const other = await product.as('28177')
  expect(await codes(other, 'recordOutcome', figure)).toBe('FORBIDDEN')
  const { id, version } = await act(district, 'recordOutcome', figure)
  expect(await codes(other, 'submitOutcome', { id, version })).toBe('NOT_FOUND')
  expect(await codes(district, 'approveOutcome', { id, version })).toBe('FORBIDDEN')
  expect(await codes(city, 'approveOutcome', { id: idOf('Outcome', 999_999), version })).toBe('NOT_FOUND')
})
