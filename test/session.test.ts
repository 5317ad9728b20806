import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { asker, freshProduct, type Running } from './support.ts'

let product: Running
beforeAll(async () => {
  product = await freshProduct()
  await product.as('city')
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
  expect(cookieOf(headers)).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
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
