import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openCluster } from './cluster.ts'
import { exchange } from './engine.ts'

const port = parentPort as MessagePort
const pglite = await openCluster(workerData)
port.on('message', async (message: Uint8Array | 'close') => {
  if (message !== 'close') return exchange(pglite, message, (piece) => port.postMessage(piece))
  await pglite.close()
  port.close()
})
port.postMessage('ready')
