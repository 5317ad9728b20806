import { allowed, isOfficer, type NodeName, type Officer, type RuleName, verdict } from './access.ts'
import { type Attempt, attemptOf, doneBefore, rememberDone, writeRemembered } from './again.ts'
import { isUnder, newsOf } from './announce.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { delegate, small } from './delegate.ts'
import { type Corrected, correctionOf, edit, matchesAll, Stale } from './edit.ts'
import { forbidden, Problem, Refused, secondFactorDue, unauthenticated } from './errors.ts'
import { Prisma } from './generated/prisma/client.ts'
import { signatureOf, signed } from './history.ts'
import { at, type Inputs, inputType, nounInWords, type Values } from './input.ts'
import { find } from './list.ts'
import { snake, type Writer } from './sql.ts'
import { correctAtOnce, enterAtOnce } from './write.ts'

export type Transaction = Prisma.TransactionClient
export interface Doing {
  tx: Transaction
  viewer: Officer
  context: Context
  /** Puts a value of `once` into the answer. */
  show(name: string, value: unknown): void
}

/** Who asks for an act, before it is done. */
export type Asking = Pick<Doing, 'viewer' | 'context'>

interface Act<I extends Inputs> {
  description: string
  /** The noun that the act changes: its record is in the payload and its columns describe the inputs. */
  noun: NodeName
  input: I
  /** Values that the answer of this one act gives, and no other, by their names: `perform` shows them. */
  once?: Record<string, { type: unknown; description: string }>
  /** False where the payload does not have the record itself. */
  record?: boolean
  /** Runs before the transaction: for what stays although the act is refused, such as the count of attempts. */
  before?(input: Values<I>, asking: Asking): Promise<void>
  /**
   * Does the act inside a transaction and returns the id of the record, or of all that it is about. Refusals undo
   * everything. Or the word for all that it does: the input is a new record, or what is corrected of one.
   */
  perform: Plainly | ((input: Values<I>, doing: Doing) => Promise<number | number[]>)
}
type Plainly = 'enters' | 'corrects'

/**
 * Adds a mutation: one act of the domain. In this order: may the caller do it at all, are the inputs right, do the
 * records that they name exist for the caller, the act itself, and may the caller do it to *this* record, before it
 * is committed. The rule in access.ts has the same name as the mutation.
 */
export function act<I extends Inputs>(
  name: RuleName,
  { description, noun, input, once = {}, record = true, before, perform }: Act<I>,
) {
  const Name = name[0]?.toUpperCase() + name.slice(1)
  const payload = builder.objectRef<Done>(`${Name}Payload`)
  const key = small(noun)
  payload.implement({
    description: `Answer of ${name}.`,
    fields: (t) => ({
      ...(record
        ? {
            [key]: t.field({
              type: noun,
              nullable: true,
              description: `The ${nounInWords(noun)} as it is now; null when it could not be made.`,
              resolve: ({ id }, _args, context, info) => (id ? (find(noun, { id }, context, info) as never) : null),
            }),
          }
        : {}),
      errors: t.field({
        type: [UserError],
        description: 'What the caller must correct. Empty when the act was done.',
        resolve: ({ problems }) => problems.map(told),
      }),
      ...Object.fromEntries(
        Object.entries(once).map(([shown, { type, description }]) => [
          shown,
          t.field({
            type: type as 'String',
            nullable: true,
            description: `${description} Shown only now; null when the act was refused.`,
            resolve: ({ values }) => (values?.[shown] ?? null) as never,
          }),
        ]),
      ),
    }),
  })
  builder.mutationField(name, (t) =>
    t.field({
      type: payload,
      description,
      extensions: record ? { answersWith: { field: key, noun } } : {},
      args: {
        input: t.arg({
          type: inputType(`${Name}Input`, `Input of ${name}.`, input, noun),
          required: true,
          description: 'What to do.',
        }),
      },
      resolve: (_root, args, context, { path }) =>
        context.acted ??
        run(
          name,
          input,
          args.input as never,
          noun,
          { before: before as never, perform: perform as never },
          context,
          path.key,
        ),
    }),
  )
}

/** A problem as a value: GraphQL takes an `Error` in an answer for a failure of the resolver. */
export const told = (problem: Problem) => ({ problem })

export const UserError = builder.objectRef<{ problem: Problem }>('UserError').implement({
  description: 'A mistake that the caller can correct.',
  fields: (t) => ({
    field: t.string({
      description: 'Path of the input field, such as `titleKo`.',
      resolve: ({ problem }) => problem.field,
    }),
    message: t.string({
      description:
        'What is wrong and what to do, in Korean when the request asks for it (`Accept-Language: ko`), else in English.',
      resolve: ({ problem }, _args, { locale }) => problem.say(locale),
    }),
    code: t.string({
      description: 'Kind of mistake, for programs, such as `TOO_LONG`.',
      resolve: ({ problem }) => problem.code,
    }),
  }),
})

/** What came of an act: the id of its record, or why it was refused. */
export interface Done {
  id?: number
  problems: Problem[]
  values?: Record<string, unknown>
  /** What the payload has of the record, as JSON, where it was written with it. */
  row?: string
}

async function run(
  name: RuleName,
  inputs: Inputs,
  raw: Record<string, never>,
  noun: NodeName,
  { before, perform }: Pick<Act<Inputs>, 'before' | 'perform'>,
  context: Context,
  field: string | number,
): Promise<Done> {
  const { viewer, product } = context
  const { channel, prisma } = product.db
  if (viewer.role === 'ANONYMOUS') throw unauthenticated()
  if (verdict(viewer, name) === false) throw viewer.role === 'SETTING_UP' ? secondFactorDue() : forbidden()
  if (!isOfficer(viewer)) throw forbidden()
  try {
    const input = readInputs(inputs, raw)
    const attempt = attemptOf(context, field, name, raw)
    await before?.(input, { viewer, context })
    const values: Done['values'] = {}
    const show = (shown: string, value: unknown) => {
      values[shown] = value
    }
    await channel.open()
    const isPlain = typeof perform === 'string' && !references(inputs, input, '').length
    const written = isPlain && (await doneAtOnce(name, noun, perform, input, attempt, { viewer, context }))
    if (written) {
      channel.tell(await newsOf(prisma, name, noun, [written.id], context))
      return { ...written, problems: [] }
    }
    let news: string[] = []
    const work = async (tx: Transaction) => {
      const earlier = attempt && (await doneBefore(tx, viewer.id, attempt))
      if (earlier) return earlier
      await checkReferences(inputs, input, tx, context)
      const doing = { tx, viewer, context, show }
      const performed =
        typeof perform === 'string' ? donePlainly(name, noun, perform, input, doing) : perform(input, doing)
      const done = [await performed].flat()
      const isForAll = verdict(viewer, name) === true
      if (!isForAll && !(await matchesAll(tx, noun, done, allowed(viewer, name)))) throw forbidden()
      if (attempt) await rememberDone(tx, viewer.id, attempt, done, product.now())
      news = await newsOf(tx, name, noun, done, context)
      return done
    }
    const [id] = await signed(name, { viewer, context }, () => prisma.$transaction(work))
    channel.tell(news)
    return { id, problems: [], values }
  } catch (error) {
    if (error instanceof Refused) {
      const id = error instanceof Stale ? error.id : undefined
      return { id, problems: error.problems }
    }
    const problem = error instanceof Problem ? error : uniqueProblem(error, inputs)
    if (!problem) throw error
    return { problems: [problem] }
  }
}

/** By one statement, where nothing has to be looked at before and after it; undefined where it was not done. */
async function doneAtOnce(
  name: RuleName,
  noun: NodeName,
  plainly: Plainly,
  input: Values<Inputs>,
  attempt: Attempt | undefined,
  asking: Asking,
) {
  const { viewer, context } = asking
  const { db, now } = context.product
  const isFree = verdict(viewer, name) === true && verdict(viewer, `read${noun}`) === true && !isUnder(noun)
  if (!isFree) return undefined
  const writeMore = attempt && ((writer: Writer) => writeRemembered(writer, viewer.id, attempt, now()))
  const how = { model: noun, signature: signatureOf(name, asking), writeMore, writeRow: context.writeRow }
  return plainly === 'enters' ? enterAtOnce(db, input, how) : correctAtOnce(db, correctionOf(input as Corrected), how)
}

async function donePlainly(name: RuleName, noun: NodeName, plainly: Plainly, input: Values<Inputs>, doing: Doing) {
  if (plainly === 'corrects') return edit(name, noun, input as Corrected, doing)
  return (await delegate(doing.tx, noun).create({ data: input as never })).id
}

/** Reads every input, or refuses with all mistakes at once. */
function readInputs(inputs: Inputs, raw: Record<string, never>): Record<string, unknown> {
  const problems: Problem[] = []
  const values: Record<string, unknown> = {}
  for (const [field, { read }] of Object.entries(inputs)) {
    if (raw[field] === undefined) continue
    try {
      values[field] = at(field, () => read(raw[field] as never))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(error)
    }
  }
  if (problems.length) throw new Refused(problems)
  return values
}

/** Every record that an input names must exist and be visible to the caller. */
async function checkReferences(inputs: Inputs, values: Record<string, unknown>, tx: Transaction, context: Context) {
  const problems: Problem[] = []
  for (const { field, noun, ids } of references(inputs, values, '')) {
    const where = { AND: [{ id: { in: ids } }, allowed(context.viewer, `read${noun}`)] }
    if ((await delegate(tx, noun).count({ where })) !== ids.length) {
      problems.push(new Problem('NO_SUCH', { noun: nounInWords(noun) }, field))
    }
  }
  if (problems.length) throw new Refused(problems)
}

type Reference = { field: string; noun: NodeName; ids: number[] }

function references(inputs: Inputs, values: Record<string, unknown>, path: string): Reference[] {
  return Object.entries(inputs).flatMap(([name, { refersTo, inputs: inside }]) => {
    const value = values[name]
    if (value === null || value === undefined) return []
    const field = `${path}${name}`
    if (refersTo) return [{ field, noun: refersTo, ids: [...new Set([value].flat())] as number[] }]
    if (!inside) return []
    if (!Array.isArray(value)) return references(inside, value as Record<string, unknown>, `${field}.`)
    return value.flatMap((one, index) => references(inside, one, `${field}.${index}.`))
  })
}

/** A unique index that was hit, as a problem of the input that is named like its column. */
function uniqueProblem(error: unknown, inputs: Inputs): Problem | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined
  // The adapter gives the name of the index, such as app_user_email_key.
  type Meta = { driverAdapterError?: { cause?: { kind: string; constraint?: object } } }
  const cause = (error.meta as Meta | undefined)?.driverAdapterError?.cause
  if (cause?.kind !== 'UniqueConstraintViolation') return undefined
  const said = JSON.stringify(cause.constraint ?? {})
  const field = Object.keys(inputs).find((name) => new RegExp(`(\\b|_)(${name}|${snake(name)})(\\b|_)`).test(said))
  return new Problem('NOT_UNIQUE', {}, field ?? 'input')
}
