import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog, plainError } from '../server/log.ts'
import { emptyDatabase } from './support.ts'

const CANARIES = ['카나리새', 'Kanaria Quux', '010-5555-0199', 'kanaria@officers.example', '비밀 사유']
const told = (text: string) => CANARIES.filter((canary) => text.includes(canary))

/** What the call fails with. */
const failure = (call: () => unknown): Promise<Error> =>
  Promise.resolve()
    .then(call)
    .then(
      () => {
        throw new Error('it did not fail')
      },
      (error) => error,
    )

test('errors of Prisma, of the database and of JSON carry values, and the log keeps none of them', async () => {
  const { prisma, query } = await emptyDatabase()
  await query(`ALTER TABLE app_user ADD CONSTRAINT no_canary CHECK (name NOT LIKE '%카나리%')`)
  const email = 'kanaria@officers.example'
  const user = { email, name: 'Kanaria Quux', role: 'CITY', passwordHash: '비밀 사유' } as const
  await prisma.user.create({ data: user })
  const errors = {
    validation: await failure(() => prisma.user.create({ data: { ...user, active: '카나리새' as never } })),
    unique: await failure(() => prisma.user.create({ data: user })),
    check: await failure(() => prisma.user.create({ data: { ...user, email: `2${email}`, name: '카나리새' } })),
    raw: await failure(() => prisma.$queryRaw`SELECT ${'카나리새'}::text::int`),
    driver: await failure(() => query('SELECT $1::text::date', ['010-5555-0199'])),
    raised: await failure(() =>
      query(
        `DO $$ BEGIN RAISE EXCEPTION 'row of Kanaria Quux, 카나리새 (010-5555-0199)' USING DETAIL = 'kanaria@officers.example'; END $$`,
      ),
    ),
    json: await failure(() => JSON.parse('{"name": 카나리새}')),
  }
  const raw = Object.values(errors).map((error) => `${error.message} ${JSON.stringify(error)}`)
  expect(raw.filter((text) => told(text).length).length).toBeGreaterThanOrEqual(5)
  const plain = Object.fromEntries(Object.entries(errors).map(([name, error]) => [name, plainError(error)]))
  // A name in plain letters without quotes, in a message that somebody wrote into a trigger, cannot be told from words.
  expect(told(JSON.stringify({ ...plain, raised: undefined }))).toEqual([])
  expect(told(JSON.stringify(plain.raised))).toEqual(['Kanaria Quux'])
  expect(plain.validation?.type).toBe('PrismaClientValidationError')
  expect(plain.unique).toMatchObject({ type: 'PrismaClientKnownRequestError', code: 'P2002' })
  for (const { message, stack } of Object.values(plain)) {
    expect(message).toMatch(/[a-z]{4}/)
    expect(stack.join()).toMatch(/at .*:\d+:\d+/)
  }
})

test('fields that hold personal data or secrets are redacted wherever they stand', () => {
  let written = ''
  const stream = new Writable({
    write(line, _encoding, done) {
      written += line
      done()
    },
  })
  const log = createLog('debug', stream)
  const person = { name: '카나리새', phone: '010-5555-0199' }
  log.debug({ ...person, person, request: { input: person, headers: { cookie: 'x' } } }, 'seen')
  log.error({ err: new Error('no "카나리새" here') }, 'failed')
  log.error(new Error('nor “Kanaria Quux” there'))
  expect(told(written)).toEqual([])
  expect(written.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(5)
  expect(written).toContain('"message":"no … here"')
})
