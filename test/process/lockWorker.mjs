// Tries to lock the folders that it is told, one a line, and says whether it got each; its locks last as long as it runs.
import { createInterface } from 'node:readline'
import { lockFolder } from '../../dist/server/lock.js'

console.log('ready')
for await (const folder of createInterface({ input: process.stdin })) {
  try {
    lockFolder(folder)
    console.log('won')
  } catch (error) {
    console.log(`lost: ${error.message}`)
  }
}
