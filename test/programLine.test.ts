import { beforeAll, expect, test } from 'vitest'
import { done, draft, type Found, plannedRound, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let year = 2100
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const LINE = 'programLine { id version code nameKo nameEn note }'
const PLACED = 'program { version line { code } lineChange }'
const line = (code: string) => done(city, 'createProgramLine', { code, nameKo: `계열 ${code}`, nameEn: code }, LINE)

test('a program that recurs under changed names is one line, in the order of its years', async () => {
  const { id: lineId } = await line('night-buses')
  const changes = ['NEW', 'CHANGED', 'CONTINUED']
  for (const [index, titleKo] of ['밤 버스', '출퇴근 버스', '민간 출퇴근 버스'].entries()) {
    const { id, version } = await draft(product, await plannedRound(product, ++year), '28260', titleKo)
    await done(city, 'placeOnLine', { id, version, lineId, lineChange: changes[index] }, PLACED)
  }
  const query = `{ programLine(code: "night-buses") { nameKo programs { totalCount nodes { titleKo lineChange round { year } } } } }`
  const { data } = await city.ask(query)
  expect(data.programLine).toMatchInlineSnapshot(`
    {
      "nameKo": "계열 night-buses",
      "programs": {
        "nodes": [
          {
            "lineChange": "NEW",
            "round": {
              "year": 2101,
            },
            "titleKo": "밤 버스",
          },
          {
            "lineChange": "CHANGED",
            "round": {
              "year": 2102,
            },
            "titleKo": "출퇴근 버스",
          },
          {
            "lineChange": "CONTINUED",
            "round": {
              "year": 2103,
            },
            "titleKo": "민간 출퇴근 버스",
          },
        ],
        "totalCount": 3,
      },
    }
  `)
  expect((await product.ask(query)).data.programLine.programs.totalCount).toBe(0)
  const { data: filtered } = await city.ask('{ programs(filter: { line: "night-buses" }) { nodes { titleKo } } }')
  expect(filtered.programs.nodes).toHaveLength(3)
})

test('codes are unique, short names in lower case; only the city keeps the lines', async () => {
  const made = await line('river-guides')
  const input = (code: string) => ({ code, nameKo: '강 안내', nameEn: 'River guides' })
  expect(await refused(city, 'createProgramLine', input('river-guides'), LINE)).toEqual(['code NOT_UNIQUE'])
  for (const code of ['River', 'a b', '-a', 'a--b', `${'a'.repeat(41)}`]) {
    expect([code, ...(await refused(city, 'createProgramLine', input(code), LINE))]).toEqual([code, 'code BAD_FORMAT'])
  }
  const change = { id: made.id, version: made.version, nameKo: '강변 안내' }
  expect(await refused(await product.as('28177'), 'updateProgramLine', change, LINE)).toBe('FORBIDDEN')
  expect((await done(city, 'updateProgramLine', change, LINE)).nameKo).toBe('강변 안내')
})

test('a program is taken off its line again, and a change without a line is refused', async () => {
  const { id: lineId } = await line('bakers')
  const { id, version } = await draft(product, await plannedRound(product, ++year), '28260')
  expect(await refused(city, 'placeOnLine', { id, version, lineChange: 'NEW' }, PLACED)).toEqual(['lineId NEEDS_LINE'])
  const placed = await done(city, 'placeOnLine', { id, version, lineId, lineChange: 'NEW' }, PLACED)
  expect(placed).toMatchObject({ line: { code: 'bakers' }, lineChange: 'NEW' })
  expect(await refused(city, 'placeOnLine', { id, version, lineId: null }, PLACED)).toEqual([
    'lineId CONFLICT',
    'lineChange CONFLICT',
  ])
  const off = await done(city, 'placeOnLine', { id, version: placed.version }, PLACED)
  expect(off).toMatchObject({ line: null, lineChange: null })
})

test('lines are found by their own names and by titles of programs that the caller may see', async () => {
  const { id: lineId } = await line('lamps')
  const { id, version } = await draft(product, await plannedRound(product, ++year), '28260', '등불 켜기')
  await done(city, 'placeOnLine', { id, version, lineId }, PLACED)
  const search = async (asker: Asker, part: string) => {
    const { data } = await asker.ask(
      'query ($part: String!) { programLines(filter: { search: $part }) { nodes { code } } }',
      { part },
    )
    return data.programLines.nodes.map(({ code }: Found) => code)
  }
  expect(await search(product, 'LAMP')).toEqual(['lamps'])
  expect(await search(await product.as('28260'), '등불')).toEqual(['lamps'])
  expect(await search(product, '등불')).toEqual([])
})

test('programs with and without a flagship award are told apart', async () => {
  const { prisma } = product.db
  const { id: programId } = await prisma.program.findUniqueOrThrow({ where: { code: '2019-03' } })
  const award = await prisma.flagshipAward.create({
    data: { programId, year: 2099, awardedOn: new Date('2099-01-01') },
  })
  const flagships = async (flagship: boolean) => {
    const query = `{ programs(filter: { flagship: ${flagship} }, first: 100) { nodes { code } } }`
    return (await product.ask(query)).data.programs.nodes.map(({ code }: Found) => code)
  }
  expect(await flagships(true)).toContain('2019-03')
  expect(await flagships(false)).not.toContain('2019-03')
  await prisma.flagshipAward.update({ where: { id: award.id }, data: { revokedOn: new Date('2099-06-01') } })
  expect(await flagships(true)).not.toContain('2019-03')
  expect(await flagships(false)).toContain('2019-03')
})
