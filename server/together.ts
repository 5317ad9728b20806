import { type Deadline, deadline, withinLatest } from './deadline.ts'

interface Waiting<Item, Result> {
  item: Item
  deadline: Deadline | undefined
  tell(result: Result): void
  fail(error: unknown): void
}

/**
 * Does what many requests want at the same time by one call of `work`, which gives a result for each: what comes to a
 * line in one turn of the event loop goes together, what comes while a call for it runs waits for the next one, and none
 * is for more than `most`. A call may take as long as any of those who wait for it.
 */
export function inLines<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  most = Number.POSITIVE_INFINITY,
): (item: Item, line?: string) => Promise<Result> {
  const lines = new Map<string, Waiting<Item, Result>[]>()

  async function run(line: string, waiting: Waiting<Item, Result>[]) {
    while (waiting.length) {
      const served = waiting.splice(0, most)
      const deadlines = served.map((one) => one.deadline)
      try {
        const results = await withinLatest(deadlines, () => work(served.map(({ item }) => item)))
        for (const [at, { tell }] of served.entries()) tell(results[at] as Result)
      } catch (error) {
        for (const { fail } of served) fail(error)
      }
    }
    lines.delete(line)
  }

  return (item, line = '') =>
    new Promise((tell, fail) => {
      const one = { item, deadline: deadline(), tell, fail }
      const waiting = lines.get(line)
      if (waiting) return void waiting.push(one)
      const first = [one]
      lines.set(line, first)
      setImmediate(run, line, first)
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
