/** What can be imported. */
export type Noun = 'participants' | 'outcomes'

/** A line of the file as it is sent. */
export type Line = { line: number } & Record<string, string | string[] | number>

const MOST_LINES = 500
/** Well below what the server takes as the body of a request. */
const MOST_BYTES = 150_000

/** As many lines together as one request takes. */
export function* parts(lines: Iterable<Line>): Generator<Line[]> {
  const encoder = new TextEncoder()
  let part: Line[] = []
  let bytes = 0
  for (const line of lines) {
    const size = encoder.encode(JSON.stringify(line)).length + 1
    if (part.length === MOST_LINES || (part.length && bytes + size > MOST_BYTES)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(line)
    bytes += size
  }
  if (part.length) yield part
}
