import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const create = `mutation ($input: CreateRoundInput!) {
  createRound(input: $input) { round { id year state citySharePct version } errors { field code } }
}`

test('the round of 2019 has its nine programs and says that the city share is inferred', async () => {
  const { data } = await product.ask('{ round(year: 2019) { titleKo state citySharePct programs { totalCount } } }')
  expect(data.round).toMatchInlineSnapshot(`
    {
      "citySharePct": 70,
      "programs": {
        "totalCount": 9,
      },
      "state": "EVALUATED",
      "titleKo": "2019년 시·군·구 상생협력 특화일자리사업",
    }
  `)
})

test('there is no round of a year without one', async () => {
  expect((await product.ask('{ round(year: 1999) { id } }')).data).toEqual({ round: null })
})

test('a city officer plans a round, once a year, with its days in order', async () => {
  const input = { year: 2031, titleKo: '2031년 사업', citySharePct: '66.67' }
  const days = { callOpensOn: '2030-11-30', callClosesOn: '2030-11-01' }
  expect((await city.ask(create, { input: { ...input, ...days } })).data.createRound.errors).toEqual([
    { field: 'callClosesOn', code: 'BEFORE' },
  ])
  const { round, errors } = (await city.ask(create, { input })).data.createRound
  expect({ round, errors }).toEqual({
    round: { id: expect.any(String), year: 2031, state: 'PLANNED', citySharePct: 66.67, version: 1 },
    errors: [],
  })
  expect((await city.ask(create, { input })).data.createRound.errors).toEqual([{ field: 'year', code: 'NOT_UNIQUE' }])
})

test('a share of more than 100 percent is refused', async () => {
  const { data } = await city.ask(create, { input: { year: 2032, titleKo: '2032년', citySharePct: 100.5 } })
  expect(data.createRound).toEqual({ round: null, errors: [{ field: 'citySharePct', code: 'OUT_OF_RANGE' }] })
})

test('an old version of a share is refused with both values', async () => {
  const { data } = await product.ask('{ round(year: 2019) { id version } }')
  const update = `mutation ($input: UpdateRoundInput!) {
    updateRound(input: $input) { round { citySharePct version } errors { field code message } }
  }`
  const input = { ...data.round, citySharePct: '65.5' }
  expect((await city.ask(update, { input })).data.updateRound).toEqual({
    round: { citySharePct: 65.5, version: data.round.version + 1 },
    errors: [],
  })
  const late = await (await product.as('city-2')).ask(update, { input: { ...input, citySharePct: '60' } })
  expect(late.data.updateRound).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "citySharePct",
          "message": "Someone else changed this meanwhile. It is now 65.5; you sent 60. Read the record again and repeat the change.",
        },
      ],
      "round": {
        "citySharePct": 65.5,
        "version": 2,
      },
    }
  `)
})

test('rounds are filtered by state and sorted by year', async () => {
  await city.ask(create, { input: { year: 2033, titleKo: '2033년' } })
  const { data } = await product.ask(
    '{ rounds(filter: { state: [PLANNED, EVALUATED] }, orderBy: [{ field: YEAR, direction: ASC }]) { nodes { year } } }',
  )
  const years = data.rounds.nodes.map(({ year }: { year: number }) => year)
  expect(years).toEqual([...years].sort())
  expect(years).toContain(2019)
  expect(years).toContain(2033)
})
