import { beforeAll, expect, test } from 'vitest'
import { act, approve, approved, type Ids, idsOf, tryTo } from './figures.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let id: string
const input = {
  titleKo: '2019년 3분기 실적',
  audience: 'COUNCIL',
  releasedOn: '2019-10-23',
  asOf: '2019-09-30',
  query: { year: 2019, indicators: ['TRAINED', 'IN_TRAINING', 'HOUSEHOLDS_REACHED'] },
}
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  ;({ id } = await act(city, 'publishRelease', input, 'Release'))
})

const lines = async (who: Asker = city) => {
  const { data, errors } = await who.ask(
    `{ node(id: "${id}") { ... on Release { values { program { code } indicator { code } cohort { half } state value now { value } drift difference outcome { value } } } } }`,
  )
  expect(errors).toBeUndefined()
  // biome-ignore lint/suspicious/noExplicitAny: an answer
  return data.node.values.map(({ program, indicator, cohort, value, now, drift, difference, outcome }: any) =>
    [program.code, indicator.code, cohort?.half, value, outcome.value, now.value, drift, difference].join(' | '),
  )
}

test('a release pins the figures of its query, intake by intake', async () => {
  expect(await lines()).toEqual(
    [
      '2019-03 | IN_TRAINING | 2 | 33 | 33 | 33 |  | ',
      '2019-03 | TRAINED | 1 | 30 | 30 | 30 |  | ',
      '2019-05 | HOUSEHOLDS_REACHED |  | 961 | 961 | 961 |  | ',
      '2019-05 | TRAINED |  | 27 | 27 | 27 |  | ',
    ].map((line) => line.replace(/ \| $/, ' | 0')),
  )
})

test('what is corrected after the release is shown as drift, what was pinned stays', async () => {
  const officer = await product.as('28237')
  const old = await ids.outcome('2019-05', 'TRAINED', 27)
  const draft = await act(officer, 'supersedeOutcome', { id: old, version: 1, value: 28, correctionReason: '1명 누락' })
  await approve(officer, city, draft.id, draft.version)
  const gone = await ids.outcome('2019-03', 'TRAINED', 30)
  const none = await act(city, 'supersedeOutcome', {
    id: gone,
    version: 1,
    state: 'MISSING',
    correctionReason: '근거 없음',
  })
  await approve(city, await product.as('city-2'), none.id, none.version)
  const found = await lines()
  expect(found[3]).toBe('2019-05 | TRAINED |  | 27 | 27 | 28 | 27 → 28 | 1')
  expect((await lines(product))[3]).toBe('2019-05 | TRAINED |  | 27 | 27 |  | 27 → SUPPRESSED | ')
  expect(found[1]).toBe('2019-03 | TRAINED | 1 | 30 | 30 |  | 30 → MISSING | ')
})

test('a figure for a later day is no drift', async () => {
  const key = { programId: ids.program('2019-05'), indicatorId: ids.indicator('HOUSEHOLDS_REACHED') }
  await approved(await product.as('28237'), city, { ...key, asOf: '2019-10-31', value: 1000 })
  expect((await lines())[2]).toBe('2019-05 | HOUSEHOLDS_REACHED |  | 961 | 961 | 961 |  | 0')
})

test('the release tells its query, and is listed', async () => {
  const { data } = await product.ask(
    '{ releases(filter: { audience: COUNCIL }) { nodes { titleKo audience releasedOn asOf query { year indicators districts { code } } } } }',
  )
  expect(data.releases.nodes).toEqual([
    {
      titleKo: '2019년 3분기 실적',
      audience: 'COUNCIL',
      releasedOn: '2019-10-23',
      asOf: '2019-09-30',
      query: { year: 2019, indicators: ['TRAINED', 'IN_TRAINING', 'HOUSEHOLDS_REACHED'], districts: null },
    },
  ])
})

test('a release of one district, of nothing, and by somebody else', async () => {
  const { id: districtId } = await product.db.prisma.district.findUniqueOrThrow({ where: { code: '28245' } })
  const query = { year: 2019, districtIds: [Buffer.from(`District:${districtId}`).toString('base64url')] }
  ;({ id } = await act(city, 'publishRelease', { ...input, query }, 'Release'))
  expect((await lines()).map((line: string) => line.split(' | ').slice(0, 4).join(' '))).toEqual([
    '2019-06 PLACED  20',
    '2019-07 PLACED  12',
  ])
  const { problems } = await tryTo(city, 'publishRelease', { ...input, query: { year: 2018 } }, 'Release')
  expect(problems).toMatchObject([{ field: 'query', code: 'NO_FIGURES' }])
  expect((await tryTo(await product.as('28237'), 'publishRelease', input, 'Release')).refused).toBe('FORBIDDEN')
})
