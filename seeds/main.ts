import { openDatabase } from '../server/db.ts'
import { readEnv, StartError } from '../server/env.ts'
import { migrate } from '../server/migrate.ts'
import { loadSeeds } from './index.ts'

// npm run seed: adds the seeds that the database lacks.
try {
  const db = await openDatabase(readEnv())
  const counts = await db.alone(async () => {
    await migrate(db)
    return loadSeeds(db)
  })
  await db.close()
  console.log(`Seeds added: ${JSON.stringify(counts)}`)
  process.exit() // the migration engine leaves a timer of ten seconds
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
