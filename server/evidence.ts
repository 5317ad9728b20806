import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Plugin } from 'graphql-yoga'
import { allowed, isOfficer, type Viewer, verdict } from './access.ts'
import { type Caller, callerOf } from './caller.ts'
import { localeOf, type Product } from './context.ts'
import { Problem, type ProblemCode } from './errors.ts'
import { evidenceType, textOf } from './evidenceType.ts'
import type { Evidence } from './generated/prisma/client.ts'
import { readId, text } from './input.ts'
import { looksLikeRrn } from './residentNumber.ts'

const MAX_BYTES = 10 * 1024 * 1024
const fileName = text(200)

/**
 * Files that prove a figure: `PUT /evidence/ID?name=NAME` adds one to the outcome with this id, `GET /evidence/ID`
 * gives the evidence with this id back. Files are kept outside the database, under their hash.
 */
export const evidence = (product: Product): Plugin => ({
  async onRequest({ request, url, endResponse }) {
    const id = /^\/evidence\/([\w-]+)$/.exec(url.pathname)?.[1]
    if (!id) return
    try {
      endResponse(await answer(product, request, id, url))
    } catch (error) {
      if (!(error instanceof No)) product.log.error({ err: error }, 'unexpected error')
      const { status, code, message } = error instanceof No ? error : BROKEN
      endResponse(Response.json({ errors: [{ message, extensions: { code } }] }, { status }))
    }
  },
})

/** A request that is refused. */
class No extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const BROKEN = new No(
  500,
  'INTERNAL_SERVER_ERROR',
  'Something went wrong on the server; it was logged. Try again later.',
)

async function answer(product: Product, request: Request, id: string, url: URL): Promise<Response> {
  const { viewer } = callerOf(request) as Caller
  if (request.method === 'PUT') return store(product, viewer, request, id, url.searchParams.get('name') ?? '')
  if (request.method === 'GET') return send(product, viewer, id)
  throw new No(405, 'METHOD_NOT_ALLOWED', 'Use PUT to add a file and GET to read one.')
}

async function store(product: Product, viewer: Viewer, request: Request, id: string, name: string): Promise<Response> {
  const say = (code: ProblemCode, details = {}) => new Problem(code, details).say(localeOf(request.headers))
  // A form or a link of another site cannot send this header.
  if (request.headers.get('x-sangsaeng') !== '1') {
    throw new No(400, 'BAD_REQUEST', 'Send the header x-sangsaeng: 1.')
  }
  const officer = signedIn(viewer, 'attachEvidence')
  const outcomeId = idOr404('Outcome', id)
  const { outcome } = product.db.prisma
  const may = (rule: 'readOutcome' | 'attachEvidence') =>
    outcome.count({ where: { AND: [{ id: outcomeId }, allowed(viewer, rule)] } })
  if (!(await may('readOutcome'))) throw new No(404, 'NOT_FOUND', 'There is no such outcome.')
  if (!(await may('attachEvidence'))) throw new No(403, 'FORBIDDEN', 'You may not do this.')
  const cleanName = readName(name, request)
  const { file, size, sha256 } = await receive(product, request, say)
  try {
    const content = await readFile(file)
    const mediaType = evidenceType(content)
    const declared = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (!mediaType || mediaType !== declared) throw new No(415, 'BAD_FILE_TYPE', say('BAD_FILE_TYPE'))
    if (mediaType === 'text/csv' && looksLikeRrn(textOf(content) ?? '')) {
      throw new No(422, 'LOOKS_LIKE_RRN', say('LOOKS_LIKE_RRN'))
    }
    const target = fileOf(product, sha256)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await rename(file, target)
    const key = { outcomeId, sha256 }
    const { count } = await product.db.prisma.evidence.createMany({
      data: { ...key, fileName: cleanName, mediaType, size, uploadedAt: product.now(), uploadedById: officer.id },
      skipDuplicates: true,
    })
    const row = await product.db.prisma.evidence.findUniqueOrThrow({ where: { outcomeId_sha256: key } })
    return Response.json(told(row), { status: count ? 201 : 200 })
  } finally {
    await rm(file, { force: true })
  }
}

/** Writes the body to a file of its own, and stops when it is too large. */
async function receive(product: Product, request: Request, say: (code: ProblemCode, details?: object) => string) {
  const tooLarge = () => new No(413, 'FILE_TOO_LARGE', say('FILE_TOO_LARGE', { max: '10 MB' }))
  if (Number(request.headers.get('content-length')) > MAX_BYTES) throw tooLarge()
  const folder = path.join(product.env.DATA_DIR, 'evidence', 'incoming')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, randomUUID())
  const handle = await open(file, 'wx', 0o600)
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length
      if (size > MAX_BYTES) throw tooLarge()
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } catch (error) {
    await rm(file, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return { file, size, sha256: hash.digest('hex') }
}

async function send(product: Product, viewer: Viewer, id: string): Promise<Response> {
  signedIn(viewer, 'readEvidence')
  const where = { AND: [{ id: idOr404('Evidence', id) }, allowed(viewer, 'readEvidence')] }
  const row = await product.db.prisma.evidence.findFirst({ where })
  const file = row && fileOf(product, row.sha256)
  if (!row || !file || !(await stat(file).catch(() => null)))
    throw new No(404, 'NOT_FOUND', 'There is no such evidence.')
  const name = encodeURIComponent(row.fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: {
      'content-type': row.mediaType,
      'content-length': String(row.size),
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}

function signedIn(viewer: Viewer, rule: 'attachEvidence' | 'readEvidence') {
  if (viewer.role === 'ANONYMOUS') throw new No(401, 'UNAUTHENTICATED', 'Sign in first.')
  if (!isOfficer(viewer) || verdict(viewer, rule) === false) throw new No(403, 'FORBIDDEN', 'You may not do this.')
  return viewer
}

function idOr404(noun: 'Outcome' | 'Evidence', id: string): number {
  try {
    return readId(noun, id)
  } catch {
    throw new No(404, 'NOT_FOUND', `There is no such ${noun.toLowerCase()}.`)
  }
}

function readName(name: string, { headers }: Request): string {
  try {
    return fileName.read(name.replace(/[/\\]/g, '_') as never)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new No(400, error.code, `name: ${error.say(localeOf(headers))}`)
  }
}

const fileOf = ({ env }: Product, sha256: string) => path.join(env.DATA_DIR, 'evidence', sha256.slice(0, 2), sha256)

const told = ({ id, fileName: name, mediaType, size, sha256 }: Evidence) => ({
  id: Buffer.from(`Evidence:${id}`).toString('base64url'),
  ...{ fileName: name, mediaType, size, sha256 },
})
