import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { Problem } from './errors.ts'
import { root } from './root.ts'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } // OWASP's minimum for argon2id

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), cost)

// Checked when there is no password, so that the time of the answer does not tell.
const nobody = hashPassword(randomBytes(16).toString('hex'))

/** Whether the password is the hashed one; takes as long when there is none. */
export async function isPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'))
  return right && Boolean(passwordHash)
}

/** Refuses a password that others try first (ASVS 5, 6.2.4 and 6.2.11); what it is made of is free. */
export function checkPassword(password: string, account?: { email: string; name: string }): void {
  const typed = canonical(password)
  common ??= new Set(fs.readFileSync(path.join(root, 'server/commonPasswords.txt'), 'utf8').trimEnd().split('\n'))
  if (common.has(typed) || isRepeated(typed) || isRow(typed)) throw new Problem('COMMON_PASSWORD')
  if (saysOnly(typed, ['sangsaeng', '상생', ...(account ? wordsOf(account) : [])])) throw new Problem('OWN_WORDS')
}

/**
 * The 3,200 most used passwords of 12 characters and more, in lower case, out of the ten million of the OWASP SecLists
 * project, and Korean ones that are typed on an English keyboard.
 */
let common: Set<string> | undefined

const canonical = (text: string) => text.normalize('NFKC').toLowerCase()
const letters = (text: string) => canonical(text).replace(/[^\p{L}\p{N}]/gu, '')
const withoutNumber = (text: string) => letters(text).replace(/^\p{N}+|\p{N}+$/gu, '')

/** One to four characters again and again. */
const isRepeated = (text: string) =>
  [1, 2, 3, 4].some((length) => text.slice(0, length).repeat(text.length).startsWith(text))

/** Neighbors of the alphabet or of the row of digits. */
const isRow = (text: string) =>
  ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', '98765432109876543210'].some((row) => row.includes(text))

const wordsOf = ({ email, name }: { email: string; name: string }) => [
  email,
  ...email.split('@'),
  ...email.split(/[@._+-]/),
  name,
  ...name.split(/\s+/),
]

/** Whether the text is one of the words or two of them, whatever number or sign stands around. */
function saysOnly(text: string, words: string[]): boolean {
  const plain = [...new Set(words.map(letters).filter(Boolean))]
  const twice = plain.flatMap((one) => plain.map((two) => one + two))
  return [letters(text), withoutNumber(text)].some((said) => [...plain, ...twice].includes(said))
}
