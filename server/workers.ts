import cluster, { type Worker } from 'node:cluster'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Keeps so many processes serving on one port: one that ends is replaced, and all end with this one. */
export function keepWorkers(count: number) {
  const serving = new Set<Worker>()
  let ending = false
  const endAll = () => {
    ending = true
    for (const worker of Object.values(cluster.workers ?? {})) if (worker?.isConnected()) tellToEnd(worker)
  }
  for (const signal of SIGNALS) process.on(signal, endAll)
  let hasSaid = false
  cluster.on('message', (worker, where: string) => {
    serving.add(worker)
    if (ending) tellToEnd(worker) // it was still starting when the others were told
    if (hasSaid || serving.size < count) return
    hasSaid = true
    console.log(where)
  })
  cluster.on('exit', (worker) => {
    if (!ending && serving.delete(worker)) return void cluster.fork()
    // What did not come to serve has said why.
    if (!ending) process.exitCode = 1
    if (!ending) endAll()
  })
  for (let made = 0; made < count; made++) cluster.fork()
}

/** It may have ended just now, which is as well. */
const tellToEnd = (worker: Worker) => worker.send(END, () => {})

/** In a worker: tells where it serves, which is said when all do, and ends when it is told to. */
export function workForPrimary(where: string, end: () => void) {
  process.once('message', end)
  process.send?.(where)
}

/** Signals that the whole group may get, and that a worker does not end at by itself. */
export const leftToPrimary = cluster.isWorker ? [...SIGNALS] : []
for (const signal of leftToPrimary) process.on(signal, () => {})

const END = 'end'
