import { beforeAll, expect, test } from 'vitest'
import type { Role } from '../server/generated/prisma/enums.ts'
import { type Operation, operations } from './operations.ts'
import { engine, freshProduct, type Running, sessionCookie } from './support.ts'

// Ten thousand operations from the schema, right ones and spoilt ones, from one seed: whatever comes, the server
// answers, and never with a fault of its own.

const COUNT = 5000 // on each of two engines
const SEED = engine === 'pglite' ? 20_191_023 : 20_191_024
/** How much more memory the process may take meanwhile. */
const MEMORY_CAP_MB = 1024
const RENEWED_EVERY = 200

const roles = { admin: 'ADMIN', city: 'CITY', privacy: 'PRIVACY', '28177': 'DISTRICT', reviewer: 'REVIEWER' } as const
let product: Running
let key: string
beforeAll(async () => {
  product = await freshProduct()
  for (const name of Object.keys(roles)) await product.as(name)
  const { data } = await (await product.as('admin')).ask(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
    {
      input: { name: 'Fuzz', scope: 'PUBLIC', expiresOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) },
    },
  )
  key = data.createApiKey.secret
})

/** What identifies each caller; accounts that operations changed or closed are as they were again. */
async function renewed(): Promise<Record<string, string>[]> {
  const { prisma } = product.db
  const signedIn: Record<string, string>[] = []
  for (const [name, role] of Object.entries(roles) as [string, Role][]) {
    const data = { role, active: true }
    const { id } = await prisma.user.update({ where: { email: `${name}@officers.example` }, data })
    signedIn.push({ cookie: await sessionCookie(product.product, id) })
  }
  await prisma.apiKey.updateMany({ data: { revokedAt: null, overlapEndsAt: null } })
  return [...signedIn, {}, { authorization: `Bearer ${key}` }]
}

async function send(query: string, headers: Record<string, string>) {
  const response = await product.app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    }),
  )
  return { status: response.status, text: await response.text() }
}

interface Told {
  message: string
  extensions?: { code?: string }
}

/** What is wrong with an answer, if anything. */
function fault(status: number, text: string): string | undefined {
  if (status >= 500) return `status ${status}`
  const { data, errors = [] } = JSON.parse(text) as { data?: object; errors?: Told[] }
  if (!data && !errors.length) return 'neither data nor errors'
  if (errors.some(({ extensions }) => !extensions?.code)) return 'an error without a code'
  if (errors.some(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR')) return 'a fault of ours'
  if (errors.some(({ message }) => message.length > 500)) return 'a message of more than 500 characters'
  if (/node_modules|"stack"|\.ts:\d/.test(text)) return 'told where in the code'
  return undefined
}

test('ten thousand operations from the schema, and not one fault of the server', async () => {
  const began = performance.now()
  const counts = { query: 0, mutation: 0, spoilt: 0 }
  const outcomes = { answered: 0, refused: 0 }
  const faults: { wrong: string; query: string }[] = []
  let callers: Record<string, string>[] = []
  const start = process.memoryUsage.rss()
  let peak = start
  let number = 0
  for (const { kind, query } of operations(SEED) as Iterable<Operation>) {
    if (number === COUNT) break
    if (number % RENEWED_EVERY === 0) callers = await renewed()
    const { status, text } = await send(query, callers[number % callers.length] ?? {})
    number++
    counts[kind]++
    outcomes[text.includes('"errors":[{"message"') ? 'refused' : 'answered']++
    const wrong = fault(status, text)
    if (wrong) faults.push({ wrong, query: `${query.slice(0, 600)} → ${text.slice(0, 300)}` })
    const alive = await send('{ __typename }', {})
    expect([query.slice(0, 600), alive]).toEqual([
      query.slice(0, 600),
      { status: 200, text: '{"data":{"__typename":"Query"}}' },
    ])
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const grownMb = Math.round((peak - start) / 1024 ** 2)
  console.info(
    `fuzz: ${COUNT} operations on ${engine} (${JSON.stringify(counts)}, ${JSON.stringify(outcomes)}): ${faults.length} faults, ` +
      `memory grew by ${grownMb} MB of ${MEMORY_CAP_MB} to ${Math.round(peak / 1024 ** 2)} MB, ${Math.round((performance.now() - began) / 1000)} s`,
  )
  expect(faults).toEqual([])
  expect(grownMb).toBeLessThan(MEMORY_CAP_MB)
  // What is only refused tests little.
  expect(outcomes.answered).toBeGreaterThan(COUNT * 0.25)
  expect(counts.mutation).toBeGreaterThan(COUNT * 0.2)
}, 1_800_000)

test('a fault is seen', () => {
  const error = { message: 'Something went wrong', extensions: { code: 'INTERNAL_SERVER_ERROR' } }
  expect(fault(200, JSON.stringify({ data: null, errors: [error] }))).toBe('a fault of ours')
  expect(fault(500, '')).toBe('status 500')
  expect(fault(200, '{"errors":[{"message":"x"}]}')).toBe('an error without a code')
  expect(fault(200, JSON.stringify({ errors: [{ message: 'x'.repeat(501), extensions: { code: 'X' } }] }))).toMatch(
    /500/,
  )
})
