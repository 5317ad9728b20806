import { acts, isOfficer, type RuleName, rules, type Viewer, verdict } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { builder } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import { type Apart, compare, edit } from '../edit.ts'
import { refuse } from '../errors.ts'
import { type RightsChangeKind, Role } from '../generated/prisma/enums.ts'
import { choice, flag, keep, many, optional, ref, self, text, version } from '../input.ts'
import { containing, filter, find, list } from '../list.ts'
import { recordRightsChange } from '../rights.ts'

export const RoleEnum = builder.enumType('Role', {
  description: 'What a signed-in person may do.',
  values: {
    [Role.ADMIN]: {
      description: 'City administrator (시 관리자): all that a city officer may do, and accounts and API keys.',
    },
    [Role.CITY]: { description: 'City officer (시 담당자): rounds, programs and figures of all districts.' },
    [Role.PRIVACY]: {
      description: 'Privacy officer (개인정보 보호책임자): access log, retention and destruction; changes no record.',
    },
    [Role.REVIEWER]: { description: 'Reviewer (심사위원): scores proposals, sees no personal data.' },
    [Role.DISTRICT]: { description: 'District officer (군·구 담당자): the own districts.' },
  } as const,
})

/** How the districts of an account or a key are sorted. */
export const BY_DISTRICT = { district: { code: 'asc' } } as const

builder.prismaNode('User', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    email: t.exposeString('email'),
    name: t.exposeString('name'),
    role: t.expose('role', { type: RoleEnum }),
    active: t.exposeBoolean('active'),
    districts: t.field({
      type: ['District'],
      description: 'The districts that a district officer works for, or that a reviewer belongs to and does not score.',
      extensions: { reads: { through: 'districts', to: 'district', orderBy: BY_DISTRICT } satisfies Reads },
      select: (_args, _context, nested) => ({
        districts: { select: { district: nested() as never as true }, orderBy: BY_DISTRICT },
      }),
      resolve: ({ districts }) => districts.map(({ district }) => district) as never,
    }),
    hasPassword: t.boolean({
      nullable: true,
      description: 'Whether a password is set; null for others than the person and administrators.',
      select: { id: true, passwordHash: true },
      resolve: ({ id, passwordHash }, _args, { viewer }) => (isKeptBy(id, viewer) ? passwordHash !== null : null),
    }),
    hasSecondFactor: t.boolean({
      nullable: true,
      description:
        'Whether signing in takes a second factor (2단계 인증); null for others than the person and administrators.',
      select: { id: true, totpSince: true },
      resolve: ({ id, totpSince }, _args, { viewer }) => (isKeptBy(id, viewer) ? totpSince !== null : null),
    }),
    secondFactorDue: t.boolean({
      description: 'True while the person, who is the caller, must set up a second factor before anything else.',
      resolve: ({ id }, _args, { viewer }) => verdict(viewer, 'revokeSession') === false && isKeptBy(id, viewer),
    }),
  }),
})

/** Whether the caller keeps the account safe: the person, or an administrator. */
const isKeptBy = (id: number, viewer: Viewer) =>
  isOfficer(viewer) && (viewer.id === id || verdict(viewer, 'resetTotp') !== false)

list({
  noun: 'User',
  field: 'users',
  description:
    'Officers and reviewers with an account (담당자). Administrators and the privacy officer see all, city officers those of reviewers and districts, others themselves.',
  filters: {
    role: filter(choice(RoleEnum, 'With this role.'), (role) => ({ role })),
    active: filter(flag('True: open accounts; false: closed ones.'), (active) => ({ active })),
    search: filter(text(100, 'Part of the name or the e-mail address.'), (part) => containing(part, ['name', 'email'])),
  },
  orders: {
    EMAIL: { by: ['email'], description: 'E-mail address.' },
    NAME: { by: ['name'], description: 'Name.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['EMAIL', 'ASC'],
})

builder.queryField('viewer', (t) =>
  t.field({
    type: 'User',
    nullable: true,
    description: 'The signed-in person; null when nobody is signed in.',
    resolve: (_root, _args, context, info) =>
      isOfficer(context.viewer) ? (find('User', { id: context.viewer.id }, context, info) as never) : null,
  }),
)

const abilities = (Object.keys(rules) as RuleName[]).filter((name) => !name.startsWith('read'))

const ViewerCan = builder.objectRef<Record<string, boolean>>('ViewerCan').implement({
  description:
    'What the caller may do at all, by name of the mutation or of what is not for everyone to see. Whether to a certain record, the mutation says.',
  fields: (t) =>
    Object.fromEntries(
      abilities.map((name) => [
        name,
        t.boolean({
          description: acts.includes(name) ? `May call ${name}.` : `The rule ${name} allows something.`,
          resolve: (can) => can[name] as boolean,
        }),
      ]),
    ),
})

builder.queryField('viewerCan', (t) =>
  t.field({
    type: ViewerCan,
    description: 'What the caller may do, so that a panel offers only that.',
    resolve: (_root, _args, { viewer }) =>
      Object.fromEntries(abilities.map((name) => [name, verdict(viewer, name) !== false])),
  }),
)

export const userFields = {
  name: text(60),
  role: choice(RoleEnum),
  districtIds: optional(
    many(
      ref('District'),
      20,
      'Ids of the districts that the officer works for or the reviewer belongs to; replaces the ones there were.',
    ),
  ),
}

act('updateUser', {
  description: 'Changes an account. A new role, other districts or closing the account ends its sessions.',
  noun: 'User',
  input: { id: self('User'), version, ...keep(userFields), ...keep({ active: flag() }) },
  async perform({ districtIds, ...input }, doing) {
    const { tx } = doing
    // Of two administrators who close each other's accounts at once, one must see that the other is gone.
    await tx.$queryRaw`SELECT id FROM app_user WHERE role = 'ADMIN' AND active ORDER BY id FOR UPDATE`
    const before = await rightsOf(input.id, doing)
    const apart = { districtIds: await compareDistricts(input.id, districtIds, doing) }
    const id = await edit('updateUser', 'User', input, doing, apart)
    if (!(await tx.user.count({ where: { role: 'ADMIN', active: true } }))) refuse('active', 'LAST_ADMIN')
    await assignDistricts(id, districtIds, doing)
    if (input.role || districtIds !== undefined || input.active === false) {
      await tx.session.deleteMany({ where: { userId: id } })
    }
    if (input.active === false) await tx.invitation.deleteMany({ where: { userId: id } })
    await recordChanges(id, before, doing)
    return id
  },
})

interface Rights {
  role: string
  districts: string
  active: boolean
}

async function rightsOf(id: number, { tx }: Doing): Promise<Rights | null> {
  const user = await tx.user.findUnique({
    where: { id },
    include: { districts: { include: { district: true }, orderBy: { district: { code: 'asc' } } } },
  })
  return user && { ...user, districts: user.districts.map(({ district }) => district.nameKo).join(', ') }
}

/** The role of an account and its districts, as the record of changes of rights says them. */
export async function describeRights(id: number, doing: Doing): Promise<string> {
  const { role, districts } = (await rightsOf(id, doing)) as Rights
  return districts ? `${role}: ${districts}` : role
}

async function recordChanges(userId: number, before: Rights | null, doing: Doing) {
  const after = await rightsOf(userId, doing)
  if (!before || !after) return
  const record = (kind: RightsChangeKind, was?: string, is?: string) =>
    recordRightsChange(doing, { kind, userId, before: was || null, after: is || null })
  if (before.role !== after.role) await record('ROLE', before.role, after.role)
  if (before.districts !== after.districts) await record('DISTRICTS', before.districts, after.districts)
  if (before.active !== after.active) await record(after.active ? 'REOPENED' : 'CLOSED')
}

export async function assignDistricts(
  userId: number,
  ids: number[] | null | undefined,
  { tx }: Doing,
): Promise<number> {
  if (ids !== undefined) {
    await tx.userDistrict.deleteMany({ where: { userId } })
    await tx.userDistrict.createMany({ data: [...new Set(ids ?? [])].map((districtId) => ({ userId, districtId })) })
  }
  const { role, _count } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    include: { _count: { select: { districts: true } } },
  })
  if (role === 'DISTRICT' && _count.districts === 0) refuse('districtIds', 'NEEDS_DISTRICT')
  return userId
}

async function compareDistricts(
  userId: number,
  ids: number[] | null | undefined,
  { tx }: Doing,
): Promise<Apart | undefined> {
  if (ids === undefined) return undefined
  const names = async (where: object) =>
    (await tx.district.findMany({ where, orderBy: { code: 'asc' } })).map(({ nameKo }) => nameKo).join(', ') || '–'
  return compare(await names({ officers: { some: { userId } } }), await names({ id: { in: ids ?? [] } }))
}
