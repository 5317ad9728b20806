import { expect, test } from 'vitest'
import { together } from '../server/together.ts'

test('what is asked while a call runs is answered by the next one, and the same is asked once', async () => {
  const calls: string[][] = []
  const ends: (() => void)[] = []
  const ask = together<string>(async (keys) => {
    calls.push(keys)
    await new Promise<void>((end) => ends.push(end))
    return new Map(keys.map((key) => [key, `${key} of call ${calls.length}`]))
  })
  const first = ask('a')
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
