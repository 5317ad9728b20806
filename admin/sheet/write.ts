import type { Cell } from './cells'
import type { Format, Told } from './write.worker'

export type { Format } from './write.worker'

/** A file that is written beside the page, sheet by sheet and piece by piece. */
export function writeFile(format: Format) {
  const worker = new Worker(new URL('./write.worker.ts', import.meta.url), { type: 'module' })
  const tell = (told: Told) => worker.postMessage(told)
  tell({ format })
  return {
    sheet(name: string, header: string[]) {
      tell({ sheet: name, columns: header.length })
      tell({ rows: [header] })
    },
    rows: (rows: Cell[][]) => tell({ rows }),
    /** The whole file. */
    end: () =>
      new Promise<Blob>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Blob>) => {
          worker.terminate()
          resolve(data)
        }
        worker.onerror = reject
        tell({ end: true })
      }),
    cancel: () => worker.terminate(),
  }
}

/** Hands the file to the browser's downloads. */
export function download(blob: Blob, name: string) {
  const address = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
