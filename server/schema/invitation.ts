import { act, type Doing } from '../act.ts'
import { builder } from '../builder.ts'
import { mayChange } from '../edit.ts'
import { Problem, refuse } from '../errors.ts'
import { at, email, linkToken, newPassword, self } from '../input.ts'
import { readArgument } from '../list.ts'
import { checkPassword, hashPassword } from '../password.ts'
import { recordRightsChange } from '../rights.ts'
import { newToken, sha256, startSession } from '../session.ts'
import { signIn } from './session.ts'
import { assignDistricts, describeRights, userFields } from './user.ts'

const DAYS = 7
const once = {
  link: {
    type: 'String',
    description: `Link with which the person sets the password, once and within ${DAYS} days.`,
  },
} as const

act('inviteUser', {
  description: 'Opens an account and makes the link with which its owner sets the password.',
  noun: 'User',
  input: { email: email(), ...userFields },
  once,
  async perform({ districtIds, ...input }, doing) {
    const { id } = await doing.tx.user.create({ data: input })
    await assignDistricts(id, districtIds, doing)
    await recordRightsChange(doing, { kind: 'ACCOUNT_MADE', userId: id, after: await describeRights(id, doing) })
    return invite(id, doing)
  },
})

act('renewInvitation', {
  description:
    'Makes a new link with which the owner of an account sets the password, also when it was forgotten. The link before it no longer works; the present password does, until the new one is set.',
  noun: 'User',
  input: { id: self('User') },
  once,
  async perform({ id }, doing) {
    await mayChange('renewInvitation', 'User', id, doing)
    if (id === doing.viewer.id) refuse('id', 'OWN_ACCOUNT')
    const { active } = await doing.tx.user.findUniqueOrThrow({ where: { id } })
    if (!active) refuse('id', 'ACCOUNT_CLOSED')
    return invite(id, doing)
  },
})

/** The token stands after `#`, which browsers send to no server: it gets into no log. */
async function invite(userId: number, doing: Doing): Promise<number> {
  const { tx, context } = doing
  const { env, now } = context.product
  const token = newToken()
  const fresh = { tokenHash: sha256(token), expiresAt: new Date(now().getTime() + DAYS * 86_400_000) }
  await tx.invitation.upsert({ where: { userId }, create: { userId, ...fresh }, update: fresh })
  await recordRightsChange(doing, { kind: 'INVITED', userId })
  doing.show('link', `${env.PUBLIC_URL?.replace(/\/$/, '') ?? ''}/admin/invitation#${token}`)
  return userId
}

const Invitation = builder
  .objectRef<{ name: string; email: string; expiresAt: Date; open: boolean }>('Invitation')
  .implement({
    description: 'A link that lets a person set the password of an account (초대).',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Name of the person.' }),
      email: t.exposeString('email', { description: 'E-mail address that the person signs in with.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the link stops working.' }),
      open: t.exposeBoolean('open', { description: 'Whether the link still works.' }),
    }),
  })

builder.queryField('invitation', (t) =>
  t.field({
    type: Invitation,
    nullable: true,
    description: 'Whom an invitation link is for; null when it was used or replaced.',
    args: { token: t.arg.string({ required: true, description: linkToken().description as string }) },
    async resolve(_root, args, { product: { db, now } }) {
      const token = readArgument('token', () => linkToken().read(args.token as never))
      const found = await db.prisma.invitation.findUnique({
        where: { tokenHash: sha256(token) },
        include: { user: true },
      })
      if (!found) return null
      const { expiresAt, user } = found
      return { name: user.name, email: user.email, expiresAt, open: user.active && expiresAt > now() }
    },
  }),
)

signIn('acceptInvitation', {
  description: 'Sets the password of the invited person and signs the person in. Ends all earlier sessions.',
  input: { token: linkToken(), password: newPassword() },
  async perform({ token, password }, context) {
    const { db, now } = context.product
    const tokenHash = sha256(token)
    const where = { tokenHash, expiresAt: { gt: now() }, user: { active: true } }
    const found = await db.prisma.invitation.findUnique({ where, include: { user: true } })
    if (!found) throw new Problem('INVITATION_OVER', {}, 'token')
    at('password', () => checkPassword(password, found.user))
    const passwordHash = await hashPassword(password)
    await db.prisma.$transaction(async (tx) => {
      const { count } = await tx.invitation.deleteMany({ where })
      if (!count) throw new Problem('INVITATION_OVER', {}, 'token')
      const user = await tx.user.update({ where: { id: found.userId }, data: { passwordHash } })
      await tx.session.deleteMany({ where: { userId: user.id } })
      await recordRightsChange({ tx, context, viewer: user }, { kind: 'INVITATION_ACCEPTED', userId: user.id })
      await startSession(tx, context, user)
    })
  },
})
