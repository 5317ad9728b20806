import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openCluster } from './cluster.ts'
import { exchanging } from './engine.ts'

const port = parentPort as MessagePort
const pglite = await openCluster(workerData)
const send = exchanging(pglite, (piece) => port.postMessage(piece))
port.on('message', async (message: Uint8Array | 'close') => {
  if (message !== 'close') return send(message)
  await pglite.close()
  port.close()
})
port.postMessage('ready')
