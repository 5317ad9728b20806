import { act, type Doing } from '../act.ts'
import { builder } from '../builder.ts'
import { mayChange } from '../edit.ts'
import { refuse } from '../errors.ts'
import { OrganizationKind, OrganizationRole } from '../generated/prisma/enums.ts'
import { choice, keep, many, optional, ref, self, text, version } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { lockRoundOf } from './step.ts'

const Kind = builder.enumType('OrganizationKind', {
  description: 'Kind of organization.',
  values: {
    [OrganizationKind.GOVERNMENT]: { description: 'The city, a district or another government (행정기관).' },
    [OrganizationKind.PUBLIC_BODY]: { description: 'Public corporation or institute (공공기관).' },
    [OrganizationKind.COMPANY]: { description: 'Company (기업).' },
    [OrganizationKind.SOCIAL_ENTERPRISE]: { description: 'Enterprise of the social economy (사회적경제기업).' },
    [OrganizationKind.NONPROFIT]: { description: 'Nonprofit organization (비영리단체).' },
    [OrganizationKind.SCHOOL]: { description: 'School or university (학교).' },
    [OrganizationKind.OTHER]: { description: 'Another kind (기타).' },
  } as const,
})

const Role = builder.enumType('OrganizationRole', {
  description:
    'What an organization does for a program, in the words of the International Aid Transparency Initiative.',
  values: {
    [OrganizationRole.FUNDING]: { description: 'Gives money (재원 부담).' },
    [OrganizationRole.ACCOUNTABLE]: { description: 'Answers for the program (총괄).' },
    [OrganizationRole.EXTENDING]: { description: 'Passes the money on and sees to the program (관리).' },
    [OrganizationRole.IMPLEMENTING]: { description: 'Delivery body: runs the program (수행).' },
    [OrganizationRole.PARTNER]: { description: 'Supports the program (협력).' },
  } as const,
})

builder.prismaNode('Organization', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn', { nullable: true }),
    kind: t.expose('kind', { type: Kind }),
    note: t.exposeString('note', { nullable: true }),
  }),
})

builder.prismaObject('ProgramOrganization', {
  select: { id: true },
  fields: (t) => ({
    organization: t.relation('organization', { description: 'The organization.' }),
    role: t.expose('role', { type: Role }),
  }),
})

builder.prismaObjectField('Program', 'organizations', (t) =>
  t.relation('organizations', {
    description: 'The organizations of the program (참여 기관) with their roles.',
    query: { orderBy: [{ role: 'asc' }, { id: 'asc' }] },
  }),
)

list({
  noun: 'Organization',
  field: 'organizations',
  description: 'Bodies that fund, run or support programs (기관).',
  filters: {
    kind: filter(many(choice(Kind), 7, 'Of any of these kinds.'), (kinds) => ({ kind: { in: kinds } })),
    search: filter(text(100, 'Part of a name.'), (part) => containing(part, ['nameKo', 'nameEn'])),
  },
  orders: {
    NAME_KO: { by: ['nameKo'], description: 'Korean name.' },
    KIND: { by: ['kind'], description: 'Kind.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['NAME_KO', 'ASC'],
})

const fields = { nameKo: text(200), nameEn: optional(text(200)), kind: choice(Kind), note: optional(text(2000)) }

act('createOrganization', {
  description: 'Enters an organization.',
  noun: 'Organization',
  input: fields,
  perform: 'enters',
})

act('updateOrganization', {
  description: 'Corrects what is known of an organization.',
  noun: 'Organization',
  input: { id: self('Organization'), version, ...keep(fields) },
  perform: 'corrects',
})

const part = {
  programId: ref('Program'),
  organizationId: ref('Organization'),
  role: choice(Role, 'What it does for the program.'),
}

act('assignOrganization', {
  description: 'Gives an organization a role on a program; one that it has already stays.',
  noun: 'Program',
  input: part,
  async perform(input, doing) {
    await hold('assignOrganization', input.programId, doing)
    await doing.tx.programOrganization.createMany({ data: input, skipDuplicates: true })
    return input.programId
  },
})

act('unassignOrganization', {
  description: 'Takes a role on a program from an organization.',
  noun: 'Program',
  input: part,
  async perform(input, doing) {
    await hold('unassignOrganization', input.programId, doing)
    const { count } = await doing.tx.programOrganization.deleteMany({ where: input })
    if (!count) refuse('organizationId', 'NO_SUCH', { noun: 'organization with this role' })
    return input.programId
  },
})

async function hold(rule: 'assignOrganization' | 'unassignOrganization', programId: number, doing: Doing) {
  await mayChange(rule, 'Program', programId, doing)
  await lockRoundOf(doing.tx, programId)
}
