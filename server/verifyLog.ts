import { checkLog } from './accessLog.ts'
import { dataKey, matchDataKey } from './dataKey.ts'
import { openDatabase } from './db.ts'
import { readEnv, StartError } from './env.ts'
import { plainError } from './log.ts'
import { personVault } from './person.ts'

// npm run verify-log [-- NUMBER HASH]: follows the chain of the access log, and says whether a row that was noted down
// earlier is still in it.
try {
  const env = readEnv()
  const db = await openDatabase(env)
  const [number, hash] = process.argv.slice(2)
  try {
    const key = dataKey(env)
    await matchDataKey(db, key)
    const { ok, rows, removed, first, last, problem } = await checkLog(db.prisma, personVault(key))
    const row = await db.prisma.accessLog.findUnique({ where: { id: last?.id ?? 0 } })
    const end = row ? Buffer.from(row.hash).toString('hex') : ''
    console.log(`Rows      ${rows}${removed ? `, and ${removed} removed after their time` : ''}`)
    if (first && last) {
      console.log(
        `First     ${first.id} of ${first.at.toISOString()}\nLast      ${last.id} of ${last.at.toISOString()}`,
      )
      console.log(`Note down ${last.id} ${end}`)
    }
    const noted = number ? await db.prisma.accessLog.findUnique({ where: { id: Number(number) || 0 } }) : null
    const lost = ok && number && (!noted || Buffer.from(noted.hash).toString('hex') !== hash)
    const wrong = problem ?? (lost ? `row ${number} is not the one that was noted down` : null)
    console.log(wrong ? `BROKEN    ${wrong}` : 'OK        every row is there and unchanged')
    process.exitCode = wrong ? 1 : 0
  } finally {
    await db.close()
  }
} catch (error) {
  const why = error instanceof StartError ? error.message : JSON.stringify(plainError(error))
  console.error(`The access log was not checked: ${why}`)
  process.exitCode = 2
}
