import { randomBytes } from 'node:crypto'
import { loadSeeds } from '../seeds/index.ts'
import type { Product } from './context.ts'
import { dataKey, matchDataKey } from './dataKey.ts'
import { type Database, openDatabase } from './db.ts'
import { keepThresholds, thresholdsOf } from './disclosure.ts'
import type { Env } from './env.ts'
import { createLog } from './log.ts'
import { migrate } from './migrate.ts'
import { hashPassword } from './password.ts'
import { personVault } from './person.ts'
import { removeOldRightsChanges } from './rights.ts'

/** Opens the database, brings it up to date, and on the first start fills it. Returns the first account's password when it made one. */
export async function openProduct(env: Env): Promise<{ product: Product; firstPassword: string | undefined }> {
  const db = await openDatabase(env)
  try {
    const key = dataKey(env)
    const vault = personVault(key)
    const firstPassword = await db.alone(async () => {
      await migrate(db)
      await matchDataKey(db, key)
      await removeOldRightsChanges(db, new Date())
      const password = await firstStart(db, env)
      await keepThresholds(db, thresholdsOf(env))
      return password
    })
    return { product: { env, db, vault, log: createLog(env.LOG_LEVEL), now: () => new Date() }, firstPassword }
  } catch (error) {
    await db.close()
    throw error
  }
}

async function firstStart(db: Database, env: Env): Promise<string | undefined> {
  if (await db.prisma.setting.findUnique({ where: { key: 'filled' } })) return undefined
  const { outcomes } = await loadSeeds(db)
  // What was decided when synthetic data was loaded did not know of these.
  if (outcomes) await db.prisma.setting.deleteMany({ where: { key: 'suppression' } })
  const password = env.ADMIN_PASSWORD ?? randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const account = {
    email: env.ADMIN_EMAIL.toLowerCase(),
    name: 'City administrator',
    role: 'ADMIN',
    passwordHash,
    rightsChanges: { create: { kind: 'ACCOUNT_MADE', at: new Date(), address: 'first start', after: 'ADMIN' } },
  } as const
  await db.prisma.$transaction([
    db.prisma.user.create({ data: account }),
    db.prisma.setting.create({ data: { key: 'filled', value: new Date().toISOString() } }),
  ])
  return env.ADMIN_PASSWORD ? undefined : password
}
