type Load<Value> = (keys: string[]) => Promise<Map<string, Value>>
interface Waiting<Value> {
  key: string
  tell(value: Value | undefined): void
  fail(error: unknown): void
}

/**
 * Answers what many requests ask at the same time with one call of `load`: what is asked while a call runs waits for
 * the next one, so no answer is older than its question.
 */
export function together<Value>(load: Load<Value>): (key: string) => Promise<Value | undefined> {
  let waiting: Waiting<Value>[] = []
  let running = false

  async function run() {
    running = true
    while (waiting.length) {
      const asked = waiting
      waiting = []
      try {
        const found = await load([...new Set(asked.map(({ key }) => key))])
        for (const { key, tell } of asked) tell(found.get(key))
      } catch (error) {
        for (const { fail } of asked) fail(error)
      }
    }
    running = false
  }

  return (key) =>
    new Promise((tell, fail) => {
      waiting.push({ key, tell, fail })
      if (!running) void run()
    })
}
