import { beforeAll, expect, test } from 'vitest'
import { freshProduct, type Running, watchStatements } from './support.ts'

let product: Running
let statements: string[]
beforeAll(async () => {
  product = await freshProduct()
  statements = watchStatements(product.db)
})

async function statementsOf(query: string) {
  statements.length = 0
  const { data, errors } = await product.ask(query)
  expect(errors).toBeUndefined()
  // Whether anything was written since is asked before.
  return { data, sent: statements.filter((sql) => !sql.includes("'written'")) }
}

const nested = (districts: number) => `{ districts(first: ${districts}) { nodes { code
  programs(first: 10) { nodes { code round { year } targetGroups { code } cohorts { half }
    outcomes(first: 10) { nodes { value indicator { code } citations { source { publisher } } } }
  } } } } }`

test('a nested query costs a handful of statements, however many records it gives', async () => {
  const few = await statementsOf(nested(1))
  const many = await statementsOf(nested(8))
  expect(many.data.districts.nodes).toHaveLength(8)
  expect(JSON.stringify(many.data).match(/publisher/g)?.length).toBeGreaterThan(10)
  expect(many.sent.length).toBe(few.sent.length)
  expect(many.sent.length).toBeLessThanOrEqual(2)
})

/** The count of all records, not of those on the page. */
const COUNT = /count\((?!\*\)::int AS size)/i

test('a list costs one statement, and is counted only when that is asked', async () => {
  const page = await statementsOf('{ programs { nodes { code } pageInfo { hasNextPage endCursor } } }')
  expect(page.sent).toHaveLength(1)
  expect(page.sent[0]).not.toMatch(COUNT)
  const counted = await statementsOf('{ programs { nodes { code } pageInfo { hasNextPage } totalCount } }')
  expect(counted.sent).toHaveLength(1)
  expect(counted.sent[0]).toMatch(COUNT)
})

test('where resolvers answer, the count costs one statement more, only when it is asked', async () => {
  const resolved = 'nodes @include(if: true) { code } pageInfo { hasNextPage }'
  const page = await statementsOf(`{ programs { ${resolved} } }`)
  expect(page.sent).toHaveLength(1)
  expect(page.sent[0]).not.toMatch(COUNT)
  const counted = await statementsOf(`{ programs { ${resolved} totalCount } }`)
  expect(counted.sent.filter((sql) => COUNT.test(sql))).toHaveLength(1)
  expect(counted.sent).toHaveLength(2)
})

test('what needs no resolver costs one statement, its count included', async () => {
  const { sent, data } = await statementsOf('{ programs { nodes { code district { code } } totalCount } }')
  expect(sent).toHaveLength(1)
  expect(data.programs.nodes.length).toBeGreaterThan(0)
})

test('a count alone reads no rows', async () => {
  const { sent } = await statementsOf('{ programs { totalCount } }')
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatch(COUNT)
})

test('a nested count is not counted unless it is asked', async () => {
  const without = await statementsOf('{ districts { nodes { programs(first: 1) { nodes { code } } } } }')
  expect(without.sent.join()).not.toMatch(COUNT)
  const counted = await statementsOf('{ districts { nodes { programs(first: 1) { totalCount nodes { code } } } } }')
  expect(counted.sent.length).toBeLessThanOrEqual(2)
  expect(counted.sent.join()).toMatch(COUNT)
})

test('a nested page is cut by the database and not by the server', async () => {
  const { sent } = await statementsOf('{ districts { nodes { programs(first: 2) { nodes { code } } } } }')
  expect(sent.join().match(/LIMIT/g)?.length).toBeGreaterThanOrEqual(2)
})

test.each([
  ['what needs no resolver', '', 4],
  ['where resolvers answer', 'value @include(if: true)', 6],
])('all claims of a request are reconciled by as many statements as a few: %s', async (_way, resolved, most) => {
  const claims = (first: number) => `{ claims(first: ${first}) { nodes {
    code ${resolved} treatments { position } reconciliation {
      status items { reason outcome { id } program { code district { code } } indicator { code } }
    } } } }`
  const few = await statementsOf(claims(2))
  const many = await statementsOf(claims(20))
  expect(many.data.claims.nodes.length).toBeGreaterThan(few.data.claims.nodes.length)
  expect(JSON.stringify(many.data).match(/district/g)?.length).toBeGreaterThan(20)
  expect(many.sent.length).toBe(few.sent.length)
  expect(many.sent.length).toBeLessThanOrEqual(most)
})
