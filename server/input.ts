import { z } from 'zod'
import type { NodeName } from './access.ts'
import { builder } from './builder.ts'
import { Problem } from './errors.ts'
import { getDatamodel } from './generated/pothos.ts'
import { isOrigin } from './origin.ts'
import { checkPassword } from './password.ts'
import { looksLikeRrn } from './residentNumber.ts'

/**
 * One input field: its GraphQL type and how its value is read. `read` gives the value for the database or throws a
 * Problem. Filters and mutations use the same fields, so a kind of value is checked in one place.
 */
export interface Input<T> {
  type: unknown
  description?: string
  required: boolean
  /** The noun that the value refers to, for inputs that are ids. */
  refersTo?: NodeName
  /** The inputs inside, for inputs that are objects. */
  inputs?: Inputs
  read(value: never): T
}

// biome-ignore lint/suspicious/noExplicitAny: inputs of any value
export type Inputs = Record<string, Input<any>>
/** The values that a set of inputs reads; an input that was not sent is undefined. */
export type Values<I extends Inputs> = { [K in keyof I]: I[K] extends Input<infer T> ? T : never }

const input = <T>(type: unknown, read: (value: never) => T, more: Partial<Input<T>> = {}): Input<T> => ({
  type,
  required: true,
  read,
  ...more,
})

/** May be left out, and cleared with null. */
export function optional<T>(field: Input<T>, description = field.description): Input<T | null | undefined> {
  return { ...field, required: false, description, read: (value: never) => (value === null ? null : field.read(value)) }
}

/** May be left out, but not cleared: for what an update may leave as it is. */
export function keep<I extends Inputs>(fields: I): { [K in keyof I]: Input<Values<I>[K] | undefined> } {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      field.required ? { ...field, required: false, read: filled(field) } : field,
    ]),
  ) as never
}

const filled = (field: Input<unknown>) => (value: never) => {
  if (value === null) throw new Problem('REQUIRED')
  return field.read(value)
}

export function text(max: number, description?: string, min = 1): Input<string> {
  return input('String', (value: string) => cleanText(value, min, max), { description })
}

/** Why personal data is used. */
export const accessReason = text(
  200,
  'Why, in 5 to 200 characters; it is written into the access log (접속기록). Write no personal data here.',
  5,
)

// Control characters but for tab and line ends, and halves of surrogate pairs.
const broken = /(?![\t\n\r])\p{Cc}|\p{Noncharacter_Code_Point}|\p{Surrogate}/u

export const isWellFormed = (value: string) => !broken.test(value)

function cleanText(value: string, min: number, max: number): string {
  if (broken.test(value)) throw new Problem('BAD_TEXT')
  const clean = value.normalize('NFC').trim()
  if (!clean) throw new Problem('REQUIRED')
  // What has no more halves of signs than it may have signs needs no counting.
  if (clean.length > max && [...clean].length > max) throw new Problem('TOO_LONG', { max })
  if (min > 1 && [...clean].length < min) throw new Problem('TOO_SHORT', { min })
  if (looksLikeRrn(clean)) throw new Problem('LOOKS_LIKE_RRN')
  return clean
}

/** Text that stays as it is typed and is never stored. */
export function secret(min: number, description: string): Input<string> {
  return input(
    'String',
    (value: string) => {
      if (broken.test(value)) throw new Problem('BAD_TEXT')
      if ([...value].length < min) throw new Problem('TOO_SHORT', { min })
      if ([...value].length > 128) throw new Problem('TOO_LONG', { max: 128 })
      return value
    },
    { description },
  )
}

/** A password that is to be set; whether it is the person's own name, the act must look. */
export function newPassword(): Input<string> {
  const typed = secret(12, 'New password of 12 to 128 characters, of any kind, that is not a common one.')
  return {
    ...typed,
    read(value: never) {
      const password = typed.read(value)
      checkPassword(password)
      return password
    },
  }
}

/** What an invitation link carries. */
export const linkToken = () => pattern(/^[\w-]{43}$/, '…/admin/invitation#TOKEN', 'The part of the link after `#`.')

/** A code of the authenticator app, or one for recovery, however it is spaced. */
export function code(): Input<string> {
  return input(
    'String',
    (value: string) => {
      const plain = value.normalize('NFKC').replace(/[\s-]/g, '').toLowerCase()
      if (!/^(\d{6}|[a-z2-7]{16})$/.test(plain)) throw new Problem('BAD_FORMAT', { form: '123456' })
      return plain
    },
    { description: 'The 6 digits that the authenticator app shows, or a recovery code.' },
  )
}

export function pattern(form: RegExp, example: string, description?: string): Input<string> {
  return input(
    'String',
    (value: string) => {
      if (looksLikeRrn(value)) throw new Problem('LOOKS_LIKE_RRN')
      if (!form.test(value)) throw new Problem('BAD_FORMAT', { form: example })
      return value
    },
    { description },
  )
}

export function email(description?: string): Input<string> {
  return input(
    'String',
    (value: string) => {
      if (looksLikeRrn(value)) throw new Problem('LOOKS_LIKE_RRN')
      const read = z.email().max(254).safeParse(value.trim().toLowerCase())
      if (!read.success) throw new Problem('BAD_FORMAT', { form: 'name@example.go.kr' })
      return read.data
    },
    { description },
  )
}

/** A web origin: scheme, host and port, as browsers send it. */
export function origin(description?: string): Input<string> {
  return input(
    'String',
    (value: string) => {
      const form = 'https://dashboard.example.go.kr'
      if (value.length > 300 || !isOrigin(value)) throw new Problem('BAD_FORMAT', { form })
      return value
    },
    { description },
  )
}

export function whole(min: number, max: number, description?: string): Input<number> {
  return input(
    'Int',
    (value: number) => {
      if (value < min || value > max) throw new Problem('OUT_OF_RANGE', { min, max })
      return value
    },
    { description },
  )
}

/** One of a few numbers. */
export function oneOf(values: readonly number[], description?: string): Input<number> {
  return input(
    'Int',
    (value: number) => {
      if (!values.includes(value)) throw new Problem('NOT_ONE_OF', { values: values.join(', ') })
      return value
    },
    { description },
  )
}

export function decimal(min: number, max: number, description?: string, places = 3): Input<string> {
  return input(
    'Decimal',
    (value: number | string) => {
      const digits = typeof value === 'number' ? String(value) : value
      if (typeof digits !== 'string' || !/^-?\d{1,12}(\.\d{1,3})?$/.test(digits)) throw new Problem('BAD_NUMBER')
      if ((digits.split('.')[1]?.length ?? 0) > places) throw new Problem('BAD_PLACES', { places })
      if (Number(digits) < min || Number(digits) > max) throw new Problem('OUT_OF_RANGE', { min, max })
      return digits
    },
    { description },
  )
}

export function day(description?: string): Input<Date> {
  return input('Date', readDay, { description })
}

function readDay(value: string): Date {
  const read = /^(19|20|21)\d\d-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : null
  // A day that the month does not have is not that day of the month.
  if (read?.getUTCDate() !== Number(value.slice(8))) throw new Problem('BAD_DATE')
  return read
}

/** An instant, such as the second clock of a query. */
export function instant(description?: string): Input<Date> {
  return input('DateTime', readInstant, { description })
}

function readInstant(value: string): Date {
  const read = /^(19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value)
    ? new Date(value)
    : null
  if (!read || Number.isNaN(read.getTime())) throw new Problem('BAD_FORMAT', { form: '2019-10-23T00:00:00+09:00' })
  readDay(value.slice(0, 10))
  return read
}

/** An amount of money in won. */
export function won(description?: string): Input<bigint> {
  return input(
    'Won',
    (value: number) => {
      if (!Number.isInteger(value)) throw new Problem('BAD_FORMAT', { form: '1840000000' })
      if (value < 0 || value > MAX_WON) throw new Problem('OUT_OF_RANGE', { min: 0, max: MAX_WON })
      return BigInt(value)
    },
    { description },
  )
}

const MAX_WON = 999_999_999_999_999

export function flag(description?: string): Input<boolean> {
  return input('Boolean', (value: boolean) => value, { description })
}

/** One value of a GraphQL enum. */
export function choice<T>(type: { $inferInput?: T }, description?: string): Input<T> {
  return input(type, (value: T) => value, { description })
}

/** The id of a record of this noun; reads as the number inside. */
export function ref(noun: NodeName, description = `Id of the ${nounInWords(noun)}.`): Input<number> {
  return input('ID', (value: string) => readId(noun, value), { description, refersTo: noun })
}

/** The id of the record that the act is about; whether it exists is for the act to say. */
export const self = (noun: NodeName): Input<number> => ({ ...ref(noun), refersTo: undefined })

/** The version of the record that the caller read. */
export const version = whole(
  1,
  2_147_483_647,
  'Version of the record that was read; an edit of an older version is refused.',
)

export function many<T>(field: Input<T>, max: number, description = field.description): Input<T[]> {
  return input(
    [field.type],
    (values: never[]) => {
      if (values.length > max) throw new Problem('TOO_MANY', { max })
      return values.map((value, index) => at(String(index), () => field.read(value)))
    },
    { description, refersTo: field.refersTo, inputs: field.inputs },
  )
}

/** Several inputs that belong together, as one input object. */
export function group<I extends Inputs>(
  name: string,
  description: string,
  inputs: I,
  model?: string,
): Input<Values<I>> {
  const read = (values: Record<string, never>) =>
    Object.fromEntries(
      Object.entries(inputs).flatMap(([field, inside]) =>
        values[field] === undefined ? [] : [[field, at(field, () => inside.read(values[field] as never))]],
      ),
    ) as Values<I>
  return input(inputType(name, description, inputs, model), read, { description, inputs })
}

/** The number inside a global id, such as 3 in the id of Program 3. */
export function readId(noun: NodeName, value: string): number {
  const [name, number] = Buffer.from(value, 'base64url').toString().split(':')
  if (name !== noun || !/^\d{1,10}$/.test(number ?? '') || Number(number) > 2_147_483_647) {
    throw new Problem('BAD_ID', { noun: withArticle(nounInWords(noun)) })
  }
  return Number(number)
}

export const nounInWords = (noun: string) => noun.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()

const withArticle = (words: string) => `${/^[aeio]/.test(words) ? 'an' : 'a'} ${words}`

/** Names the field in any problem that `read` meets. */
export function at<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof Problem ? error.in(field) : error
  }
}

/** Makes a GraphQL input type. A field that is named like a column of `model` has the column's description. */
export function inputType(name: string, description: string, inputs: Inputs, model?: string) {
  return builder.inputType(name, {
    description,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(inputs).map(([field, { type, required, description: own }]) => [
          field,
          t.field({ type: type as 'String', required, description: own ?? documented(model, field) }),
        ]),
      ),
  })
}

/** Arguments of a field of the schema, from the same inputs. */
export function argsOf<Arg>(t: { arg: (options: never) => Arg }, inputs: Inputs): Record<string, Arg> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { type, required, description }]) => [
      name,
      t.arg({ type, required, description } as never),
    ]),
  )
}

type Column = { name: string; type: string; documentation?: string }

/** What schema.prisma says of a column. */
export function documented(model: string | undefined, column: string): string | undefined {
  const columns = models[model ?? '']?.fields ?? []
  return columns.find(({ name }) => name === column)?.documentation
}

/** The type of a column, or of a column of a related record, such as `['district', 'code']`. */
export function columnType(model: string, [name, ...rest]: string[]): string | undefined {
  const type = models[model]?.fields.find((column) => column.name === name)?.type
  return rest.length && type ? columnType(type, rest) : type
}

const models = getDatamodel().datamodel.models as Record<string, { fields: readonly Column[] } | undefined>
