import { afterEach, beforeAll, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { account, signIn as enter, PASSWORD, tryAct, whoIs } from './account.ts'
import { asker, freshProduct, idOf, type Running, sessionCookie } from './support.ts'

let product: Running
beforeAll(async () => {
  product = await freshProduct()
  await product.as('city')
})
afterEach(() => {
  product.product.now = () => new Date()
})

const email = 'city@officers.example'
const password = 'long enough for city'
const signIn = (input: object, headers = {}) =>
  product.ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { user { email role } errors { field code message } } }',
    { input },
    headers,
  )
const cookieOf = (headers: Headers) => headers.get('set-cookie') ?? ''
const sessions = () => product.db.prisma.session.count()

test('signing in sets a cookie that scripts and other sites cannot use', async () => {
  const { data, headers } = await signIn({ email: ' City@Officers.EXAMPLE ', password })
  expect(data.signIn).toEqual({ user: { email, role: 'CITY' }, errors: [] })
  expect(cookieOf(headers).replace(/=[\w-]{43};/, '=TOKEN;')).toMatchInlineSnapshot(
    `"sangsaeng_session=TOKEN; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"`,
  )
})

test('the cookie is for https only where the product is reached over https', async () => {
  const env = { ...product.product.env, PUBLIC_URL: 'https://jobs.example' }
  const secure = asker(createApp({ ...product.product, env }))
  const { headers } = await secure.ask('mutation { signOut }')
  expect(cookieOf(headers)).toMatch(/^__Host-sangsaeng_session=; Path=\/; .*; HttpOnly; SameSite=Strict; Secure$/)
  const { id } = await product.db.prisma.user.findUniqueOrThrow({ where: { email } })
  const cookie = await sessionCookie(product.product, id)
  const app = createApp({ ...product.product, env })
  const who = async (name: string) => (await asker(app, name).ask('{ viewer { email } }')).data.viewer
  // What a host below or beside this one can set has not the name that browsers guard.
  expect(await who(cookie)).toBeNull()
  expect(await who(`__Host-${cookie}`)).toEqual({ email })
})

test('a wrong password, an unknown account and a closed one get the same answer', async () => {
  const { passwordHash } = await product.db.prisma.user.findUniqueOrThrow({ where: { email } })
  await product.db.prisma.user.create({
    data: { email: 'closed@officers.example', name: 'Closed', role: 'CITY', active: false, passwordHash },
  })
  const before = await sessions()
  const answers = [
    await signIn({ email, password: 'wrong' }),
    await signIn({ email: 'nobody@officers.example', password }),
    await signIn({ email: 'closed@officers.example', password }),
  ]
  for (const { data, headers } of answers) {
    expect(data).toEqual(answers[0]?.data)
    expect(cookieOf(headers)).toBe('')
  }
  expect(answers[0]?.data.signIn).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "WRONG_PASSWORD",
          "field": "password",
          "message": "E-mail address or password is wrong.",
        },
      ],
      "user": null,
    }
  `)
  expect(await sessions()).toBe(before)
})

test('the refusal is in Korean for those who read Korean', async () => {
  const { data } = await signIn({ email, password: 'wrong' }, { 'accept-language': 'ko-KR' })
  expect(data.signIn.errors[0].message).toMatchInlineSnapshot(`"이메일 주소 또는 비밀번호가 올바르지 않습니다."`)
})

test('signing out ends the session on the server and forgets the cookie', async () => {
  const cookie = cookieOf((await signIn({ email, password })).headers).split(';')[0]
  const officer = asker(product.app, cookie)
  expect((await officer.ask('{ viewer { email } }')).data).toEqual({ viewer: { email } })
  const before = await sessions()
  const { data, headers } = await officer.ask('mutation { signOut }')
  expect(data).toEqual({ signOut: true })
  expect(cookieOf(headers)).toBe('sangsaeng_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict')
  expect(await sessions()).toBe(before - 1)
  expect((await officer.ask('{ viewer { email } }')).data).toEqual({ viewer: null })
})

test('a session ends by itself', async () => {
  const cookie = cookieOf((await signIn({ email, password })).headers).split(';')[0]
  await product.db.prisma.session.updateMany({ data: { expiresAt: new Date('2019-01-01') } })
  expect((await asker(product.app, cookie).ask('{ viewer { email } }')).data).toEqual({ viewer: null })
})

/** Puts the clock this many minutes after a moment that is the same all the time. */
const minutes = (count: number) => {
  product.product.now = () => new Date(Date.parse('2031-03-02T00:00:00Z') + count * 60_000)
}

test('a session ends 12 hours after the sign-in, however much it is used', async () => {
  await account(product, 'lifetime@officers.example')
  minutes(0)
  const person = await enter(product, 'lifetime@officers.example')
  for (let hour = 1; hour < 12; hour++) {
    minutes(hour * 60)
    expect(await whoIs(person)).toBe('lifetime@officers.example')
  }
  minutes(12 * 60)
  expect(await whoIs(person)).toBeNull()
})

test('a session ends when it was not used for two hours', async () => {
  await account(product, 'idle@officers.example')
  minutes(0)
  const person = await enter(product, 'idle@officers.example')
  minutes(119)
  expect(await whoIs(person)).toBe('idle@officers.example')
  minutes(238)
  expect(await whoIs(person)).toBe('idle@officers.example')
  minutes(358)
  expect(await whoIs(person)).toBeNull()
})

test('both times are settings', async () => {
  await account(product, 'settings@officers.example')
  const env = { ...product.product.env, SESSION_HOURS: 1, SESSION_IDLE_MINUTES: 5 }
  const strict = { ...product, app: createApp({ ...product.product, env, now: () => product.product.now() }) }
  minutes(0)
  const person = await enter(strict, 'settings@officers.example')
  for (let at = 4; at < 60; at += 4) {
    minutes(at)
    expect(await whoIs(person)).toBe('settings@officers.example')
  }
  minutes(60)
  expect(await whoIs(person)).toBeNull()
  const idle = await enter(strict, 'settings@officers.example')
  minutes(65)
  expect(await whoIs(idle)).toBeNull()
})

test('when a session was last used is written once a minute', async () => {
  const { id } = await account(product, 'used@officers.example')
  minutes(0)
  const person = await enter(product, 'used@officers.example')
  const lastUsed = async () =>
    (await product.db.prisma.session.findFirstOrThrow({ where: { userId: id } })).lastUsedAt.toISOString()
  minutes(0.9)
  await whoIs(person)
  expect(await lastUsed()).toBe('2031-03-02T00:00:00.000Z')
  minutes(1)
  await whoIs(person)
  expect(await lastUsed()).toBe('2031-03-02T00:01:00.000Z')
})

const list = '{ viewer { sessions { id current address userAgent createdAt lastUsedAt expiresAt } } }'

test('a person sees where the account is signed in, and ends one session or all others', async () => {
  await account(product, 'list@officers.example')
  minutes(0)
  const from = (agent: string) => ({ headers: { 'user-agent': agent } })
  const here = await enter(product, 'list@officers.example', PASSWORD, from('Firefox \u001b[31m/140'))
  minutes(1)
  const there = await enter(product, 'list@officers.example', PASSWORD, from('x'.repeat(500)))
  const third = await enter(product, 'list@officers.example')
  const sessions = (await here.ask(list)).data.viewer.sessions
  expect(
    sessions.map(({ current, userAgent }: Record<string, string>) => [current, userAgent?.length ?? null]),
  ).toEqual([
    [false, null],
    [false, 200],
    [true, 16],
  ])
  expect(sessions[2]).toEqual({
    id: expect.any(String),
    current: true,
    address: 'unknown',
    userAgent: 'Firefox [31m/140',
    createdAt: '2031-03-02T00:00:00.000Z',
    lastUsedAt: '2031-03-02T00:01:00.000Z',
    expiresAt: '2031-03-02T12:00:00.000Z',
  })

  const revoke = (input: object) => tryAct(here, 'revokeSession', input)
  expect((await revoke({ id: sessions[1].id })).problems).toEqual(['currentPassword REQUIRED'])
  expect((await revoke({ id: sessions[1].id, currentPassword: 'wrong' })).problems).toEqual([
    'currentPassword NOT_YOUR_PASSWORD',
  ])
  expect(await whoIs(there)).toBe('list@officers.example')
  expect((await revoke({ id: sessions[1].id, currentPassword: PASSWORD })).problems).toEqual([])
  expect([await whoIs(there), await whoIs(third)]).toEqual([null, 'list@officers.example'])
  expect((await tryAct(here, 'revokeOtherSessions', { currentPassword: PASSWORD })).problems).toEqual([])
  expect([await whoIs(here), await whoIs(third)]).toEqual(['list@officers.example', null])
})

test("nobody sees or ends somebody else's session, not even an administrator by its id", async () => {
  const { id: userId } = await account(product, 'private@officers.example')
  const person = await enter(product, 'private@officers.example')
  const session = await product.db.prisma.session.findFirstOrThrow({ where: { userId } })
  const admin = await product.as('admin')
  const query =
    'query ($id: ID!, $user: ID!) { node(id: $id) { id } user: node(id: $user) { ... on User { sessions { id } } } }'
  const { data } = await admin.ask(query, { id: idOf('Session', session.id), user: idOf('User', userId) })
  expect(data).toEqual({ node: null, user: { sessions: [] } })
  const input = { id: idOf('Session', session.id), currentPassword: 'long enough for admin' }
  expect((await tryAct(admin, 'revokeSession', input)).refused).toBe('NOT_FOUND')
  expect(await whoIs(person)).toBe('private@officers.example')
})

test('an administrator ends all sessions of an account, of the own one all others', async () => {
  const { id: userId } = await account(product, 'ended@officers.example')
  const [one, two] = [await enter(product, 'ended@officers.example'), await enter(product, 'ended@officers.example')]
  const admin = await product.as('admin')
  expect((await tryAct(await product.as('28177'), 'endSessions', { id: idOf('User', userId) })).refused).toBe(
    'FORBIDDEN',
  )
  expect(await whoIs(one)).toBe('ended@officers.example')
  expect((await tryAct(admin, 'endSessions', { id: idOf('User', userId) })).problems).toEqual([])
  expect([await whoIs(one), await whoIs(two)]).toEqual([null, null])
  const self = (await admin.ask('{ viewer { id } }')).data.viewer.id
  expect((await tryAct(admin, 'endSessions', { id: self })).problems).toEqual([])
  expect(await whoIs(admin)).toBe('admin@officers.example')
})

test('signing in again ends the session of that browser, and gives it another token', async () => {
  await account(product, 'again@officers.example')
  const before = await enter(product, 'again@officers.example')
  const after = await enter(product, 'again@officers.example', PASSWORD, { cookie: before.cookie })
  expect(after.cookie).not.toBe(before.cookie)
  expect([await whoIs(before), await whoIs(after)]).toEqual([null, 'again@officers.example'])
})

test('only a hash of the token is stored', async () => {
  const token = cookieOf((await signIn({ email, password })).headers).match(/=([\w-]{43});/)?.[1] as string
  const rows = await product.db.query('SELECT t::text AS row FROM session t')
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'))
})

test('a made-up or broken cookie is nobody', async () => {
  for (const token of ['', 'x', 'a'.repeat(43), `${'a'.repeat(43)}'; DROP TABLE session`]) {
    const { data, errors } = await asker(product.app, `sangsaeng_session=${token}`).ask('{ viewer { email } }')
    expect({ data, errors }).toEqual({ data: { viewer: null }, errors: undefined })
  }
})

test('no mutation is taken from a form or a link of another site', async () => {
  const query = 'mutation { signOut }'
  const link = await product.app.fetch(new Request(`http://localhost/graphql?query=${encodeURIComponent(query)}`))
  expect(link.status).toBe(405)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ query }),
    })
    expect((await product.app.fetch(request)).status).toBe(415)
  }
})
