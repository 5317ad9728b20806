import { type Contender, startProduct } from './contenders.ts'
import type { Loaded } from './database.ts'
import { type Measured, takeTurns } from './measure.ts'
import { workloads } from './workloads.ts'

/** The turns of the product with one process and with two, by workload. */
export interface Both {
  workload: string
  one: Measured[]
  two: Measured[]
}

/** What a second process gives while PostgreSQL and the sender have the same two processors. */
export async function measureWorkers(one: Contender, { url, known }: Loaded, turns: number, seconds: number) {
  const two = await startProduct({ DATABASE_URL: url, WORKERS: '2' })
  try {
    const measured: Both[] = []
    for (const workload of workloads(known).filter(({ name }) => ASKED.test(name))) {
      const [alone = [], both = []] = await takeTurns([one, two], workload, { turns, seconds })
      measured.push({ workload: workload.name, one: alone, two: both })
    }
    return measured
  } finally {
    await two.stop()
  }
}
const ASKED = /^(list|one record|totals|start screen: what|the record again)/
