import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

test('an indicator says unit, population and basis', async () => {
  const { data } = await product.ask(
    '{ indicator(code: "PLACED") { nameKo nameEn unitKo unitEn population basis kind jobCategory } }',
  )
  expect(data.indicator).toMatchInlineSnapshot(`
    {
      "basis": "PLACED",
      "jobCategory": "DIRECT_JOB",
      "kind": "RUNNING_TOTAL",
      "nameEn": "Persons placed",
      "nameKo": "취업 인원",
      "population": "PARTICIPANTS",
      "unitEn": "persons",
      "unitKo": "명",
    }
  `)
})

test('indicators are filtered by population and basis', async () => {
  const { data } = await product.ask(`{
    events: indicators(filter: { population: SERVICE_EVENTS, basis: [DELIVERED] }) { totalCount nodes { code } }
    people: indicators(filter: { basis: [TRAINED, IN_TRAINING] }) { nodes { code } }
  }`)
  expect(data).toMatchInlineSnapshot(`
    {
      "events": {
        "nodes": [
          {
            "code": "COACHING_VISITS",
          },
          {
            "code": "SHUTTLE_RUNS",
          },
          {
            "code": "SHUTTLE_RUNS_PER_DAY",
          },
        ],
        "totalCount": 3,
      },
      "people": {
        "nodes": [
          {
            "code": "IN_TRAINING",
          },
          {
            "code": "TRAINED",
          },
        ],
      },
    }
  `)
})

test('a city officer defines an indicator, whose code is taken then', async () => {
  const create = `mutation ($input: CreateIndicatorInput!) {
    createIndicator(input: $input) { indicator { code basis definition } errors { field code } }
  }`
  const names = { nameKo: '유지 인원', nameEn: 'Retained', unitKo: '명', unitEn: 'persons' }
  const input = { code: 'RETAINED_6M', population: 'PARTICIPANTS', basis: 'RETAINED', kind: 'POINT_IN_TIME', ...names }
  expect((await city.ask(create, { input })).data.createIndicator).toEqual({
    indicator: { code: 'RETAINED_6M', basis: 'RETAINED', definition: null },
    errors: [],
  })
  expect((await city.ask(create, { input })).data.createIndicator.errors).toEqual([
    { field: 'code', code: 'NOT_UNIQUE' },
  ])
})

test('names and unit can be changed, but not what figures depend on', async () => {
  const { data } = await product.ask('{ indicator(code: "STAFF") { id version } }')
  const update = `mutation ($input: UpdateIndicatorInput!) {
    updateIndicator(input: $input) { indicator { nameEn definition version } errors { field code message } }
  }`
  const input = { ...data.indicator, nameEn: 'Staff', definition: null }
  expect((await city.ask(update, { input })).data.updateIndicator).toEqual({
    indicator: { nameEn: 'Staff', definition: null, version: data.indicator.version + 1 },
    errors: [],
  })
  const late = await (await product.as('city-2')).ask(update, { input: { ...input, nameEn: 'Crew' } })
  expect(late.data.updateIndicator).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "nameEn",
          "message": "Someone else changed this meanwhile. It is now Staff; you sent Crew. Read the record again and repeat the change.",
        },
      ],
      "indicator": {
        "definition": null,
        "nameEn": "Staff",
        "version": 2,
      },
    }
  `)
  const basis = await city.ask(update, { input: { ...data.indicator, basis: 'PLACED' } })
  expect(basis.errors?.[0]?.message).toContain('Field "basis" is not defined by type "UpdateIndicatorInput"')
})
