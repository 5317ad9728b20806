import { BOM, type Cell, csvLine } from './cells'
import { xlsxWriter } from './xlsx'

export type Format = 'csv' | 'xlsx'
/** What the page tells the worker, in this order: the format, then sheets and their rows, then the end. */
export type Told = { format: Format } | { sheet: string; columns: number } | { rows: Cell[][] } | { end: true }

const KINDS: Record<Format, string> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

let format: Format = 'csv'
let parts: BlobPart[] = []
let workbook: ReturnType<typeof xlsxWriter>

addEventListener('message', ({ data }: MessageEvent<Told>) => {
  if ('format' in data) {
    format = data.format
    parts = format === 'csv' ? [BOM] : []
    workbook = xlsxWriter((piece) => parts.push(piece as Uint8Array<ArrayBuffer>))
  } else if ('sheet' in data) {
    // A CSV file has one sheet and no name for it.
    if (format === 'xlsx') workbook.sheet(data.sheet, data.columns)
  } else if ('rows' in data) {
    if (format === 'csv') parts.push(data.rows.map(csvLine).join(''))
    else for (const row of data.rows) workbook.row(row)
    // Blobs are the browser's to keep, on disk if need be: what is written is not held in memory twice.
    parts = [new Blob(parts)]
  } else {
    if (format === 'xlsx') workbook.end()
    postMessage(new Blob(parts, { type: KINDS[format] }))
  }
})
