import { allowed, PUBLIC_STAGES } from '../access.ts'
import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { edit, mayChange, notAfterToday, ordered } from '../edit.ts'
import { refuse } from '../errors.ts'
import { needsStage } from '../guard.ts'
import { day, flag, optional, ref, self, text, version, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'

builder.prismaNode('FlagshipAward', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program that holds it.' }),
    year: t.exposeInt('year'),
    awardedOn: t.expose('awardedOn', { type: 'Date' }),
    criteria: t.exposeString('criteria', { nullable: true }),
    evidence: t.exposeString('evidence', { nullable: true }),
    document: t.relation('document', { nullable: true, description: 'The document that says so (출처).' }),
    revokedOn: t.expose('revokedOn', { type: 'Date', nullable: true }),
    revokedReason: t.exposeString('revokedReason', { nullable: true }),
  }),
})

list({
  noun: 'FlagshipAward',
  field: 'flagshipAwards',
  description: 'Awards that make programs the flagships of a year (대표 브랜드 일자리).',
  filters: {
    year: filter(whole(1900, 2199, 'Year that the award is for.'), (year) => ({ year })),
    program: filter(ref('Program', 'Id of the program.'), (programId) => ({ programId })),
    district: filter(ref('District', 'Id of the district that runs the program.'), (districtId) => ({
      program: { districtId },
    })),
    valid: filter(flag('True for awards that hold, false for revoked ones.'), (valid) => ({
      revokedOn: valid ? null : { not: null },
    })),
    search: filter(text(100, 'Part of the title or the number of the program.'), (part) => ({
      program: containing(part, ['titleKo', 'titleEn', 'code']),
    })),
  },
  orders: {
    YEAR: { by: ['year'], description: 'Year that the award is for.' },
    AWARDED_ON: { by: ['awardedOn'], description: 'Day of the award.' },
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['YEAR', 'DESC'],
})

builder.prismaObjectField('Program', 'flagships', (t) =>
  t.relation('flagships', {
    description:
      'Its awards as the flagship of a year (대표 브랜드 일자리), revoked ones included, the earliest first.',
    query: (_args, { viewer }) => ({
      where: allowed(viewer, 'readFlagshipAward'),
      orderBy: [{ year: 'asc' }, { id: 'asc' }],
    }),
  }),
)

act('designateFlagship', {
  description: "Makes a program the city's flagship of a year (대표 브랜드 일자리 지정).",
  noun: 'FlagshipAward',
  input: {
    year: whole(1990, 2199),
    programId: ref('Program'),
    awardedOn: day('Day of the award; not after today.'),
    criteria: text(2000),
    evidence: text(2000),
    documentId: optional(ref('Source', 'Id of the document that says so.')),
  },
  async perform(input, doing) {
    await needsStage('programId', input.programId, PUBLIC_STAGES, doing.tx)
    notAfterToday('awardedOn', input.awardedOn, doing)
    const { round } = await doing.tx.program.findUniqueOrThrow({
      where: { id: input.programId },
      select: { round: { select: { year: true } } },
    })
    if (input.year < round.year) refuse('year', 'BEFORE', { other: round.year })
    return (await doing.tx.flagshipAward.create({ data: input })).id
  },
})

act('revokeFlagship', {
  description: 'Revokes an award (지정 취소). It stays on record with the reason.',
  noun: 'FlagshipAward',
  input: {
    id: self('FlagshipAward'),
    version,
    revokedOn: day('Day of the revocation: not before the award, not after today.'),
    revokedReason: text(1000),
  },
  async perform(input, doing) {
    await mayChange('revokeFlagship', 'FlagshipAward', input.id, doing)
    const { revokedOn } = await doing.tx.flagshipAward.findUniqueOrThrow({ where: { id: input.id } })
    if (revokedOn) refuse('id', 'ALREADY_REVOKED')
    notAfterToday('revokedOn', input.revokedOn, doing)
    const id = await edit('revokeFlagship', 'FlagshipAward', input, doing)
    return ordered('FlagshipAward', id, 'awardedOn', 'revokedOn', doing)
  },
})
