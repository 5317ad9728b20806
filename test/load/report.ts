import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { node, versionOf } from './contenders.ts'
import type { Amounts } from './database.ts'
import type { Embedded } from './embedded.ts'
import type { Grown, Taken } from './growth.ts'
import type { Measured } from './measure.ts'
import type { Wait } from './panel.ts'
import type { Both } from './workers.ts'

export interface Measurement {
  workload: string
  /** What each contender did in its turns, in their order. */
  taken: Map<string, Measured[]>
}

export interface Run {
  amounts: Amounts
  measurements: Measurement[]
  workers: Both[] | undefined
  panel: Wait[] | undefined
  growth?: Grown[]
  embedded?: Embedded
  /** Peak memory of each server process, in megabytes. */
  memory: Map<string, number>
  /** Seconds. */
  loading: number
  postgres: string
  /** Where the report goes beside the screen. */
  file: string | null
}

const OTHERS = ['postgraphile', 'mercurius', 'limit']

export function report(run: Run) {
  const { amounts, measurements, workers, panel, growth, embedded, memory, loading, postgres, file } = run
  const names = ['product', ...OTHERS]
  const ratios = measurements.map(({ workload, taken }) => [
    workload,
    ...OTHERS.map((other) => (taken.has(other) ? spread(ratiosOf(taken, other)) : '–')),
  ])
  const costs = measurements.map(({ workload, taken }) => [
    workload,
    ...names.map((name) => {
      const each = taken.get(name)
      if (!each) return '–'
      const [rate, p50, p99, cpu] = [
        median(each.map(({ perSecond }) => perSecond)),
        median(each.map((one) => one.p50)),
        median(each.map((one) => one.p99)),
        median(each.map((one) => one.cpu)),
      ]
      return `${rate.toFixed(0)} · ${p50}/${p99} ms · ${cpu.toFixed(2)} ms`
    }),
  ])
  const text = `# Measured

Written by \`npm run bench\`. ${os.cpus().length} processors (${os.cpus()[0]?.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB,
PostgreSQL ${postgres} on the same machine, Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()} for all,
PostGraphile ${versionOf('postgraphile')}, mercurius ${versionOf('mercurius')} with its JIT compiler, ${amounts.programs.toLocaleString('en')} programs,
${amounts.participants.toLocaleString('en')} participants, ${amounts.outcomes.toLocaleString('en')} outcomes (loaded in ${loading.toFixed(0)} s).
32 connections unless said, one process each, in turns; every answer was compared with that of the limit before, and checked for
errors while measured. The product runs as shipped, for a signed-in officer unless anybody is named: rules, limits, rates and logs on. The
limit is node:http with one hand-written statement that returns the JSON text, and no rules at all.

## Requests per second, as the product's over theirs: median of the turns (lowest to highest)

${table(['workload', ...OTHERS], ratios)}

Absolute figures drift from minute to minute on a shared machine; only ratios of one run count.

## Requests per second · median/99th percentile · processor time of the server for a request

${table(['workload', ...names], costs)}

Peak memory of the server process: ${names.map((name) => `${name} ${memory.get(name)} MB`).join(', ')}.
${workers ? workersTable(workers) : ''}${panel ? waits(panel) : ''}${growth ? growthTable(growth) : ''}${embedded ? embeddedTable(embedded) : ''}`
  console.log(text)
  if (file) fs.writeFileSync(file, text + fs.readFileSync(path.join(import.meta.dirname, 'notes.md'), 'utf8'))
}

function ratiosOf(taken: Measurement['taken'], other: string): number[] {
  const theirs = taken.get(other) ?? []
  return (taken.get('product') ?? []).map(({ perSecond }, turn) => perSecond / (theirs[turn] as Measured).perSecond)
}

/** Requests a second, and how many processors the product had of the two. */
const workersTable = (workers: Both[]) => `
## A second process of the product (\`WORKERS=2\`), with PostgreSQL and the sender on the same two processors

${table(
  ['workload', 'one process', 'two', 'two over one', 'processors of the product'],
  workers.map(({ workload, one, two }) => {
    const [alone, both] = [one, two].map((turns) => median(turns.map(({ perSecond }) => perSecond))) as [number, number]
    const [had, have] = [one, two].map((turns) => median(turns.map(({ perSecond, cpu }) => (perSecond * cpu) / 1000)))
    const used = `${had?.toFixed(2)} → ${have?.toFixed(2)}`
    return [workload, alone.toFixed(0), both.toFixed(0), (both / alone).toFixed(2), used]
  }),
)}
`

const waits = (panel: Wait[]) => `
## The panel in Chromium, on the same data, in milliseconds

${table(
  ['what an officer waits for', 'median', 'slowest', 'goal'],
  panel.map(({ what, times, goal }) => [what, median(times).toFixed(0), Math.max(...times).toFixed(0), `≤ ${goal}`]),
)}
`

/** What a request takes as the city grows: one at a time, and the most memory of the server meanwhile. */
export const growthTable = (growth: Grown[]) => `
## As the data grows: median of one request after the other · peak memory of the server

Half as many figures as participants and a hundredth as many programs.

${table(
  ['', ...growth.map(({ participants }) => `${participants.toLocaleString('en')} participants`)],
  (growth[0]?.taken ?? []).map(({ what }, row) => [what, ...growth.map(({ taken }) => cell(taken[row] as Taken))]),
)}
`

export const embeddedTable = ({ amounts, taken, start, wait, longest, imported, memory }: Embedded) => `
## The embedded engine beside PostgreSQL: requests per second, median of the turns

The product on both, ${amounts.programs.toLocaleString('en')} programs, ${amounts.participants.toLocaleString('en')} participants, ${amounts.outcomes.toLocaleString('en')} outcomes.

${table(
  ['workload', 'embedded', 'PostgreSQL', 'PostgreSQL over embedded'],
  taken.map(({ workload, embedded, postgresql }) => {
    const [one, other] = [median(embedded), median(postgresql)]
    return [workload, one.toFixed(0), other.toFixed(0), (other / one).toFixed(2)]
  }),
)}

It starts in ${start.toFixed(0)} ms with ${memory.start} MB, and had ${memory.peak} MB at most. While a question of ${longest.toFixed(0)} ms ran,
nobody waited longer than ${wait.toFixed(0)} ms for the health. It imported ${imported.toFixed(0)} rows a second.
`

const cell = ({ value, unit, memory }: Taken) =>
  `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ${unit} · ${memory} MB`

const spread = (ratios: number[]) =>
  `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`

function median(values: number[]): number {
  const ordered = [...values].sort((a, b) => a - b)
  const middle = Math.floor(ordered.length / 2)
  return ordered.length % 2
    ? (ordered[middle] as number)
    : ((ordered[middle - 1] as number) + (ordered[middle] as number)) / 2
}

const table = (head: string[], rows: string[][]) =>
  [head, head.map((_, column) => (column ? '---:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
