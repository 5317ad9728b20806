import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { ProgramStage, RoundState } from '../server/generated/prisma/enums.ts'
import { tried } from './proposal.ts'
import { type Asker, fingerprint, freshProduct, idOf, type Running } from './support.ts'
import { everyCaller, LONG, pick, type Walked, walks } from './walk.ts'

let product: Running
let callers: Record<string, Asker>
let number = 0
const seed = 2050 // one with which every step is both taken and refused
beforeAll(async () => {
  product = await freshProduct()
  callers = await everyCaller(product)
})

const programPaths: Record<string, ProgramStage[]> = {
  submitProposal: ['DRAFT', 'SUBMITTED'],
  startReview: ['SUBMITTED', 'IN_REVIEW'],
  selectProgram: ['IN_REVIEW', 'RESERVE', 'SELECTED'],
  reserveProgram: ['IN_REVIEW', 'RESERVE'],
  rejectProgram: ['IN_REVIEW', 'RESERVE', 'REJECTED'],
  agreeProgram: ['SELECTED', 'AGREED'],
  startProgram: ['AGREED', 'RUNNING'],
  reportProgram: ['RUNNING', 'REPORTED'],
  settleProgram: ['REPORTED', 'SETTLED'],
  evaluateProgram: ['SETTLED', 'EVALUATED'],
  withdrawProgram: ['DRAFT', 'SUBMITTED', 'IN_REVIEW', 'SELECTED', 'RESERVE', 'AGREED', 'RUNNING', 'WITHDRAWN'],
}
const ofDistricts = ['submitProposal', 'startProgram', 'reportProgram', 'withdrawProgram']

interface ProgramFacts {
  round: RoundState
  target: boolean
  money: 'none' | 'planned' | 'granted' | 'unbalanced' | 'balanced'
  body: boolean
  reviews: 'none' | 'open' | 'in'
  agreement: boolean
  evaluation: boolean
}
const programFacts: { [Fact in keyof ProgramFacts]: fc.Arbitrary<ProgramFacts[Fact]> } = {
  round: pick('CALL_OPEN', 'CALL_OPEN', 'SCREENING', 'SCREENING', 'SELECTED'),
  target: pick(true, true, true, true, true, false),
  money: pick('none', 'planned', 'granted', 'unbalanced', 'balanced', 'balanced', 'balanced'),
  body: pick(true, true, true, true, true, false),
  reviews: pick('none', 'open', 'in', 'in'),
  agreement: pick(true, true, false),
  evaluation: pick(true, true, false),
}
const metByProgram: Record<string, (facts: ProgramFacts, reason?: string) => boolean> = {
  submitProposal: ({ round, target, money, body }) => round === 'CALL_OPEN' && target && money !== 'none' && body,
  startReview: ({ round, reviews }) => round === 'SCREENING' && reviews !== 'none',
  selectProgram: ({ reviews }) => reviews === 'in',
  reserveProgram: ({ reviews }) => reviews === 'in',
  rejectProgram: ({ reviews }) => reviews === 'in',
  agreeProgram: ({ agreement, money }) => agreement && ['granted', 'unbalanced', 'balanced'].includes(money),
  startProgram: () => true,
  reportProgram: () => true,
  settleProgram: ({ money }) => money === 'balanced',
  evaluateProgram: ({ evaluation }) => evaluation,
  withdrawProgram: (_facts, reason) => Boolean(reason),
}

const amounts = {
  none: {},
  planned: { planned: 10 },
  granted: { planned: 10, granted: 10 },
  unbalanced: { planned: 10, granted: 10, spent: 8, returned: 1 },
  balanced: { planned: 10, granted: 10, spent: 8, returned: 2 },
}

/** Makes the facts true in the database, whatever they were. */
async function arrangeProgram(id: number, facts: Partial<ProgramFacts>) {
  const { prisma } = product.db
  const programId = id
  const { roundId } = await prisma.program.findUniqueOrThrow({ where: { id } })
  if (facts.round) await prisma.round.update({ where: { id: roundId }, data: { state: facts.round } })
  if (facts.target !== undefined)
    await prisma.program.update({ where: { id }, data: { targetJobs: facts.target ? 5 : null } })
  if (facts.money) {
    await prisma.fundingLine.deleteMany({ where: { programId } })
    await prisma.fundingLine.create({ data: { roundId, programId, source: 'CITY', ...amounts[facts.money] } })
  }
  if (facts.body !== undefined) {
    await prisma.programOrganization.deleteMany({ where: { programId } })
    const organization = {
      connectOrCreate: { where: { nameKo: '몸' }, create: { nameKo: '몸', kind: 'OTHER' as const } },
    }
    const role = facts.body ? ('IMPLEMENTING' as const) : ('PARTNER' as const)
    await prisma.programOrganization.create({ data: { program: { connect: { id } }, organization, role } })
  }
  if (facts.reviews) {
    await prisma.review.deleteMany({ where: { programId } })
    const reviewer = await prisma.user.findFirstOrThrow({ where: { role: 'REVIEWER' } })
    const submittedAt = facts.reviews === 'in' ? new Date(0) : null
    if (facts.reviews !== 'none')
      await prisma.review.create({ data: { programId, reviewerId: reviewer.id, submittedAt } })
  }
  if (facts.agreement !== undefined) {
    await prisma.agreement.deleteMany({ where: { programId } })
    if (facts.agreement) await prisma.agreement.create({ data: { programId, titleKo: '협약', signedOn: new Date(0) } })
  }
  if (facts.evaluation !== undefined) {
    await prisma.evaluation.deleteMany({ where: { programId } })
    if (facts.evaluation)
      await prisma.evaluation.create({ data: { programId, evaluatedOn: new Date(0), findings: '좋음' } })
  }
}

test(
  'no sequence of steps takes a program around a guard or off the paths, and a refusal changes nothing',
  async () => {
    const seen = new Set<string>()
    const { prisma } = product.db
    const district = await prisma.district.findUniqueOrThrow({ where: { code: '28177' } })
    const stages = [...new Set(Object.values(programPaths).flatMap((path) => path.slice(0, -1)))]
    const names = Object.keys(programPaths)
    const walk = async (start: ProgramStage, first: ProgramFacts, steps: Walked<ProgramFacts>[]) => {
      number++
      const round = await prisma.round.create({ data: { year: 3000 + number, titleKo: '모의' } })
      const place = { roundId: round.id, districtId: district.id }
      const { id } = await prisma.program.create({
        data: { ...place, code: `M-${number}`, titleKo: '모의', stage: start },
      })
      const facts = { ...first }
      await arrangeProgram(id, facts)
      for (const { facts: more = {}, name: named, guided, by, reason, late } of steps) {
        Object.assign(facts, more)
        await arrangeProgram(id, more)
        const before = await prisma.program.findUniqueOrThrow({ where: { id }, include: { steps: true } })
        const mark = await fingerprint(product.db)
        const open = names.filter((name) => programPaths[name]?.slice(0, -1).includes(before.stage))
        const name = (guided !== undefined && open[guided % open.length]) || named
        const from = open.includes(name)
        const may = by === 'city' || (by === '28177' && ofDistricts.includes(name))
        const met = metByProgram[name]?.(facts, reason)
        const version = before.version + (late ? 1 : 0)
        const input = { id: idOf('Program', id), version, reason }
        const { problems, refused } = await tried(callers[by] as Asker, name, input, 'program { id }')
        const now = await prisma.program.findUniqueOrThrow({
          where: { id },
          include: { steps: { orderBy: { id: 'asc' } } },
        })
        if (from && may && met && !late) {
          seen.add(`${name} done`)
          expect({ name, problems, stage: now.stage }).toEqual({
            name,
            problems: [],
            stage: programPaths[name]?.at(-1),
          })
          expect(now.version).toBe(before.version + 1)
          expect(now.steps).toHaveLength(before.steps.length + 1)
          expect(now.steps.at(-1)).toMatchObject({
            name,
            fromStage: before.stage,
            toStage: now.stage,
            reason: reason ?? null,
          })
          expect(now.steps.at(-1)?.rankingId !== null).toBe(
            ['selectProgram', 'reserveProgram', 'rejectProgram'].includes(name),
          )
        } else {
          expect(Boolean(refused) || problems.length > 0).toBe(true)
          expect(await fingerprint(product.db)).toBe(mark)
          if (from && may && !met && !late) seen.add(`${name} refused`)
        }
      }
    }
    await fc.assert(
      fc.asyncProperty(
        pick<ProgramStage>('DRAFT', 'DRAFT', ...stages),
        fc.record(programFacts),
        walks(programFacts, names),
        walk,
      ),
      {
        seed,
        numRuns: 60,
      },
    )
    const guarded = names.filter((name) => !['startProgram', 'reportProgram'].includes(name))
    const wanted = [...names.map((name) => `${name} done`), ...guarded.map((name) => `${name} refused`)]
    expect(wanted.filter((one) => !seen.has(one))).toEqual([])
  },
  LONG,
)
