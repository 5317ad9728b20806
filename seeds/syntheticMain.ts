import { parseArgs } from 'node:util'
import { dataKey, matchDataKey } from '../server/dataKey.ts'
import { openDatabase } from '../server/db.ts'
import { thresholdsOf } from '../server/disclosure.ts'
import { readEnv, StartError } from '../server/env.ts'
import { migrate } from '../server/migrate.ts'
import { personVault } from '../server/person.ts'
import { loadSynthetic } from './synthetic.ts'
import type { Amounts } from './syntheticData.ts'

const USAGE = 'npm run seed:synthetic -- --participants N [--outcomes M] [--programs P] [--seed S]'
const LIMITS = { participants: 10_000_000, outcomes: 10_000_000, programs: 90_000, seed: 2 ** 31 - 1 }

try {
  await main(readAmounts())
  process.exit() // the migration engine leaves a timer of ten seconds behind
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exit(1)
}

async function main(amounts: Amounts) {
  const env = readEnv()
  const db = await openDatabase(env)
  try {
    const key = dataKey(env)
    const begun = performance.now()
    const counts = await db.alone(async () => {
      await migrate(db)
      await matchDataKey(db, key)
      return loadSynthetic(db, personVault(key), amounts, thresholdsOf(env))
    })
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    if (counts === 'already loaded') console.log('Synthetic data: already loaded, nothing changed.')
    else console.log(`Synthetic data loaded in ${seconds} s: ${JSON.stringify(counts)}`)
  } finally {
    await db.close()
  }
}

/** As many outcomes as half the participants, and a program for each hundred of them, unless told otherwise. */
function readAmounts(): Amounts {
  const given = readArguments()
  const participants = whole('participants', given.participants)
  return {
    participants,
    outcomes: whole('outcomes', given.outcomes ?? String(Math.floor(participants / 2))),
    programs: whole('programs', given.programs ?? String(Math.ceil(participants / 100) || 1)),
    seed: whole('seed', given.seed ?? '2019'),
  }
}

function readArguments() {
  const option = { type: 'string' } as const
  try {
    return parseArgs({ options: { participants: option, outcomes: option, programs: option, seed: option } }).values
  } catch (error) {
    throw new StartError(`${(error as Error).message.split('\n')[0]} Usage: ${USAGE}`)
  }
}

function whole(name: keyof Amounts, text = ''): number {
  const least = name === 'programs' ? 1 : 0
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= LIMITS[name]) return number
  throw new StartError(`--${name} must be a whole number from ${least} to ${LIMITS[name]}. Usage: ${USAGE}`)
}
