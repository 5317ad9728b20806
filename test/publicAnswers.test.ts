import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../server/postgres.ts'
import { closing } from './closing.ts'
import { listening } from './listener.ts'
import { addressOf, asker, engine, freshProduct, type Running, watchStatements } from './support.ts'

let product: Running
let statements: string[]
beforeAll(async () => {
  product = await freshProduct()
  statements = watchStatements(product.db)
})

const NAME = '{ district(code: "28177") { nameEn } }'
const nameIn = async (one: Pick<Running, 'ask'>) => (await one.ask(NAME)).data.district.nameEn
const rename = (nameEn: string) => product.db.prisma.district.update({ where: { code: '28177' }, data: { nameEn } })
/** What was read for the answer, but for the count of writes. */
async function readFor(ask: () => Promise<unknown>) {
  statements.length = 0
  await ask()
  return statements.filter((sql) => !sql.includes("'written'"))
}

test('what was answered is read again only after something was written or a second has passed', async () => {
  const clock = product.product.now
  const at = clock().getTime()
  product.product.now = () => new Date(at)
  expect(await readFor(() => product.ask(NAME))).toHaveLength(1)
  expect(await readFor(() => product.ask(NAME))).toEqual([])
  expect(await readFor(() => product.ask(NAME.replace('nameEn', 'nameKo')))).toHaveLength(1)
  await rename('Renamed')
  expect(await nameIn(product)).toBe('Renamed')
  expect(await readFor(() => product.ask(NAME))).toEqual([])
  await product.db.script(
    "SET session_replication_role = replica; UPDATE district SET name_en = 'Replicated' WHERE code = '28177'; SET session_replication_role = DEFAULT",
  )
  expect(await nameIn(product)).toBe('Replicated')
  product.product.now = () => new Date(at + 1000)
  expect(await readFor(() => product.ask(NAME))).toHaveLength(1)
  product.product.now = () => new Date(at)
  expect(await readFor(() => product.ask(NAME))).toHaveLength(1)
  product.product.now = clock
})

test('what a figure of the results depends on is written, and they are computed anew', async () => {
  const RESULTS = '{ results(groupBy: [ROUND], filter: { indicators: ["PLACED"] }) { rows { figure { value } } } }'
  const before = await product.ask(RESULTS)
  expect(await readFor(() => product.ask(RESULTS))).toEqual([])
  await product.db.query("UPDATE outcome SET public_value = value + 1, value = value + 1 WHERE status = 'APPROVED'")
  expect((await product.ask(RESULTS)).data).not.toEqual(before.data)
})

test('nothing is kept for who has signed in, nor an answer with errors', async () => {
  const city = await product.as('city')
  for (const [who, query] of [
    [city, NAME],
    [product, '{ participants { totalCount } nothing: district(code: "") { code } }'],
  ] as const) {
    expect((await readFor(() => who.ask(query))).length).toBe((await readFor(() => who.ask(query))).length)
    expect((await who.ask(query)).headers?.get('etag')).toBeNull()
  }
})

test('who asks while the count of writes cannot be read is told of a fault, and asks again', async () => {
  const { query } = product.db
  product.db.query = (sql, values) =>
    sql.includes("'written'") ? Promise.reject(new Error('no connection')) : query(sql, values)
  const logged: unknown[] = []
  const log = Object.assign(Object.create(product.product.log), {
    error: (_: unknown, message: unknown) => logged.push(message),
  })
  const { fetch } = await listening({ ...product.product, log })
  const ask = () =>
    fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: NAME }),
    })
  const response = await ask()
  product.db.query = query
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
  expect([response.status, errors[0]?.extensions.code]).toEqual([500, 'INTERNAL_SERVER_ERROR'])
  expect(logged).toEqual(['unexpected error'])
  expect((await ask()).status).toBe(200)
})

test('the same text has the same tag, and a GET with it is told that nothing is new', async () => {
  const { fetch } = await listening(product.product, { RATE_LIMIT: '10000,10000,10000' })
  const get = (headers: Record<string, string> = {}, query = NAME) =>
    fetch(`/graphql?${new URLSearchParams({ query })}`, { headers })
  await rename('First')
  const first = await get()
  const etag = first.headers.get('etag') as string
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect(await first.json()).toEqual({ data: { district: { nameEn: 'First' } } })
  const same = await get({ 'if-none-match': `W/${etag}, "other"` })
  expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag])
  await rename('Second')
  const changed = await get({ 'if-none-match': etag })
  expect([changed.status, await changed.json()]).toEqual([200, { data: { district: { nameEn: 'Second' } } }])
  expect(changed.headers.get('etag')).not.toBe(etag)
  const post = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'if-none-match': changed.headers.get('etag') as string },
    body: JSON.stringify({ query: NAME }),
  })
  expect([post.status, post.headers.get('etag'), post.headers.get('cache-control')]).toEqual([
    200,
    changed.headers.get('etag'),
    'no-store',
  ])
  expect((await get({}, 'mutation { signOut { errors { code } } }')).status).toBe(405)
})

test.runIf(engine === 'postgresql')('what another process or a hand writes is seen once it is committed', async () => {
  const hand = new pg.Client({ connectionString: await addressOf(product.db) })
  await hand.connect()
  closing.unshift(() => hand.end())
  const db = await openPostgres(await addressOf(product.db))
  closing.unshift(() => db.close())
  const other = asker((await freshProduct(db)).app)

  await rename('Before')
  expect([await nameIn(product), await nameIn(other)]).toEqual(['Before', 'Before'])
  await hand.query("BEGIN; UPDATE district SET name_en = 'After' WHERE code = '28177'")
  expect([await nameIn(product), await nameIn(other)]).toEqual(['Before', 'Before'])
  expect([await nameIn(product), await nameIn(other)]).toEqual(['Before', 'Before'])
  await hand.query('COMMIT')
  expect([await nameIn(product), await nameIn(other)]).toEqual(['After', 'After'])
  await rename('Again')
  expect([await nameIn(product), await nameIn(other)]).toEqual(['Again', 'Again'])
})

// What is in no public answer, and why.
const UNCOUNTED: Record<string, string> = {
  _prisma_migrations: 'of the installation',
  access_log: 'not public',
  access_log_checkpoint: 'not public',
  access_log_head: 'not public',
  change: 'not public',
  done_act: 'not public',
  rate_limit: 'a counter',
  recovery_code: 'a secret',
  session: 'a secret',
  sign_in_count: 'a counter',
}

test('every table counts what is written, or has a reason not to', async () => {
  await product.db.script('CREATE TABLE later (id serial PRIMARY KEY); SELECT watch_writes()')
  const rows = await product.db.query(
    `SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'notes_written') AS counted
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
  )
  const uncounted = rows.flatMap(({ name, counted }) => (counted ? [] : [String(name)]))
  expect(uncounted.sort()).toEqual(Object.keys(UNCOUNTED).sort())
  expect(rows.map(({ name }) => name)).toContain('later')
  await product.db.script('DROP TABLE later')
})
