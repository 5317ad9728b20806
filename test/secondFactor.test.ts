import { Secret, TOTP } from 'otpauth'
import { beforeEach, expect, test } from 'vitest'
import { account, enter, PASSWORD, type SignedIn, signIn, tryAct, whoIs } from './account.ts'
import { freshProduct, idOf, type Running } from './support.ts'

let product: Running
let moment: number
beforeEach(async () => {
  product = await freshProduct()
  moment = Date.parse('2031-03-02T00:00:00Z')
  product.product.now = () => new Date(moment)
})

const email = 'kim@officers.example'
const STEP = 30_000
/** What the person's app shows at a moment. */
const shown = (secret: string, at = moment) =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: at })

/** An account with a second factor, which was confirmed two steps ago. */
async function protectedAccount(role?: 'CITY' | 'REVIEWER') {
  const { id } = await account(product, email, role)
  const person = await signIn(product, email)
  const { secret, codes } = await setUp(person)
  moment += 2 * STEP
  return { id, person, secret, codes }
}

async function setUp(person: SignedIn) {
  const { secret } = await tryAct(person, 'startTotp', { currentPassword: PASSWORD }, 'secret')
  const input = { code: shown(secret) }
  const { recoveryCodes, problems } = await tryAct(person, 'confirmTotp', input, 'recoveryCodes')
  expect(problems).toEqual([])
  return { secret, codes: recoveryCodes as string[] }
}

const codeOf = ({ data }: SignedIn) => data.errors[0]?.code ?? (data.user ? 'in' : 'nobody')
async function signInWith(code: string) {
  const waiting = await signIn(product, email)
  expect(waiting.data).toEqual({ user: null, needsCode: true, errors: [] })
  return enter(product, 'enterCode', { code }, { cookie: waiting.cookie })
}

test('the app gets the secret as text and as an otpauth address, once', async () => {
  await account(product, email)
  const person = await signIn(product, email)
  expect((await tryAct(person, 'startTotp', { currentPassword: 'wrong' }, 'secret')).problems).toEqual([
    'currentPassword NOT_YOUR_PASSWORD',
  ])
  const { secret, uri } = await tryAct(person, 'startTotp', { currentPassword: PASSWORD }, 'secret uri')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(uri).toBe(
    `otpauth://totp/Sangsaeng:kim%40officers.example?issuer=Sangsaeng&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  )
  const rows = JSON.stringify(await product.db.query('SELECT t::text AS row FROM app_user t'))
  const raw = Buffer.from(Secret.fromBase32(secret).buffer).toString('hex')
  for (const kept of [secret, raw, Buffer.from(secret).toString('hex')]) expect(rows).not.toContain(kept)
  expect(codeOf(await signIn(product, email))).toBe('in')
})

test('from the first code on, signing in takes a code', async () => {
  const { person, secret } = await protectedAccount()
  expect((await person.ask('{ viewer { hasSecondFactor } }')).data.viewer).toEqual({ hasSecondFactor: true })
  const waiting = await signIn(product, email)
  expect(waiting.data).toEqual({ user: null, needsCode: true, errors: [] })
  expect(await whoIs(waiting)).toBeNull()
  expect((await tryAct(waiting, 'changePassword', { currentPassword: PASSWORD, password: 'x' })).refused).toBe(
    'UNAUTHENTICATED',
  )
  const inside = await enter(product, 'enterCode', { code: shown(secret) }, { cookie: waiting.cookie })
  expect(inside.data).toEqual({ user: { email }, needsCode: false, errors: [] })
  expect(inside.cookie).not.toBe(waiting.cookie)
  expect([await whoIs(inside), await whoIs(waiting)]).toEqual([email, null])
  expect(await enter(product, 'enterCode', { code: shown(secret) }, { cookie: waiting.cookie })).toMatchObject({
    data: { errors: [{ code: 'SIGN_IN_AGAIN' }] },
  })
})

test('a code of one step before or after is right, of two is not', async () => {
  const { secret } = await protectedAccount()
  moment += 10 * STEP
  expect(codeOf(await signInWith(shown(secret, moment - 2 * STEP)))).toBe('WRONG_CODE')
  expect(codeOf(await signInWith(shown(secret, moment + 2 * STEP)))).toBe('WRONG_CODE')
  expect(codeOf(await signInWith(shown(secret, moment - STEP)))).toBe('in')
  expect(codeOf(await signInWith(shown(secret, moment)))).toBe('in')
  expect(codeOf(await signInWith(shown(secret, moment + STEP)))).toBe('in')
})

test('a code never works twice, not even at the same time, nor does the one that turned it on', async () => {
  const { secret } = await protectedAccount()
  expect(codeOf(await signInWith(shown(secret)))).toBe('in')
  expect(codeOf(await signInWith(shown(secret)))).toBe('WRONG_CODE')
  expect(codeOf(await signInWith(shown(secret, moment - STEP)))).toBe('WRONG_CODE')
  moment += 2 * STEP
  const answers = await Promise.all([1, 2, 3, 4].map(() => signInWith(shown(secret))))
  expect(answers.map(codeOf).sort()).toEqual(['WRONG_CODE', 'WRONG_CODE', 'WRONG_CODE', 'in'])
})

test('the code that confirmed cannot sign in', async () => {
  await account(product, email)
  const { secret } = await setUp(await signIn(product, email))
  expect(codeOf(await signInWith(shown(secret)))).toBe('WRONG_CODE')
  moment += STEP
  expect(codeOf(await signInWith(shown(secret)))).toBe('in')
})

test('each of the ten recovery codes works once, however it is typed', async () => {
  const { codes } = await protectedAccount()
  expect(codes).toHaveLength(10)
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
  const rows = JSON.stringify(await product.db.query('SELECT t::text AS row FROM recovery_code t'))
  expect(rows).not.toContain(Buffer.from((codes[0] as string).replaceAll('-', '')).toString('hex'))
  expect(codeOf(await signInWith((codes[0] as string).toUpperCase().replaceAll('-', ' ')))).toBe('in')
  expect(codeOf(await signInWith(codes[0] as string))).toBe('WRONG_CODE')
  expect(codeOf(await signInWith(codes[1] as string))).toBe('in')
})

test('codes cannot be tried out: after ten wrong ones the account waits, though the password is known', async () => {
  const { secret } = await protectedAccount()
  for (let at = 0; at < 10; at++) expect(codeOf(await signInWith('000000'))).toBe('WRONG_CODE')
  expect(codeOf(await signInWith(shown(secret)))).toBe('TOO_MANY_ATTEMPTS')
  moment += 15 * 60_000
  expect(codeOf(await signInWith(shown(secret)))).toBe('in')
})

test('the code must come within five minutes of the password', async () => {
  const { secret } = await protectedAccount()
  const waiting = await signIn(product, email)
  moment += 5 * 60_000
  const late = await enter(product, 'enterCode', { code: shown(secret) }, { cookie: waiting.cookie })
  expect(codeOf(late)).toBe('SIGN_IN_AGAIN')
})

test('a link for a forgotten password does not get around the second factor', async () => {
  const { id } = await protectedAccount()
  const admin = await product.as('admin')
  const { link } = await tryAct(admin, 'renewInvitation', { id: idOf('User', id) }, 'link')
  const token = link.split('#')[1]
  const accepted = await enter(product, 'acceptInvitation', { token, password: 'the new password of kim' })
  expect(accepted.data).toEqual({ user: null, needsCode: true, errors: [] })
  expect(await whoIs(accepted)).toBeNull()
})

test('a person turns it off with a code, and an administrator resets it for a lost device', async () => {
  const { id, person, secret } = await protectedAccount()
  expect((await tryAct(person, 'disableTotp', { code: '000000' })).problems).toEqual(['code WRONG_CODE'])
  expect((await tryAct(person, 'disableTotp', { code: shown(secret) })).problems).toEqual([])
  expect(await whoIs(person)).toBe(email)
  expect(codeOf(await signIn(product, email))).toBe('in')
  expect(await product.db.prisma.recoveryCode.count()).toBe(0)

  moment += 2 * STEP
  const again = await signIn(product, email)
  await setUp(again)
  const admin = await product.as('admin')
  expect((await tryAct(await product.as('city'), 'resetTotp', { id: idOf('User', id) })).refused).toBe('FORBIDDEN')
  expect((await tryAct(admin, 'resetTotp', { id: idOf('User', id) })).problems).toEqual([])
  expect(await whoIs(again)).toBeNull()
  expect(codeOf(await signIn(product, email))).toBe('in')
  const self = (await admin.ask('{ viewer { id } }')).data.viewer.id
  expect((await tryAct(admin, 'resetTotp', { id: self })).problems).toEqual(['id OWN_ACCOUNT'])
})

test('a second factor that is on is not replaced from an open browser', async () => {
  const { person, secret } = await protectedAccount()
  expect((await tryAct(person, 'startTotp', { currentPassword: PASSWORD }, 'secret')).problems).toEqual([
    'currentPassword TOTP_IS_ON',
  ])
  expect((await tryAct(person, 'confirmTotp', { code: shown(secret) })).problems).toEqual(['code TOTP_IS_ON'])
  expect(codeOf(await signInWith(shown(secret)))).toBe('in')
})

test('a code without a start, and turning off what is off, are refused', async () => {
  await account(product, email)
  const person = await signIn(product, email)
  expect((await tryAct(person, 'confirmTotp', { code: '123456' })).problems).toEqual(['code TOTP_NOT_STARTED'])
  expect((await tryAct(person, 'disableTotp', { code: '123456' })).problems).toEqual(['code TOTP_IS_OFF'])
})

test('the secret opens with the data key and for its own account only', async () => {
  const { id } = await protectedAccount()
  const { totpSecret } = await product.db.prisma.user.findUniqueOrThrow({ where: { id } })
  await account(product, 'thief@officers.example')
  await product.db.prisma.user.update({
    where: { email: 'thief@officers.example' },
    data: { totpSecret, totpSince: new Date(0), totpLastStep: 0 },
  })
  const { openSecret } = product.product.vault
  expect(() => openSecret(totpSecret as Uint8Array, 'second factor of user 0')).toThrow()
  expect(openSecret(totpSecret as Uint8Array, `second factor of user ${id}`)).toHaveLength(20)
})

test('where a second factor is required, those who see persons can set it up and nothing else', async () => {
  product.product.env = { ...product.product.env, REQUIRE_2FA: true }
  await account(product, email)
  const person = await signIn(product, email)
  expect(person.data).toEqual({ user: { email }, needsCode: false, errors: [] })
  const query =
    '{ viewer { email secondFactorDue } participants { totalCount } outcomes(filter: { status: [DRAFT] }) { totalCount } users { totalCount } viewerCan { updateProgram startTotp } }'
  expect((await person.ask(query)).data).toEqual({
    viewer: { email, secondFactorDue: true },
    participants: { totalCount: 0 },
    outcomes: { totalCount: 0 },
    users: { totalCount: 1 },
    viewerCan: { updateProgram: false, startTotp: true },
  })
  const edit = { id: idOf('Program', 1), version: 1, titleKo: '바꿈' }
  expect((await tryAct(person, 'updateProgram', edit, '')).refused).toBe('SECOND_FACTOR_DUE')
  await setUp(person)
  expect((await person.ask(query)).data).toMatchObject({
    viewer: { email, secondFactorDue: false },
    viewerCan: { updateProgram: true, startTotp: true },
  })
})

test('reviewers, who see no persons, need none', async () => {
  product.product.env = { ...product.product.env, REQUIRE_2FA: true }
  await account(product, email, 'REVIEWER')
  const person = await signIn(product, email)
  expect((await person.ask('{ viewer { secondFactorDue } viewerCan { saveReview } }')).data).toEqual({
    viewer: { secondFactorDue: false },
    viewerCan: { saveReview: true },
  })
})
