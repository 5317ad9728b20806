import { beforeAll, expect, test } from 'vitest'
import { account, signIn } from './account.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let city: Asker
let place: { roundId: string; districtId: string }
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  const { data } = await product.ask('{ round(year: 2019) { id } district(code: "28177") { id } }')
  place = { roundId: data.round.id, districtId: data.district.id }
})

const CREATE = `mutation ($input: CreateProgramInput!) {
  createProgram(input: $input) { program { id titleKo } errors { field code } }
}`
const create = async (titleKo: string, key?: string, as = city) => {
  const input = { ...place, titleKo }
  const { data, errors } = await as.ask(CREATE, { input }, key ? { 'idempotency-key': key } : {})
  expect(errors).toBeUndefined()
  return data.createProgram
}
const named = (titleKo: string) => product.db.prisma.program.count({ where: { titleKo } })

test('what is sent again with the same key is done once and answered twice', async () => {
  const first = await create('한 번만', 'a-key-of-the-page-1')
  const second = await create('한 번만', 'a-key-of-the-page-1')
  expect(first.errors).toEqual([])
  expect(second).toEqual(first)
  expect(await named('한 번만')).toBe(1)
})

test('what is sent at the same time with one key is done once', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => create('동시에', 'a-key-of-the-page-2')))
  expect(new Set(answers.map(({ program }) => program.id)).size).toBe(1)
  expect(await named('동시에')).toBe(1)
})

test('something else with the same key is refused, and the record that was made stays as it is', async () => {
  await create('처음 것', 'a-key-of-the-page-3')
  const other = await create('다른 것', 'a-key-of-the-page-3')
  expect(other).toEqual({ program: null, errors: [{ field: 'input', code: 'DONE_BEFORE' }] })
  expect([await named('처음 것'), await named('다른 것')]).toEqual([1, 0])
})

test('a key is that of one person, and what was refused may be sent again', async () => {
  await create('둘의 것', 'a-key-of-the-page-4')
  await create('둘의 것', 'a-key-of-the-page-4', await product.as('city-2'))
  expect(await named('둘의 것')).toBe(2)
  expect((await create('', 'a-key-of-the-page-5')).errors).toMatchObject([{ field: 'titleKo' }])
  expect((await create('고친 것', 'a-key-of-the-page-5')).errors).toEqual([])
})

test('a key that cannot be used is told, and without a key each is done', async () => {
  expect((await create('열쇠', 'short')).errors).toEqual([{ field: 'input', code: 'BAD_KEY' }])
  await create('두 번')
  await create('두 번')
  expect(await named('두 번')).toBe(2)
})

test('a key is forgotten after a day, and nothing that was sent can be read from it', async () => {
  await create('어제 것', 'a-key-of-the-page-6')
  const kept = await product.db.prisma.doneAct.findMany()
  expect(JSON.stringify(kept)).not.toMatch(/어제|a-key/)
  await product.db.prisma.doneAct.updateMany({ data: { at: new Date(Date.now() - 25 * 3_600_000) } })
  await create('오늘 것', 'a-key-of-the-page-7')
  expect(await product.db.prisma.doneAct.count()).toBe(1)
})

test('a page that was opened by one person does nothing in the name of the next one', async () => {
  const { id: number } = await account(product, 'next@example.org')
  const [next, id] = [await signIn(product, 'next@example.org'), idOf('User', number)]
  const other = (await city.ask('{ viewer { id } }')).data.viewer.id
  const asked = (person: string) => next.ask('{ viewer { id } }', {}, { 'sangsaeng-person': person })
  expect((await asked(id)).data).toEqual({ viewer: { id } })
  expect((await asked(other)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  const nobody = await product.ask('{ programs { totalCount } }', {}, { 'sangsaeng-person': other })
  expect(nobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
})
