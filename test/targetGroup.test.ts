import { beforeAll, expect, test } from 'vitest'
import { done, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const GROUP = 'targetGroup { id version code nameKo nameEn sensitive definitions { text validFrom validTo } }'

test('the city adds a target group and changes it, and nobody else does', async () => {
  const input = { code: 'YOUTH', nameKo: '청년', nameEn: 'Young people', sensitive: false }
  const { id, version } = await done(city, 'createTargetGroup', input, GROUP)
  expect(await refused(city, 'createTargetGroup', input, GROUP)).toEqual(['code NOT_UNIQUE'])
  expect(await refused(city, 'createTargetGroup', { ...input, code: 'no' }, GROUP)).toEqual(['code BAD_FORMAT'])
  expect(await done(city, 'updateTargetGroup', { id, version, nameKo: '청년층' }, GROUP)).toMatchObject({
    version: 2,
    nameKo: '청년층',
    nameEn: 'Young people',
  })
  expect(await refused(city, 'updateTargetGroup', { id, version, nameKo: '청소년' }, GROUP)).toEqual([
    'nameKo CONFLICT',
  ])
  const district = await product.as('28177')
  expect(await refused(district, 'createTargetGroup', { ...input, code: 'OLD' }, GROUP)).toBe('FORBIDDEN')
  expect(await refused(district, 'defineTargetGroup', { id, text: '-', validFrom: '2019-01-01' }, GROUP)).toBe(
    'FORBIDDEN',
  )
})

test('definitions are dated: a new one ends the open one before it, and each day has one at most', async () => {
  const { id } = await done(
    city,
    'createTargetGroup',
    { code: 'MIDDLE_AGED', nameKo: '신중년', nameEn: 'Middle-aged people', sensitive: false },
    GROUP,
  )
  const define = (text: string, validFrom: string, validTo?: string) =>
    done(city, 'defineTargetGroup', { id, text, validFrom, validTo }, GROUP)
  await define('50대', '2019-01-01')
  await define('50세 이상 69세 이하', '2020-01-01')
  const { definitions } = await define('50세 이상 65세 미만', '2018-01-01', '2018-12-31')
  expect(definitions).toMatchInlineSnapshot(`
    [
      {
        "text": "50세 이상 65세 미만",
        "validFrom": "2018-01-01",
        "validTo": "2018-12-31",
      },
      {
        "text": "50대",
        "validFrom": "2019-01-01",
        "validTo": "2019-12-31",
      },
      {
        "text": "50세 이상 69세 이하",
        "validFrom": "2020-01-01",
        "validTo": null,
      },
    ]
  `)
  expect(
    await refused(city, 'defineTargetGroup', { id, text: '-', validFrom: '2018-06-01', validTo: '2019-06-01' }, GROUP),
  ).toEqual(['validFrom OVERLAPS'])
  expect(
    await refused(city, 'defineTargetGroup', { id, text: '-', validFrom: '2017-06-01', validTo: '2017-05-31' }, GROUP),
  ).toEqual(['validTo BEFORE'])
  const replaced = await define('만 50세 이상 69세 이하', '2020-01-01')
  expect(replaced.definitions).toHaveLength(3)

  const { data } = await product.ask(
    `query ($id: ID!) { node(id: $id) { ... on TargetGroup {
      before: definition(on: "2017-12-31") { text }
      first: definition(on: "2018-12-31") { text }
      second: definition(on: "2019-01-01") { text }
      last: definition(on: "2026-01-01") { text }
      definitions { text }
    } } }`,
    { id },
  )
  expect(data.node).toMatchInlineSnapshot(`
    {
      "before": null,
      "definitions": [
        {
          "text": "50세 이상 65세 미만",
        },
        {
          "text": "50대",
        },
        {
          "text": "만 50세 이상 69세 이하",
        },
      ],
      "first": {
        "text": "50세 이상 65세 미만",
      },
      "last": {
        "text": "만 50세 이상 69세 이하",
      },
      "second": {
        "text": "50대",
      },
    }
  `)
})
