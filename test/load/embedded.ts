import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DATA_KEY, root } from '../process/launch.ts'
import { type Contender, startProduct } from './contenders.ts'
import { type Amounts, loadDatabase } from './database.ts'
import { ask, importRows } from './growthQuestions.ts'
import { peakOf, takeTurns } from './measure.ts'
import { workloads } from './workloads.ts'

/** The product on its embedded engine beside the same on PostgreSQL, with the same data. */
export interface Embedded {
  amounts: Amounts
  /** Requests per second of each turn, by workload. */
  taken: { workload: string; embedded: number[]; postgresql: number[] }[]
  /** How long it takes from the start of the process until it answers, in milliseconds. */
  start: number
  /** The longest that anything without the database waited while a statement of `longest` milliseconds ran, in milliseconds. */
  wait: number
  longest: number
  /** Rows a second. */
  imported: number
  /** Megabytes: after the start, and at most. */
  memory: { start: number; peak: number }
}

export async function measureEmbedded(amounts: Amounts, turns: number, seconds: number): Promise<Embedded> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-embedded-'))
  const database = await loadDatabase(amounts)
  const settings = { DATA_DIR: folder, DATA_KEY }
  execFileSync(process.execPath, [path.join(root, 'dist/seeds/syntheticMain.js'), ...database.options], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  // The first start makes the first account.
  await (await startProduct(settings)).stop()
  const begun = performance.now()
  const embedded = await startProduct(settings, false)
  const start = performance.now() - begun
  const memory = { start: peakOf(embedded.pid), peak: 0 }
  await embedded.stop()
  const both = [await startProduct(settings), await startProduct({ DATABASE_URL: database.url })] as const
  try {
    const taken = []
    for (const workload of workloads(database.known).filter(({ address, anonymous }) => address && !anonymous)) {
      const measured = await takeTurns([...both], workload, { turns, seconds })
      const [one = [], other = []] = measured.map((each) => each.map(({ perSecond }) => perSecond))
      taken.push({ workload: workload.name, embedded: one, postgresql: other })
    }
    const blocked = await waitBeside(both[0])
    const imported = await importRows(both[0])
    memory.peak = peakOf(both[0].pid)
    return { amounts, taken, start, ...blocked, imported, memory }
  } finally {
    await Promise.all(both.map((one) => one.stop()))
    await database.drop()
    fs.rmSync(folder, { recursive: true })
  }
}

/** Asks for the health over and over while the longest question that there is runs. */
async function waitBeside(product: Contender): Promise<{ wait: number; longest: number }> {
  let isOver = false
  const begun = performance.now()
  const long = ask(product, LONG).finally(() => {
    isOver = true
  })
  let wait = 0
  while (!isOver) {
    const asked = performance.now()
    await (await fetch(`${product.address}/health`)).text()
    wait = Math.max(wait, performance.now() - asked)
  }
  await long
  return { wait, longest: performance.now() - begun }
}
const LONG = `{ ${Array.from(
  { length: 10 },
  (_, month) => `m${month}: results(groupBy: [PROGRAM], source: REGISTERED, mixed: LABEL,
  knownAt: "2018-${String(month + 1).padStart(2, '0')}-01T00:00:00Z") { rows { program { code } figure { value } } }`,
).join(' ')} }`
