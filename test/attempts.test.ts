import { beforeEach, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { openPostgres } from '../server/postgres.ts'
import { account, PASSWORD, signIn, tryAct } from './account.ts'
import { addressOf, engine, freshProduct, type Running } from './support.ts'

let product: Running
let moment: number
beforeEach(async () => {
  product = await freshProduct()
  product.product.env = { ...product.product.env, TRUSTED_PROXIES: 1 }
  moment = Date.parse('2026-03-02T00:00:00Z')
  product.product.now = () => new Date(moment)
  await account(product, 'kim@officers.example')
})

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
const codeOf = async (email: string, password: string, address = '192.0.2.1') =>
  (await signIn(product, email, password, from(address))).data.errors[0]?.code ?? 'in'
const wrong = (times: number, email: string, address?: string) =>
  Promise.all(Array.from({ length: times }, () => codeOf(email, 'wrong', address)))

test('after ten wrong passwords an account must wait, wherever they came from, and the answer says how long', async () => {
  for (let at = 0; at < 10; at++) {
    expect(await codeOf('kim@officers.example', 'wrong', `192.0.2.${at}`)).toBe('WRONG_PASSWORD')
    moment += 30_000
  }
  const right = await signIn(product, 'kim@officers.example', PASSWORD, from('192.0.2.99'))
  expect(right.data.user).toBeNull()
  expect(right.data.errors).toMatchInlineSnapshot(`
    [
      {
        "code": "TOO_MANY_ATTEMPTS",
        "field": "password",
        "message": "Too many attempts. Try again in 600 seconds.",
      },
    ]
  `)
  expect(right.cookie).toBe('')

  moment += 599_000
  expect(await codeOf('kim@officers.example', PASSWORD)).toBe('TOO_MANY_ATTEMPTS')
  moment += 1000
  expect(await codeOf('kim@officers.example', PASSWORD)).toBe('in')
})

test('it is the same whether the account exists or not', async () => {
  await account(product, 'closed@officers.example')
  await product.db.prisma.user.update({ where: { email: 'closed@officers.example' }, data: { active: false } })
  const told = await Promise.all(
    ['kim', 'nobody', 'closed'].map(async (name) => {
      const codes = await wrong(12, `${name}@officers.example`)
      const last = await signIn(product, `${name}@officers.example`, 'wrong', from('192.0.2.1'))
      return [codes.sort(), last.data]
    }),
  )
  expect(told[1]).toEqual(told[0])
  expect(told[2]).toEqual(told[0])
})

test('attempts at the same time all count: of thirty at once ten are looked at', async () => {
  const codes = await wrong(30, 'kim@officers.example')
  expect(codes.filter((code) => code === 'WRONG_PASSWORD')).toHaveLength(10)
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(20)
})

test('a right password starts the count anew', async () => {
  for (let round = 0; round < 3; round++) {
    await wrong(9, 'kim@officers.example')
    expect(await codeOf('kim@officers.example', PASSWORD)).toBe('in')
  }
})

test('after a hundred wrong passwords for any account an address must wait, and no other does', async () => {
  for (let at = 0; at < 100; at++) {
    expect(await codeOf(`someone${at}@officers.example`, 'wrong', '198.51.100.7')).toBe('WRONG_PASSWORD')
  }
  expect(await codeOf('kim@officers.example', PASSWORD, '198.51.100.7')).toBe('TOO_MANY_ATTEMPTS')
  expect(await codeOf('kim@officers.example', PASSWORD, '198.51.100.8')).toBe('in')
})

test('people who sign in rightly do not use up the attempts of their address', async () => {
  await wrong(2, 'nobody@officers.example')
  for (let at = 0; at < 5; at++) expect(await codeOf('kim@officers.example', PASSWORD)).toBe('in')
  const counts = await product.db.query('SELECT tries FROM sign_in_count ORDER BY tries')
  expect(counts).toEqual([{ tries: 0 }, { tries: 2 }, { tries: 2 }]) // of kim, of nobody, of the address
})

test('the present password cannot be guessed from an open browser either', async () => {
  const kim = await signIn(product, 'kim@officers.example')
  const guess = (currentPassword: string) =>
    tryAct(kim, 'changePassword', { currentPassword, password: 'another good password' })
  for (let at = 0; at < 10; at++) expect((await guess('wrong')).problems).toEqual(['currentPassword NOT_YOUR_PASSWORD'])
  expect((await guess(PASSWORD)).problems).toEqual(['currentPassword TOO_MANY_ATTEMPTS'])
})

test('counts that are over are removed, and none of them says whom it is of', async () => {
  await wrong(3, 'kim@officers.example')
  const rows = await product.db.query('SELECT t::text AS row FROM sign_in_count t')
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toMatch(/kim|192\.0/)
  moment += 900_000
  await wrong(1, 'lee@officers.example', '192.0.2.2')
  expect(await product.db.prisma.signInCount.count()).toBe(2)
})

test.runIf(engine === 'postgresql')('two processes on one database count together', async () => {
  const db = await openPostgres(await addressOf(product.db))
  try {
    const other: Running = { ...product, app: createApp({ ...product.product, db }) }
    await wrong(5, 'kim@officers.example')
    const codes = []
    for (let at = 0; at < 6; at++)
      codes.push((await signIn(other, 'kim@officers.example', 'wrong', from('192.0.2.5'))).data.errors[0]?.code)
    expect(codes).toEqual([...Array(5).fill('WRONG_PASSWORD'), 'TOO_MANY_ATTEMPTS'])
  } finally {
    await db.close()
  }
})
