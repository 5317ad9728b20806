import fs from 'node:fs'
import { type Contender, startProduct } from './contenders.ts'
import { loadDatabase } from './database.ts'
import { ask, exportAll, importRows, questions } from './growthQuestions.ts'
import { peakOf, processesOf } from './measure.ts'

/** How long one request after the other takes, with nobody else there. */
export interface Grown {
  participants: number
  taken: Taken[]
}
export interface Taken {
  what: string
  /** Median of some requests in milliseconds, or rows a second. */
  value: number
  unit: 'ms' | 'rows/s'
  /** The most memory that the server had meanwhile, in megabytes. */
  memory: number
}

/** The same of the product over databases of each size, with half as many figures and a hundredth as many programs. */
export async function measureGrowth(sizes: number[]): Promise<Grown[]> {
  const grown: Grown[] = []
  for (const participants of sizes) {
    const amounts = { participants, outcomes: participants / 2, programs: participants / 100 }
    const database = await loadDatabase(amounts)
    try {
      grown.push({ participants, taken: await measureSize(database.url, participants) })
    } finally {
      await database.drop()
    }
  }
  return grown
}

async function measureSize(url: string, participants: number): Promise<Taken[]> {
  const begun = performance.now()
  const product = await startProduct({ DATABASE_URL: url })
  const start: Taken = { what: 'start', value: performance.now() - begun, unit: 'ms', memory: peakOf(product.pid) }
  const taken = [start]
  try {
    for (const [what, query] of Object.entries(await questions(product, participants))) {
      taken.push({ what, unit: 'ms', ...(await measured(product, () => timed(product, query))) })
    }
    taken.push({ what: 'export of all', unit: 'rows/s', ...(await measured(product, () => exportAll(product))) })
    for (const [what, districts] of [
      ['import', 1],
      ['import of two districts at once', 2],
      ['import of four districts at once', 4],
    ] as const) {
      taken.push({ what, unit: 'rows/s', ...(await measured(product, () => importRows(product, districts))) })
    }
  } finally {
    await product.stop()
  }
  const workers = await startProduct({ DATABASE_URL: url, WORKERS: '2' })
  try {
    const what = 'the same of two processes (WORKERS=2)'
    taken.push({ what, unit: 'rows/s', ...(await measured(workers, () => importRows(workers, 4))) })
    return taken
  } finally {
    await workers.stop()
  }
}

async function measured({ pid }: Contender, work: () => Promise<number>) {
  for (const one of processesOf(pid)) fs.writeFileSync(`/proc/${one}/clear_refs`, '5') // the peak starts anew
  return { value: await work(), memory: peakOf(pid) }
}

async function timed(product: Contender, query: string): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const begun = performance.now()
    await ask(product, query)
    times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)[Math.floor(TURNS / 2)] as number
}
const TURNS = 9
