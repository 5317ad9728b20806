import { createHash } from 'node:crypto'
import type { Database } from '../server/db.ts'
import { agreements } from './agreement.ts'
import { claims } from './claim.ts'
import { conflicts } from './conflict.ts'
import { districts } from './district.ts'
import { districtEvents } from './districtEvent.ts'
import { flagshipAwards } from './flagshipAward.ts'
import { fundingLines } from './fundingLine.ts'
import { indicators } from './indicator.ts'
import { insertAgreement, insertFlagshipAward, insertFundingLine, insertTargetStatement } from './insertDocuments.ts'
import { insertClaim, insertConflict, insertOutcome } from './insertFigures.ts'
import { cohortRows, districtRow, insertDistrictEvent, insertProgram, roleRows, sourceRow } from './insertPrograms.ts'
import { readKeys, type Transaction } from './keys.ts'
import { organizations } from './organization.ts'
import { outcomes } from './outcome.ts'
import { programs } from './program.ts'
import { programLines } from './programLine.ts'
import { rounds } from './round.ts'
import { sources } from './source.ts'
import { targetGroups } from './targetGroup.ts'
import { targetStatements } from './targetStatement.ts'

const ALL_SEEDS = {
  districts,
  districtEvents,
  rounds,
  targetGroups,
  programLines,
  programs,
  organizations,
  sources,
  fundingLines,
  agreements,
  targetStatements,
  flagshipAwards,
  indicators,
  outcomes,
  claims,
  conflicts,
}

/** How many records were inserted; roles are parts of organizations in programs. */
export type SeedCounts = Record<keyof typeof ALL_SEEDS | 'cohorts' | 'roles', number>

/**
 * Inserts the seeds that the database does not have yet, known by their natural keys, all or none of them. Never
 * changes a record. Seeds that were loaded before are not looked at again, so that what a user renamed or deleted
 * does not come back; only a release with other seeds looks again. Not for two processes at once: call it in `alone`.
 */
export async function loadSeeds(db: Database): Promise<SeedCounts> {
  return db.prisma.$transaction(
    async (tx) => {
      const value = createHash('sha256').update(JSON.stringify(ALL_SEEDS)).digest('hex')
      const loaded = await tx.setting.findUnique({ where: { key: 'seeds' } })
      if (loaded?.value === value) return NOTHING
      await tx.setting.upsert({ where: { key: 'seeds' }, create: { key: 'seeds', value }, update: { value } })
      return insertAbsent(tx)
    },
    { maxWait: 60_000, timeout: 60_000 },
  )
}

const NOTHING = Object.fromEntries(
  [...Object.keys(ALL_SEEDS), 'cohorts', 'roles'].map((noun) => [noun, 0]),
) as SeedCounts

/** In this order: what is named later refers to what is named earlier. */
async function insertAbsent(tx: Transaction): Promise<SeedCounts> {
  const skipDuplicates = true
  const first = {
    districts: (await tx.district.createMany({ data: districts.map(districtRow), skipDuplicates })).count,
    districtEvents: await each(districtEvents, (seed) => insertDistrictEvent(tx, seed)),
    rounds: (await tx.round.createMany({ data: rounds, skipDuplicates })).count,
    targetGroups: (await tx.targetGroup.createMany({ data: targetGroups, skipDuplicates })).count,
    programLines: (await tx.programLine.createMany({ data: programLines, skipDuplicates })).count,
    programs: await each(programs, (seed) => insertProgram(tx, seed)),
    cohorts: (await tx.cohort.createMany({ data: await cohortRows(tx), skipDuplicates })).count,
    organizations: (await tx.organization.createMany({ data: organizations, skipDuplicates })).count,
    sources: (await tx.source.createMany({ data: sources.map(sourceRow), skipDuplicates })).count,
    indicators: (await tx.indicator.createMany({ data: indicators, skipDuplicates })).count,
  }
  const keys = await readKeys(tx)
  return {
    ...first,
    roles: (await tx.programOrganization.createMany({ data: await roleRows(tx, keys) })).count,
    fundingLines: await each(fundingLines, (seed) => insertFundingLine(tx, seed, keys)),
    agreements: await each(agreements, (seed) => insertAgreement(tx, seed, keys)),
    targetStatements: await each(targetStatements, (seed) => insertTargetStatement(tx, seed, keys)),
    flagshipAwards: await each(flagshipAwards, (seed) => insertFlagshipAward(tx, seed, keys)),
    outcomes: await each(outcomes, (seed) => insertOutcome(tx, seed, keys)),
    claims: await each(claims, (seed) => insertClaim(tx, seed, keys)),
    conflicts: await each(conflicts, (seed) => insertConflict(tx, seed, keys)),
  }
}

async function each<Seed>(seeds: Seed[], insert: (seed: Seed) => Promise<number>): Promise<number> {
  let inserted = 0
  for (const seed of seeds) inserted += await insert(seed)
  return inserted
}
