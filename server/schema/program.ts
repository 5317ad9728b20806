import { allowed } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import { edit } from '../edit.ts'
import { ProgramStage } from '../generated/prisma/enums.ts'
import { choice, day, flag, keep, many, optional, pattern, ref, self, text, version, whole } from '../input.ts'
import { containing, filter, list, one } from '../list.ts'
import { lastYearReportedBy } from '../statistics/reportDue.ts'
import { BY_TARGET_GROUP, compareTargetGroups, TargetGroup } from './targetGroup.ts'

export const Stage = builder.enumType('ProgramStage', {
  description: 'Stage of a program, from the draft to the evaluation.',
  values: {
    [ProgramStage.DRAFT]: { description: 'The district writes the proposal (작성).' },
    [ProgramStage.SUBMITTED]: { description: 'Proposed to the city (신청).' },
    [ProgramStage.IN_REVIEW]: { description: 'Reviewers score it (심사).' },
    [ProgramStage.SELECTED]: { description: 'Selected (선정). Public from here on.' },
    [ProgramStage.RESERVE]: { description: 'On the reserve list (예비).' },
    [ProgramStage.REJECTED]: { description: 'Not selected (탈락).' },
    [ProgramStage.AGREED]: { description: 'Grant agreement made (교부·협약).' },
    [ProgramStage.RUNNING]: { description: 'Running (추진).' },
    [ProgramStage.REPORTED]: { description: 'Final report received (실적보고).' },
    [ProgramStage.SETTLED]: { description: 'Money settled (정산).' },
    [ProgramStage.EVALUATED]: { description: 'Evaluated (평가).' },
    [ProgramStage.WITHDRAWN]: { description: 'Withdrawn by the district (철회).' },
  } as const,
})

builder.prismaNode('Program', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    titleKo: t.exposeString('titleKo'),
    titleEn: t.exposeString('titleEn', { nullable: true }),
    summaryKo: t.exposeString('summaryKo', { nullable: true }),
    summaryEn: t.exposeString('summaryEn', { nullable: true }),
    dong: t.exposeString('dong', { nullable: true }),
    dongNote: t.exposeString('dongNote', { nullable: true }),
    targetJobs: t.exposeInt('targetJobs', { nullable: true }),
    stage: t.expose('stage', { type: Stage }),
    round: t.relation('round', { description: 'The round that it runs in.' }),
    district: t.relation('district', { description: 'The district that runs it.' }),
    viewerCanReport: t.boolean({
      description:
        'Whether the caller may enter what the one who runs the program reports of it: agreements, cohorts, participants, figures, spending and findings.',
      extensions: { reads: { rule: 'reportProgram' } satisfies Reads },
      select: { id: true },
      resolve: ({ id }, _args, context) => permitted(context, 'reportProgram', 'Program', id),
    }),
    cohorts: t.relation('cohorts', {
      description: 'Its half-year intakes (기수).',
      query: (_args, { viewer }) => ({ where: allowed(viewer, 'readCohort'), orderBy: { half: 'asc' } }),
    }),
    targetGroups: t.field({
      type: [TargetGroup],
      description: 'The groups that it is meant for (대상).',
      extensions: {
        reads: { through: 'targetGroups', to: 'targetGroup', orderBy: BY_TARGET_GROUP } satisfies Reads,
      },
      select: (_args, _context, nested) => ({
        targetGroups: { select: { targetGroup: nested() as never as true }, orderBy: BY_TARGET_GROUP },
      }),
      resolve: ({ targetGroups }) => targetGroups.map(({ targetGroup }) => targetGroup) as never,
    }),
  }),
})

export const programs = list({
  noun: 'Program',
  field: 'programs',
  description: 'Jobs programs (일자리사업). Anonymous callers see those that were selected.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ round: { year } })),
    district: filter(ref('District', 'Id of the district that runs it.'), (districtId) => ({ districtId })),
    districtCode: filter(pattern(/^\d{5}$/, '28177', 'Administrative code of the district.'), (code) => ({
      district: { code },
    })),
    stage: filter(many(choice(Stage), 12, 'At any of these stages.'), (stages) => ({ stage: { in: stages } })),
    targetGroup: filter(text(40, 'Code of a target group, such as DEFECTORS.'), (code) => ({
      targetGroups: { some: { targetGroup: { code } } },
    })),
    line: filter(text(40, 'Code of the program line, such as daycare-cooks.'), (code) => ({ line: { code } })),
    organization: filter(ref('Organization', 'Id of an organization with a part in it.'), (organizationId) => ({
      organizations: { some: { organizationId } },
    })),
    flagship: filter(flag('True: with a flagship award (대표 브랜드 일자리) that holds; false: without.'), (on) => ({
      flagships: { [on ? 'some' : 'none']: { revokedOn: null } },
    })),
    own: filter(flag('Whether the caller works for the district that runs it.'), (own, { viewer }) => ({
      districtId: { [own ? 'in' : 'notIn']: 'districtIds' in viewer ? viewer.districtIds : [] },
    })),
    reportDueBy: filter(
      day(
        'Running, and the final report (실적보고) is due on this day or earlier: within two months of the end of the year of the round.',
      ),
      (on) => ({ stage: 'RUNNING', round: { year: { lte: lastYearReportedBy(on) } } }),
    ),
    search: filter(text(100, 'Part of a title or summary, or a program number.'), (part) =>
      containing(part, ['titleKo', 'titleEn', 'summaryKo', 'summaryEn', 'code']),
    ),
  },
  orders: {
    CODE: { by: ['code'], description: 'Program number.' },
    TITLE_KO: { by: ['titleKo'], description: 'Korean title.' },
    DISTRICT: { by: ['district', 'code'], description: 'Code of the district.' },
    YEAR: { by: ['round', 'year'], description: 'Year of the round.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['CODE', 'ASC'],
})
programs.under('District', 'programs', 'The programs that the district ran.')
programs.under('Round', 'programs', 'The programs of the round.')

one('program', 'Program', 'The program with this number', {
  code: pattern(/^\d{4}-\d{2,7}$/, '2019-02', 'Program number, such as 2019-02.'),
})

const fields = {
  titleKo: text(200),
  titleEn: optional(text(200)),
  summaryKo: optional(text(4000)),
  summaryEn: optional(text(4000)),
  dong: optional(text(40)),
  dongNote: optional(text(500)),
  targetJobs: optional(whole(1, 1_000_000)),
  targetGroupIds: optional(many(ref('TargetGroup'), 20, 'Ids of the target groups; replaces the ones there were.')),
}

act('createProgram', {
  description: 'Starts the draft of a program, which the district then proposes to the city.',
  noun: 'Program',
  input: { roundId: ref('Round'), districtId: ref('District'), ...fields },
  async perform({ targetGroupIds, ...input }, doing) {
    const code = await nextCode(input.roundId, doing)
    const { id } = await doing.tx.program.create({ data: { ...input, code } })
    return replaceTargetGroups(id, targetGroupIds, doing)
  },
})

act('updateProgram', {
  description: 'Changes what is written of a program. The district may do so until it submits the proposal.',
  noun: 'Program',
  input: { id: self('Program'), version, ...keep(fields) },
  async perform({ targetGroupIds, ...input }, doing) {
    const apart = {
      targetGroupIds: await compareTargetGroups({ programs: { some: { programId: input.id } } }, targetGroupIds, doing),
    }
    const id = await edit('updateProgram', 'Program', input, doing, apart)
    return replaceTargetGroups(id, targetGroupIds, doing)
  },
})

/** The next free number of the round; the round is locked so that two drafts at once get different ones. */
async function nextCode(roundId: number, { tx }: Doing): Promise<string> {
  await tx.$queryRaw`SELECT id FROM round WHERE id = ${roundId} FOR UPDATE`
  const { year } = await tx.round.findUniqueOrThrow({ where: { id: roundId } })
  const codes = await tx.program.findMany({ where: { roundId }, select: { code: true } })
  const last = Math.max(0, ...codes.map(({ code }) => Number(code.slice(5))))
  return `${year}-${String(last + 1).padStart(2, '0')}`
}

async function replaceTargetGroups(
  programId: number,
  ids: number[] | null | undefined,
  { tx }: Doing,
): Promise<number> {
  if (ids === undefined) return programId
  await tx.programTargetGroup.deleteMany({ where: { programId } })
  const data = [...new Set(ids ?? [])].map((targetGroupId) => ({ programId, targetGroupId }))
  await tx.programTargetGroup.createMany({ data })
  return programId
}
