import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { districtOn, dongNames, familyOf, type Lineage } from '../server/statistics/lineage.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const names = (districts: { nameKo: string }[]) => districts.map(({ nameKo }) => nameKo).join(' ')

test('a question about an old code finds what the district became, and about a new one what it came from', async () => {
  const { data } = await product.ask(
    `{ district(code: "28260") { nameKo predecessors { nameKo } successors { nameKo } family { nameKo } } }`,
  )
  expect(data.district).toEqual({
    nameKo: '서구',
    predecessors: [],
    successors: [{ nameKo: '서해구' }, { nameKo: '검단구' }],
    family: [{ nameKo: '서구' }, { nameKo: '서해구' }, { nameKo: '검단구' }],
  })
})

test('the family of every district is the same from each of its members', async () => {
  const { data } = await product.ask('{ districts(first: 100) { nodes { nameKo family { nameKo } } } }')
  const families = data.districts.nodes.map((one: { family: [] }) => names(one.family))
  expect([...new Set(families)]).toMatchInlineSnapshot(`
    [
      "중구 제물포구 동구 영종구",
      "미추홀구",
      "연수구",
      "남동구",
      "부평구",
      "계양구",
      "서구 서해구 검단구",
      "강화군",
      "옹진군",
    ]
  `)
  for (const { nameKo, family } of data.districts.nodes) expect(names(family).split(' ')).toContain(nameKo)
})

test('중구, 동구 and 서구 no longer exist; 제물포구, 영종구, 서해구 and 검단구 are new', async () => {
  const on = async (day: string) =>
    names(
      (await product.ask(`{ districts(first: 100, filter: { validOn: "${day}" }) { nodes { nameKo } } }`)).data
        .districts.nodes,
    )
  expect(await on('2026-06-30')).toMatchInlineSnapshot(
    `"중구 동구 미추홀구 연수구 남동구 부평구 계양구 서구 강화군 옹진군"`,
  )
  expect(await on('2026-07-01')).toMatchInlineSnapshot(
    `"제물포구 영종구 미추홀구 연수구 남동구 부평구 계양구 서해구 검단구 강화군 옹진군"`,
  )
})

test('the reform is a split, not a rename: each event says which dong went where, and how well that is known', async () => {
  const { data } = await product.ask(
    `{ districtEvents(filter: { onFrom: "2026-01-01" }) { nodes {
      code kind on note successions { from { nameKo } to { nameKo } whole dong }
    } } }`,
  )
  const lines = data.districtEvents.nodes.flatMap((event: never) => {
    const { code, kind, on, successions } = event as { code: string; kind: string; on: string; successions: never[] }
    return successions.map(({ from, to, whole, dong }: never) =>
      [
        code,
        kind,
        on,
        `${names([from])} → ${names([to])}`,
        whole ? 'whole' : `${(dong as []).length} dong: ${(dong as []).join(' ')}`,
      ].join(', '),
    )
  })
  expect(lines).toMatchInlineSnapshot(`
    [
      "2026-jung-split, SPLIT, 2026-07-01, 중구 → 영종구, 5 dong: 영종동 영종1동 영종2동 운서동 용유동",
      "2026-jung-split, SPLIT, 2026-07-01, 중구 → 제물포구, 7 dong: 연안동 신포동 신흥동 도원동 율목동 동인천동 개항동",
      "2026-dong-into-jemulpo, MERGE, 2026-07-01, 동구 → 제물포구, whole",
      "2026-seo-split, SPLIT, 2026-07-01, 서구 → 검단구, 8 dong: 검단동 불로대곡동 오류왕길동 오류동 당하동 마전동 원당동 아라동",
      "2026-seo-split, SPLIT, 2026-07-01, 서구 → 서해구, 16 dong: 검암경서동 연희동 가정1동 가정2동 가정3동 석남1동 석남2동 석남3동 가좌1동 가좌2동 가좌3동 가좌4동 신현원창동 청라1동 청라2동 청라3동",
    ]
  `)
  for (const { note } of data.districtEvents.nodes) expect(note).toContain('행정안전부 원본으로는 확인하지 못함')
})

test('남구 was renamed and stayed one district; its old name finds it', async () => {
  const { data } = await product.ask(
    `{ districts(filter: { search: "남구" }) { nodes { code nameKo predecessors { code }
      events { code kind on successions { formerNameKo formerNameEn whole } } } } }`,
  )
  expect(data.districts.nodes).toMatchInlineSnapshot(`
    [
      {
        "code": "28177",
        "events": [
          {
            "code": "2018-nam-rename",
            "kind": "RENAME",
            "on": "2018-07-01",
            "successions": [
              {
                "formerNameEn": "Nam-gu",
                "formerNameKo": "남구",
                "whole": true,
              },
            ],
          },
        ],
        "nameKo": "미추홀구",
        "predecessors": [],
      },
    ]
  `)
})

test('a list of districts takes any code of a family', async () => {
  const of = async (code: string) =>
    names(
      (await product.ask(`{ districts(filter: { family: "${code}" }) { totalCount nodes { nameKo } } }`)).data.districts
        .nodes,
    )
  expect([await of('28290'), await of('28110'), await of('28177'), await of('99999')]).toMatchInlineSnapshot(`
    [
      "서구 서해구 검단구",
      "중구 제물포구 동구 영종구",
      "미추홀구",
      "",
    ]
  `)
})

const RECORD = `mutation ($input: RecordDistrictEventInput!) {
  recordDistrictEvent(input: $input) { districtEvent { code } errors { field code message } }
}`

async function district(code: string, days: { validFrom?: string; validTo?: string }): Promise<string> {
  const { data } = await city.ask(
    'mutation ($input: CreateDistrictInput!) { createDistrict(input: $input) { district { id } errors { message } } }',
    { input: { code, kostatCode: code, nameKo: `구${code}`, nameEn: `District ${code}`, kind: 'GU', ...days } },
  )
  return data.createDistrict.district.id
}

const record = async (who: Asker, input: object) => {
  const { data, errors } = await who.ask(RECORD, {
    input: { code: 'test-event', kind: 'SPLIT', on: '2030-01-01', ...input },
  })
  return errors?.[0]?.extensions.code ?? data.recordDistrictEvent
}

test('only the city records a reform', async () => {
  const succession = { fromId: idOf('District', 1), toId: idOf('District', 2), whole: true }
  expect(await record(product, { successions: [succession] })).toBe('UNAUTHENTICATED')
  expect(await record(await product.as('28177'), { successions: [succession] })).toBe('FORBIDDEN')
})

test('a split is recorded when the days fit, and its dong are written out', async () => {
  const [old, left, right] = [
    await district('90001', { validTo: '2029-12-31' }),
    await district('90002', { validFrom: '2030-01-01' }),
    await district('90003', { validFrom: '2030-01-01' }),
  ]
  const answer = await record(city, {
    code: 'split-of-90001',
    successions: [
      { fromId: old, toId: left, whole: false, dong: ['가정1-3', '석남'] },
      { fromId: old, toId: right, whole: false, dong: ['검단동'] },
    ],
  })
  expect(answer).toEqual({ districtEvent: { code: 'split-of-90001' }, errors: [] })
  const { data } = await product.ask('{ districtEvent(code: "split-of-90001") { successions { to { code } dong } } }')
  expect(data.districtEvent.successions).toEqual([
    { to: { code: '90002' }, dong: ['가정1동', '가정2동', '가정3동', '석남동'] },
    { to: { code: '90003' }, dong: ['검단동'] },
  ])
})

test('what cannot be true of a reform is refused by the name of the field', async () => {
  const [old, left, right, standing] = [
    await district('91001', { validTo: '2029-12-31' }),
    await district('91002', { validFrom: '2030-01-01' }),
    await district('91003', { validFrom: '2030-01-01' }),
    await district('91004', {}),
  ]
  const refusals = {
    'nothing happened': { successions: [] },
    'the old one still stands': { successions: [{ fromId: standing, toId: left, whole: true }] },
    'the new one is older': { successions: [{ fromId: old, toId: standing, whole: true }] },
    'both have the whole': {
      successions: [
        { fromId: old, toId: left, whole: true },
        { fromId: old, toId: right, whole: true },
      ],
    },
    'a dong goes to both': {
      successions: [
        { fromId: old, toId: left, whole: false, dong: ['가정1-3'] },
        { fromId: old, toId: right, whole: false, dong: ['가정2동'] },
      ],
    },
    'the same twice': {
      successions: [
        { fromId: old, toId: left, whole: false, dong: ['가정1'] },
        { fromId: old, toId: left, whole: false, dong: ['가정2'] },
      ],
    },
    'split into itself': { successions: [{ fromId: standing, toId: standing, whole: true }] },
    'a rename without the old name': {
      kind: 'RENAME',
      successions: [{ fromId: standing, toId: standing, whole: true }],
    },
  }
  const told: Record<string, string> = {}
  for (const [what, input] of Object.entries(refusals)) {
    const { districtEvent, errors } = await record(city, input)
    expect(districtEvent).toBeNull()
    told[what] = errors.map(({ field, code, message }: never) => `${field} ${code}: ${message}`).join('; ')
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "a dong goes to both": "successions.1.dong DONG_TWICE: 가정2동 of the same district is named twice; a dong goes to one district only.",
      "a rename without the old name": "successions.0.formerNameKo REQUIRED: This is needed.",
      "both have the whole": "successions.1.whole ONLY_SUCCESSOR: The whole of a district goes to one district only.",
      "nothing happened": "successions REQUIRED: This is needed.",
      "split into itself": "successions.0.toId OTHER_DISTRICT: Only a change of name keeps the district. Name another one.",
      "the new one is older": "successions.0.toId MUST_START_ON: This district must start on 2030-01-01, the day of the event. Enter that first.",
      "the old one still stands": "successions.0.fromId MUST_END_ON: This district must end on 2029-12-31, the day before the event. Enter that first.",
      "the same twice": "successions.1.toId NOT_UNIQUE: Another record already has this value.",
    }
  `)
  expect((await product.ask('{ districtEvent(code: "test-event") { code } }')).data.districtEvent).toBeNull()
})

test('what a later event divides again is not divided twice', async () => {
  const again = await record(city, {
    successions: [
      {
        fromId: (await product.ask('{ district(code: "90001") { id } }')).data.district.id,
        toId: (await product.ask('{ district(code: "90002") { id } }')).data.district.id,
        whole: true,
      },
    ],
  })
  expect(again.errors).toMatchObject([{ field: 'successions.0.whole', code: 'ONLY_SUCCESSOR' }])
})

test('ranges of dong are written out, and names are equal or not, never alike', () => {
  expect(dongNames('검암경서 가정1-3, 석남2동·청라1~2동 오류왕길')).toEqual([
    ...['검암경서동', '가정1동', '가정2동', '가정3동', '석남2동', '청라1동', '청라2동', '오류왕길동'],
  ])
})

// A random history of districts, in which every dong is known at all times.

interface World {
  lineage: Lineage
  /** The district of each dong, by the year from which that holds. */
  truth: { year: number; of: number[] }[]
}

const DONG = 12
const name = (dong: number) => `${'가나다라마바사아자차카타'[dong]}동`

/** Each reform takes some of the districts that stand and makes new ones of their dong. */
const reforms = fc.array(
  fc.record({
    districts: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
    into: fc.integer({ min: 1, max: 3 }),
    deal: fc.array(fc.nat(2), { minLength: DONG, maxLength: DONG }),
  }),
  { maxLength: 5 },
)

function worldOf(plan: typeof reforms extends fc.Arbitrary<infer T> ? T : never): World {
  const lineage: Lineage = { districts: [], successions: [] }
  const found = (validFrom: string | null) => {
    const id = lineage.districts.length + 1
    lineage.districts.push({ id, code: String(90_000 + id), nameKo: `구${id}`, validFrom, validTo: null })
    return id
  }
  const first = [found(null), found(null), found(null)]
  let of = Array.from({ length: DONG }, (_, dong) => first[dong % 3] as number)
  const truth = [{ year: 2000, of }]
  for (const [index, { districts, into, deal }] of plan.entries()) {
    const year = 2010 + index
    const standing = [...new Set(of)]
    const old = [...new Set(districts.map((pick) => standing[pick % standing.length] as number))]
    const made = new Map<number, number>()
    const next = of.map((district, dong) => {
      if (!old.includes(district)) return district
      const share = (deal[dong] as number) % into
      if (!made.has(share)) made.set(share, found(`${year}-01-01`))
      return made.get(share) as number
    })
    for (const fromId of old) {
      const place = lineage.districts.find(({ id }) => id === fromId)
      if (place) place.validTo = `${year - 1}-12-31`
      const gone = of.flatMap((district, dong) => (district === fromId ? [dong] : []))
      const ends = [...new Set(gone.map((dong) => next[dong] as number))]
      for (const toId of ends) {
        const whole = ends.length === 1
        const dong = whole ? [] : gone.filter((one) => next[one] === toId).map(name)
        lineage.successions.push({ fromId, toId, on: `${year}-01-01`, whole, dong })
      }
    }
    of = next
    truth.push({ year, of })
  }
  return { lineage, truth }
}

const programs = fc.array(
  fc.record({
    dong: fc.nat(DONG - 1),
    said: fc.boolean(),
    value: fc.nat(1000),
    year: fc.integer({ min: 2000, max: 2016 }),
  }),
  { maxLength: 30 },
)

test('no total is counted twice or lost: mapped and not derivable values are all, and each lies where its dong lies', () => {
  let derivable = 0
  let undecided = 0
  fc.assert(
    fc.property(reforms, programs, fc.integer({ min: 2000, max: 2016 }), (plan, list, year) => {
      const { lineage, truth } = worldOf(plan)
      const at = (when: number, dong: number) => truth.filter((one) => one.year <= when).at(-1)?.of[dong] as number
      const sums = new Map<number, number>()
      let lost = 0
      for (const { dong, said, value, year: recorded } of list) {
        const found = districtOn(at(recorded, dong), said ? name(dong) : null, `${year}-07-01`, lineage)
        if ('district' in found) {
          expect(found.district).toBe(at(year, dong))
          sums.set(found.district, (sums.get(found.district) ?? 0) + value)
          derivable++
        } else {
          expect(found.candidates).toContain(at(year, dong))
          expect(found.notDerivable.ko && found.notDerivable.en).toBeTruthy()
          expect(said && year >= recorded).toBe(false)
          lost += value
          undecided++
        }
      }
      const total = list.reduce((sum, { value }) => sum + value, 0)
      expect([...sums.values()].reduce((sum, value) => sum + value, 0) + lost).toBe(total)
    }),
    { numRuns: 500, seed: 2026 },
  )
  expect(Math.min(derivable, undecided)).toBeGreaterThan(300)
})

test('families part the districts: each is in one, whoever asks', () => {
  fc.assert(
    fc.property(reforms, (plan) => {
      const { lineage } = worldOf(plan)
      for (const { id } of lineage.districts) {
        const family = familyOf(id, lineage)
        expect(family).toContain(id)
        for (const member of family) expect(familyOf(member, lineage)).toEqual(family)
      }
    }),
    { numRuns: 100, seed: 2026 },
  )
})
