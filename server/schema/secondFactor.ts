import { type Asking, act, type Doing } from '../act.ts'
import { countAttempt } from '../attempts.ts'
import { mayChange } from '../edit.ts'
import { refuse } from '../errors.ts'
import { code, self } from '../input.ts'
import { recordRightsChange } from '../rights.ts'
import { newRecoveryCodes, newSecret, noSecondFactor, spendCode, stepOf } from '../secondFactor.ts'
import { confirmsPassword } from './password.ts'

act('startTotp', {
  description:
    'Makes the secret of a second factor (2단계 인증) for the own account: the person enters it in an authenticator app, and then its code in confirmTotp.',
  noun: 'User',
  ...confirmsPassword,
  once: {
    secret: { type: 'String', description: 'The secret in base32, to be typed into the app.' },
    uri: { type: 'String', description: 'The secret as an otpauth address, to be shown as a QR code.' },
  },
  async perform(_input, { tx, viewer, context, show }) {
    const user = await tx.user.findUniqueOrThrow({ where: { id: viewer.id } })
    const { sealed, secret, uri } = newSecret(context.product, user)
    const { count } = await tx.user.updateMany({
      where: { id: user.id, totpSince: null },
      data: { totpSecret: sealed },
    })
    if (!count) refuse('currentPassword', 'TOTP_IS_ON')
    show('secret', secret)
    show('uri', uri)
    return user.id
  },
})

act('confirmTotp', {
  description: 'Turns the second factor on with the first code that the app shows. All other own sessions end.',
  noun: 'User',
  input: { code: code() },
  before: countCode,
  once: {
    recoveryCodes: { type: ['String'], description: 'Ten codes that each replace the app once, should it be lost.' },
  },
  async perform({ code }, doing) {
    const { tx, viewer, context, show } = doing
    const user = await tx.user.findUniqueOrThrow({ where: { id: viewer.id } })
    if (user.totpSince) refuse('code', 'TOTP_IS_ON')
    if (!user.totpSecret) refuse('code', 'TOTP_NOT_STARTED')
    const step = stepOf(context.product, user, code)
    if (step === null) refuse('code', 'WRONG_CODE')
    const { count } = await tx.user.updateMany({
      where: { id: user.id, totpSince: null, totpSecret: user.totpSecret },
      data: { totpSince: context.product.now(), totpLastStep: step },
    })
    if (!count) refuse('code', 'TOTP_IS_ON')
    show('recoveryCodes', await newRecoveryCodes(tx, user.id))
    await tx.session.deleteMany({ where: { userId: user.id, NOT: { id: viewer.sessionId } } })
    await recordRightsChange(doing, { kind: 'SECOND_FACTOR_ON', userId: user.id })
    return user.id
  },
})

act('disableTotp', {
  description: 'Turns the own second factor off, with one of its codes. All other own sessions end.',
  noun: 'User',
  input: { code: code() },
  before: countCode,
  async perform({ code }, doing) {
    const { tx, viewer, context } = doing
    const user = await tx.user.findUniqueOrThrow({ where: { id: viewer.id } })
    if (!user.totpSince) refuse('code', 'TOTP_IS_OFF')
    if (!(await spendCode(tx, context.product, user, code))) refuse('code', 'WRONG_CODE')
    await removeSecondFactor(user.id, doing)
    await recordRightsChange(doing, { kind: 'SECOND_FACTOR_OFF', userId: user.id })
    return user.id
  },
})

act('resetTotp', {
  description: 'Turns the second factor of somebody who lost the device off, and ends the sessions of the account.',
  noun: 'User',
  input: { id: self('User') },
  async perform({ id }, doing) {
    await mayChange('resetTotp', 'User', id, doing)
    if (id === doing.viewer.id) refuse('id', 'OWN_ACCOUNT')
    const { totpSince } = await doing.tx.user.findUniqueOrThrow({ where: { id } })
    if (!totpSince) refuse('id', 'TOTP_IS_OFF')
    await removeSecondFactor(id, doing)
    await recordRightsChange(doing, { kind: 'SECOND_FACTOR_RESET', userId: id })
    return id
  },
})

/** Codes are short: they are counted before they are looked at, like those of a sign-in. */
function countCode(_input: object, { viewer, context }: Asking) {
  return countAttempt(context.product, [['account', `own code ${viewer.id}`]], 'code')
}

async function removeSecondFactor(userId: number, { tx, viewer }: Doing) {
  await tx.user.update({ where: { id: userId }, data: noSecondFactor })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.session.deleteMany({ where: { userId, NOT: { id: viewer.sessionId } } })
}
