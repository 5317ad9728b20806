import { beforeAll, expect, test } from 'vitest'
import { removeOldRightsChanges } from '../server/rights.ts'
import { account, enter, PASSWORD, signIn, tryAct } from './account.ts'
import { itIs } from './people.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let admin: Asker
beforeAll(async () => {
  product = await freshProduct()
  itIs(product, '2031-03-02')
  admin = await product.as('admin')
})

const CHANGES = 'rightsChanges(filter: $filter) { nodes { kind before after byName userName address at } }'
const recorded = async (filter: object, who = admin) =>
  (await who.ask(`query ($filter: RightsChangeFilter) { ${CHANGES} }`, { filter })).data.rightsChanges.nodes
const short = (nodes: Record<string, string | null>[]) =>
  nodes.map(({ kind, before, after, byName, userName }) => [kind, before, after, byName, userName].join(' | '))
const districtIds = async (...codes: string[]) =>
  (await product.db.prisma.district.findMany({ where: { code: { in: codes } } })).map(({ id }) => idOf('District', id))

test('the life of an account is recorded: who, when, from where, whose, and what it was before and after', async () => {
  const input = {
    email: 'kim@officers.example',
    name: '김담당',
    role: 'DISTRICT',
    districtIds: await districtIds('28177'),
  }
  const { user, link } = await tryAct(admin, 'inviteUser', input, 'user { id } link')
  const person = await enter(product, 'acceptInvitation', { token: link.split('#')[1], password: PASSWORD })
  await tryAct(person, 'changePassword', { currentPassword: PASSWORD, password: 'another good password' })
  const update = async (change: object) => {
    const { version } = await product.db.prisma.user.findUniqueOrThrow({ where: { email: input.email } })
    expect((await tryAct(admin, 'updateUser', { id: user.id, version, ...change })).problems).toEqual([])
  }
  await update({ districtIds: await districtIds('28177', '28185') })
  await update({ role: 'REVIEWER' })
  await update({ name: '김심사' })
  await update({ active: false })
  await update({ active: true })
  await tryAct(admin, 'renewInvitation', { id: user.id })
  await signIn(product, input.email, 'another good password')
  await tryAct(admin, 'endSessions', { id: user.id })
  expect((await tryAct(admin, 'resetTotp', { id: user.id })).problems).toEqual(['id TOTP_IS_OFF'])
  const nodes = await recorded({ user: user.id })
  expect(short(nodes)).toMatchInlineSnapshot(`
    [
      "SESSIONS_ENDED | 1 | 0 | Officer admin | 김심사",
      "INVITED |  |  | Officer admin | 김심사",
      "REOPENED |  |  | Officer admin | 김심사",
      "CLOSED |  |  | Officer admin | 김심사",
      "ROLE | DISTRICT | REVIEWER | Officer admin | 김심사",
      "DISTRICTS | 미추홀구 | 미추홀구, 연수구 | Officer admin | 김심사",
      "PASSWORD_CHANGED |  |  | 김심사 | 김심사",
      "INVITATION_ACCEPTED |  |  | 김심사 | 김심사",
      "INVITED |  |  | Officer admin | 김심사",
      "ACCOUNT_MADE |  | DISTRICT: 미추홀구 | Officer admin | 김심사",
    ]
  `)
  expect(nodes[0]).toMatchObject({ at: '2031-03-02T03:00:00.000Z', address: 'unknown' })
})

test('what is done with the key of a partner app is recorded with its name', async () => {
  const made = await tryAct(
    admin,
    'createApiKey',
    { name: '일자리 앱', scope: 'PUBLIC', expiresOn: '2031-12-31' },
    'apiKey { id }',
  )
  const { id } = made.apiKey
  const rotated = await tryAct(admin, 'rotateApiKey', { id, overlapHours: 1 }, 'apiKey { id }')
  await tryAct(admin, 'revokeApiKey', { id: rotated.apiKey.id }, 'apiKey { id }')
  const nodes = await recorded({})
  const ofKeys = nodes.filter(({ kind }: { kind: string }) => kind.startsWith('API_KEY'))
  expect(
    ofKeys.map(({ kind, after }: { kind: string; after: string }) => `${kind} ${after.replace(/^sang_\S+/, 'PREFIX')}`),
  ).toEqual([
    'API_KEY_REVOKED PREFIX 일자리 앱 (PUBLIC)',
    'API_KEY_ROTATED PREFIX 일자리 앱 (PUBLIC)',
    'API_KEY_MADE PREFIX 일자리 앱 (PUBLIC)',
  ])
})

test('an act that is refused records nothing', async () => {
  const before = await product.db.prisma.rightsChange.count()
  const input = { email: 'lee@officers.example', name: '이', role: 'DISTRICT' }
  expect((await tryAct(admin, 'inviteUser', input)).problems).toEqual(['districtIds NEEDS_DISTRICT'])
  const self = (await admin.ask('{ viewer { id version } }')).data.viewer
  expect((await tryAct(admin, 'updateUser', { ...self, active: false })).problems).toEqual(['active LAST_ADMIN'])
  expect(await product.db.prisma.rightsChange.count()).toBe(before)
})

test('administrators and the privacy officer read the record, and nobody else', async () => {
  const all = await recorded({})
  expect(all.length).toBeGreaterThan(8)
  expect(await recorded({}, await product.as('privacy'))).toEqual(all)
  for (const who of ['city', 'reviewer', '28177']) expect(await recorded({}, await product.as(who))).toEqual([])
  expect(await recorded({}, product)).toEqual([])
})

test('it is filtered by kind and time', async () => {
  expect(short(await recorded({ kind: 'ROLE' }))).toEqual(['ROLE | DISTRICT | REVIEWER | Officer admin | 김심사'])
  expect(await recorded({ from: '2031-03-02T03:00:00.001Z' })).toEqual([])
  expect(await recorded({ until: '2031-03-02T03:00:00Z' })).toEqual([])
  expect(await recorded({ from: '2031-03-02T03:00:00Z', kind: 'ROLE' })).toHaveLength(1)
})

test('what is older than three years is removed, in batches, and nothing else', async () => {
  const { id } = await account(product, 'old@officers.example')
  const row = (at: string) => ({ at: new Date(at), kind: 'ROLE' as const, address: '192.0.2.1', userId: id })
  const old = Array.from({ length: 2500 }, () => row('2028-03-02T02:59:59.999Z'))
  await product.db.prisma.rightsChange.createMany({ data: [...old, row('2028-03-02T03:00:00Z')] })
  const before = await product.db.prisma.rightsChange.count()
  expect(await removeOldRightsChanges(product.db, product.product.now())).toBe(2500)
  expect(await product.db.prisma.rightsChange.count()).toBe(before - 2500)
  expect(await product.db.prisma.rightsChange.count({ where: { userId: id } })).toBe(1)
})

test('no mutation changes or removes a record', async () => {
  const { data } = await product.ask('{ __schema { mutationType { fields { name } } } }')
  const names = data.__schema.mutationType.fields.map(({ name }: { name: string }) => name)
  expect(names.filter((name: string) => /rights/i.test(name))).toEqual([])
})
