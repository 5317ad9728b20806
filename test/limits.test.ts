import { parse } from 'graphql'
import pg from 'pg'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { readEnv } from '../server/env.ts'
import { shapeOf } from '../server/limits.ts'
import { cookieOf, listening } from './listener.ts'
import { type Asker, addressOf, asker, engine, freshProduct, type Running } from './support.ts'

let product: Running
let key: string
beforeAll(async () => {
  product = await freshProduct()
  const admin = await product.as('admin')
  const input = { name: 'Dashboard', scope: 'PUBLIC', expiresOn: tomorrow() }
  const { data } = await admin.ask(createKey, { input })
  key = data.createApiKey.secret
  await product.as('28177')
})

const createKey = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { code } } }'
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)

/** The product with these settings, asked directly as each class of callers. */
async function askers(settings: Record<string, string>): Promise<Record<string, Asker>> {
  const app = createApp({ ...product.product, env: readEnv(settings) })
  const cookie = await cookieOf(product, '28177')
  return {
    anonymous: asker(app),
    partner: { ask: (query, variables) => asker(app).ask(query, variables, { authorization: `Bearer ${key}` }) },
    signedIn: asker(app, cookie),
  }
}

const refusal = ({ errors }: Awaited<ReturnType<Asker['ask']>>) =>
  errors?.map(({ message, extensions }) => `${extensions.code}: ${message}`)

describe('each class of callers has limits of its own', () => {
  const programs = (first: number) => `{ programs(first: ${first}) { nodes { code } } }`
  const nest = (depth: number) =>
    `{ programs(first: 1) { nodes { ${'district { programs(first: 1) { nodes { '.repeat(depth)} code ${'} } } '.repeat(depth)} } } }`
  const many = (count: number, part: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => part(at)).join(' ')
  const cases: [setting: string, limits: string, what: string, query: (size: number) => string, sizes: number[]][] = [
    ['LIMIT_CHARACTERS', '100,200,300', 'characters', (size) => `{ __typename }`.padEnd(size, ' '), [100, 200, 300]],
    ['LIMIT_TOKENS', '160,170,180', 'tokens', (size) => `{ ${many(size - 2, () => '__typename')} }`, [160, 170, 180]],
    ['LIMIT_DEPTH', '6,9,12', 'depth', (size) => nest((size - 3) / 3), [6, 9, 12]],
    ['LIMIT_FIELDS', '160,170,180', 'fields', (size) => `{ ${many(size, () => '__typename')} }`, [160, 170, 180]],
    [
      'LIMIT_ALIASES',
      '110,120,130',
      'aliases',
      (size) => `{ ${many(size, (at) => `a${at}: __typename`)} }`,
      [110, 120, 130],
    ],
    [
      'LIMIT_DIRECTIVES',
      '30,40,50',
      'directives',
      (size) => `{ ${many(size, () => '__typename @skip(if: false)')} }`,
      [30, 40, 50],
    ],
    ['LIMIT_COST', '31,41,51', 'cost', (size) => programs((size - 1) / 2), [31, 41, 51]],
  ]
  test.each(cases)('%s', async (setting, limits, what, query, sizes) => {
    const numbers = limits.split(',').map(Number)
    const everybody = Object.values(await askers({ [setting]: limits }))
    for (const [at, who] of everybody.entries()) {
      const fits = await who.ask(query(sizes[at] as number))
      expect([setting, at, refusal(fits)]).toEqual([setting, at, undefined])
      const step = { LIMIT_DEPTH: 3, LIMIT_COST: 2 }[setting] ?? 1
      const tooMuch = await who.ask(query((sizes[at] as number) + step))
      expect(tooMuch.data).toBeFalsy()
      const told = refusal(tooMuch) as string[]
      expect(told).toHaveLength(1)
      expect(told[0]).toMatch(
        new RegExp(`^TOO_COSTLY: The query costs too much: (${what} \\d+ of ${numbers[at]}|more than \\d+ ${what})`),
      )
      // What was met is told, what was sent is not.
      expect(told[0]).not.toMatch(/__typename|programs|skip|code/)
    }
  })

  test('every use of a fragment counts, and a bomb of fragments is counted in no time', () => {
    const shape = (document: string) => shapeOf(parse(document))
    expect(
      shape('query { ...A b: c { ...A } } fragment A on Query @x { a: b { c @y } ... on Query @z { d } }'),
    ).toEqual({
      depth: 3,
      fields: 7,
      aliases: 3,
      directives: 6,
    })
    const bomb = Array.from({ length: 100 }, (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`)
    expect(shape(`{ ...F0 } ${bomb.join(' ')} fragment F100 on Query { a: __typename }`).aliases).toBe(2 ** 100)
    expect(shape('{ ...A } fragment A on Query { a ...B } fragment B on Query { b ...A }').fields).toBeLessThan(9)
  })

  test('a document nested deeper than a parser can go is refused, not our fault', async () => {
    const { signedIn } = await askers({
      LIMIT_TOKENS: '100000,100000,100000',
      LIMIT_CHARACTERS: '1000000,1000000,1000000',
    })
    const answer = await (signedIn as Asker).ask(`${'{a'.repeat(40_000)}${'}'.repeat(40_000)}`)
    expect(refusal(answer)?.[0]).toMatch(/^TOO_COSTLY: /)
  })
})

test('a page has 100 records at most, and a larger one is no cheaper to ask for', async () => {
  const { errors } = await product.ask('{ programs(first: 101) { nodes { code } } }')
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
  expect(errors?.[0]?.message).toContain('first')
})

describe('a request that takes too long', () => {
  const settings = { LIMIT_SECONDS: '1,1,1' }

  test.runIf(engine === 'postgresql')('is answered, and its statement is ended on the server', async () => {
    const { anonymous } = await askers(settings)
    const other = new pg.Client(await addressOf(product.db))
    await other.connect()
    const waiting = async () =>
      (
        await other.query(
          "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
      ).rows[0].n
    try {
      await other.query('BEGIN; LOCK TABLE program IN ACCESS EXCLUSIVE MODE')
      const asked = (anonymous as Asker).ask('{ programs { nodes { code } } }')
      while (!(await waiting())) await new Promise((resolve) => setImmediate(resolve))
      const answer = await asked
      expect([answer.status, refusal(answer)?.[0]]).toEqual([503, expect.stringMatching(/^TIMED_OUT: /)])
      expect(await waiting()).toBe(0)
    } finally {
      await other.end()
    }
    expect((await (anonymous as Asker).ask('{ programs { totalCount } }')).data.programs.totalCount).toBeGreaterThan(8)
  })

  test('starts no other statement, undoes what it did in a transaction and keeps no connection', async () => {
    const seconds = 0.1
    // The clock of the product is asked within the act: here it takes as long as the request may.
    const now = () => {
      const end = performance.now() + seconds * 1000
      while (performance.now() < end);
      return new Date()
    }
    const env = { ...readEnv({}), LIMIT_SECONDS: { anonymous: seconds, partner: seconds, signedIn: seconds } }
    const late = asker(createApp({ ...product.product, env, now }), await cookieOf(product, 'admin'))
    const before = await product.db.prisma.apiKey.count()
    for (let count = 0; count < 12; count++) {
      const input = { name: 'Late', scope: 'PUBLIC', expiresOn: tomorrow() }
      const answer = await late.ask(createKey, { input })
      expect([answer.status, refusal(answer)?.[0]]).toEqual([503, expect.stringMatching(/^TIMED_OUT: /)])
    }
    expect(await product.db.prisma.apiKey.count()).toBe(before)
    expect((await product.ask('{ programs { totalCount } }')).data.programs.totalCount).toBeGreaterThan(8)
  })
})

describe('the rate limit', () => {
  const small = { RATE_LIMIT: '10,20,30' }
  beforeEach(() => product.db.query('DELETE FROM rate_limit') as never)
  const one = '{ __typename }'
  const dear = '{ programs(first: 100) { nodes { code titleKo } } }' // 301: 4 points

  test('tells on every answer what is left, and ends with 429 and whole seconds to wait', async () => {
    const http = await listening(product.product, small)
    const left: (string | null)[] = []
    for (let count = 0; count < 2; count++) left.push((await http.ask(dear)).headers.get('ratelimit-remaining'))
    for (let count = 0; count < 2; count++) left.push((await http.ask(one)).headers.get('ratelimit-remaining'))
    expect(left).toEqual(['6', '2', '1', '0'])
    for (const body of [one, dear, '{ nonsense', '{ nothing }']) {
      const answer = await http.ask(body)
      expect([answer.status, answer.errors?.[0]?.extensions.code, answer.data]).toEqual([
        429,
        'RATE_LIMITED',
        undefined,
      ])
      expect(answer.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/)
      expect(answer.headers.get('ratelimit-limit')).toBe('10')
      expect(answer.headers.get('ratelimit-remaining')).toBe('0')
    }
  })

  test('counts partners by key and signed-in people by account, whatever their address', async () => {
    const http = await listening(product.product, small)
    const cookie = await cookieOf(http, '28177')
    expect(cookie).toMatch(/^sangsaeng_session=/)
    while ((await http.ask(one)).status === 200);
    const limits = async (headers: Record<string, string>) =>
      (await http.ask(one, {}, headers)).headers.get('ratelimit-limit')
    expect([await limits({ authorization: `Bearer ${key}` }), await limits({ cookie })]).toEqual(['20', '30'])
  })

  test('counts requests that fail, and bad keys ten times', async () => {
    const http = await listening(product.product, small)
    expect((await http.ask('{ nothing }')).headers.get('ratelimit-remaining')).toBe('9')
    expect((await http.ask(one, {}, { authorization: 'Bearer nonsense' })).status).toBe(429)
  })

  test('is not met by one who asks from another address behind a trusted proxy', async () => {
    const http = await listening(product.product, { ...small, TRUSTED_PROXIES: '1' })
    const from = async (address: string) =>
      (await http.ask(one, {}, { 'x-forwarded-for': `6.6.6.6, ${address}` })).status
    while ((await from('203.0.113.1')) === 200);
    expect(await from('203.0.113.2')).toBe(200)
    // One subscriber has a whole network of IPv6.
    while ((await from('2001:db8:1:2::1')) === 200);
    expect([await from('2001:db8:1:2:3:4:5:6'), await from('2001:db8:1:3::1')]).toEqual([429, 200])
  })

  test.runIf(engine === 'postgresql')('is shared by the processes on one database', async () => {
    const [here, there] = [await listening(product.product, small), await listening(product.product, small)]
    for (let count = 0; count < 5; count++) expect((await here.ask(one)).status).toBe(200)
    for (let count = 0; count < 5; count++) expect((await there.ask(one)).status).toBe(200)
    expect([(await here.ask(one)).status, (await there.ask(one)).status]).toEqual([429, 429])
  })

  test.runIf(engine === 'postgresql')(
    'is counted a few points ahead in each process, and no caller gets more',
    async () => {
      const many = { RATE_LIMIT: '300,300,300' } // three ahead
      const here = await listening(product.product, many)
      const used = async () => (await product.db.query('SELECT points FROM rate_limit'))[0]?.points
      const seen: unknown[] = []
      for (let count = 0; count < 5; count++) {
        seen.push([(await here.ask(one)).headers.get('ratelimit-remaining'), await used()])
      }
      expect(seen).toEqual([
        ['299', 4],
        ['298', 4],
        ['297', 4],
        ['296', 4],
        ['295', 8],
      ])
      const there = await listening(product.product, many)
      let served = 5
      for (const http of [there, here]) while ((await http.ask(one)).status === 200) served++
      expect(served).toBe(300)
    },
  )

  test('can be turned off', async () => {
    const http = await listening(product.product, { RATE_LIMIT: '0,0,0' })
    const answer = await http.ask(one)
    expect([answer.status, answer.headers.get('ratelimit-limit')]).toEqual([200, null])
  })
})

test('a setting of limits that cannot be used is named with the remedy', () => {
  for (const value of ['1,2', '0,1,1', 'a,b,c', '1,2,3,4', '1.5,2,3']) {
    expect(() => readEnv({ LIMIT_DEPTH: value })).toThrow(
      'LIMIT_DEPTH must be three whole numbers from 1 to 100, for anonymous callers, partners and signed-in people, such as 12,12,15',
    )
  }
  expect(() => readEnv({ CORS_ORIGINS: 'https://a.example/path' })).toThrow(/^CORS_ORIGINS must be origins/)
  expect(() => readEnv({ INTROSPECTION: 'yes' })).toThrow('INTROSPECTION must be one of open, signed-in, closed')
})
