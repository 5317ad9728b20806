import type { Role } from '../server/generated/prisma/enums.ts'
import { hashPassword } from '../server/password.ts'
import { type Asker, asker, type Running } from './support.ts'

export const PASSWORD = 'four unrelated words here'

/** An account as an accepted invitation leaves it. */
export async function account({ db }: Running, email: string, role: Role = 'CITY', password = PASSWORD) {
  const passwordHash = await hashPassword(password)
  return db.prisma.user.create({ data: { email, name: email.split('@')[0] ?? '', role, passwordHash } })
}

export interface SignedIn extends Asker {
  data: {
    user: { email: string } | null
    needsCode: boolean
    errors: { field: string; code: string; message: string }[]
  }
  cookie: string
}

type From = { cookie?: string; headers?: Record<string, string> }

/** Calls signIn, enterCode or acceptInvitation, and becomes whoever that makes. */
export async function enter({ app }: Running, name: string, input: object, { cookie, headers }: From = {}) {
  const Name = name[0]?.toUpperCase() + name.slice(1)
  const answer = await asker(app, cookie).ask(
    `mutation ($input: ${Name}Input!) { done: ${name}(input: $input) { user { email } needsCode errors { field code message } } }`,
    { input },
    headers,
  )
  const given = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { data: answer.data?.done, cookie: given, ...asker(app, given) } as SignedIn
}

export const signIn = (product: Running, email: string, password = PASSWORD, from?: From) =>
  enter(product, 'signIn', { email, password }, from)

/** Does an act on an account; `select` is asked of the payload. */
export async function tryAct(who: Asker, name: string, input: object, select = 'user { id }') {
  const Name = name[0]?.toUpperCase() + name.slice(1)
  const { data, errors } = await who.ask(
    `mutation ($input: ${Name}Input!) { done: ${name}(input: $input) { ${select} errors { field code message } } }`,
    { input },
  )
  const problems: { field: string; code: string }[] = data?.done?.errors ?? []
  return {
    ...data?.done,
    problems: problems.map(({ field, code }) => `${field} ${code}`),
    refused: errors?.[0]?.extensions.code,
  }
}

/** The person that the caller is, by e-mail address; null for nobody. */
export async function whoIs(who: Asker): Promise<string | null> {
  return (await who.ask('{ viewer { email } }')).data.viewer?.email ?? null
}
