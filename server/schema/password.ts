import { type Asking, act } from '../act.ts'
import { attemptSucceeded, type Counted, countAttempt } from '../attempts.ts'
import { refuse } from '../errors.ts'
import { at, newPassword, optional, secret } from '../input.ts'
import { checkPassword, hashPassword, isPassword } from '../password.ts'
import { recordRightsChange } from '../rights.ts'

/**
 * For acts on the own account: the person gives the password once more, so that a browser that was left open is not
 * enough. Accounts that sign in by OpenID Connect only have none to give. Wrong ones count like wrong sign-ins.
 */
export const confirmsPassword = {
  input: {
    currentPassword: optional(secret(1, 'Present password of the caller; needed when the account has one.')),
  },
  async before({ currentPassword }: { currentPassword?: string | null }, { viewer, context }: Asking) {
    const { product, address } = context
    const { email, passwordHash } = await product.db.prisma.user.findUniqueOrThrow({ where: { id: viewer.id } })
    if (!passwordHash) return
    if (!currentPassword) refuse('currentPassword', 'REQUIRED')
    const attempts: Counted[] = [
      ['account', email],
      ['address', address],
    ]
    await countAttempt(product, attempts, 'currentPassword')
    if (!(await isPassword(passwordHash, currentPassword as string))) refuse('currentPassword', 'NOT_YOUR_PASSWORD')
    await attemptSucceeded(product, attempts)
  },
}

act('changePassword', {
  description: 'Changes the own password. All other own sessions end.',
  noun: 'User',
  input: { ...confirmsPassword.input, password: newPassword() },
  before: confirmsPassword.before,
  async perform({ password }, doing) {
    const { tx, viewer } = doing
    const user = await tx.user.findUniqueOrThrow({ where: { id: viewer.id } })
    at('password', () => checkPassword(password, user))
    await tx.user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(password) } })
    await tx.session.deleteMany({ where: { userId: user.id, NOT: { id: viewer.sessionId } } })
    await recordRightsChange(doing, { kind: 'PASSWORD_CHANGED', userId: user.id })
    return user.id
  },
})
