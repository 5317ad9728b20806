import type { Transaction } from './act.ts'
import { dataKey, type Keys, nextDataKey, ROTATING, takeNextDataKey } from './dataKey.ts'
import type { Database } from './db.ts'
import { StartError } from './env.ts'
import { Prisma } from './generated/prisma/client.ts'
import { markOf, type PersonVault, personVault } from './person.ts'
import { reseal } from './secondFactor.ts'

/** What is encrypted with the data key, or hashed with a key that derives from it. */
interface Part {
  name: string
  /** Rewraps up to `size` records with ids above `after`, in their order, and returns their ids. */
  rewrap(tx: Transaction, after: number, size: number, old: PersonVault, next: PersonVault): Promise<number[]>
}

/** Everything that a rotation covers. Whatever else comes to be encrypted with the data key is added here. */
const parts: Part[] = [
  { name: 'persons', rewrap: rewrapPersons },
  { name: 'access log', rewrap: rewrapLogKey },
  { name: 'second factors', rewrap: rewrapSecondFactors },
]

async function rewrapPersons(tx: Transaction, after: number, size: number, old: PersonVault, next: PersonVault) {
  const persons = await tx.person.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: size })
  const rows = persons.map(({ id, wrappedKey, sealed }) => {
    const person = old.open({ wrappedKey, sealed })
    const { name, birthDate, phone } = person
    const hashes = Prisma.sql`${next.hashName(name)}::bytea, ${phone ? next.hashPhone(phone) : null}::bytea, ${next.fingerprint(name, birthDate)}::bytea`
    return Prisma.sql`(${id}::int, ${next.rewrap(wrappedKey, old)}::bytea, ${hashes})`
  })
  if (rows.length) {
    await tx.$executeRaw`UPDATE person p SET wrapped_key = n.key, name_hash = n.name,
      phone_hash = CASE WHEN p.phone_hash IS NULL THEN NULL ELSE n.phone END, fingerprint = n.print
      FROM (VALUES ${Prisma.join(rows)}) n (id, key, name, phone, print) WHERE p.id = n.id`
  }
  return persons.map(({ id }) => id)
}

async function rewrapLogKey(tx: Transaction, after: number, _size: number, old: PersonVault, next: PersonVault) {
  const head = await tx.accessLogHead.findFirst({ where: { id: { gt: after } } })
  if (!head) return []
  const wrappedKey = next.wrap(old.unwrap(head.wrappedKey))
  await tx.accessLogHead.update({ where: { id: head.id }, data: { wrappedKey } })
  return [head.id]
}

async function rewrapSecondFactors(tx: Transaction, after: number, size: number, old: PersonVault, next: PersonVault) {
  const where = { id: { gt: after }, totpSecret: { not: null } }
  const users = await tx.user.findMany({ where, orderBy: { id: 'asc' }, take: size })
  for (const { id, totpSecret } of users) {
    await tx.user.update({ where: { id }, data: { totpSecret: reseal(totpSecret as Uint8Array, id, old, next) } })
  }
  return users.map(({ id }) => id)
}

/**
 * Takes the database from the data key to the next one. Cut off at any moment, it is finished by running it again:
 * each batch and how far it has come are written together.
 */
export const rotateDataKey = (db: Database, env: Keys, tell = (_line: string) => {}, batchSize = 500): Promise<void> =>
  db.alone(async () => tell(await rotate(db, env, tell, batchSize)))

/** Returns where the new key is. */
async function rotate(db: Database, env: Keys, tell: (line: string) => void, batchSize: number): Promise<string> {
  const { old, next } = { old: dataKey(env), next: nextDataKey(env) }
  if (old.equals(next)) throw new StartError('DATA_KEY_NEXT is the same as DATA_KEY; give a new one')
  const [before, after] = [markOf(old), markOf(next)]
  const stored = (await db.prisma.setting.findUnique({ where: { key: 'dataKey' } }))?.value
  const half = `${before}${ROTATING}${after}`
  if (stored === after) return takeNextDataKey(env) // cut off before the last step
  if (stored === before) await begin(db, half)
  else if (stored !== half) {
    throw new StartError(
      stored?.includes(ROTATING)
        ? 'a rotation was begun with other keys; give the same DATA_KEY and DATA_KEY_NEXT as then'
        : 'DATA_KEY is not the key that the personal data in this database is encrypted with',
    )
  }
  const vaults = [personVault(old), personVault(next)] as const
  for (const part of parts) await rewrapAll(db, part, batchSize, vaults, tell)
  await db.prisma.$transaction([
    db.prisma.setting.update({ where: { key: 'dataKey' }, data: { value: after } }),
    db.prisma.setting.deleteMany({ where: { key: { startsWith: PROGRESS } } }),
  ])
  return takeNextDataKey(env)
}

/** From now on no process that still has the old key can write with it. */
const begin = (db: Database, half: string) =>
  db.prisma.$transaction([
    db.prisma.setting.deleteMany({ where: { key: { startsWith: PROGRESS } } }),
    db.prisma.setting.update({ where: { key: 'dataKey' }, data: { value: half } }),
  ])

async function rewrapAll(
  db: Database,
  { name, rewrap }: Part,
  size: number,
  [old, next]: readonly [PersonVault, PersonVault],
  tell: (line: string) => void,
): Promise<void> {
  const key = `${PROGRESS}${name}`
  for (let total = 0; ; ) {
    const done = await db.prisma.$transaction(async (tx) => {
      const after = Number((await tx.setting.findUnique({ where: { key } }))?.value ?? 0)
      const ids = await rewrap(tx, after, size, old, next)
      const value = String(ids.at(-1) ?? after)
      await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
      return ids.length
    })
    if (!done) return
    total += done
    tell(`${name}: ${total}`)
  }
}

const PROGRESS = 'rotated: '
