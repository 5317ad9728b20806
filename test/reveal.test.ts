import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, PARTICIPANT, participantNow } from './people.ts'
import { done, type Found, refused, tried } from './proposal.ts'
import { type Asker, fingerprint, freshProduct, type Running } from './support.ts'

let product: Running
let michuhol: Asker
let ids: Ids
let hong: Found
let sung: Found
beforeAll(async () => {
  product = await freshProduct()
  michuhol = await product.as('28177')
  ids = await idsOf(product)
  hong = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', {
    name: '홍길동',
    birthDate: '1970-01-02',
    phone: '010-0000-7001',
    addressNote: '도화동 주민센터로 연락',
  })
  sung = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', { name: '성춘향', phone: '010-0000-7002' })
})

const reason = '면접 일정 안내'
const PERSON = 'person { name birthDate phone addressNote participant { id } }'
const rows = async () => {
  const found = await product.db.prisma.accessLog.findMany({ orderBy: { id: 'asc' } })
  return found.map(({ id, at, hash, accountId, ...row }) => row)
}
const lastRows = async (count: number) => (await rows()).slice(-count)

test('personal data is given once for a reason, and the log tells who, when, from where, whose, what and why', async () => {
  const person = await done(michuhol, 'revealPerson', { participantId: hong.id, reason }, PERSON)
  expect(person).toEqual({
    name: '홍길동',
    birthDate: '1970-01-02',
    phone: '010-0000-7001',
    addressNote: '도화동 주민센터로 연락',
    participant: { id: hong.id },
  })
  const [row] = await product.db.prisma.accessLog.findMany({ orderBy: { id: 'desc' }, take: 1 })
  const { id, personId } = await product.db.prisma.participant.findFirstOrThrow({
    where: { person: { maskedName: '홍*동' } },
  })
  const account = await product.db.prisma.user.findUniqueOrThrow({ where: { email: '28177@officers.example' } })
  expect(row).toMatchObject({ accountId: account.id, email: account.email, role: 'DISTRICT', address: 'unknown' })
  expect(row).toMatchObject({ kind: 'REVEAL', personId, participantId: id, reason, batch: row?.id })
  expect(Math.abs(Date.now() - Number(row?.at))).toBeLessThan(60_000)
})

test('enrollment is logged, without the data itself', async () => {
  const log = await rows()
  expect(log.slice(0, 2).map(({ kind, reason, email }) => ({ kind, reason, email }))).toEqual(
    Array(2).fill({ kind: 'ENROLL', reason: null, email: '28177@officers.example' }),
  )
  expect(JSON.stringify(log)).not.toMatch(/홍|길동|7001|1970|도화동/)
})

test('a reason is needed, of 5 to 200 characters and without a resident registration number', async () => {
  const before = await fingerprint(product.db)
  const told = async (reason: string) =>
    (await tried(michuhol, 'revealPerson', { participantId: hong.id, reason }, PERSON)).problems
  expect(await told('상담용')).toMatchObject([{ field: 'reason', code: 'TOO_SHORT' }])
  expect(await told('   상담   ')).toMatchObject([{ field: 'reason', code: 'TOO_SHORT' }])
  expect(await told('가'.repeat(201))).toMatchObject([{ field: 'reason', code: 'TOO_LONG' }])
  expect(await told('본인 확인 900101-1234567')).toMatchObject([{ field: 'reason', code: 'LOOKS_LIKE_RRN' }])
  expect(await fingerprint(product.db)).toBe(before)
})

test('what cannot be logged is not given', async () => {
  await product.db.script(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION full_disk()`)
  try {
    const logged = product.product.log.error
    product.product.log.error = () => {}
    const before = await fingerprint(product.db)
    for (const query of [
      `mutation { revealPerson(input: { participantId: "${hong.id}", reason: "${reason}" }) { ${PERSON} errors { code } } }`,
      `mutation { revealPersons(input: { participantIds: ["${hong.id}"], reason: "${reason}" }) { persons { name } errors { code } } }`,
      '{ participants(filter: { name: "홍길동" }) { totalCount nodes { id } } }',
    ]) {
      const { status, data, errors } = await michuhol.ask(query)
      expect({ status, data, code: errors?.[0]?.extensions.code }).toEqual({
        status: 500,
        data: null,
        code: 'INTERNAL_SERVER_ERROR',
      })
    }
    expect(await fingerprint(product.db)).toBe(before)
    product.product.log.error = logged
  } finally {
    await product.db.script('DROP TRIGGER full_disk ON access_log; DROP FUNCTION full_disk()')
  }
  await done(michuhol, 'revealPerson', { participantId: hong.id, reason }, PERSON)
})

test('districts reveal in their own programs, the city everywhere, reviewers and the privacy officer nowhere', async () => {
  const input = { participantId: hong.id, reason }
  const many = { participantIds: [hong.id], reason }
  const before = await rows()
  const foreign = await product.as('28185')
  expect(await refused(foreign, 'revealPerson', input, PERSON)).toBe('NOT_FOUND')
  expect(await refused(foreign, 'revealPersons', many, 'persons { name }')).toEqual(['participantIds NO_SUCH'])
  for (const name of ['reviewer', 'privacy']) {
    const officer = await product.as(name)
    expect(await refused(officer, 'revealPerson', input, PERSON)).toBe('FORBIDDEN')
    expect(await refused(officer, 'revealPersons', many, 'persons { name }')).toBe('FORBIDDEN')
  }
  expect(await refused(product, 'revealPerson', input, PERSON)).toBe('UNAUTHENTICATED')
  expect(await rows()).toEqual(before)
  for (const name of ['city', 'admin']) {
    expect((await done(await product.as(name), 'revealPerson', input, PERSON)).name).toBe('홍길동')
  }
  expect((await lastRows(2)).map(({ role, kind }) => [role, kind])).toEqual([
    ['CITY', 'REVEAL'],
    ['ADMIN', 'REVEAL'],
  ])
})

test('an export gives up to 100 persons, all or none, with one row for each and one number for all', async () => {
  const input = { participantIds: [sung.id, hong.id], reason: '취업박람회 명단' }
  const persons = await done(michuhol, 'revealPersons', input, 'persons { name phone participant { id maskedName } }')
  expect(persons).toEqual([
    { name: '성춘향', phone: '010-0000-7002', participant: { id: sung.id, maskedName: '성*향' } },
    { name: '홍길동', phone: '010-0000-7001', participant: { id: hong.id, maskedName: '홍*동' } },
  ])
  const log = await lastRows(2)
  expect(log.map(({ kind, reason }) => [kind, reason])).toEqual(Array(2).fill(['EXPORT', '취업박람회 명단']))
  expect(new Set(log.map(({ batch }) => batch)).size).toBe(1)
  const other = await product.as('28185')
  const theirs = await enrolled(other, ids.program('2019-03'), '2019-03-04')
  const before = await rows()
  const mixed = { participantIds: [hong.id, theirs.id], reason }
  expect(await refused(michuhol, 'revealPersons', mixed, 'persons { name }')).toEqual(['participantIds NO_SUCH'])
  const none = { participantIds: [], reason }
  expect(await refused(michuhol, 'revealPersons', none, 'persons { name }')).toEqual(['participantIds TOO_FEW'])
  const tooMany = { participantIds: Array(101).fill(hong.id), reason }
  expect(await refused(michuhol, 'revealPersons', tooMany, 'persons { name }')).toEqual(['participantIds TOO_MANY'])
  expect(await rows()).toEqual(before)
})

test('a search by exact name or phone is logged for each whom it finds, and also when it finds nobody', async () => {
  const before = (await rows()).length
  const { data } = await michuhol.ask(
    '{ one: participants(filter: { name: "홍길동" }) { totalCount } two: participants(filter: { phone: "010 0000 7002" }) { nodes { id } } }',
  )
  expect(data).toEqual({ one: { totalCount: 1 }, two: { nodes: [{ id: sung.id }] } })
  expect(
    (await rows())
      .slice(before)
      .map(({ kind, participantId }) => [kind, participantId])
      .sort(),
  ).toEqual([
    ['SEARCH', numberOf(hong)],
    ['SEARCH', numberOf(sung)],
  ])
  await (await product.as('28185')).ask('{ participants(filter: { name: "홍길동" }) { nodes { id } } }')
  expect(await lastRows(1)).toMatchObject([
    { kind: 'SEARCH', participantId: null, personId: null, email: '28185@officers.example' },
  ])
  const count = (await rows()).length
  await product.ask('{ participants(filter: { name: "홍길동" }) { totalCount } }')
  await michuhol.ask('{ participants(filter: { year: 2019, name: null }) { totalCount } }')
  expect((await rows()).length).toBe(count)
})

test('a search under another record is refused, because it would not be logged', async () => {
  const before = (await rows()).length
  for (const filter of ['name: "홍길동"', 'phone: "010-0000-7001"']) {
    const { data, errors } = await michuhol.ask(
      `{ programs(first: 1) { nodes { participants(filter: { ${filter} }) { totalCount } } } }`,
    )
    expect(data).toBeNull()
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
    expect(errors?.[0]?.message).toMatch(
      /^Argument filter\.(name|phone): Search by name or phone in the list `participants`/,
    )
    expect(errors?.[0]?.message).not.toMatch(/홍길동|7001/)
  }
  expect((await rows()).length).toBe(before)
})

test('personal data is corrected with a reason, in every program of the person, and found under the new name', async () => {
  const { version } = await participantNow(michuhol, sung)
  const input = { participantId: sung.id, version, name: '성몽룡', phone: '010-0000-7003', reason: '개명 신고' }
  await done(michuhol, 'correctPerson', input, PARTICIPANT)
  expect(await lastRows(1)).toMatchObject([{ kind: 'UPDATE', participantId: numberOf(sung), reason: '개명 신고' }])
  const person = await done(michuhol, 'revealPerson', { participantId: sung.id, reason }, PERSON)
  expect(person).toMatchObject({ name: '성몽룡', birthDate: '1980-01-02', phone: '010-0000-7003', addressNote: null })
  const { data } = await michuhol.ask('{ participants(filter: { phone: "010-0000-7003" }) { nodes { maskedName } } }')
  expect(data.participants.nodes).toEqual([{ maskedName: '성*룡' }])
  expect(await refused(michuhol, 'correctPerson', input, PARTICIPANT)).toEqual(['version CONFLICT'])
})

test('answers with personal data are kept by no cache, and the address behind a trusted proxy is the one logged', async () => {
  product.product.env.TRUSTED_PROXIES = 1
  const query = `mutation { revealPerson(input: { participantId: "${hong.id}", reason: "${reason}" }) { person { name } } }`
  const { headers } = await michuhol.ask(query, {}, { 'x-forwarded-for': '192.0.2.1, 203.0.113.9' })
  product.product.env.TRUSTED_PROXIES = 0
  expect(headers.get('cache-control')).toBe('no-store')
  expect(await lastRows(1)).toMatchObject([{ address: '203.0.113.9' }])
})

test('no other field of the schema gives personal data', async () => {
  const { schema } = await import('../server/schema/index.ts')
  const { isObjectType } = await import('graphql')
  const holders = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) && Object.keys(type.getFields()).some((name) => /^(birthDate|addressNote|phone)$/.test(name)),
  )
  expect(holders.map(({ name }) => name)).toEqual(['RevealedPerson'])
  const users = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) &&
      Object.values(type.getFields()).some((field) => String(field.type).includes('RevealedPerson')),
  )
  expect(users.map(({ name }) => name).sort()).toEqual(['RevealPersonPayload', 'RevealPersonsPayload'])
})

const numberOf = ({ id }: Found) => Number(Buffer.from(id, 'base64url').toString().split(':')[1])
