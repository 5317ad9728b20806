import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, inject } from 'vitest'
import type { openDatabase as open } from '../../server/db.ts'
import { children, type Exit, endGroup, launch, type Options, type Running, root, served } from './launch.ts'

export {
  type Ask,
  DATA_KEY,
  launch,
  main,
  NINE,
  READ_TITLE,
  type Running,
  root,
  served,
  WRITE_TITLE,
} from './launch.ts'

const folders: string[] = []
afterEach(async () => {
  for (const child of children) {
    const gone = new Promise((resolve) => child.once('close', resolve))
    endGroup(child, 'SIGKILL')
    await gone
  }
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true })
})

/** An empty folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-process-'))
  folders.push(folder)
  return folder
}

/** A data folder after its first start. */
export function filledFolder(): string {
  const folder = temporaryFolder()
  fs.cpSync(inject('filled'), folder, { recursive: true })
  return folder
}

/** Starts the product on a free port and waits until it serves. */
export const start = (options: Options): Promise<Running> => served(launch(options))

/** Starts the product and waits for its end. */
export const startAndEnd = (options: Options): Promise<Exit> => launch(options).exited

/** Opens a database as the built product does: the embedded one in a thread, which runs what was compiled. */
export const openDatabase: typeof open = async (env) => {
  const built = await import(path.join(root, 'dist/server/db.js'))
  return built.openDatabase(env)
}

/** The only line of an output. */
export function lineOf(text: string): string {
  const [line = '', ...more] = text.split('\n').filter(Boolean)
  if (more.length) throw new Error(`more than one line:\n${text}`)
  return line
}
