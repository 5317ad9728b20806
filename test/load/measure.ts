import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import { type Contender, fire, node } from './contenders.ts'
import { type GraphQLContender, readLimit, type Workload } from './workloads.ts'

export interface Measured {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Processor time of the server process for one request, in milliseconds. */
  cpu: number
}

const isLimit = ({ name }: Contender) => name === 'limit'
export const takesPart = (contender: Contender, { address, asks }: Workload) =>
  isLimit(contender) ? address !== undefined : contender.name in asks

const askOf = ({ name }: Contender, { asks }: Workload) => asks[name as GraphQLContender] as Workload['asks']['product']
const headersOf = ({ headers }: Contender, { anonymous }: Workload) => (anonymous ? {} : headers)

function bodyOf(contender: Contender, workload: Workload, asked: Record<string, unknown>): object {
  if (isLimit(contender)) return asked
  const { query, variables } = askOf(contender, workload)
  return { query, variables: variables(asked as never) }
}

const urlOf = (contender: Contender, { address }: Workload) =>
  `${contender.address}${isLimit(contender) ? address : '/graphql'}`

/** Every variant once: all answer the same, or the run ends with what differs. */
async function compare(contenders: Contender[], workload: Workload) {
  for (const asked of workload.variants) {
    const answers = await Promise.all(
      contenders.map(async (contender) => {
        const unique = JSON.stringify(bodyOf(contender, workload, asked)).replace('[<id>]', `of ${contender.name}`)
        const response = await fetch(urlOf(contender, workload), {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headersOf(contender, workload) },
          body: unique,
        })
        const text = await response.text()
        if (response.status !== 200) throw new Error(`${contender.name}, ${workload.name}: ${response.status} ${text}`)
        const answer = JSON.parse(text)
        if (answer?.errors) throw new Error(`${contender.name}, ${workload.name}: ${text.slice(0, 500)}`)
        const read = isLimit(contender)
          ? readLimit(workload.address, answer)
          : askOf(contender, workload).read(answer.data)
        return JSON.stringify(sorted(read)).replaceAll(`of ${contender.name}`, '')
      }),
    )
    const other = answers.findIndex((answer) => answer !== answers[0])
    if (other < 0) continue
    throw new Error(
      `${workload.name} ${JSON.stringify(asked)}: ${contenders[0]?.name} answers ${answers[0]?.slice(0, 600)}, ${contenders[other]?.name} ${answers[other]?.slice(0, 600)}`,
    )
  }
}

/** With the keys of objects in order, so that equal answers are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

/** What each contender does with the workload in its turns, after a warm-up of some seconds. */
export async function takeTurns(
  contenders: Contender[],
  workload: Workload,
  { turns, seconds, warm = seconds }: { turns: number; seconds: number; warm?: number },
): Promise<Measured[][]> {
  await compare(contenders, workload)
  const taken: Measured[][] = contenders.map(() => [])
  for (const contender of contenders) await measure(contender, workload, warm)
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, contender] of contenders.entries()) taken[at]?.push(await measure(contender, workload, seconds))
  }
  return taken
}

/** Sends the workload for some seconds over its connections from a process of its own. Any wrong answer ends the run. */
async function measure(contender: Contender, workload: Workload, seconds: number): Promise<Measured> {
  const before = cpuOf(contender.pid)
  const bodies = workload.variants.map((asked) => bodyOf(contender, workload, asked))
  const job = {
    url: urlOf(contender, workload),
    headers: headersOf(contender, workload),
    bodies,
    seconds,
    connections: workload.connections ?? 32,
    wrong: '"message":',
  }
  const { answered, faults, ...times } = await run(job)
  if (faults) throw new Error(`${contender.name}, ${workload.name}: ${faults} of ${answered} answers were wrong`)
  return { ...times, cpu: (cpuOf(contender.pid) - before) / Math.max(answered, 1) }
}

function run(job: object): Promise<Omit<Measured, 'cpu'> & { answered: number; faults: number }> {
  const child = spawn(node, [fire], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(job))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`the sender ended with ${code}`)),
    )
  })
}

/** A process and those that it started. */
export function processesOf(pid: number): number[] {
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return [pid, ...children.flatMap((child) => processesOf(Number(child)))]
}

/** Processor time that they have used, in milliseconds. */
function cpuOf(pid: number): number {
  const ticks = processesOf(pid).map((one) => {
    const fields = fs.readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  })
  return (sum(ticks) * 1000) / TICKS
}
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** The most memory that they have used, in megabytes; of several processes the sum, each at its own time. */
export function peakOf(pid: number): number {
  const peaks = processesOf(pid).map((one) => {
    return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${one}/status`, 'utf8'))?.[1])
  })
  return Math.round(sum(peaks) / 1024)
}

const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
