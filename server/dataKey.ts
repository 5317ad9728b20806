import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Transaction } from './act.ts'
import type { Database } from './db.ts'
import { type Env, StartError } from './env.ts'
import { markOf, type PersonVault } from './person.ts'

/**
 * The key that personal data is encrypted with (PIPA art. 29), 32 bytes: DATA_KEY, or for the embedded database the
 * file `data.key` in DATA_DIR, which the first start makes.
 */
export function dataKey(env: Keys): Buffer {
  return env.DATA_KEY ? Buffer.from(env.DATA_KEY, 'base64') : keyIn(keyFile(env))
}

/** The key that comes after it: DATA_KEY_NEXT, or beside the file `data.key` a file that the first rotation makes. */
export function nextDataKey(env: Keys): Buffer {
  if (env.DATA_KEY_NEXT && !env.DATA_KEY) {
    throw new StartError('DATA_KEY_NEXT needs DATA_KEY; without both the file data.key in DATA_DIR is rotated')
  }
  if (env.DATA_KEY && !env.DATA_KEY_NEXT) {
    throw new StartError('DATA_KEY_NEXT is needed: 32 random bytes in base64, as printed by: openssl rand -base64 32')
  }
  return env.DATA_KEY_NEXT ? Buffer.from(env.DATA_KEY_NEXT, 'base64') : keyIn(`${keyFile(env)}.next`)
}

/** Puts the next key in the place of the file data.key, and says where the key is now. */
export function takeNextDataKey(env: Keys): string {
  if (env.DATA_KEY)
    return 'Start the product with DATA_KEY set to the value of DATA_KEY_NEXT, and without DATA_KEY_NEXT.'
  const file = keyFile(env)
  fs.renameSync(`${file}.next`, file)
  if (process.platform !== 'win32') syncFolder(path.dirname(file))
  return `${file} holds the new key. Keep a copy in another place; the old key opens nothing any more but old backups.`
}

export type Keys = Pick<Env, 'DATA_KEY' | 'DATA_DIR'> & Partial<Pick<Env, 'DATA_KEY_NEXT'>>

const keyFile = (env: Keys) => path.resolve(env.DATA_DIR, 'data.key')

function keyIn(file: string): Buffer {
  try {
    if (!fs.existsSync(file)) createKey(file)
    return readKey(file)
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(`DATA_DIR: ${(error as Error).message}`)
  }
}

/** Refuses a database whose persons were encrypted with another key, before anything is written with this one. */
export async function matchDataKey(db: Database, key: Buffer): Promise<void> {
  const value = markOf(key)
  await db.query(`INSERT INTO setting (key, value) VALUES ('dataKey', $1) ON CONFLICT DO NOTHING`, [value])
  const stored = await db.prisma.setting.findUniqueOrThrow({ where: { key: 'dataKey' } })
  if (stored.value.includes(ROTATING)) {
    throw new StartError('DATA_KEY is being rotated; run npm run rotate-key again with the same keys to finish that')
  }
  if (stored.value !== value) {
    throw new StartError(
      'DATA_KEY (or the file data.key in DATA_DIR) is not the key that the personal data in this database is ' +
        'encrypted with; give the key of the first start or, after a rotation, the new one (a rotation of data.key ' +
        'that was cut off is finished by npm run rotate-key)',
    )
  }
}

/** Stands between the marks of the old and the new key while the data key is rotated. */
export const ROTATING = '>'

/** Keeps the data key from being rotated until the transaction is over; fails when it was rotated since the start. */
export async function holdDataKey(tx: Transaction, { mark }: PersonVault): Promise<void> {
  const [row] = await tx.$queryRaw<{ value: string }[]>`SELECT value FROM setting WHERE key = 'dataKey' FOR SHARE`
  if (row && row.value !== mark) throw new Error('The data key was rotated: start the product again with the new key')
}

/** A crash leaves the whole key or no file: the key is synced under another name and then linked, which never overwrites. */
function createKey(file: string) {
  const folder = path.dirname(file)
  const draft = path.join(folder, `${path.basename(file)}-${process.pid}.tmp`)
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  fs.rmSync(draft, { force: true })
  fs.writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  try {
    fs.linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.unlinkSync(draft)
  }
  if (process.platform !== 'win32') syncFolder(folder)
}

function readKey(file: string): Buffer {
  const { mode } = fs.statSync(file)
  if (process.platform !== 'win32' && mode & 0o077) {
    throw new StartError(`DATA_DIR: ${file} can be read by others; run: chmod 600 ${file}`)
  }
  const key = Buffer.from(fs.readFileSync(file, 'utf8'), 'base64')
  if (key.length !== 32) {
    throw new StartError(
      `DATA_DIR: ${file} must hold 32 bytes in base64 but holds ${key.length}; restore it from a backup`,
    )
  }
  return key
}

function syncFolder(folder: string) {
  const descriptor = fs.openSync(folder, 'r')
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
}
