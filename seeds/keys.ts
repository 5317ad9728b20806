import type { Prisma } from '../server/generated/prisma/client.ts'

export type Transaction = Prisma.TransactionClient
export type Keys = Awaited<ReturnType<typeof readKeys>>

/** Ids by the natural keys of what is loaded first and named by the rest. */
export async function readKeys(tx: Transaction) {
  const programs = await tx.program.findMany({ select: { id: true, code: true, cohorts: true } })
  const indicators = await tx.indicator.findMany({ select: { id: true, code: true } })
  const sources = await tx.source.findMany({ select: { id: true, address: true } })
  const rounds = await tx.round.findMany({ select: { id: true, year: true } })
  const organizations = await tx.organization.findMany({ select: { id: true, nameKo: true } })
  const cohorts = programs.flatMap(({ code, cohorts }) =>
    cohorts.map(({ id, half }) => [`${code} ${half}`, id] as const),
  )
  return {
    program: lookUp(programs.map(({ code, id }) => [code, id])),
    cohort: lookUp(cohorts),
    indicator: lookUp(indicators.map(({ code, id }) => [code, id])),
    source: lookUp(sources.map(({ address, id }) => [address, id])),
    round: lookUp(rounds.map(({ year, id }) => [year, id])),
    organization: lookUp(organizations.map(({ nameKo, id }) => [nameKo, id])),
  }
}

function lookUp<Key>(entries: (readonly [Key, number])[]) {
  const ids = new Map(entries)
  return (key: Key) => ids.get(key) as number
}
