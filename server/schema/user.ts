import { isOfficer, type RuleName, rules, verdict } from '../access.ts'
import { type Apart, act, compare, type Doing, edit } from '../act.ts'
import { builder } from '../builder.ts'
import { refuse } from '../errors.ts'
import { Role } from '../generated/prisma/enums.ts'
import { choice, email, flag, keep, many, optional, ref, secret, self, text, version } from '../input.ts'
import { containing, filter, find, list } from '../list.ts'
import { hashPassword } from '../session.ts'

const RoleEnum = builder.enumType('Role', {
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
      select: (_args, _context, nested) => ({
        districts: { select: { district: nested() as never as true }, orderBy: { district: { code: 'asc' } } },
      }),
      resolve: ({ districts }) => districts.map(({ district }) => district) as never,
    }),
  }),
})

list({
  noun: 'User',
  field: 'users',
  description: 'Officers and reviewers with an account (담당자). City officers see all, others themselves.',
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

const acts = (Object.keys(rules) as RuleName[]).filter((name) => !name.startsWith('read'))

const ViewerCan = builder.objectRef<Record<string, boolean>>('ViewerCan').implement({
  description:
    'What the caller may do at all, by name of the mutation. Whether to a certain record, the mutation says.',
  fields: (t) =>
    Object.fromEntries(
      acts.map((name) => [
        name,
        t.boolean({ description: `May call ${name}.`, resolve: (can) => can[name] as boolean }),
      ]),
    ),
})

builder.queryField('viewerCan', (t) =>
  t.field({
    type: ViewerCan,
    description: 'What the caller may do, so that a panel offers only that.',
    resolve: (_root, _args, { viewer }) =>
      Object.fromEntries(acts.map((name) => [name, verdict(viewer, name) !== false])),
  }),
)

const fields = {
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
const password = secret(12, 'Password of 12 to 128 characters.')

act('createUser', {
  description: 'Opens an account for an officer.',
  noun: 'User',
  input: { email: email(), password, ...fields },
  async perform({ password, districtIds, ...input }, doing) {
    const { id } = await doing.tx.user.create({ data: { ...input, passwordHash: await hashPassword(password) } })
    return assignDistricts(id, districtIds, doing)
  },
})

act('updateUser', {
  description:
    'Changes an account. A new role, other districts, a new password or closing the account ends its sessions.',
  noun: 'User',
  input: { id: self('User'), version, ...keep(fields), ...keep({ active: flag() }), password: optional(password) },
  async perform({ password, districtIds, ...input }, doing) {
    const passwordHash = password ? await hashPassword(password) : undefined
    const apart = {
      districtIds: await compareDistricts(input.id, districtIds, doing),
      password: passwordHash ? { now: '***', sent: '***', same: false } : undefined,
    }
    const id = await edit('updateUser', 'User', input, doing, apart)
    if (passwordHash) await doing.tx.user.update({ where: { id }, data: { passwordHash } })
    if (!(await doing.tx.user.count({ where: { role: 'ADMIN', active: true } }))) refuse('active', 'LAST_ADMIN')
    if (input.role || districtIds !== undefined || password || input.active === false) {
      await doing.tx.session.deleteMany({ where: { userId: id } })
    }
    return assignDistricts(id, districtIds, doing)
  },
})

async function assignDistricts(userId: number, ids: number[] | null | undefined, { tx }: Doing): Promise<number> {
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
