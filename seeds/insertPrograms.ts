import { day } from './day.ts'
import type { DistrictSeed } from './district.ts'
import type { DistrictEventSeed } from './districtEvent.ts'
import type { Keys, Transaction } from './keys.ts'
import { rolesOn } from './organization.ts'
import { type ProgramSeed, programs } from './program.ts'
import type { SourceSeed } from './source.ts'

export const districtRow = ({ validFrom, validTo, ...fields }: DistrictSeed) => ({
  ...fields,
  validFrom: validFrom ? day(validFrom) : null,
  validTo: validTo ? day(validTo) : null,
})

export const sourceRow = ({ publishedOn, ...fields }: SourceSeed) => ({
  ...fields,
  publishedOn: publishedOn ? day(publishedOn) : null,
  published: true, // newspapers, all of them
})

export async function insertDistrictEvent(tx: Transaction, { successions, on, ...fields }: DistrictEventSeed) {
  if (await tx.districtEvent.findUnique({ where: { code: fields.code } })) return 0
  const rows = successions.map(({ fromCode, toCode, ...row }) => ({
    ...row,
    from: { connect: { code: fromCode } },
    to: { connect: { code: toCode } },
  }))
  await tx.districtEvent.create({ data: { ...fields, on: day(on), successions: { create: rows } } })
  return 1
}

export async function insertProgram(tx: Transaction, program: ProgramSeed) {
  const { districtCode, lineCode, targetGroups, cohorts: _, ...fields } = program
  if (await tx.program.findUnique({ where: { code: program.code } })) return 0
  await tx.program.create({
    data: {
      ...fields,
      round: { connect: { year: Number(program.code.slice(0, 4)) } },
      district: { connect: { code: districtCode } },
      line: { connect: { code: lineCode } },
      targetGroups: { create: targetGroups.map((code) => ({ targetGroup: { connect: { code } } })) },
    },
  })
  return 1
}

export async function cohortRows(tx: Transaction) {
  const rows = []
  for (const { code, cohorts = [] } of programs) {
    if (!cohorts.length) continue
    const { id } = await tx.program.findUniqueOrThrow({ where: { code } })
    rows.push(...cohorts.map((cohort) => ({ ...cohort, programId: id })))
  }
  return rows
}

/** A program that has organizations already is left alone: a user may have renamed one or taken a role away. */
export async function roleRows(tx: Transaction, keys: Keys) {
  const taken = await tx.programOrganization.findMany({ select: { programId: true } })
  return programs
    .map((program) => ({ programId: keys.program(program.code), roles: rolesOn(program) }))
    .filter(({ programId }) => !taken.some((one) => one.programId === programId))
    .flatMap(({ programId, roles }) =>
      roles.map(([role, { nameKo }]) => ({ programId, role, organizationId: keys.organization(nameKo) })),
    )
}
