import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { TOTP } from 'otpauth'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { checkLog } from '../server/accessLog.ts'
import { dataKey, matchDataKey } from '../server/dataKey.ts'
import { personVault } from '../server/person.ts'
import { rotateDataKey } from '../server/rotation.ts'
import { newSecret, stepOf } from '../server/secondFactor.ts'
import { idsOf } from './figures.ts'
import { enrolled } from './people.ts'
import { done, type Found, tried } from './proposal.ts'
import { type Asker, freshProduct, type Running, dataKey as testKey } from './support.ts'

let product: Running
let district: Asker
let programId: string
/** The authenticator app of somebody with a second factor. */
let app: TOTP
const people: Found[] = []
const inBase64 = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const keys = (old: number, next: number) => ({
  DATA_DIR: '/nowhere',
  DATA_KEY: inBase64(old),
  DATA_KEY_NEXT: inBase64(next),
})
const [first, second, third] = [testKey, Buffer.alloc(32, 8), Buffer.alloc(32, 9)]

beforeAll(async () => {
  product = await freshProduct()
  await matchDataKey(product.db, first)
  district = await product.as('28177')
  programId = (await idsOf(product)).program('2019-02')
  const data = { email: 'totp@officers.example', name: '인증', role: 'CITY' } as const
  const user = await product.db.prisma.user.create({ data })
  const { secret, sealed } = newSecret(product.product, user)
  app = new TOTP({ secret })
  await product.db.prisma.user.update({ where: { id: user.id }, data: { totpSecret: sealed, totpSince: new Date() } })
  for (let index = 0; index < 9; index++) {
    people.push(
      await enrolled(district, programId, '2019-03-04', {
        name: `홍길${index}`,
        phone: index ? `010-0000-600${index}` : null,
      }),
    )
  }
})

/** The product as a start with this key makes it. */
const startedWith = (key: Buffer) => {
  product.product.vault = personVault(key)
}
const reveal = async ({ id }: Found) =>
  (await done(
    district,
    'revealPerson',
    { participantId: id, reason: '면접 일정 안내' },
    'person { name phone }',
  )) as object
const stored = () => product.db.prisma.person.findMany({ orderBy: { id: 'asc' } })

test('after a rotation everything opens and is found with the new key, and nothing with the old one', async () => {
  const before = await stored()
  const said: string[] = []
  await rotateDataKey(product.db, keys(7, 8), (line) => said.push(line), 4)
  expect(said).toEqual([
    ...['persons: 4', 'persons: 8', 'persons: 9', 'access log: 1', 'second factors: 1'],
    'Start the product with DATA_KEY set to the value of DATA_KEY_NEXT, and without DATA_KEY_NEXT.',
  ])
  await matchDataKey(product.db, second)
  await expect(matchDataKey(product.db, first)).rejects.toThrow('is not the key')
  startedWith(second)
  expect(await reveal(people[3])).toEqual({ name: '홍길3', phone: '010-0000-6003' })
  const query =
    '{ a: participants(filter: { name: "홍길3" }) { nodes { id } } b: participants(filter: { phone: "010-0000-6003" }) { nodes { id } } }'
  expect((await district.ask(query)).data).toEqual({
    a: { nodes: [{ id: people[3].id }] },
    b: { nodes: [{ id: people[3].id }] },
  })
  const user = await product.db.prisma.user.findUniqueOrThrow({ where: { email: 'totp@officers.example' } })
  const code = app.generate({ timestamp: product.product.now().getTime() })
  expect(stepOf(product.product, user, code)).not.toBeNull()
  expect(() => stepOf({ ...product.product, vault: personVault(first) }, user, code)).toThrow()
  // Who comes again is known.
  const again = { programId, name: '홍길3', birthDate: '1980-01-02', phone: '010-0000-6003', stageOn: '2019-03-04' }
  expect((await tried(district, 'enrollParticipant', again, 'participant { id }')).problems).toMatchObject([
    { code: 'ALREADY_ENROLLED' },
  ])
  const old = personVault(first)
  for (const [index, row] of (await stored()).entries()) {
    expect(() => old.open(row)).toThrow()
    for (const column of ['wrappedKey', 'nameHash', 'fingerprint'] as const) {
      expect(Buffer.compare(row[column], before[index]?.[column] as Uint8Array)).not.toBe(0)
    }
    expect(row.sealed).toEqual(before[index]?.sealed)
    expect(row.phoneHash === null).toBe(index === 0)
  }
  expect(await checkLog(product.db.prisma, personVault(second))).toMatchObject({ ok: true })
  expect(await checkLog(product.db.prisma, old)).toMatchObject({ ok: false })
  expect(await product.db.prisma.setting.count({ where: { key: { startsWith: 'rotated' } } })).toBe(0)
})

test('a process that still has the old key writes nothing with it', async () => {
  startedWith(first)
  const logged = product.product.log.error
  product.product.log.error = () => {}
  const count = await product.db.prisma.person.count()
  const input = { programId, name: '늦은이', stageOn: '2019-03-04' }
  const { refused } = await tried(district, 'enrollParticipant', input, 'participant { id }')
  expect(refused).toBe('INTERNAL_SERVER_ERROR')
  expect(await product.db.prisma.person.count()).toBe(count)
  product.product.log.error = logged
  startedWith(second)
})

test('a rotation that was cut off is finished by running it again, with the same keys only', async () => {
  const seventh = (await stored())[6]?.id
  await product.db.script(`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut off'; END $$;
    CREATE TRIGGER cut BEFORE UPDATE ON person FOR EACH ROW WHEN (OLD.id = ${seventh}) EXECUTE FUNCTION cut()`)
  await expect(rotateDataKey(product.db, keys(8, 9), undefined, 2)).rejects.toThrow()
  await product.db.script('DROP TRIGGER cut ON person; DROP FUNCTION cut()')
  const opens = async (key: Buffer) =>
    (await stored()).filter((row) => {
      try {
        return personVault(key).open(row)
      } catch {
        return false
      }
    }).length
  expect([await opens(second), await opens(third)]).toEqual([3, 6])
  for (const key of [second, third]) {
    await expect(matchDataKey(product.db, key)).rejects.toThrow('is being rotated; run npm run rotate-key again')
  }
  await expect(rotateDataKey(product.db, keys(8, 10))).rejects.toThrow('a rotation was begun with other keys')
  await rotateDataKey(product.db, keys(8, 9))
  expect([await opens(second), await opens(third)]).toEqual([0, 9])
  await matchDataKey(product.db, third)
  startedWith(third)
  expect(await reveal(people[8])).toEqual({ name: '홍길8', phone: '010-0000-6008' })
  await rotateDataKey(product.db, keys(8, 9)) // once more changes nothing
  expect([await opens(second), await opens(third)]).toEqual([0, 9])
})

test('a wrong, missing or repeated key changes nothing', async () => {
  const before = await stored()
  await expect(rotateDataKey(product.db, keys(1, 2))).rejects.toThrow('DATA_KEY is not the key')
  await expect(rotateDataKey(product.db, keys(9, 9))).rejects.toThrow('DATA_KEY_NEXT is the same as DATA_KEY')
  const { DATA_KEY_NEXT, ...without } = keys(9, 10)
  await expect(rotateDataKey(product.db, without)).rejects.toThrow('DATA_KEY_NEXT is needed')
  await expect(rotateDataKey(product.db, { DATA_DIR: '/nowhere', DATA_KEY_NEXT })).rejects.toThrow('needs DATA_KEY')
  expect(await stored()).toEqual(before)
})

test('the file data.key is replaced only when everything is rewrapped', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-rotation-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'data.key')
  fs.writeFileSync(file, `${third.toString('base64')}\n`, { mode: 0o600 })
  await product.db.script(`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut off'; END $$;
    CREATE TRIGGER cut BEFORE UPDATE ON access_log_head FOR EACH ROW EXECUTE FUNCTION cut()`)
  await expect(rotateDataKey(product.db, { DATA_DIR: folder })).rejects.toThrow()
  await product.db.script('DROP TRIGGER cut ON access_log_head; DROP FUNCTION cut()')
  expect(fs.readdirSync(folder)).toEqual(['data.key', 'data.key.next'])
  expect(dataKey({ DATA_DIR: folder }).equals(third)).toBe(true)
  const next = fs.readFileSync(`${file}.next`, 'utf8')
  await rotateDataKey(product.db, { DATA_DIR: folder })
  expect(fs.readdirSync(folder)).toEqual(['data.key'])
  expect(fs.readFileSync(file, 'utf8')).toBe(next)
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  await matchDataKey(product.db, dataKey({ DATA_DIR: folder }))
  startedWith(dataKey({ DATA_DIR: folder }))
  expect(await reveal(people[1])).toEqual({ name: '홍길1', phone: '010-0000-6001' })
})
