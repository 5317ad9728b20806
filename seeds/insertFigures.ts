import type { ClaimSeed } from './claim.ts'
import type { ConflictSeed } from './conflict.ts'
import { day } from './day.ts'
import type { Keys, Transaction } from './keys.ts'
import { knownAt, type OutcomeSeed } from './outcome.ts'

/** All of these figures are taken from newspapers, so they are public whatever their size. */
export async function insertOutcome(tx: Transaction, seed: OutcomeSeed, keys: Keys) {
  if (await find(tx, seed, keys)) return 0
  const { value, note, method, source } = seed
  const known = knownAt(source)
  const approved = { status: 'APPROVED', knownAt: known, approvedAt: known } as const
  const citations = { create: { sourceId: keys.source(source.address), method } }
  await tx.outcome.create({ data: { ...keyOf(seed, keys), ...approved, value, publicValue: value, note, citations } })
  return 1
}

const keyOf = ({ programCode, indicatorCode, half, asOf }: OutcomeSeed, keys: Keys) => ({
  programId: keys.program(programCode),
  indicatorId: keys.indicator(indicatorCode),
  cohortId: half ? keys.cohort(`${programCode} ${half}`) : null,
  asOf: day(asOf),
})

/**
 * A figure is known by program, indicator, cohort, as-of date and source; also by the moment when it became known,
 * which nobody can change, while a user may have completed the source's address and a release the source's date.
 */
function find(tx: Transaction, seed: OutcomeSeed, keys: Keys) {
  const sourceId = keys.source(seed.source.address)
  const same = { OR: [{ citations: { some: { sourceId } } }, { knownAt: knownAt(seed.source) }] }
  return tx.outcome.findFirst({ where: { ...keyOf(seed, keys), ...same }, orderBy: { id: 'asc' } })
}

const outcomeId = async (tx: Transaction, seed: OutcomeSeed, keys: Keys) => (await find(tx, seed, keys))?.id as number

export async function insertClaim(tx: Transaction, seed: ClaimSeed, keys: Keys) {
  const { year, source, treatments = [], ...fields } = seed
  if (await tx.claim.findUnique({ where: { code: fields.code } })) return 0
  const steps = []
  for (const [index, { outcome, ...step }] of treatments.entries()) {
    steps.push({ ...step, position: index + 1, outcomeId: outcome && (await outcomeId(tx, outcome, keys)) })
  }
  await tx.claim.create({
    data: {
      ...fields,
      asOf: day(fields.asOf),
      knownAt: knownAt(source, year),
      roundId: keys.round(year),
      documentId: keys.source(source.address),
      treatments: { createMany: { data: steps } },
    },
  })
  return 1
}

/** A conflict is there from the moment when the later of its figures became known. */
export async function insertConflict(tx: Transaction, { question, figures }: ConflictSeed, keys: Keys) {
  const { programId, indicatorId } = keyOf(figures[0], keys)
  if (await tx.conflict.findFirst({ where: { question, programId, indicatorId } })) return 0
  const members = []
  for (const figure of figures) members.push({ outcomeId: await outcomeId(tx, figure, keys) })
  const createdAt = new Date(Math.max(...figures.map(({ source }) => knownAt(source).getTime())))
  await tx.conflict.create({
    data: { question, createdAt, programId, indicatorId, members: { createMany: { data: members } } },
  })
  return 1
}
