import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { loadSeeds } from '../seeds/index.ts'
import type { Product } from './context.ts'
import { dataKey, matchDataKey } from './dataKey.ts'
import { type Database, openDatabase } from './db.ts'
import type { Env } from './env.ts'
import { migrate } from './migrate.ts'
import { personVault } from './person.ts'
import { hashPassword } from './session.ts'

/** Opens the database, brings it up to date, and on the first start fills it. Returns the first account's password when it made one. */
export async function openProduct(env: Env): Promise<{ product: Product; firstPassword: string | undefined }> {
  const db = await openDatabase(env)
  try {
    const key = dataKey(env)
    const vault = personVault(key)
    const firstPassword = await db.alone(async () => {
      await migrate(db)
      await matchDataKey(db, key)
      return firstStart(db, env)
    })
    return { product: { env, db, vault, log: pino({ level: env.LOG_LEVEL }), now: () => new Date() }, firstPassword }
  } catch (error) {
    await db.close()
    throw error
  }
}

async function firstStart(db: Database, env: Env): Promise<string | undefined> {
  if (await db.prisma.setting.findUnique({ where: { key: 'filled' } })) return undefined
  await loadSeeds(db)
  const password = env.ADMIN_PASSWORD ?? randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const account = {
    email: env.ADMIN_EMAIL.toLowerCase(),
    name: 'City administrator',
    role: 'ADMIN',
    passwordHash,
  } as const
  await db.prisma.$transaction([
    db.prisma.user.create({ data: account }),
    db.prisma.setting.create({ data: { key: 'filled', value: new Date().toISOString() } }),
  ])
  return env.ADMIN_PASSWORD ? undefined : password
}
