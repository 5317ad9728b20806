import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let officer: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  officer = await product.as('28177')
})

const create = `mutation ($input: CreateProgramInput!) {
  createProgram(input: $input) { program { id code stage titleKo targetGroups { code } } errors { field code message } }
}`
const update = `mutation ($input: UpdateProgramInput!) {
  updateProgram(input: $input) {
    program { titleKo titleEn version targetGroups { code } }
    errors { field code message }
  }
}`
const ids = async () =>
  (
    await product.ask(`{
      round(year: 2019) { id } district(code: "28177") { id }
      targetGroups(first: 3) { nodes { id code } }
    }`)
  ).data

/** A new draft, which its district may still change. */
async function draft() {
  const { round, district } = await ids()
  const input = { roundId: round.id, districtId: district.id, titleKo: '처음 이름', titleEn: 'First name' }
  const { id } = (await officer.ask(create, { input })).data.createProgram.program
  return { id, version: 1 }
}

test('a partner reads the nine programs of 2019 with district and figures', async () => {
  const { data, errors } = await product.ask(`{
    programs(filter: { year: 2019 }) {
      totalCount
      nodes { code district { nameKo } outcomes { nodes { asOf value state indicator { code unitKo basis } } } }
    }
  }`)
  expect(errors).toBeUndefined()
  expect(data.programs.totalCount).toBe(9)
  expect(data.programs.nodes[1]).toMatchInlineSnapshot(`
    {
      "code": "2019-02",
      "district": {
        "nameKo": "미추홀구",
      },
      "outcomes": {
        "nodes": [
          {
            "asOf": "2019-09-30",
            "indicator": {
              "basis": "PLACED",
              "code": "PLACED",
              "unitKo": "명",
            },
            "state": "PRESENT",
            "value": 33,
          },
          {
            "asOf": "2019-12-31",
            "indicator": {
              "basis": "PLACED",
              "code": "PLACED",
              "unitKo": "명",
            },
            "state": "PRESENT",
            "value": 6,
          },
        ],
      },
    }
  `)
})

test('programs are filtered by district, target group and text', async () => {
  const { data } = await product.ask(`{
    district: programs(filter: { districtCode: "28245" }) { nodes { code } }
    group: programs(filter: { targetGroup: "DEFECTORS" }) { nodes { code targetGroups { nameKo } } }
    text: programs(filter: { search: "COOKS" }) { nodes { code } }
    number: programs(filter: { search: "2019-08" }) { nodes { dong } }
  }`)
  expect(data).toMatchInlineSnapshot(`
    {
      "district": {
        "nodes": [
          {
            "code": "2019-06",
          },
          {
            "code": "2019-07",
          },
        ],
      },
      "group": {
        "nodes": [
          {
            "code": "2019-04",
            "targetGroups": [
              {
                "nameKo": "북한이탈주민",
              },
            ],
          },
        ],
      },
      "number": {
        "nodes": [
          {
            "dong": "오류동",
          },
        ],
      },
      "text": {
        "nodes": [
          {
            "code": "2019-02",
          },
          {
            "code": "2020-01",
          },
          {
            "code": "2021-01",
          },
        ],
      },
    }
  `)
})

test('programs are sorted by a column of the district and then by the number', async () => {
  const { data } = await product.ask(`{ programs(
    filter: { year: 2019 }, orderBy: [{ field: DISTRICT, direction: DESC }, { field: CODE, direction: DESC }], first: 4
  ) { nodes { code } } }`)
  expect(data.programs.nodes.map(({ code }: { code: string }) => code)).toEqual([
    '2019-09',
    '2019-08',
    '2019-07',
    '2019-06',
  ])
})

test('the program with cohorts has two of them', async () => {
  const { data } = await product.ask('{ program(code: "2019-03") { cohorts { half nameKo nameEn } } }')
  expect(data.program.cohorts).toEqual([
    { half: 1, nameKo: '상반기', nameEn: 'First half-year' },
    { half: 2, nameKo: '하반기', nameEn: 'Second half-year' },
  ])
})

test('an officer starts a draft, which gets the next number of the round', async () => {
  const { round, district, targetGroups } = await ids()
  const input = {
    roundId: round.id,
    districtId: district.id,
    titleKo: '초안',
    targetGroupIds: [targetGroups.nodes[1].id],
  }
  const { data } = await officer.ask(create, { input })
  expect(data.createProgram).toEqual({
    program: {
      id: expect.any(String),
      code: '2019-10',
      stage: 'DRAFT',
      titleKo: '초안',
      targetGroups: [{ code: targetGroups.nodes[1].code }],
    },
    errors: [],
  })
})

test('drafts that are started at the same moment get different numbers', async () => {
  const { round, district } = await ids()
  const input = { roundId: round.id, districtId: district.id, titleKo: '동시에' }
  const answers = await Promise.all(Array.from({ length: 5 }, () => city.ask(create, { input })))
  const codes = answers.map(({ data }) => data.createProgram.program.code)
  expect(new Set(codes).size).toBe(5)
})

test('a title that holds a resident registration number is refused in the language of the reader', async () => {
  const program = await draft()
  const input = { ...program, titleKo: `대상 ${['900101', '1234567'].join('-')}` }
  const { data } = await city.ask(update, { input }, { 'accept-language': 'ko' })
  expect(data.updateProgram).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "LOOKS_LIKE_RRN",
          "field": "titleKo",
          "message": "주민등록번호로 보이는 내용은 저장할 수 없습니다(개인정보 보호법 제24조의2). 지우고 다시 입력하세요.",
        },
      ],
      "program": null,
    }
  `)
})

test('a lost update is refused with both values, field by field', async () => {
  const program = await draft()
  const first = await officer.ask(update, { input: { ...program, titleKo: '새 이름' } })
  expect(first.data.updateProgram.errors).toEqual([])
  const late = { ...program, titleKo: '다른 이름', titleEn: 'Other name' }
  expect((await city.ask(update, { input: late })).data.updateProgram).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "titleKo",
          "message": "Someone else changed this meanwhile. It is now 새 이름; you sent 다른 이름. Read the record again and repeat the change.",
        },
        {
          "code": "CONFLICT",
          "field": "titleEn",
          "message": "Someone else changed this meanwhile. It is now First name; you sent Other name. Read the record again and repeat the change.",
        },
      ],
      "program": {
        "targetGroups": [],
        "titleEn": "First name",
        "titleKo": "새 이름",
        "version": 2,
      },
    }
  `)
  const korean = await city.ask(update, { input: late }, { 'accept-language': 'ko' })
  expect(korean.data.updateProgram.errors[0].message).toMatchInlineSnapshot(
    `"그사이 다른 사용자가 이 값을 바꾸었습니다. 현재 값: 새 이름, 보낸 값: 다른 이름. 기록을 다시 불러온 뒤 수정하세요."`,
  )
})

test('a lost update of the target groups is refused too', async () => {
  const { targetGroups } = await ids()
  const program = await draft()
  const [one, two] = targetGroups.nodes
  const first = await officer.ask(update, { input: { ...program, titleKo: '또 새 이름', targetGroupIds: [one.id] } })
  expect(first.data.updateProgram.errors).toEqual([])
  const late = await city.ask(update, { input: { ...program, targetGroupIds: [two.id] } })
  expect(late.data.updateProgram).toMatchObject({
    program: { targetGroups: [{ code: one.code }] },
    errors: [{ field: 'targetGroupIds', code: 'CONFLICT' }],
  })
})

test('null clears what may be empty and is refused where something must be', async () => {
  const program = await draft()
  const { data } = await city.ask(update, { input: { ...program, titleEn: null, titleKo: null } })
  expect(data.updateProgram).toEqual({
    program: null,
    errors: [{ field: 'titleKo', code: 'REQUIRED', message: 'This is needed.' }],
  })
  const cleared = await city.ask(update, { input: { ...program, titleEn: null } })
  expect(cleared.data.updateProgram.program.titleEn).toBeNull()
})

test('a round that does not exist is named', async () => {
  const { district } = await ids()
  const { data } = await city.ask(create, {
    input: { roundId: 'Um91bmQ6OTk5', districtId: district.id, titleKo: '가' },
  })
  expect(data.createProgram).toMatchObject({ program: null, errors: [{ field: 'roundId', code: 'NO_SUCH' }] })
})
