import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const create = `mutation ($input: CreateDistrictInput!) {
  createDistrict(input: $input) { district { code nameKo kind validFrom validTo version } errors { field code message } }
}`
const update = `mutation ($input: UpdateDistrictInput!) {
  updateDistrict(input: $input) { district { nameEn note version } errors { field code message } }
}`

test('the districts of a day are listed, as they were before and after the reform', async () => {
  const on = (day: string) => `districts(filter: { validOn: "${day}" }) { totalCount nodes { nameEn } }`
  const { data } = await product.ask(`{ before: ${on('2019-09-30')} after: ${on('2026-07-01')} }`)
  const names = ({ nodes }: { nodes: { nameEn: string }[] }) => nodes.map(({ nameEn }) => nameEn).join(' ')
  expect(data.before.totalCount).toBe(10)
  expect(data.after.totalCount).toBe(11)
  expect(names(data.before)).toMatchInlineSnapshot(
    `"Jung-gu Dong-gu Michuhol-gu Yeonsu-gu Namdong-gu Bupyeong-gu Gyeyang-gu Seo-gu Ganghwa-gun Ongjin-gun"`,
  )
  expect(names(data.after)).toMatchInlineSnapshot(
    `"Jemulpo-gu Yeongjong-gu Michuhol-gu Yeonsu-gu Namdong-gu Bupyeong-gu Gyeyang-gu Seohae-gu Geomdan-gu Ganghwa-gun Ongjin-gun"`,
  )
})

test('a part of a Korean or English name, or of a code, finds a district', async () => {
  const by = (part: string) => `districts(filter: { search: "${part}" }) { totalCount nodes { code } }`
  const { data } = await product.ask(`{ ko: ${by('미추홀')} en: ${by('MICHU')} code: ${by('28177')} wild: ${by('%')} }`)
  const found = { totalCount: 1, nodes: [{ code: '28177' }] }
  expect(data).toEqual({ ko: found, en: found, code: found, wild: { totalCount: 0, nodes: [] } })
})

test('districts without an end come last, whichever way the end is sorted', async () => {
  const by = (direction: string) =>
    `districts(first: 100, orderBy: [{ field: VALID_TO, direction: ${direction} }]) { nodes { validTo } }`
  const { data } = await product.ask(`{ up: ${by('ASC')} down: ${by('DESC')} }`)
  for (const { nodes } of [data.up, data.down]) {
    expect(nodes.map(({ validTo }: { validTo: string | null }) => validTo === null)).toEqual([
      ...Array(3).fill(false),
      ...Array(11).fill(true),
    ])
  }
})

test('one district is found by its code or its id', async () => {
  const { data } = await product.ask(
    `{ district(code: "28245") { id nameKo kind } none: district(code: "99999") { id } }`,
  )
  expect(data).toEqual({ district: { id: expect.any(String), nameKo: '계양구', kind: 'GU' }, none: null })
  const again = await product.ask('query ($id: ID!) { node(id: $id) { id __typename ... on District { nameKo } } }', {
    id: data.district.id,
  })
  expect(again.data.node).toEqual({ id: data.district.id, __typename: 'District', nameKo: '계양구' })
})

test('a city officer enters a district; its days must be in order and its code must be new', async () => {
  const input = { code: '28300', kostatCode: '23140', nameKo: '새구', nameEn: 'Sae-gu', kind: 'GU' }
  const wrong = await city.ask(create, { input: { ...input, validFrom: '2030-01-01', validTo: '2029-12-31' } })
  expect(wrong.data.createDistrict).toMatchInlineSnapshot(`
    {
      "district": null,
      "errors": [
        {
          "code": "BEFORE",
          "field": "validTo",
          "message": "This must not be before the first day.",
        },
      ],
    }
  `)
  const right = await city.ask(create, { input: { ...input, validFrom: '2030-01-01' } })
  expect(right.data.createDistrict).toMatchInlineSnapshot(`
    {
      "district": {
        "code": "28300",
        "kind": "GU",
        "nameKo": "새구",
        "validFrom": "2030-01-01",
        "validTo": null,
        "version": 1,
      },
      "errors": [],
    }
  `)
  const again = await city.ask(create, { input }, { 'accept-language': 'ko-KR,ko;q=0.9' })
  expect(again.data.createDistrict).toMatchInlineSnapshot(`
    {
      "district": null,
      "errors": [
        {
          "code": "NOT_UNIQUE",
          "field": "code",
          "message": "같은 값을 가진 기록이 이미 있습니다.",
        },
      ],
    }
  `)
})

test('every mistake is named at once, in Korean for those who read Korean', async () => {
  const input = { code: '1', kostatCode: '23999', nameKo: ' ', nameEn: 'x'.repeat(81), kind: 'GU' }
  const english = await city.ask(create, { input })
  expect(english.data.createDistrict.errors).toMatchInlineSnapshot(`
    [
      {
        "code": "BAD_FORMAT",
        "field": "code",
        "message": "Use the form 28177.",
      },
      {
        "code": "REQUIRED",
        "field": "nameKo",
        "message": "This is needed.",
      },
      {
        "code": "TOO_LONG",
        "field": "nameEn",
        "message": "Use 80 characters or fewer.",
      },
    ]
  `)
  const korean = await city.ask(create, { input }, { 'accept-language': 'ko' })
  expect(korean.data.createDistrict.errors.map(({ message }: { message: string }) => message)).toMatchInlineSnapshot(`
    [
      "28177 형식으로 입력하세요.",
      "필수 입력 항목입니다.",
      "80자 이하로 입력하세요.",
    ]
  `)
})

test('of two officers who change one field the second is told both values', async () => {
  const { id } = await product.db.prisma.district.findUniqueOrThrow({ where: { code: '28720' } })
  const other = await product.as('city-2')
  const input = { id: idOf('District', id), version: 1 }
  expect((await city.ask(update, { input: { ...input, nameEn: 'Ongjin County' } })).data.updateDistrict).toMatchObject({
    district: { nameEn: 'Ongjin County', version: 2 },
    errors: [],
  })
  const late = await other.ask(update, { input: { ...input, nameEn: 'Ongjin', note: null } })
  expect(late.data.updateDistrict).toMatchInlineSnapshot(`
    {
      "district": {
        "nameEn": "Ongjin County",
        "note": "옛 판의 통계청 코드는 23320 / KOSTAT code was 23320 in the older edition",
        "version": 2,
      },
      "errors": [
        {
          "code": "CONFLICT",
          "field": "nameEn",
          "message": "Someone else changed this meanwhile. It is now Ongjin County; you sent Ongjin. Read the record again and repeat the change.",
        },
        {
          "code": "CONFLICT",
          "field": "note",
          "message": "Someone else changed this meanwhile. It is now 옛 판의 통계청 코드는 23320 / KOSTAT code was 23320 in the older edition; you sent –. Read the record again and repeat the change.",
        },
      ],
    }
  `)
  const same = await other.ask(update, { input: { ...input, nameEn: 'Ongjin County' } })
  expect(same.data.updateDistrict).toMatchObject({ district: { version: 2 }, errors: [] })
})
