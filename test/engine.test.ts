import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { inTurns } from '../server/engine.ts'

test('while the engine answers one question after the other, others are heard between', async () => {
  const { port1, port2 } = new MessageChannel()
  const heard: string[] = []
  await new Promise<void>((resolve) => {
    const take = inTurns((piece: string) => {
      heard.push(piece)
      if (piece === 'last') resolve()
      else setImmediate(() => heard.push('others'))
    })
    port2.on('message', take)
    for (const piece of ['first', 'second', 'last']) port1.postMessage(piece)
  })
  port1.close()
  expect(heard).toEqual(['first', 'others', 'second', 'others', 'last'])
})
