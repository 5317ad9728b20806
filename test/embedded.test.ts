import { beforeAll, expect, test } from 'vitest'
import { freshProduct, type Running } from './support.ts'

let product: Running
beforeAll(async () => {
  product = await freshProduct()
})

const add = (one: number) => product.db.query('SELECT $1::int + 1 AS sum', [one])

test('of statements that are sent together each has its own answer, also beside one that fails', async () => {
  const asked = Array.from({ length: 60 }, (_, one) => (one % 7 === 3 ? product.db.query('SELECT 1 / 0') : add(one)))
  const answers = await Promise.allSettled(asked)
  const told = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value[0]?.sum : answer.reason.code))
  expect(told).toEqual(asked.map((_, one) => (one % 7 === 3 ? '22012' : one + 1)))
})

test('long answers to statements that are sent together come whole, each to its own', async () => {
  const lengths = [30_000, 1, 50_000, 2, 40_000]
  const ask = (length: number) =>
    product.db.query('SELECT $1::int AS of, id FROM generate_series(1, $1) AS id', [length])
  const answers = await Promise.all(lengths.map(ask))
  expect(answers.map((rows) => [rows.length, rows.every(({ of }) => of === rows.length)])).toEqual(
    lengths.map((length) => [length, true]),
  )
})

test('a transaction has its turn while others never cease to ask, and nobody asks within it', async () => {
  let isOver = false
  const keepAsking = async () => {
    let asked = 0
    while (!isOver) await product.db.query('SELECT $1::int', [asked++])
    return asked
  }
  const others = Array.from({ length: 20 }, keepAsking)
  const { prisma } = product.db
  const seen = await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('test.turn', 'mine', true)`
    const read = () => tx.$queryRaw<{ turn: string }[]>`SELECT current_setting('test.turn') AS turn`
    return [await read(), await read()].flat().map(({ turn }) => turn)
  })
  isOver = true
  expect(seen).toEqual(['mine', 'mine'])
  expect(Math.min(...(await Promise.all(others)))).toBeGreaterThan(0)
})

test('who never ceases to ask in transactions leaves others their turns', async () => {
  let isOver = false
  const keepAsking = async () => {
    while (!isOver) await product.db.prisma.$transaction((tx) => tx.$queryRaw`SELECT 1`)
  }
  const others = Array.from({ length: 4 }, keepAsking)
  expect(await Promise.all([1, 2, 3].map(add))).toEqual([[{ sum: 2 }], [{ sum: 3 }], [{ sum: 4 }]])
  isOver = true
  await Promise.all(others)
})
