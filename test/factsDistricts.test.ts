import { beforeAll, expect, test } from 'vitest'
import { answers, names } from './facts.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

// Districts and the reform of 1 July 2026.

let product: Running
beforeAll(async () => {
  product = await freshProduct()
})

const ask = (query: string, variables: object = {}, who: Asker = product) => answers(who, query, variables)

const results = (asked: string, who: Asker = product) =>
  ask(
    `{ results(asOf: "2019-12-31", knownAt: "2026-08-01T00:00:00Z", groupBy: [DISTRICT], ${asked}) {
      rows { district { nameKo } figure { state value } } notDerivable { program { code } reasonEn } } }`,
    {},
    who,
  ).then((data) => data.results)
interface Row {
  district: { nameKo: string } | null
  figure: { state: string; value: number | null }
}
const shown = ({ rows }: { rows: Row[] }) =>
  rows.map(({ district, figure }) => `${district?.nameKo ?? '–'} ${figure.value ?? figure.state}`)

test('중구, 동구 and 서구 no longer exist; 제물포구, 영종구, 서해구 and 검단구 are new', async () => {
  const { districts } = await ask('{ districts(first: 100) { nodes { nameKo validFrom validTo } } }')
  const having = (wanted: object) =>
    names(districts.nodes.filter((one: object) => Object.entries(wanted).every((entry) => same(one, entry))))
  const same = (one: object, [key, value]: [string, unknown]) => (one as Record<string, unknown>)[key] === value
  expect(having({ validTo: '2026-06-30' }).split(', ').sort()).toEqual(['동구', '서구', '중구'])
  expect(having({ validFrom: '2026-07-01' }).split(', ').sort()).toEqual(['검단구', '서해구', '영종구', '제물포구'])
})

test('a split, not a rename: old 서구 without a dong cannot be moved, and is not shown as 0', async () => {
  const own = await freshProduct()
  const city = await own.as('city')
  const { program } = await ask('{ program(code: "2019-08") { id version } }', {}, city)
  const { updateProgram } = await ask(
    'mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { errors { code } } }',
    { input: { ...program, dong: null, dongNote: null } },
    city,
  )
  expect(updateProgram.errors).toEqual([])
  const found = await results('map: { on: "2026-07-01" }, filter: { indicators: ["SHUTTLE_RUNS"] }', own)
  expect(shown(found)).toMatchInlineSnapshot(`
    [
      "서해구 NOT_DERIVABLE",
      "검단구 NOT_DERIVABLE",
    ]
  `)
  expect(found.notDerivable).toMatchInlineSnapshot(`
    [
      {
        "program": {
          "code": "2019-08",
        },
        "reasonEn": "서구 (28260) corresponds to 검단구, 서해구; without the dong nobody can say which.",
      },
    ]
  `)
})

test('old 동구 is whole and safe: its 6 are in 제물포구', async () => {
  const asked = 'filter: { programCodes: ["2019-01"], indicators: ["PLACED"] }'
  expect(shown(await results(asked))).toEqual(['동구 6'])
  expect(shown(await results(`map: { on: "2026-07-01" }, ${asked}`))).toEqual(['제물포구 6'])
})

test('one code alone would be a false zero: an old or a new code finds the family', async () => {
  const family = async (code: string) =>
    names(
      (await ask('query ($code: String!) { district(code: $code) { family { nameKo } } }', { code })).district.family,
    )
  expect(await family('28260')).toBe('서구, 서해구, 검단구')
  expect(await family('28290')).toBe('서구, 서해구, 검단구')
  expect((await family('28140')).split(', ')).toContain('제물포구')
  const { district } = await ask('{ district(code: "28290") { programs { totalCount } } }')
  expect(district.programs.totalCount).toBe(0)
})

test('on no map is anything counted twice or lost', async () => {
  const placed = async (map: string) => {
    const { rows, notDerivable } = await results(`${map} filter: { bases: [PLACED] }`)
    expect(notDerivable).toEqual([])
    return rows.reduce((sum: number, { figure }: Row) => sum + (figure.value ?? 0), 0)
  }
  const asPublished = await placed('')
  expect(asPublished).toBeGreaterThan(0)
  expect(await placed('map: { on: "2026-07-01" },')).toBe(asPublished)
  expect(await placed('map: { on: "2019-07-01" },')).toBe(asPublished)
})

test('the shuttle belongs to 검단구 today, not to 서해구: inferred from its address, and marked so', async () => {
  const found = await results('map: { on: "2026-07-01" }, filter: { indicators: ["SHUTTLE_RUNS"] }')
  expect(shown(found)).toEqual(['검단구 2136'])
  const { program } = await ask('{ program(code: "2019-08") { dong dongNote } }')
  expect(program.dong).toBe('오류동')
  expect(program.dongNote).toContain('inferred from the address')
})

test("new MOIS codes are marked as confirmed by public lists, not by the ministry's own", async () => {
  const { districts } = await ask('{ districts(first: 100) { nodes { validFrom note } } }')
  const fresh = districts.nodes.filter(({ validFrom }: { validFrom: string }) => validFrom === '2026-07-01')
  expect(fresh).toHaveLength(4)
  for (const { note } of fresh) expect(note).toContain("not by the ministry's own")
})
