import Papa from 'papaparse'
import { withoutApostrophe } from './cells'
import { decoded } from './encoding'

/** What came of reading a file: the text of every cell, or why there is none. */
export type ReadAnswer = { rows: string[][] } | { problem: ReadProblem }
export type ReadProblem = 'TOO_LARGE' | 'OLD_EXCEL' | 'UNREADABLE' | 'EMPTY'

addEventListener('message', async ({ data: file }: MessageEvent<File>) => postMessage(await read(file)))

const LARGEST = 30_000_000

async function read(file: File): Promise<ReadAnswer> {
  if (file.size > LARGEST) return { problem: 'TOO_LARGE' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const begins = (...first: number[]) => first.every((byte, at) => bytes[at] === byte)
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return { problem: 'OLD_EXCEL' }
  try {
    const rows = begins(0x50, 0x4b) ? await readWorkbook(file) : readText(bytes)
    const filled = rows.some((row) => row.some((cell) => cell.trim()))
    return filled ? { rows } : { problem: 'EMPTY' }
  } catch {
    return { problem: 'UNREADABLE' }
  }
}

function readText(bytes: Uint8Array): string[][] {
  const { data } = Papa.parse<string[]>(decoded(bytes), { skipEmptyLines: false })
  return data.map((row) => row.map(withoutApostrophe))
}

/** Its first sheet. The reader is loaded only for workbooks. */
async function readWorkbook(file: File): Promise<string[][]> {
  const { readSheet } = await import('read-excel-file/web-worker')
  const rows = await readSheet(file)
  return rows.map((row) => row.map(textOf))
}

/** Dates come as midnight in UTC. */
const textOf = (cell: unknown): string =>
  cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
