/*
 * npm run bench: this product beside others, on the same data and the same machine, in turns.
 * npm run bench -- --quick: a tenth of the data and short turns, to see whether a change moved anything.
 * npm run bench -- --only NAME: the workloads with this in their name, or `workers`, `panel`, `growth` or `embedded`.
 */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Contender, installPeers, startPeer, startProduct } from './contenders.ts'
import { loadDatabase } from './database.ts'
import { measureEmbedded } from './embedded.ts'
import { measureGrowth } from './growth.ts'
import { peakOf, takesPart, takeTurns } from './measure.ts'
import { measurePanel } from './panel.ts'
import { embeddedTable, growthTable, type Measurement, type Run, report } from './report.ts'
import { measureWorkers } from './workers.ts'
import { workloads } from './workloads.ts'

const { quick, only } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } }).values
const FULL = { amounts: { participants: 200_000, outcomes: 100_000, programs: 2000 }, turns: 3, seconds: 3, warm: 3 }
const QUICK = { amounts: { participants: 20_000, outcomes: 10_000, programs: 200 }, turns: 2, seconds: 2, warm: 1 }
const { amounts, turns, seconds, warm } = quick ? QUICK : FULL
/** What the embedded engine is for. */
const SMALL = quick ? QUICK.amounts : { participants: 100_000, outcomes: 50_000, programs: 1000 }
/** Of the product alone. */
const PARTS = ['workers', 'panel']
const SIZES = quick ? [10_000] : [10_000, 100_000, 1_000_000]

installPeers()
if (only === 'growth') {
  console.log(growthTable(await measureGrowth(SIZES)))
  process.exit()
}
if (only === 'embedded') {
  console.log(embeddedTable(await measureEmbedded(SMALL, turns, seconds)))
  process.exit()
}
const database = await loadDatabase(amounts)
const contenders: Contender[] = []
try {
  contenders.push(await startProduct({ DATABASE_URL: database.url }))
  const peers = only && PARTS.includes(only) ? [] : ['limit', 'postgraphile', 'mercurius']
  for (const peer of peers) contenders.push(await startPeer(peer, database.url))
  const measurements: Measurement[] = []
  for (const workload of workloads(database.known)) {
    if (only && !workload.name.includes(only)) continue
    const asked = contenders.filter((contender) => takesPart(contender, workload))
    if (workload.writes) await fill()
    const each = await takeTurns(asked, workload, { turns, seconds, warm })
    const taken = new Map(asked.map(({ name }, at) => [name, each[at] ?? []]))
    if (workload.writes) await database.ask(`DELETE FROM organization WHERE name_ko LIKE 'bench %'`)
    measurements.push({ workload: workload.name, taken })
  }
  const [product] = contenders as [Contender]
  const isAsked = (part: string) => !only || part.includes(only)
  const workers = isAsked('workers') ? await measureWorkers(product, database, turns, seconds) : undefined
  const panel = isAsked('panel') ? await measurePanel(product, turns) : undefined
  const memory = new Map(contenders.map(({ name, pid }) => [name, peakOf(pid)]))
  const file = quick || only ? null : path.join(import.meta.dirname, 'RESULTS.md')
  const { seconds: loading, version: postgres } = database
  const tell = (more: Pick<Run, 'growth' | 'embedded'>) =>
    report({ amounts, measurements, workers, panel, memory, loading, postgres, file, ...more })
  tell({})
  if (file) {
    // What was measured stays when what is measured after it fails.
    const growth = await measureGrowth(SIZES)
    tell({ growth })
    tell({ growth, embedded: await measureEmbedded(SMALL, turns, seconds) })
  }
} finally {
  await Promise.all(contenders.map((contender) => contender.stop()))
  await database.drop()
}

/** Else PostgreSQL keeps plans for the few organizations of the start while ten thousands come. */
async function fill() {
  await database.ask(`INSERT INTO organization (name_ko, kind, updated_at)
    SELECT 'bench before ' || n, 'COMPANY', now() FROM generate_series(1, 20000) n`)
  await database.ask('VACUUM ANALYZE organization')
}
