import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { ProgramStage, RoundState } from '../server/generated/prisma/enums.ts'
import { tried } from './proposal.ts'
import { type Asker, fingerprint, freshProduct, idOf, type Running } from './support.ts'
import { everyCaller, LONG, pick, type Walked, walks } from './walk.ts'

let product: Running
let callers: Record<string, Asker>
let number = 0
const seed = 2019 // one with which every step is both taken and refused
beforeAll(async () => {
  product = await freshProduct()
  callers = await everyCaller(product)
})

const roundPaths: Record<string, [RoundState, RoundState]> = {
  openCall: ['PLANNED', 'CALL_OPEN'],
  startScreening: ['CALL_OPEN', 'SCREENING'],
  announceSelection: ['SCREENING', 'SELECTED'],
  startRound: ['SELECTED', 'RUNNING'],
  reportRound: ['RUNNING', 'REPORTED'],
  evaluateRound: ['REPORTED', 'EVALUATED'],
  closeRound: ['EVALUATED', 'CLOSED'],
}

interface RoundFacts {
  dated: boolean
  weight: number
  program: ProgramStage
  finding: 'open' | 'decided'
}
const roundFacts: { [Fact in keyof RoundFacts]: fc.Arbitrary<RoundFacts[Fact]> } = {
  dated: pick(true, true, false),
  weight: pick(100, 100, 99.99, 0),
  program: pick(
    'DRAFT',
    'SUBMITTED',
    'IN_REVIEW',
    'SELECTED',
    'RUNNING',
    'REPORTED',
    'SETTLED',
    'EVALUATED',
    'WITHDRAWN',
  ),
  finding: pick('open', 'decided', 'decided'),
}
const metByRound: Record<string, (facts: RoundFacts) => boolean> = {
  openCall: ({ dated, weight }) => dated && weight === 100,
  startScreening: () => true,
  announceSelection: ({ program }) => !['SUBMITTED', 'IN_REVIEW'].includes(program),
  startRound: () => true,
  reportRound: ({ program }) => !['SELECTED', 'AGREED', 'RUNNING'].includes(program),
  evaluateRound: ({ program }) => !['REPORTED', 'SETTLED'].includes(program),
  closeRound: ({ finding }) => finding === 'decided',
}

async function arrangeRound(id: number, programId: number, { dated, weight, program, finding }: Partial<RoundFacts>) {
  const { prisma } = product.db
  const day = dated ? new Date(0) : null
  if (dated !== undefined) await prisma.round.update({ where: { id }, data: { callOpensOn: day, callClosesOn: day } })
  if (weight !== undefined) {
    await prisma.criterion.deleteMany({ where: { roundId: id } })
    const criterion = { roundId: id, position: 1, nameKo: '기준', weightPct: weight, maxScore: 5 }
    if (weight) await prisma.criterion.create({ data: criterion })
  }
  if (program) await prisma.program.update({ where: { id: programId }, data: { stage: program } })
  if (finding) {
    await prisma.feedback.deleteMany({ where: { programId } })
    const decision = finding === 'open' ? null : ('CONTINUE' as const)
    await prisma.feedback.create({ data: { programId, finding: '발견', decision } })
  }
}

test(
  'no sequence of steps takes a round around a guard or off its path, and a refusal changes nothing',
  async () => {
    const seen = new Set<string>()
    const { prisma } = product.db
    const district = await prisma.district.findUniqueOrThrow({ where: { code: '28177' } })
    const names = Object.keys(roundPaths)
    const walk = async (start: RoundState, first: RoundFacts, steps: Walked<RoundFacts>[]) => {
      number++
      const { id } = await prisma.round.create({ data: { year: 3000 + number, titleKo: '모의', state: start } })
      const place = { roundId: id, districtId: district.id }
      const program = await prisma.program.create({ data: { ...place, code: `M-${number}`, titleKo: '모의' } })
      const facts = { ...first }
      await arrangeRound(id, program.id, facts)
      for (const { facts: more = {}, name: named, guided, by, reason, late } of steps) {
        Object.assign(facts, more)
        await arrangeRound(id, program.id, more)
        const before = await prisma.round.findUniqueOrThrow({ where: { id }, include: { steps: true } })
        const mark = await fingerprint(product.db)
        const open = names.find((name) => roundPaths[name]?.[0] === before.state)
        const name = (guided !== undefined && open) || named
        const input = { id: idOf('Round', id), version: before.version + (late ? 1 : 0), reason }
        const { problems, refused } = await tried(callers[by] as Asker, name, input, 'round { id }')
        const now = await prisma.round.findUniqueOrThrow({
          where: { id },
          include: { steps: { orderBy: { id: 'asc' } } },
        })
        const from = name === open
        const met = metByRound[name]?.(facts)
        if (from && by === 'city' && met && !late) {
          seen.add(`${name} done`)
          expect({ name, problems, state: now.state }).toEqual({ name, problems: [], state: roundPaths[name]?.[1] })
          expect(now.version).toBe(before.version + 1)
          expect(now.steps).toHaveLength(before.steps.length + 1)
          expect(now.steps.at(-1)).toMatchObject({
            fromState: before.state,
            toState: now.state,
            reason: reason ?? null,
          })
        } else {
          expect(Boolean(refused) || problems.length > 0).toBe(true)
          expect(await fingerprint(product.db)).toBe(mark)
          if (from && by === 'city' && !met && !late) seen.add(`${name} refused`)
        }
      }
    }
    const states = [...new Set(Object.values(roundPaths).flat())]
    await fc.assert(fc.asyncProperty(pick(...states), fc.record(roundFacts), walks(roundFacts, names), walk), {
      seed,
      numRuns: 50,
    })
    const guarded = names.filter((name) => !['startScreening', 'startRound'].includes(name))
    const wanted = [...names.map((name) => `${name} done`), ...guarded.map((name) => `${name} refused`)]
    expect(wanted.filter((one) => !seen.has(one))).toEqual([])
  },
  LONG,
)
