import { type Deadline, deadline, withinLatest } from './deadline.ts'

interface Waiting<Item, Result> {
  item: Item
  deadline: Deadline | undefined
  tell(result: Result): void
  fail(error: unknown): void
}
interface Line<Item, Result> {
  waiting: Waiting<Item, Result>[]
  running: number
}

/**
 * Does what many requests want at the same time by one call of `work`, which gives a result for each: what comes to a
 * line while `atOnce` calls for it run waits for the next one, and none is for more than `most`. A call may take as long
 * as any of those who wait for it.
 */
export function inLines<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  { atOnce = 1, most = Number.POSITIVE_INFINITY } = {},
): (item: Item, line?: string) => Promise<Result> {
  const lines = new Map<string, Line<Item, Result>>()

  async function run(name: string, line: Line<Item, Result>) {
    line.running += 1
    while (line.waiting.length) {
      const served = line.waiting.splice(0, most)
      const deadlines = served.map((one) => one.deadline)
      try {
        const results = await withinLatest(deadlines, () => work(served.map(({ item }) => item)))
        for (const [at, { tell }] of served.entries()) tell(results[at] as Result)
      } catch (error) {
        for (const { fail } of served) fail(error)
      }
    }
    line.running -= 1
    if (!line.running) lines.delete(name)
  }

  return (item, name = '') =>
    new Promise((tell, fail) => {
      const line = lines.get(name) ?? { waiting: [], running: 0 }
      lines.set(name, line)
      line.waiting.push({ item, deadline: deadline(), tell, fail })
      if (line.running < atOnce) void run(name, line)
    })
}

/** Answers what many requests ask at the same time with one call of `load`; no answer is older than its question. */
export function together<Value>(
  load: (keys: string[]) => Promise<Map<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  const find = inLines<string, Value | undefined>(async (keys) => {
    const found = await load([...new Set(keys)])
    return keys.map((key) => found.get(key))
  })
  return (key) => find(key)
}
