import { allowed, isOfficer } from '../access.ts'
import { act, told, UserError } from '../act.ts'
import { attemptSucceeded, type Counted, countAttempt } from '../attempts.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { mayChange } from '../edit.ts'
import { notFound, Problem, Refused } from '../errors.ts'
import { at, code, email, type Inputs, inputType, secret, self, type Values } from '../input.ts'
import { find } from '../list.ts'
import { isPassword } from '../password.ts'
import { recordRightsChange } from '../rights.ts'
import { spendCode } from '../secondFactor.ts'
import { endSession, startSession, waitingForCode } from '../session.ts'
import { confirmsPassword } from './password.ts'

const SignInPayload = builder.objectRef<{ problems: Problem[] }>('SignInPayload').implement({
  description: 'Answer of signIn, enterCode and acceptInvitation.',
  fields: (t) => ({
    user: t.field({
      type: 'User',
      nullable: true,
      description: 'The signed-in person; null when a code is needed or the sign-in was refused.',
      resolve: ({ problems }, _args, context, info) =>
        !problems.length && isOfficer(context.viewer)
          ? (find('User', { id: context.viewer.id }, context, info) as never)
          : null,
    }),
    needsCode: t.boolean({
      description: 'True when the person has a second factor: `enterCode` within 5 minutes completes the sign-in.',
      resolve: ({ problems }, _args, { viewer }) => !problems.length && viewer.role === 'ANONYMOUS',
    }),
    errors: t.field({
      type: [UserError],
      description: 'Why the sign-in was refused.',
      resolve: ({ problems }) => problems.map(told),
    }),
  }),
})

interface SignIn<I extends Inputs> {
  description: string
  input: I
  /** Starts a session, or throws the Problem that stands in the way. */
  perform(input: Values<I>, context: Context): Promise<void>
}

/** Adds a mutation that signs a person in: it is for callers who are nobody yet. */
export function signIn<I extends Inputs>(name: string, { description, input, perform }: SignIn<I>) {
  const Name = name[0]?.toUpperCase() + name.slice(1)
  builder.mutationField(name, (t) =>
    t.field({
      type: SignInPayload,
      description,
      args: {
        input: t.arg({
          type: inputType(`${Name}Input`, `Input of ${name}.`, input),
          required: true,
          description: 'Who signs in.',
        }),
      },
      resolve: async (_root, args, context) => {
        try {
          const raw = args.input as Record<string, never>
          const values = Object.entries(input).map(([field, { read }]) => [
            field,
            at(field, () => read(raw[field] as never)),
          ])
          context.viewer = { role: 'ANONYMOUS' }
          await perform(Object.fromEntries(values), context)
          return { problems: [] }
        } catch (error) {
          if (error instanceof Refused) return { problems: error.problems }
          if (error instanceof Problem) return { problems: [error] }
          throw error
        }
      },
    }),
  )
}

signIn('signIn', {
  description:
    'Signs a person in by password: the answer sets a session cookie that scripts cannot read. After 10 wrong passwords for an account, or 100 from one network address, within 15 minutes the answer says how long to wait.',
  input: { email: email('E-mail address of the account.'), password: secret(1, 'Password of the account.') },
  async perform({ email, password }, context) {
    const { db } = context.product
    const attempts: Counted[] = [
      ['account', email],
      ['address', context.address],
    ]
    await countAttempt(context.product, attempts, 'password')
    const user = await db.prisma.user.findUnique({ where: { email } })
    const right = await isPassword(user?.passwordHash, password)
    if (!right || !user?.active) throw new Problem('WRONG_PASSWORD', {}, 'password')
    await attemptSucceeded(context.product, attempts)
    await startSession(db.prisma, context, user)
  },
})

signIn('enterCode', {
  description:
    'Completes a sign-in that answered `needsCode`, with a code of the authenticator app or a recovery code. Each code works once. Limited like signIn.',
  input: { code: code() },
  async perform({ code }, context) {
    const { product, headers, address } = context
    const waiting = await waitingForCode(product, headers)
    if (!waiting) throw new Problem('SIGN_IN_AGAIN', {}, 'code')
    const attempts: Counted[] = [
      ['account', `code ${waiting.userId}`],
      ['address', address],
    ]
    await countAttempt(product, attempts, 'code')
    await product.db.prisma.$transaction(async (tx) => {
      if (!(await spendCode(tx, product, waiting.user, code))) throw new Problem('WRONG_CODE', {}, 'code')
      await startSession(tx, context, waiting.user, true)
    })
    await attemptSucceeded(product, attempts)
  },
})

builder.queryField('openIdProvider', (t) =>
  t.string({
    nullable: true,
    description: 'Name of the OpenID Connect provider that people may sign in by, at `/auth/oidc`; null when none is.',
    resolve: (_root, _args, { product: { env } }) => (env.OIDC_ISSUER ? env.OIDC_NAME : null),
  }),
)

builder.mutationField('signOut', (t) =>
  t.boolean({
    description: 'Ends the session of the caller. True also when nobody was signed in.',
    resolve: async (_root, _args, context) => {
      await endSession(context)
      return true
    },
  }),
)

builder.prismaNode('Session', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    address: t.exposeString('address'),
    userAgent: t.exposeString('userAgent', { nullable: true }),
    current: t.boolean({
      description: 'Whether it is the session of this request.',
      resolve: ({ id }, _args, { viewer }) => isOfficer(viewer) && viewer.sessionId === id,
    }),
  }),
})

builder.prismaObjectField('User', 'sessions', (t) =>
  t.relation('sessions', {
    description: 'Where the person is signed in, the last used first. Only the own ones.',
    query: (_args, { viewer, product: { env, now } }) => {
      const usedSince = new Date(now().getTime() - env.SESSION_IDLE_MINUTES * 60_000)
      const open = { codeDue: false, expiresAt: { gt: now() }, lastUsedAt: { gt: usedSince } }
      return {
        where: { AND: [allowed(viewer, 'readSession'), open] },
        orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
      }
    },
  }),
)

act('revokeSession', {
  description: 'Ends one of the own sessions.',
  noun: 'User',
  input: { id: { ...self('Session'), description: 'Id of the session.' }, ...confirmsPassword.input },
  before: confirmsPassword.before,
  async perform({ id }, { tx, viewer }) {
    const { count } = await tx.session.deleteMany({ where: { AND: [{ id }, allowed(viewer, 'readSession')] } })
    if (!count) throw notFound('session')
    return viewer.id
  },
})

act('revokeOtherSessions', {
  description: 'Ends all own sessions but the one of this request.',
  noun: 'User',
  ...confirmsPassword,
  async perform(_input, { tx, viewer }) {
    await tx.session.deleteMany({ where: { AND: [allowed(viewer, 'readSession'), { NOT: { id: viewer.sessionId } }] } })
    return viewer.id
  },
})

act('endSessions', {
  description: 'Ends all sessions of an account; of the own account all but the one of this request.',
  noun: 'User',
  input: { id: self('User') },
  async perform({ id }, doing) {
    const { tx, viewer } = doing
    await mayChange('endSessions', 'User', id, doing)
    const { count } = await tx.session.deleteMany({ where: { userId: id, NOT: { id: viewer.sessionId } } })
    await recordRightsChange(doing, { kind: 'SESSIONS_ENDED', userId: id, before: String(count), after: '0' })
    return id
  },
})
