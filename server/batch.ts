import { allowed, type NodeName, type RuleName, verdict } from './access.ts'
import type { Context } from './context.ts'
import { delegate } from './delegate.ts'

type Load<Value> = (keys: number[], context: Context) => Promise<Map<number, Value>>
type Waiting = { key: number; tell: (value: unknown) => void; fail: (error: unknown) => void }

/**
 * Answers what the rows of one request ask, each for itself, with one call of `load` for all of them. Calls of the same
 * `name` share it, so the name carries every argument that `load` depends on.
 */
export function batched<Value>(
  context: Context,
  name: string,
  key: number,
  load: Load<Value>,
): Promise<Value | undefined> {
  const queues = waiting.get(context) ?? new Map<string, Waiting[]>()
  waiting.set(context, queues)
  return new Promise<Value | undefined>((tell, fail) => {
    const own = { key, tell: tell as Waiting['tell'], fail }
    const queue = queues.get(name)
    if (queue) {
      queue.push(own)
      return
    }
    const first = [own]
    queues.set(name, first)
    setImmediate(() => {
      queues.delete(name)
      answer(first, load, context)
    })
  })
}

/** Whether the rule lets the one who asks have the record with this id; one query for all records of a request. */
export async function permitted(context: Context, rule: RuleName, noun: NodeName, id: number): Promise<boolean> {
  const said = verdict(context.viewer, rule)
  if (typeof said === 'boolean') return said
  const table = delegate(context.product.db.prisma, noun)
  const found = await batched(context, `${rule} ${noun}`, id, async (ids) => {
    const where = { AND: [{ id: { in: ids } }, allowed(context.viewer, rule)] }
    const rows = await table.findMany({ where, select: { id: true } })
    return new Map(rows.map((row) => [row.id, true]))
  })
  return found ?? false
}

async function answer(queue: Waiting[], load: Load<unknown>, context: Context) {
  try {
    const values = await load([...new Set(queue.map(({ key }) => key))], context)
    for (const { key, tell } of queue) tell(values.get(key))
  } catch (error) {
    for (const { fail } of queue) fail(error)
  }
}

const waiting = new WeakMap<Context, Map<string, Waiting[]>>()
