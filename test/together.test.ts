import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Deadline, timeLeft, within } from '../server/deadline.ts'
import { inLines, together } from '../server/together.ts'

test('what is asked while a call runs is answered by the next one, and the same is asked once', async () => {
  const calls: string[][] = []
  const ends: (() => void)[] = []
  const ask = together<string>(async (keys) => {
    calls.push(keys)
    await new Promise<void>((end) => ends.push(end))
    return new Map(keys.map((key) => [key, `${key} of call ${calls.length}`]))
  })
  const first = ask('a')
  await turn()
  const later = [ask('a'), ask('b'), ask('b')]
  ends.shift()?.()
  expect(await first).toBe('a of call 1')
  expect(calls).toEqual([['a'], ['a', 'b']])
  ends.shift()?.()
  expect(await Promise.all(later)).toEqual(['a of call 2', 'b of call 2', 'b of call 2'])
})

test('who asked in a call that fails is told, and the next call is made', async () => {
  let fails = true
  const ask = together<string>(async (keys) => {
    if (fails) throw new Error('no connection')
    return new Map(keys.map((key) => [key, key]))
  })
  await expect(Promise.all([ask('a'), ask('b')])).rejects.toThrow('no connection')
  fails = false
  expect(await ask('a')).toBe('a')
  expect(await ask('a')).toBe('a')
})

/** Work that ends when it is told to, and what it was called for. */
function held() {
  const calls: string[][] = []
  const ends: (() => void)[] = []
  const work = async (items: string[]) => {
    calls.push(items)
    await new Promise<void>((end) => ends.push(end))
    return items.map(
      (item) => `${item}: ${timeLeft() === undefined ? 'no end' : (timeLeft() as number) > 1 ? 'time' : 'over'}`,
    )
  }
  return { work, calls, endNext: () => ends.shift()?.() }
}

test('what comes in one turn goes together', async () => {
  const { work, calls, endNext } = held()
  const go = inLines(work)
  const both = [go('a'), go('b')]
  await turn()
  endNext()
  await Promise.all(both)
  expect(calls).toEqual([['a', 'b']])
})

test('a call is for so many at most, and another line does not wait for it', async () => {
  const { work, calls, endNext } = held()
  const go = inLines(work, 2)
  const first = go('a', 'one')
  await turn()
  const more = ['b', 'c', 'd', 'e'].map((item) => go(item, 'one'))
  const other = go('z', 'other')
  await turn()
  expect(calls).toEqual([['a'], ['z']])
  endNext()
  endNext()
  await Promise.all([first, other])
  expect(calls.slice(2)).toEqual([['b', 'c']])
  endNext()
  await more[1]
  expect(calls.slice(3)).toEqual([['d', 'e']])
  endNext()
  expect(await Promise.all([first, ...more])).toEqual(['a', 'b', 'c', 'd', 'e'].map((item) => `${item}: no end`))
})

test('a call has the time of the one that has most, not of the one before', async () => {
  const { work, endNext } = held()
  const go = inLines(work)
  const ask = (item: string, seconds: number) => within(new Deadline(seconds), () => go(item))
  const over = ask('a', 0)
  await turn()
  const later = [ask('b', 0), ask('c', 60)]
  endNext()
  expect(await over).toBe('a: over')
  endNext()
  expect(await Promise.all(later)).toEqual(['b: time', 'c: time'])
  const alone = ask('d', 60)
  await turn()
  const one = go('e')
  endNext()
  expect(await alone).toBe('d: time')
  endNext()
  expect(await one).toBe('e: no end')
})
