import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Transaction } from './act.ts'
import type { Product } from './context.ts'
import type { User } from './generated/prisma/client.ts'
import type { PersonVault } from './person.ts'
import { sha256 } from './session.ts'

const PERIOD_MS = 30_000
const RECOVERY_CODES = 10

/** RFC 6238 as every authenticator app does it: SHA-1, 6 digits, 30 seconds. */
const totp = (email: string, secret: Uint8Array) =>
  new TOTP({ issuer: 'Sangsaeng', label: email, secret: new Secret({ buffer: new Uint8Array(secret).buffer }) })

/** A new secret, as it is stored and as the person's app takes it. */
export function newSecret({ vault }: Product, { id, email }: Pick<User, 'id' | 'email'>) {
  const secret = randomBytes(20)
  const app = totp(email, secret)
  return { sealed: vault.sealSecret(secret, ownerOf(id)), secret: app.secret.base32, uri: app.toString() }
}

/** The stored secret of an account, taken over from the vault of another data key. */
export const reseal = (sealed: Uint8Array, userId: number, from: PersonVault, to: PersonVault) =>
  to.sealSecret(from.openSecret(sealed, ownerOf(userId)), ownerOf(userId))

/** The step that the code is of, from one before to one after the present one; null when it is a wrong code. */
export function stepOf({ vault, now }: Product, user: User, code: string): number | null {
  if (!user.totpSecret || !/^\d{6}$/.test(code)) return null
  const at = now().getTime()
  const app = totp(user.email, vault.openSecret(user.totpSecret, ownerOf(user.id)))
  const apart = app.validate({ token: code, timestamp: at, window: 1 })
  return apart === null ? null : Math.floor(at / PERIOD_MS) + apart
}

/** Whether the code proves the second factor. A code that does, of the app or for recovery, never does so again. */
export async function spendCode(tx: Transaction, product: Product, user: User, code: string): Promise<boolean> {
  const step = stepOf(product, user, code)
  const { count } =
    step === null
      ? await tx.recoveryCode.deleteMany({ where: { userId: user.id, codeHash: sha256(code) } })
      : await tx.user.updateMany({
          where: { id: user.id, totpSince: { not: null }, totpLastStep: { lt: step } },
          data: { totpLastStep: step },
        })
  return count === 1
}

/** Ten new codes, as the person writes them down; only their hashes are stored. */
export async function newRecoveryCodes(tx: Transaction, userId: number): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: sha256(code) })) })
  return codes.map((code) => code.replace(/(?<=.)(?=(.{4})+$)/g, '-'))
}

export const noSecondFactor = { totpSecret: null, totpSince: null, totpLastStep: null }

/** 80 random bits as 16 letters and digits. */
const newRecoveryCode = () => new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32.toLowerCase()

/** What the sealed secret is bound to, so that one moved to another account opens nothing. */
const ownerOf = (userId: number) => `second factor of user ${userId}`
