import type { ReadAnswer, ReadProblem } from './read.worker'

/** Why a file cannot be used. */
export class Unreadable extends Error {
  readonly problem: ReadProblem
  constructor(problem: ReadProblem) {
    super(problem)
    this.problem = problem
  }
}

/** The text of every cell of the file, read beside the page. */
export function readFile(file: File): Promise<string[][]> {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<string[][]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ReadAnswer>) =>
      'rows' in data ? resolve(data.rows) : reject(new Unreadable(data.problem))
    worker.onerror = () => reject(new Unreadable('UNREADABLE'))
    worker.postMessage(file)
  }).finally(() => worker.terminate())
}
