import { builder } from '../builder.ts'
import { RightsChangeKind } from '../generated/prisma/enums.ts'
import { choice, instant, ref } from '../input.ts'
import { filter, list } from '../list.ts'

const Kind = builder.enumType('RightsChangeKind', {
  description: 'What was changed in somebody’s rights.',
  values: {
    [RightsChangeKind.ACCOUNT_MADE]: { description: 'An account was opened.' },
    [RightsChangeKind.ROLE]: { description: 'Another role.' },
    [RightsChangeKind.DISTRICTS]: { description: 'Other districts.' },
    [RightsChangeKind.CLOSED]: { description: 'The account was closed.' },
    [RightsChangeKind.REOPENED]: { description: 'The account was opened again.' },
    [RightsChangeKind.INVITED]: { description: 'A link to set the password was made.' },
    [RightsChangeKind.INVITATION_ACCEPTED]: { description: 'The password was set by such a link.' },
    [RightsChangeKind.PASSWORD_CHANGED]: { description: 'The person changed the own password.' },
    [RightsChangeKind.OPENID_BOUND]: {
      description: 'The account was bound to a person at the OpenID Connect provider.',
    },
    [RightsChangeKind.SECOND_FACTOR_ON]: { description: 'The person turned the second factor on.' },
    [RightsChangeKind.SECOND_FACTOR_OFF]: { description: 'The person turned the second factor off.' },
    [RightsChangeKind.SECOND_FACTOR_RESET]: { description: 'An administrator turned the second factor off.' },
    [RightsChangeKind.SESSIONS_ENDED]: { description: 'An administrator ended all sessions.' },
    [RightsChangeKind.API_KEY_MADE]: { description: 'An API key was made; `after` names it.' },
    [RightsChangeKind.API_KEY_ROTATED]: { description: 'A new key took the place of the one that `after` names.' },
    [RightsChangeKind.API_KEY_REVOKED]: { description: 'The API key that `after` names was ended.' },
  } as const,
})

const person = (about: 'by' | 'user', column: 'name' | 'email', description: string) =>
  ({
    nullable: true,
    description,
    select: { [about]: { select: { name: true, email: true } } },
    resolve: (row: object) => (row as Record<string, Record<string, string> | null>)[about]?.[column] ?? null,
  }) as never

builder.prismaNode('RightsChange', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime' }),
    kind: t.expose('kind', { type: Kind }),
    before: t.exposeString('before', { nullable: true }),
    after: t.exposeString('after', { nullable: true }),
    address: t.exposeString('address'),
    userName: t.string(person('user', 'name', 'Name of the person whose rights they are.')),
    userEmail: t.string(person('user', 'email', 'E-mail address of that person’s account.')),
    byName: t.string(person('by', 'name', 'Who did it.')),
  }),
})

list({
  noun: 'RightsChange',
  field: 'rightsChanges',
  description:
    'Who changed whose rights (접근권한 변경 기록), kept for 3 years. Only for administrators and the privacy officer.',
  filters: {
    user: filter(ref('User', 'Of the account with this id.'), (userId) => ({ userId })),
    kind: filter(choice(Kind, 'Of this kind.'), (kind) => ({ kind })),
    from: filter(instant('At this moment or later.'), (from) => ({ at: { gte: from } })),
    until: filter(instant('Before this moment.'), (until) => ({ at: { lt: until } })),
  },
  orders: { AT: { by: ['at'], description: 'When it was done.' } },
  defaultOrder: ['AT', 'DESC'],
})
