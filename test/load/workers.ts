import { type Contender, startProduct } from './contenders.ts'
import type { Loaded } from './database.ts'
import { compare, type Measured, measure } from './measure.ts'
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
      await compare([one, two], workload)
      const both: Both = { workload: workload.name, one: [], two: [] }
      for (const contender of [one, two]) await measure(contender, workload, seconds)
      for (let turn = 0; turn < turns; turn++) {
        both.one.push(await measure(one, workload, seconds))
        both.two.push(await measure(two, workload, seconds))
      }
      measured.push(both)
    }
    return measured
  } finally {
    await two.stop()
  }
}
const ASKED = /^(list|one record|totals|start screen: what|the record again)/
