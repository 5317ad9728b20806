import { act, type Doing } from '../act.ts'
import { changeKey } from '../apiKey.ts'
import { builder, dayOf } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import { refuse } from '../errors.ts'
import { ApiKeyScope } from '../generated/prisma/enums.ts'
import { choice, day, many, optional, origin, ref, self, text, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { koreanDay } from '../statistics/clock.ts'
import { BY_DISTRICT } from './user.ts'

const ScopeEnum = builder.enumType('ApiKeyScope', {
  description: 'What the key of a partner app opens.',
  values: {
    [ApiKeyScope.PUBLIC]: { description: 'What everybody may read, within the limits for partners.' },
    [ApiKeyScope.OWN_DISTRICT]: {
      description: 'Also unpublished programs and figures of the districts of the key; never personal data.',
    },
  } as const,
})

const StateEnum = builder.enumType('ApiKeyState', {
  description: 'Whether an API key works at the moment.',
  values: {
    ACTIVE: { description: 'It works.' },
    ROTATED: { description: 'Another key took its place; it works until its overlap ends.' },
    ENDED: { description: 'It does not work any more: its last day or its overlap is over.' },
    REVOKED: { description: 'It was revoked.' },
  } as const,
})

builder.prismaNode('ApiKey', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    prefix: t.exposeString('prefix'),
    name: t.exposeString('name'),
    scope: t.expose('scope', { type: ScopeEnum }),
    allowedOrigins: t.exposeStringList('allowedOrigins'),
    expiresOn: t.expose('expiresOn', { type: 'Date' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    overlapEndsAt: t.expose('overlapEndsAt', { type: 'DateTime', nullable: true }),
    rotatedTo: t.relation('rotatedTo', { nullable: true, description: 'The key that took its place.' }),
    createdBy: t.relation('createdBy', { description: 'Who made the key.' }),
    state: t.field({
      type: StateEnum,
      description: 'Whether the key works at the moment.',
      select: { revokedAt: true, overlapEndsAt: true, expiresOn: true },
      resolve: ({ revokedAt, overlapEndsAt, expiresOn }, _args, { product }) => {
        const now = product.now()
        if (revokedAt) return 'REVOKED'
        if (koreanDay(now) > expiresOn || (overlapEndsAt && now >= overlapEndsAt)) return 'ENDED'
        return overlapEndsAt ? 'ROTATED' : 'ACTIVE'
      },
    }),
    districts: t.field({
      type: ['District'],
      description: 'The districts whose own data the key opens; empty for a key to public data.',
      extensions: { reads: { through: 'districts', to: 'district', orderBy: BY_DISTRICT } satisfies Reads },
      select: (_args, _context, nested) => ({
        districts: { select: { district: nested() as never as true }, orderBy: BY_DISTRICT },
      }),
      resolve: ({ districts }) => districts.map(({ district }) => district) as never,
    }),
  }),
})

list({
  noun: 'ApiKey',
  field: 'apiKeys',
  description:
    'Keys of partner apps (API 키). City administrators and the privacy officer see them; nobody sees a secret.',
  filters: {
    scope: filter(choice(ScopeEnum, 'With this scope.'), (scope) => ({ scope })),
    search: filter(text(100, 'Part of the name or the prefix.'), (part) => containing(part, ['name', 'prefix'])),
  },
  orders: {
    NAME: { by: ['name'], description: 'Name.' },
    EXPIRES_ON: { by: ['expiresOn'], description: 'Last day.' },
    LAST_USED_AT: { by: ['lastUsedAt'], nullable: true, description: 'Last use.' },
    CREATED_AT: { by: ['createdAt'], description: 'When it was made.' },
  },
  defaultOrder: ['CREATED_AT', 'DESC'],
})

const once = { secret: { type: 'String', description: 'The whole key, `prefix.secret`.' } }

const MAX_DAYS = 731 // two years

function checkLastDay(on: Date, { context }: Doing) {
  const today = koreanDay(context.product.now())
  const last = new Date(today.getTime() + MAX_DAYS * 24 * 60 * 60 * 1000)
  if (on < today || on > last) refuse('expiresOn', 'DAY_OUT_OF_RANGE', { from: dayOf(today), to: dayOf(last) })
}

act('createApiKey', {
  description: 'Makes a key for a partner app.',
  noun: 'ApiKey',
  once,
  input: {
    name: text(100),
    scope: choice(ScopeEnum),
    districtIds: optional(many(ref('District'), 20, 'Ids of the districts whose own data a key of that scope opens.')),
    allowedOrigins: optional(many(origin(), 20)),
    expiresOn: day(`Last day on which the key works, in Korea: from today to ${MAX_DAYS} days ahead.`),
  },
  async perform({ name, scope, districtIds, allowedOrigins, expiresOn }, doing) {
    const districts = [...new Set(districtIds ?? [])]
    if (scope === 'OWN_DISTRICT' && !districts.length) refuse('districtIds', 'KEY_NEEDS_DISTRICT')
    if (scope === 'PUBLIC' && districts.length) refuse('districtIds', 'KEY_IS_PUBLIC')
    checkLastDay(expiresOn, doing)
    const origins = [...new Set(allowedOrigins ?? [])]
    return changeKey({ act: 'create', name, scope, districtIds: districts, allowedOrigins: origins, expiresOn }, doing)
  },
})

act('rotateApiKey', {
  description: 'Makes a new key in the place of one. The old key works beside it for a while, so that nothing stops.',
  noun: 'ApiKey',
  once,
  input: {
    id: self('ApiKey'),
    overlapHours: whole(0, 720, 'For how many hours the old key works on; 0 ends it now, 720 is the most.'),
    expiresOn: optional(day('Last day of the new key; when left out, the one of the old key.')),
  },
  perform({ id, overlapHours, expiresOn }, doing) {
    if (expiresOn) checkLastDay(expiresOn, doing)
    return changeKey({ act: 'rotate', id, overlapHours, expiresOn: expiresOn ?? undefined }, doing)
  },
})

act('revokeApiKey', {
  description: 'Ends a key at once and for good, without regard to changes that others made meanwhile.',
  noun: 'ApiKey',
  input: { id: self('ApiKey') },
  perform: ({ id }, doing) => changeKey({ act: 'revoke', id }, doing),
})
