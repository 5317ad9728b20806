import { beforeEach, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { account, enter, PASSWORD, signIn, tryAct, whoIs } from './account.ts'
import { type Asker, asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let admin: Asker
let moment: number
beforeEach(async () => {
  product = await freshProduct()
  moment = Date.parse('2031-03-02T00:00:00Z')
  product.product.now = () => new Date(moment)
  admin = await product.as('admin')
})

const DAY = 86_400_000
const kim = { email: 'kim@officers.example', name: '김담당', role: 'CITY' }
const invite = async (input: object = kim) => tryAct(admin, 'inviteUser', input, 'user { id version hasPassword } link')
const tokenOf = (link: string) => link.match(/^\/admin\/invitation#([\w-]{43})$/)?.[1] as string
const look = async (token: string) =>
  (await product.ask('query ($token: String!) { invitation(token: $token) { name email expiresAt open } }', { token }))
    .data.invitation
const accept = (token: string, password = PASSWORD) => enter(product, 'acceptInvitation', { token, password })

test('a link opens the account once: it sets the password and signs the person in', async () => {
  const { user, link, problems } = await invite()
  expect([problems, user.hasPassword]).toEqual([[], false])
  const token = tokenOf(link)
  expect(await look(token)).toEqual({
    name: '김담당',
    email: 'kim@officers.example',
    expiresAt: '2031-03-09T00:00:00.000Z',
    open: true,
  })
  expect((await signIn(product, kim.email, '')).data.errors[0]?.code).toBe('TOO_SHORT')
  expect((await signIn(product, kim.email, 'null')).data.errors[0]?.code).toBe('WRONG_PASSWORD')

  const person = await accept(token)
  expect(person.data).toEqual({ user: { email: kim.email }, needsCode: false, errors: [] })
  expect(await whoIs(person)).toBe(kim.email)
  expect(await whoIs(await signIn(product, kim.email))).toBe(kim.email)

  expect(await look(token)).toBeNull()
  const again = await accept(token, 'somebody else knows it')
  expect(again.data.errors).toMatchInlineSnapshot(`
    [
      {
        "code": "INVITATION_OVER",
        "field": "token",
        "message": "This link was used, replaced, or is older than 7 days. Ask the city administrator for a new one.",
      },
    ]
  `)
  expect([again.cookie, await whoIs(person)]).toEqual(['', kim.email])
})

test('of several who use one link at once one gets in', async () => {
  const token = tokenOf((await invite()).link)
  const answers = await Promise.all([1, 2, 3, 4].map((at) => accept(token, `a password of number ${at}`)))
  expect(answers.map(({ data }) => data.errors[0]?.code ?? 'in').sort()).toEqual([
    ...Array(3).fill('INVITATION_OVER'),
    'in',
  ])
})

test('a link works for 7 days', async () => {
  const token = tokenOf((await invite()).link)
  moment += 7 * DAY
  expect(await look(token)).toMatchObject({ email: kim.email, open: false })
  expect((await accept(token)).data.errors[0]?.code).toBe('INVITATION_OVER')
  moment -= 1
  expect(await look(token)).toMatchObject({ open: true })
  expect((await accept(token)).data.errors).toEqual([])
})

test('only a hash of the token is stored, and nothing else gives it away', async () => {
  const token = tokenOf((await invite()).link)
  const rows = await product.db.query(
    "SELECT t::text AS row FROM invitation t UNION ALL SELECT t::text FROM rights_change t WHERE kind = 'INVITED'",
  )
  const bytes = Buffer.from(token).toString('hex')
  const decoded = Buffer.from(token, 'base64url').toString('hex')
  expect(rows).toHaveLength(2)
  for (const secret of [token, bytes, decoded]) expect(JSON.stringify(rows)).not.toContain(secret)
})

test('the link leads to the address that browsers use', async () => {
  const env = { ...product.product.env, PUBLIC_URL: 'https://jobs.example' }
  const app = createApp({ ...product.product, env })
  const { cookie } = await signIn({ ...product, app }, 'admin@officers.example', 'long enough for admin')
  const { link } = await tryAct(asker(app, cookie), 'inviteUser', kim, 'link')
  expect(link).toMatch(/^https:\/\/jobs\.example\/admin\/invitation#[\w-]{43}$/)
})

test('the password must follow the rules, and the link stays for another try', async () => {
  const token = tokenOf((await invite()).link)
  expect((await accept(token, 'short')).data.errors[0]).toMatchObject({ field: 'password', code: 'TOO_SHORT' })
  expect((await accept(token, 'qwerty123456')).data.errors[0]).toMatchObject({
    field: 'password',
    code: 'COMMON_PASSWORD',
  })
  expect((await accept(token, 'kim@officers.example')).data.errors[0]).toMatchObject({
    field: 'password',
    code: 'OWN_WORDS',
  })
  expect((await accept(token)).data.errors).toEqual([])
})

test('a new link is for a forgotten password: it ends the link before it, and when it is used the sessions', async () => {
  const { id } = await account(product, 'lee@officers.example')
  const before = await signIn(product, 'lee@officers.example')
  const renew = () => tryAct(admin, 'renewInvitation', { id: idOf('User', id) }, 'link')
  const first = tokenOf((await renew()).link)
  const second = tokenOf((await renew()).link)
  expect([await look(first), await look(second)]).toMatchObject([null, { open: true }])
  expect(await whoIs(before)).toBe('lee@officers.example')
  expect((await accept(second, 'the new password of lee')).data.errors).toEqual([])
  expect(await whoIs(before)).toBeNull()
  expect((await signIn(product, 'lee@officers.example')).data.errors[0]?.code).toBe('WRONG_PASSWORD')
})

test('no link is made for a closed account or the own one, and an open one dies with the account', async () => {
  const { user, link } = await invite()
  await product.db.prisma.user.update({ where: { email: kim.email }, data: { active: false } })
  expect(await look(tokenOf(link))).toMatchObject({ open: false })
  expect((await accept(tokenOf(link))).data.errors[0]?.code).toBe('INVITATION_OVER')
  const renew = (id: string) => tryAct(admin, 'renewInvitation', { id }, 'link')
  expect(await renew(user.id)).toMatchObject({ link: null, problems: ['id ACCOUNT_CLOSED'] })
  const self = (await admin.ask('{ viewer { id } }')).data.viewer.id
  expect(await renew(self)).toMatchObject({ link: null, problems: ['id OWN_ACCOUNT'] })
})

test('nobody but an administrator invites', async () => {
  const { id } = await account(product, 'lee@officers.example')
  for (const who of ['city', 'privacy', 'reviewer', '28177']) {
    const officer = await product.as(who)
    expect((await tryAct(officer, 'inviteUser', kim, 'link')).refused).toBe('FORBIDDEN')
    expect((await tryAct(officer, 'renewInvitation', { id: idOf('User', id) }, 'link')).refused).toBe('FORBIDDEN')
  }
})

test('a made-up token says nothing', async () => {
  expect(await look('a'.repeat(43))).toBeNull()
  expect((await accept('a'.repeat(43))).data.errors[0]?.code).toBe('INVITATION_OVER')
})
