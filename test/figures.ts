import { expect } from 'vitest'
import { small } from '../server/delegate.ts'
import type { Asker, Running } from './support.ts'
import { idOf } from './support.ts'

/** Ids of what the seeds hold, by the names that people use. */
export async function idsOf({ db }: Running) {
  const { prisma } = db
  const programs = await prisma.program.findMany({ select: { id: true, code: true } })
  const indicators = await prisma.indicator.findMany({ select: { id: true, code: true } })
  const cohorts = await prisma.cohort.findMany({
    select: { id: true, half: true, program: { select: { code: true } } },
  })
  const sources = await prisma.source.findMany({ select: { id: true, address: true } })
  const find = <T extends { id: number }>(noun: string, rows: T[], wanted: (row: T) => boolean) =>
    idOf(noun, (rows.find(wanted) as T).id)
  return {
    round: idOf('Round', (await prisma.round.findUniqueOrThrow({ where: { year: 2019 } })).id),
    program: (code: string) => find('Program', programs, (row) => row.code === code),
    indicator: (code: string) => find('Indicator', indicators, (row) => row.code === code),
    cohort: (code: string, half: number) =>
      find('Cohort', cohorts, (row) => row.program.code === code && row.half === half),
    source: (address: string) => find('Source', sources, (row) => row.address === address),
    outcome: async (programCode: string, indicatorCode: string, value: number) => {
      const where = { program: { code: programCode }, indicator: { code: indicatorCode }, value }
      return idOf('Outcome', (await prisma.outcome.findFirstOrThrow({ where })).id)
    },
  }
}
export type Ids = Awaited<ReturnType<typeof idsOf>>

const FIGURE = 'id version status value supersededAt approvedAt'
const NOUNS = {
  Outcome: FIGURE,
  Conflict: 'id version resolvedAt chosen { value }',
  Claim: 'id version code',
  PeriodLock: 'id from to unlockedAt unlockReason',
  Release: 'id',
  Indicator: 'id version dimensions',
}

/** Does one act and returns the record and the mistakes. */
export async function tryTo(who: Asker, name: string, input: object, noun: keyof typeof NOUNS = 'Outcome') {
  const Name = name[0]?.toUpperCase() + name.slice(1)
  const key = small(noun)
  const { data, errors } = await who.ask(
    `mutation ($input: ${Name}Input!) { done: ${name}(input: $input) { ${key} { ${NOUNS[noun]} } errors { field code message } } }`,
    { input },
  )
  return { record: data?.done?.[key], problems: data?.done?.errors ?? [], refused: errors?.[0]?.extensions.code }
}

/** Does one act that must succeed. */
export async function act(who: Asker, name: string, input: object, noun: keyof typeof NOUNS = 'Outcome') {
  const { record, problems, refused } = await tryTo(who, name, input, noun)
  expect({ name, problems, refused }).toEqual({ name, problems: [], refused: undefined })
  return record
}

/** Enters a figure, hands it in and has it approved by somebody else. */
export async function approved(author: Asker, approver: Asker, figure: object) {
  const { id, version } = await act(author, 'recordOutcome', figure)
  return approve(author, approver, id, version)
}

export async function approve(author: Asker, approver: Asker, id: string, version: number) {
  const submitted = await act(author, 'submitOutcome', { id, version })
  return act(approver, 'approveOutcome', { id, version: submitted.version })
}
