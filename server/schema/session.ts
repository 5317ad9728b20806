import { told, UserError } from '../act.ts'
import { builder } from '../builder.ts'
import { Problem } from '../errors.ts'
import { at, email, inputType, secret } from '../input.ts'
import { find } from '../list.ts'
import { authenticate, endSession, startSession } from '../session.ts'

const inputs = { email: email('E-mail address of the account.'), password: secret(1, 'Password of the account.') }

const SignInPayload = builder.objectRef<{ id?: number; problems: Problem[] }>('SignInPayload').implement({
  description: 'Answer of signIn.',
  fields: (t) => ({
    user: t.field({
      type: 'User',
      nullable: true,
      description: 'The signed-in person; null when the sign-in was refused.',
      resolve: ({ id }, _args, context, info) => (id ? (find('User', { id }, context, info) as never) : null),
    }),
    errors: t.field({
      type: [UserError],
      description: 'Why the sign-in was refused.',
      resolve: ({ problems }) => problems.map(told),
    }),
  }),
})

builder.mutationField('signIn', (t) =>
  t.field({
    type: SignInPayload,
    description: 'Signs a person in: the answer sets a session cookie that scripts cannot read.',
    args: {
      input: t.arg({
        type: inputType('SignInInput', 'Input of signIn.', inputs),
        required: true,
        description: 'Who signs in.',
      }),
    },
    resolve: async (_root, { input }, context) => {
      const { db } = context.product
      try {
        const [name, password] = [
          at('email', () => inputs.email.read(input.email as never)),
          at('password', () => inputs.password.read(input.password as never)),
        ]
        const user = await authenticate(db.prisma, name, password)
        if (!user) return { problems: [new Problem('WRONG_PASSWORD', {}, 'password')] }
        context.cookies.push(await startSession(db.prisma, user.id, context.secure))
        context.viewer = { id: user.id, role: user.role, districtIds: [] }
        return { id: user.id, problems: [] }
      } catch (error) {
        if (error instanceof Problem) return { problems: [error] }
        throw error
      }
    },
  }),
)

builder.mutationField('signOut', (t) =>
  t.boolean({
    description: 'Ends the session of the caller. True also when nobody was signed in.',
    resolve: async (_root, _args, context) => {
      context.cookies.push(await endSession(context.product.db.prisma, context.headers, context.secure))
      return true
    },
  }),
)
