import { openDatabase } from './db.ts'
import { readEnv, StartError } from './env.ts'
import { plainError } from './log.ts'
import { rotateDataKey } from './rotation.ts'

// npm run rotate-key: encrypts everything with a new data key. Stop every process of the product first.
try {
  const env = readEnv()
  const db = await openDatabase(env)
  await rotateDataKey(db, env, console.log).finally(() => db.close())
} catch (error) {
  const why = error instanceof StartError ? error.message : JSON.stringify(plainError(error))
  console.error(`The data key was not rotated: ${why}`)
  process.exitCode = 1
}
