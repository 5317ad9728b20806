import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { freshProduct, idOf, type Running } from './support.ts'

let product: Running
let ids: Ids
let outcome: string
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-evidence-'))
const cookies = new Map<string, string>()
beforeAll(async () => {
  product = await freshProduct()
  product.product.env = { ...product.product.env, DATA_DIR: folder }
  ids = await idsOf(product)
  outcome = await ids.outcome('2019-05', 'TRAINED', 27)
  for (const name of ['city', '28237', '28177', 'reviewer']) cookies.set(name, await cookieOf(name))
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** The session cookie of an officer, for requests that are no GraphQL. */
async function cookieOf(name: string): Promise<string> {
  await product.as(name)
  const user = await product.db.prisma.user.findFirstOrThrow({ where: { name: `Officer ${name}` } })
  const input = { email: user.email, password: `long enough for ${name}` }
  const { headers } = await product.ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { errors { code } } }',
    { input },
  )
  return headers.get('set-cookie')?.split(';')[0] as string
}

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n')
interface Sent {
  who?: string
  id?: string
  name?: string
  type?: string
  headers?: Record<string, string>
}
async function put(
  content: Buffer,
  { who = '28237', id = outcome, name = '명단.pdf', type = 'application/pdf', headers }: Sent = {},
) {
  const response = await product.app.fetch(
    new Request(`http://localhost/evidence/${id}?name=${encodeURIComponent(name)}`, {
      method: 'PUT',
      body: new Uint8Array(content),
      headers: { 'content-type': type, 'x-sangsaeng': '1', cookie: cookies.get(who) ?? '', ...headers },
    }),
  )
  const body = await response.json()
  return { status: response.status, body, code: body.errors?.[0].extensions.code }
}
const get = (id: string, who = '28237') =>
  product.app.fetch(new Request(`http://localhost/evidence/${id}`, { headers: { cookie: cookies.get(who) ?? '' } }))
const left = () => fs.readdirSync(path.join(folder, 'evidence/incoming'))

test('a file is kept under its hash, listed with the figure and given back as it was', async () => {
  const { status, body } = await put(PDF)
  const sha256 = createHash('sha256').update(PDF).digest('hex')
  expect({ status, body }).toEqual({
    status: 201,
    body: { id: expect.any(String), fileName: '명단.pdf', mediaType: 'application/pdf', size: PDF.length, sha256 },
  })
  expect(fs.readFileSync(path.join(folder, 'evidence', sha256.slice(0, 2), sha256))).toEqual(PDF)
  expect(left()).toEqual([])
  const response = await get(body.id, 'city')
  expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF)
  const headers = ['content-type', 'content-disposition', 'content-length', 'x-content-type-options', 'cache-control']
  expect(headers.map((name) => response.headers.get(name))).toEqual([
    'application/pdf',
    "attachment; filename*=UTF-8''%EB%AA%85%EB%8B%A8.pdf",
    String(PDF.length),
    'nosniff',
    'no-store',
  ])
  const asked = `{ node(id: "${outcome}") { ... on Outcome { evidence { id fileName uploadedByName } } } }`
  const seen = async (who: string) => (await (await product.as(who)).ask(asked)).data.node.evidence
  expect(await seen('city')).toEqual([{ id: body.id, fileName: '명단.pdf', uploadedByName: 'Officer 28237' }])
  expect(await seen('28237')).toHaveLength(1)
  expect(await seen('28177')).toEqual([])
  expect((await product.ask(asked)).data.node.evidence).toEqual([])
})

test('the same file again is the same evidence', async () => {
  const { status, body } = await put(PDF, { name: 'other.pdf' })
  expect([status, body.fileName]).toEqual([200, '명단.pdf'])
})

test('who may not, may not', async () => {
  const { body } = await put(PDF)
  const statuses = async (who: string) => [(await put(PDF, { who })).status, (await get(body.id, who)).status]
  expect(await statuses('nobody')).toEqual([401, 401])
  expect(await statuses('reviewer')).toEqual([403, 403])
  expect(await statuses('28177')).toEqual([403, 404])
  expect((await put(PDF, { id: idOf('Outcome', 999_999) })).status).toBe(404)
  expect((await put(PDF, { id: idOf('Program', 1) })).status).toBe(404)
  expect((await get(idOf('Evidence', 999_999))).status).toBe(404)
})

test('a request that another site can send is refused', async () => {
  expect(await put(PDF, { headers: { 'x-sangsaeng': '' } })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
})

test('the content decides on the type, not the name', async () => {
  const zip = (text: string) => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from(text)])
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  const good: [string, Buffer][] = [
    ['image/png', Buffer.from('89504e470d0a1a0a00', 'hex')],
    ['image/jpeg', Buffer.from('ffd8ffe0', 'hex')],
    ['text/csv', Buffer.from('이름,수\n가,1\n')],
    ['text/csv', Buffer.from('c0ccb8a72cbcf60a', 'hex')], // the same heading in the Korean code page
    [xlsx, zip('[Content_Types].xml xl/workbook.xml')],
    ['application/hwp+zip', zip('mimetypeapplication/hwp+zip')],
    ['application/x-hwp', Buffer.concat([compound, Buffer.from('HWP Document File V5.00')])],
  ]
  for (const [type, content] of good) expect([type, (await put(content, { type })).status]).toEqual([type, 201])
  const bad: [string, Buffer][] = [
    ['application/pdf', Buffer.from('<html><script>alert(1)</script>,</html>')],
    ['text/csv', Buffer.from('<html><script>alert(1)</script>,</html>')],
    ['image/png', PDF],
    [xlsx, zip('word/document.xml')],
    ['application/x-hwp', compound],
    ['application/x-msdownload', Buffer.from('MZ,')],
    ['text/csv', Buffer.from([0x2c, 0x00])],
    ['application/pdf', Buffer.alloc(0)],
  ]
  for (const [type, content] of bad)
    expect([type, (await put(content, { type })).code]).toEqual([type, 'BAD_FILE_TYPE'])
  expect(left()).toEqual([])
})

test('more than 10 MB is refused, said or not, and nothing is left of it', async () => {
  const large = Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)])
  expect(await put(large)).toMatchObject({ status: 413, code: 'FILE_TOO_LARGE' })
  const full = large.subarray(0, 10 * 1024 * 1024)
  expect((await put(full)).status).toBe(201)
  expect(left()).toEqual([])
})

test('a name is only a name', async () => {
  const named = async (name: string) => (await put(Buffer.concat([PDF, Buffer.from(name)]), { name })).body
  expect((await named('../../etc/passwd')).fileName).toBe('.._.._etc_passwd')
  expect((await named('')).errors[0].extensions.code).toBe('REQUIRED')
  expect((await named('850315-1234567.pdf')).errors[0].extensions.code).toBe('LOOKS_LIKE_RRN')
})

test('over HTTP a file is taken as it comes, also when its size is not said', async () => {
  const server = createServer(product.app.listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/evidence`
  const send = async (parts: Buffer[]) => {
    const body = Readable.toWeb(Readable.from(parts))
    const headers = { 'content-type': 'application/pdf', 'x-sangsaeng': '1', cookie: cookies.get('28237') ?? '' }
    const init = { method: 'PUT', headers, body, duplex: 'half' } as object
    return fetch(`${address}/${outcome}?name=stream.pdf`, init)
  }
  const half = Buffer.alloc(5 * 1024 * 1024, 7)
  const stored = await send([PDF, half])
  expect(stored.status).toBe(201)
  const { id, size } = (await stored.json()) as { id: string; size: number }
  expect(size).toBe(PDF.length + half.length)
  const back = await fetch(`${address}/${id}`, { headers: { cookie: cookies.get('28237') ?? '' } })
  expect((await back.arrayBuffer()).byteLength).toBe(size)
  const status = await send([PDF, half, half]).then(
    (response) => response.status,
    () => 'cut off',
  )
  expect([413, 'cut off']).toContain(status)
  expect((await fetch(`${address}/${id}`)).status).toBe(401)
  // The answer may come before what was written of it is removed.
  await expect.poll(left, { timeout: 30_000 }).toEqual([])
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('a table or a file name with what looks like a resident registration number is refused and not kept', async () => {
  const csv = { name: '명단.csv', type: 'text/csv' }
  const before = await product.db.prisma.evidence.count()
  for (const row of [
    '홍길동,900101-1234567',
    '홍길동,９００１０１－１２３４５６７',
    '홍길동;9 0 0 1 0 1 - 5 2 3 4 5 6 7',
  ]) {
    expect(await put(Buffer.from(`이름,번호\n${row}\n`), csv)).toMatchObject({ status: 422, code: 'LOOKS_LIKE_RRN' })
  }
  expect((await put(PDF, { name: '900101-1234567.pdf' })).code).toBe('LOOKS_LIKE_RRN')
  expect(await product.db.prisma.evidence.count()).toBe(before)
  expect(left()).toEqual([])
  expect((await put(Buffer.from('이름,전화\n홍길동,010-0000-1234\n'), csv)).status).toBe(201)
})
