import { afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { openPostgres } from '../server/postgres.ts'
import { type Listener, listenTo } from './stream.ts'
import { addressOf, asker, engine, freshProduct, idOf, type Running, sessionCookie } from './support.ts'

let product: Running
let cookies: Record<string, string>
let ids: { own: string; foreign: string; draft: string; round: string }
beforeAll(async () => {
  product = await freshProduct()
  const { prisma } = product.db
  const people = ['admin', 'city', 'privacy', 'reviewer', '28177']
  for (const name of people) await product.as(name)
  const users = await prisma.user.findMany({ select: { id: true, email: true } })
  cookies = Object.fromEntries(
    await Promise.all(
      users.map(async ({ id, email }) => [email.split('@')[0], await sessionCookie(product.product, id)]),
    ),
  )
  const { data } = await product.ask(
    '{ own: program(code: "2019-02") { id round { id } } foreign: program(code: "2019-03") { id district { id } } }',
  )
  const made = await act(
    'createProgram',
    { roundId: data.own.round.id, districtId: data.foreign.district.id, titleKo: '남의 초안' },
    'program { id }',
  )
  ids = { own: data.own.id, foreign: data.foreign.id, draft: made.program.id, round: data.own.round.id }
})
const open: Listener[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()))
})

async function listen(name: string | undefined, headers = {}, app = product.app) {
  const listener = await listenTo(app.fetch, name && cookies[name], headers)
  open.push(listener)
  return listener
}

async function act(name: string, input: object, fields: string, headers = {}) {
  const type = name[0]?.toUpperCase() + name.slice(1)
  const { data, errors } = await asker(product.app, cookies.admin ?? (await adminCookie())).ask(
    `mutation ($input: ${type}Input!) { done: ${name}(input: $input) { ${fields} errors { field code message } } }`,
    { input },
    headers,
  )
  expect([name, errors, data?.done.errors]).toEqual([name, undefined, []])
  return data.done
}
const adminCookie = async () => {
  const { id } = await product.db.prisma.user.findFirstOrThrow({ where: { role: 'ADMIN' } })
  return sessionCookie(product.product, id)
}

async function retitle(id: string, titleEn: string, headers = {}) {
  const { data } = await asker(product.app, cookies.admin).ask(
    'query ($id: ID!) { node(id: $id) { ... on Program { version } } }',
    { id },
  )
  return (await act('updateProgram', { id, version: data.node.version, titleEn }, 'program { version }', headers))
    .program.version as number
}

test('only signed-in people listen', async () => {
  const stranger = await listen(undefined)
  expect(await stranger.errors()).toEqual([{ code: 'UNAUTHENTICATED' }])
  const key = await act('createApiKey', { name: '표', scope: 'PUBLIC', expiresOn: in100Days() }, 'secret')
  const partner = await listen(undefined, { authorization: `Bearer ${key.secret}` })
  expect(await partner.errors()).toEqual([{ code: 'FORBIDDEN' }])
  const officer = await listen('28177')
  expect([officer.status, officer.contentType]).toEqual([200, 'text/event-stream'])
})

test('each is told of what they may read, and of nothing else', async () => {
  const everyone = { city: await listen('city'), district: await listen('28177'), reviewer: await listen('reviewer') }
  await retitle(ids.draft, 'Secret')
  const version = await retitle(ids.own, 'Seen by all')
  const program = (id: string, at: number) => ({ type: 'Program', id, version: at })
  const round = { type: 'Round', id: ids.round }
  expect(await everyone.city.until(ids.own)).toMatchObject([program(ids.draft, 2), round, program(ids.own, version)])
  expect(await everyone.district.until(ids.own)).toEqual([program(ids.own, version)])
  expect(await everyone.reviewer.until(ids.own)).toEqual([program(ids.own, version)])
})

test('whoever may not read what was changed is not told of its program either', async () => {
  const [district, city] = [await listen('28177'), await listen('city')]
  const { participant } = await act(
    'enrollParticipant',
    { name: '홍길동', programId: ids.foreign, stageOn: '2019-03-04' },
    'participant { id }',
  )
  await retitle(ids.own, 'After somebody was enrolled elsewhere')
  expect((await city.until(ids.own)).map(({ id }) => id)).toEqual(
    expect.arrayContaining([participant.id, ids.foreign, ids.own]),
  )
  expect((await district.until(ids.own)).map(({ id }) => id)).toEqual([ids.own])
})

test('a page is not told of what it did itself, and nobody of what was refused', async () => {
  const [here, there] = [await listen('admin', { 'sangsaeng-tab': 'page-one' }), await listen('admin')]
  await retitle(ids.foreign, 'By page one', { 'sangsaeng-tab': 'page-one' })
  const { data } = await asker(product.app, cookies.admin).ask(
    'mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { errors { code } } }',
    { input: { id: ids.draft, version: 1, titleEn: 'Too late' } },
  )
  expect(data.updateProgram.errors).toEqual([{ code: 'CONFLICT' }])
  await retitle(ids.own, 'By no page')
  expect((await there.until(ids.own)).map(({ id }) => id)).toEqual([ids.foreign, ids.round, ids.own])
  expect((await here.until(ids.own)).map(({ id }) => id)).toEqual([ids.own])
})

test('what comes after something that was sent again is told', async () => {
  const version = await retitle(ids.own, 'Sent')
  const city = await listen('city')
  const input = { id: ids.own, version, titleEn: 'Sent again' }
  const again = { 'idempotency-key': 'sent-again-and-again' }
  for (const _ of [1, 2]) await act('updateProgram', input, 'program { version }', again)
  await retitle(ids.foreign, 'After it')
  expect((await city.until(ids.foreign)).map(({ id }) => id)).toContain(ids.own)
})

test('looking at a person is no change', async () => {
  const city = await listen('city')
  const { participant } = await act(
    'enrollParticipant',
    { name: '남궁민수', programId: ids.own, stageOn: '2019-03-04' },
    'participant { id }',
  )
  await city.until(participant.id)
  await act('revealPerson', { participantId: participant.id, reason: '전화로 확인' }, '')
  await retitle(ids.foreign, 'After the look')
  expect((await city.until(ids.foreign)).map(({ id }) => id)).not.toContain(participant.id)
})

test.each([
  ['signs out', async (cookie: string) => void (await asker(product.app, cookie).ask('mutation { signOut }'))],
  [
    'is given another district',
    async () => {
      const user = await product.db.prisma.user.findUniqueOrThrow({ where: { email: '28177@officers.example' } })
      const { data } = await product.ask('{ district(code: "28185") { id } }')
      const input = { id: idOf('User', user.id), version: user.version, districtIds: [data.district.id] }
      await act('updateUser', input, 'user { id }')
    },
  ],
  [
    'has all sessions ended',
    async () => {
      const { id } = await product.db.prisma.user.findUniqueOrThrow({ where: { email: '28177@officers.example' } })
      await act('endSessions', { id: idOf('User', id) }, 'user { id }')
    },
  ],
])('the stream ends when its person %s', async (_, end) => {
  const user = await product.db.prisma.user.findUniqueOrThrow({ where: { email: '28177@officers.example' } })
  cookies.passing = await sessionCookie(product.product, user.id)
  const [ending, other] = [await listen('passing'), await listen('reviewer')]
  await end(cookies.passing)
  expect(await ending.next()).toBeUndefined()
  await retitle(ids.own, 'Told to those who stay')
  expect((await other.until(ids.own)).at(-1)?.id).toBe(ids.own)
})

test('a session listens with four pages at most, and a closed one makes room', async () => {
  const pages = []
  for (let page = 1; page <= 4; page++) pages.push(await listen('privacy'))
  const fifth = await listen('privacy')
  expect(fifth.status).toBe(429)
  expect(await fifth.errors()).toEqual([{ code: 'RATE_LIMITED' }])
  await pages[0]?.close()
  await expect.poll(async () => (await listen('privacy')).status, { timeout: 60_000 }).toBe(200)
})

test.runIf(engine === 'postgresql')(
  'a change in one process is told in another, which finds its way back',
  async () => {
    const other = { ...product.product, db: await openPostgres(await addressOf(product.db)) }
    onTestFinished(() => other.db.close())
    const app = createApp(other)
    const there = await listen('city', {}, app)
    const version = await retitle(ids.own, 'In the first process')
    expect((await there.until(ids.own)).at(-1)).toEqual({ type: 'Program', id: ids.own, version })
    await endConnections('sangsaeng_changed')
    await there.end()
    const again = await listen('city', {}, app)
    await retitle(ids.own, 'After the connection was lost')
    expect((await again.until(ids.own)).at(-1)?.id).toBe(ids.own)
  },
)

test.runIf(engine === 'postgresql')('who listens starts anew when a process is gone that may have told', async () => {
  const other = await openPostgres(await addressOf(product.db))
  onTestFinished(() => other.close())
  await other.channel.open()
  const city = await listen('city')
  const { channel } = product.db
  await channel.check()
  await retitle(ids.own, 'While all are there')
  await channel.check()
  expect((await city.until(ids.own)).at(-1)?.id).toBe(ids.own)
  await endConnections('sangsaeng_changed', 'ORDER BY backend_start DESC LIMIT 1')
  await channel.check()
  await city.end()
})

const endConnections = (name: string, which = '') =>
  product.db.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM (SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = $1 ${which}) AS connection`,
    [name],
  )

const in100Days = () => new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10)
