import { setImmediate } from 'node:timers/promises'
import type { Transaction } from '@prisma/driver-adapter-utils'
import type { Database } from '../server/db.ts'
import { keepThresholds, openAll } from '../server/disclosure.ts'
import { StartError } from '../server/env.ts'
import type { PersonVault } from '../server/person.ts'
import type { Thresholds } from '../server/statistics/suppression.ts'
import { batches, insertRows, inTransaction, newIds, run } from './bulk.ts'
import { loadSeeds } from './index.ts'
import {
  type Amounts,
  FIGURES_PER_PROGRAM,
  ran,
  SYNTHETIC_YEARS,
  type SyntheticParticipant,
  type SyntheticProgram,
  syntheticOutcomes,
  syntheticParticipants,
  syntheticPrograms,
} from './syntheticData.ts'
import {
  CITATION,
  COHORT,
  OUTCOME,
  PARTICIPANT,
  PERSON,
  PROGRAM,
  PROGRAM_TARGET_GROUP,
  ROUND,
  SETTING,
  SOURCE,
  STAGE_CHANGE,
} from './syntheticTables.ts'

export interface SyntheticCounts {
  programs: number
  persons: number
  participants: number
  stageChanges: number
  outcomes: number
}

/**
 * Fills a database with programs, participants and figures that are labelled synthetic everywhere, all or none of
 * them. Answers 'already loaded' and changes nothing when the database holds the same ones.
 */
export async function loadSynthetic(
  db: Database,
  vault: PersonVault,
  amounts: Amounts,
  thresholds: Thresholds = { ordinary: 5, sensitive: 10 },
): Promise<SyntheticCounts | 'already loaded'> {
  await loadSeeds(db)
  const value = JSON.stringify(amounts, ['participants', 'outcomes', 'programs', 'seed'])
  const loaded = await db.prisma.setting.findUnique({ where: { key: 'synthetic' } })
  if (loaded?.value === value) return 'already loaded'
  if (loaded) throw new StartError(`The database holds other synthetic data already: ${loaded.value}`)
  const taken = await db.prisma.round.findFirst({ where: { year: { in: SYNTHETIC_YEARS } } })
  if (taken) throw new StartError(`There is a round of ${taken.year} already, a year that synthetic data needs`)
  const programs = syntheticPrograms(amounts)
  const room = ran(programs).length * FIGURES_PER_PROGRAM
  if (amounts.outcomes > room) throw new StartError(`outcomes must be at most ${room} for ${amounts.programs} programs`)
  const counts = await inTransaction(db, async (tx) => {
    await insertRows(tx, SETTING, [{ key: 'synthetic', value }])
    return insertAll(tx, vault, amounts, programs)
  })
  await db.query('ANALYZE')
  if (!(await keepThresholds(db, thresholds))) await openAll(db, thresholds, new Date())
  await db.query('VACUUM (ANALYZE)')
  return counts
}

async function insertAll(
  tx: Transaction,
  vault: PersonVault,
  amounts: Amounts,
  programs: SyntheticProgram[],
): Promise<SyntheticCounts> {
  const programIds = await insertPrograms(tx, programs)
  const cohortIds = await insertCohorts(tx, programIds)
  // What triggers keep up is computed at once: batch by batch, tables without statistics are looked through for each.
  await run(tx, 'ALTER TABLE stage_change DISABLE TRIGGER notes_steps_new')
  await run(tx, 'ALTER TABLE outcome DISABLE TRIGGER notes_latest_new')
  const people = await insertParticipants(tx, vault, programIds, cohortIds, syntheticParticipants(amounts, programs))
  await insertOutcomes(tx, amounts, programs, programIds, cohortIds)
  await run(tx, 'ALTER TABLE outcome ENABLE TRIGGER notes_latest_new')
  await run(tx, 'ALTER TABLE stage_change ENABLE TRIGGER notes_steps_new')
  await run(tx, 'ANALYZE participant, stage_change, outcome')
  await run(tx, 'SELECT keep_register_entries(array_agg(id)) FROM participant HAVING count(*) > 0')
  await run(
    tx,
    `SELECT keep_overtaken(array_agg(program_id), array_agg(indicator_id))
     FROM (SELECT DISTINCT program_id, indicator_id FROM outcome) pair`,
  )
  return { programs: programs.length, ...people, outcomes: amounts.outcomes }
}

async function insertPrograms(tx: Transaction, programs: SyntheticProgram[]): Promise<number[]> {
  await insertRows(
    tx,
    ROUND,
    SYNTHETIC_YEARS.map((year) => ({ year })),
  )
  const ids = await newIds(tx, 'program', programs.length)
  const rows = programs.map((program, index) => ({ id: ids[index], ...program }))
  await insertRows(tx, PROGRAM, rows)
  const groups = programs.flatMap(({ targetGroups }, index) =>
    targetGroups.map((code) => ({ programId: ids[index], code })),
  )
  await insertRows(tx, PROGRAM_TARGET_GROUP, groups)
  return ids
}

/** Two per program; the answer has them at `program * 2 + half - 1`. */
async function insertCohorts(tx: Transaction, programIds: number[]): Promise<number[]> {
  const ids = await newIds(tx, 'cohort', programIds.length * 2)
  await insertRows(
    tx,
    COHORT,
    ids.map((id, index) => ({ id, programId: programIds[index >> 1], half: (index % 2) + 1 })),
  )
  return ids
}

async function insertParticipants(
  tx: Transaction,
  vault: PersonVault,
  programIds: number[],
  cohortIds: number[],
  participants: Iterable<SyntheticParticipant>,
) {
  const counts = { persons: 0, participants: 0, stageChanges: 0 }
  let lastPersonId: number | undefined
  let written: Promise<void> = Promise.resolve()
  for (const batch of batches(participants)) {
    // The database writes one batch while the next one is encrypted. Neither is left alone when the other fails.
    const [before, sealed] = await Promise.allSettled([written, sealAll(vault, batch)])
    if (before.status === 'rejected') throw before.reason
    if (sealed.status === 'rejected') throw sealed.reason
    const persons = sealed.value
    const personIds = await newIds(tx, 'person', persons.length)
    const ids = await newIds(tx, 'participant', batch.length)
    let next = 0
    const rows = batch.map(({ program, half, person, history }, index) => {
      if (person) lastPersonId = personIds[next++]
      const { stage, on } = history.at(-1) as SyntheticParticipant['history'][number]
      const cohortId = cohortIds[program * 2 + half - 1]
      const [first] = history
      return {
        id: ids[index],
        programId: programIds[program],
        cohortId,
        personId: lastPersonId,
        since: first?.on,
        stage,
        on,
      }
    })
    const steps = batch.flatMap(({ history }, index) => history.map((step) => ({ participantId: ids[index], ...step })))
    const people = persons.map((person, index) => ({ id: personIds[index], ...inHex(person) }))
    written = insertPeople(tx, people, rows, steps)
    counts.persons += persons.length
    counts.participants += rows.length
    counts.stageChanges += steps.length
  }
  await written
  return counts
}

type Rows = Record<string, unknown>[]

async function insertPeople(tx: Transaction, persons: Rows, participants: Rows, steps: Rows) {
  await insertRows(tx, PERSON, persons)
  await insertRows(tx, PARTICIPANT, participants)
  await insertRows(tx, STAGE_CHANGE, steps)
}

/** Encrypts the persons of a batch, a hundred at a time, so that others have their turn. */
async function sealAll(vault: PersonVault, batch: SyntheticParticipant[]) {
  const sealed: ReturnType<PersonVault['seal']>[] = []
  for (const few of batches(batch, 100)) {
    await setImmediate()
    sealed.push(...few.flatMap(({ person }) => (person ? [vault.seal(person)] : [])))
  }
  return sealed
}

async function insertOutcomes(
  tx: Transaction,
  amounts: Amounts,
  programs: SyntheticProgram[],
  programIds: number[],
  cohortIds: number[],
) {
  const [sourceId] = await newIds(tx, 'source', 1)
  await insertRows(tx, SOURCE, [
    { id: sourceId, publisher: '[합성] 생성기 / [Synthetic] generator', address: 'synthetic' },
  ])
  for (const batch of batches(syntheticOutcomes(amounts, programs))) {
    const ids = await newIds(tx, 'outcome', batch.length)
    const rows = batch.map(({ program, half, ...outcome }, index) => ({
      id: ids[index],
      programId: programIds[program],
      cohortId: half && cohortIds[program * 2 + half - 1],
      ...outcome,
    }))
    await insertRows(tx, OUTCOME, rows)
    await insertRows(
      tx,
      CITATION,
      ids.map((outcomeId) => ({ outcomeId, sourceId })),
    )
  }
}

const inHex = (columns: object) =>
  Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, value instanceof Buffer ? value.toString('hex') : value]),
  )
