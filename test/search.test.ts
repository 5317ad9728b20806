import { beforeAll, expect, test } from 'vitest'
import { enrolled } from './people.ts'
import { draft, type Found, plannedRound } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const SEARCH = `query ($text: String!, $first: Int) { search(text: $text, first: $first) {
  programs { code titleKo } districts { code nameKo } organizations { nameKo } rounds { year } indicators { code } } }`
const PERSONS = 'query ($text: String!) { search(text: $text) { participants { maskedName program { code } } } }'

async function found(who: Asker, text: string, first?: number): Promise<Found> {
  const { data, errors } = await who.ask(SEARCH, { text, first })
  expect(errors).toBeUndefined()
  return data.search
}
const codes = (rows: { code: string }[]) => rows.map(({ code }) => code)

test('one search looks at programs, districts, organizations, rounds and indicators', async () => {
  expect(codes((await found(product, '2019-05')).programs)).toEqual(['2019-05'])
  expect((await found(product, '2019')).rounds).toEqual([{ year: 2019 }])
  expect(codes((await found(product, 'placed')).indicators)[0]).toBe('PLACED')
  expect((await found(product, '부평')).districts).toEqual([{ code: '28237', nameKo: '부평구' }])
  const { data } = await product.ask('{ organizations(first: 1) { nodes { nameKo } } }')
  const { nameKo } = data.organizations.nodes[0]
  expect((await found(product, nameKo)).organizations[0]).toEqual({ nameKo })
  expect(await found(product, '어디에도 없는 말')).toEqual({
    ...{ programs: [], districts: [], organizations: [], rounds: [], indicators: [] },
  })
})

test('a district is found by the code and the name that it had, with what became of it', async () => {
  const districts = async (text: string) => codes((await found(product, text)).districts)
  // 남구 was renamed; 중구 was split; a part of it and 동구 became 제물포구.
  expect((await districts('남구'))[0]).toBe('28177')
  expect(await districts('28110')).toEqual(['28110', '28125', '28155'])
  expect((await districts('중구')).sort()).toEqual(['28110', '28125', '28155'])
  expect(await districts('28125')).toEqual(['28125', '28110', '28140'])
})

test('a whole code or name comes first, then what begins with the text, then the rest', async () => {
  const round = await plannedRound(product, 2061)
  for (const titleKo of ['우리 가게 지킴이', '가게 지킴이 교육', '동네 가게 지킴이 모임', '가게 지킴이']) {
    await draft(product, round, '28245', titleKo)
  }
  const titles = async (text: string, first: number) =>
    (await found(city, text, first)).programs.map(({ titleKo }: Found) => titleKo)
  const ranked = ['가게 지킴이', '가게 지킴이 교육', '우리 가게 지킴이', '동네 가게 지킴이 모임']
  expect(await titles('가게 지킴이', 20)).toEqual(ranked)
  // The best ones also when there are more hits than are asked for.
  expect(await titles('가게 지킴이', 3)).toEqual(ranked.slice(0, 3))
  expect(await titles('가게 지킴이', 1)).toEqual(ranked.slice(0, 1))
})

test('signs that mean something to the database are signs', async () => {
  for (const text of ['%', '_', '\\', "'; DROP TABLE program; --"]) {
    expect([text, (await found(product, text)).programs]).toEqual([text, []])
  }
  // Also where there are more hits than are asked for, with letters that have a case and without.
  const round = await plannedRound(product, 2063)
  for (const title of ['50%_\\ 일터', 'A%_\\ work']) {
    for (const titleKo of [`앞서 ${title}`, `${title} 첫째`, title]) await draft(product, round, '28245', titleKo)
    const text = title.toLowerCase()
    expect((await found(city, text, 1)).programs.map(({ titleKo }: Found) => titleKo)).toEqual([title])
  }
})

test('nobody finds what they may not read', async () => {
  const round = await plannedRound(product, 2062)
  await draft(product, round, '28245', '숨은 초안 사업')
  expect((await found(city, '숨은 초안')).programs).toHaveLength(1)
  expect((await found(await product.as('28245'), '숨은 초안')).programs).toHaveLength(1)
  for (const who of [product, await product.as('28177'), await product.as('reviewer')]) {
    expect((await found(who, '숨은 초안')).programs).toEqual([])
  }
})

test('a person is found by the exact name or number, masked, by those who work with them, and it is logged', async () => {
  const { data } = await city.ask('{ program(code: "2019-03") { id district { code } } }')
  await enrolled(city, data.program.id, '2019-03-04', { name: '남궁수아', phone: '010-7777-1234' })
  const persons = async (who: Asker, text: string) => (await who.ask(PERSONS, { text })).data.search.participants
  const logged = () => product.db.prisma.accessLog.count({ where: { kind: 'SEARCH' } })
  const before = await logged()
  const hit = [{ maskedName: expect.stringMatching(/^남.*아$/), program: { code: '2019-03' } }]
  const own = await product.as(data.program.district.code)
  for (const text of ['남궁수아', '010-7777-1234']) {
    expect(await persons(city, text)).toEqual(hit)
    expect(await persons(own, text)).toEqual(hit)
  }
  expect(await persons(city, '남궁')).toEqual([])
  expect(await persons(await product.as('28237'), '남궁수아')).toEqual([])
  expect(await logged()).toBe(before + 6)
  expect(await persons(product, '남궁수아')).toEqual([])
  await found(city, '남궁수아')
  expect(await logged()).toBe(before + 6)
})

test('a text that cannot be searched for is refused by name', async () => {
  for (const [text, first, field] of [
    ['  ', 5, 'text'],
    ['가'.repeat(101), 5, 'text'],
    ['900101-1234567', 5, 'text'],
    ['가', 0, 'first'],
    ['가', 21, 'first'],
  ] as const) {
    const { errors } = await city.ask(SEARCH, { text, first })
    expect([text, errors?.[0]?.extensions.code]).toEqual([text, 'BAD_USER_INPUT'])
    expect(errors?.[0]?.message).toContain(field)
  }
})
