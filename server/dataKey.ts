import { createHmac, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Database } from './db.ts'
import { type Env, StartError } from './env.ts'

/**
 * The key that personal data is encrypted with (PIPA art. 29), 32 bytes: DATA_KEY, or for the embedded database the
 * file `data.key` in DATA_DIR, which the first start makes.
 */
export function dataKey(env: Pick<Env, 'DATA_KEY' | 'DATA_DIR'>): Buffer {
  if (env.DATA_KEY) return Buffer.from(env.DATA_KEY, 'base64')
  const file = path.resolve(env.DATA_DIR, 'data.key')
  try {
    if (!fs.existsSync(file)) createKey(file)
    return readKey(file)
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(`DATA_DIR: ${(error as Error).message}`)
  }
}

/** Refuses a database whose persons were encrypted with another key, before anything is written with this one. */
export async function matchDataKey(db: Database, key: Buffer): Promise<void> {
  const value = createHmac('sha256', key).update('sangsaeng data key').digest('hex')
  await db.query(`INSERT INTO setting (key, value) VALUES ('dataKey', $1) ON CONFLICT DO NOTHING`, [value])
  const stored = await db.prisma.setting.findUniqueOrThrow({ where: { key: 'dataKey' } })
  if (stored.value !== value) {
    throw new StartError(
      'DATA_KEY (or the file data.key in DATA_DIR) is not the key that the personal data in this database was ' +
        'encrypted with; give the key of the first start',
    )
  }
}

/** A crash leaves the whole key or no file: the key is synced under another name and then linked, which never overwrites. */
function createKey(file: string) {
  const folder = path.dirname(file)
  const draft = path.join(folder, `data.key-${process.pid}.tmp`)
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
