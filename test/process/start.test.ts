import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import {
  DATA_KEY,
  filledFolder,
  launch,
  lineOf,
  NINE,
  READ_TITLE,
  type Running,
  root,
  served,
  start,
  startAndEnd,
  temporaryFolder,
  WRITE_TITLE,
} from './product.ts'

test("README's two commands serve the 2019 round from a fresh clone, and the second start keeps what was edited", async () => {
  const clone = copyOfProject()
  const settings = { ...npmSettings(), ADMIN_PASSWORD: '' }
  const began = Date.now()

  const installed = await launch({ cwd: clone, settings, command: ['npm', 'ci'] }).exited
  expect(installed, installed.stderr).toMatchObject({ code: 0 })
  const afterInstall = Date.now()

  const first = await served(launch({ cwd: clone, settings, command: ['npm', 'start'] }))
  await expectNinePrograms(first)
  await expectPages(first)
  const ready = Date.now()
  console.log(
    `npm ci ${seconds(afterInstall - began)}, npm start until the pages came ${seconds(ready - afterInstall)}`,
  )
  expect(first.output()).toMatch(/^Built server/m)
  const password = first.output().match(/^First account: admin@localhost\.localdomain, password (\S+) /m)?.[1]
  const asOfficer = await first.signIn(password)
  const { data } = await asOfficer(READ_TITLE, { code: '2019-01' })
  const { id, version } = data.program
  const edited = await asOfficer(WRITE_TITLE, { input: { id, version, titleKo: '고친 제목' } })
  expect(edited.data.updateProgram.errors).toEqual([])
  await expectCleanCtrlC(first, clone)

  const second = await served(launch({ cwd: clone, settings, command: ['npm', 'start'] }))
  console.log(`second npm start ${seconds(Date.now() - ready)} after the edit`)
  expect(second.output()).not.toMatch(/Built|password/)
  expect((await second.ask(READ_TITLE, { code: '2019-01' })).data.program.titleKo).toBe('고친 제목')
  await expectCleanCtrlC(second, clone)
}, 600_000)

test('a bad or missing setting ends the start with one line that names it, and nothing is made', async () => {
  const cases: Record<string, string>[] = [
    { PORT: 'abc' },
    { PORT: '70000' },
    { PORT: '-1' },
    { PORT: '4000.5' },
    { DATABASE_URL: 'mysql://x', DATA_KEY },
    { DATABASE_URL: 'postgresql://127.0.0.1:5432/x' },
    { DATA_KEY: 'short' },
    { ADMIN_EMAIL: 'nonsense' },
    { ADMIN_PASSWORD: 'short' },
    { ADMIN_PASSWORD: 'qwerty123456' },
    { SESSION_HOURS: '0' },
    { SESSION_IDLE_MINUTES: '1441' },
    { REQUIRE_2FA: 'yes' },
    { OIDC_ISSUER: 'http://login.example.go.kr' },
    { OIDC_ISSUER: 'https://login.example.go.kr' },
    { OIDC_ISSUER: 'https://login.example.go.kr', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'x' },
    { LOG_LEVEL: 'loud' },
    { PUBLIC_URL: 'nope' },
  ]
  const parent = temporaryFolder()
  const said: string[] = []
  for (const settings of cases) {
    const exit = await startAndEnd({ settings: { DATA_DIR: path.join(parent, 'data'), ...settings } })
    expect(exit).toMatchObject({ code: 1, stdout: '' })
    said.push(lineOf(exit.stderr))
  }
  expect(fs.readdirSync(parent)).toEqual([])
  expect(said).toMatchInlineSnapshot(`
    [
      "Sangsaeng did not start: PORT must be a port number from 0 to 65535",
      "Sangsaeng did not start: PORT must be a port number from 0 to 65535",
      "Sangsaeng did not start: PORT must be a port number from 0 to 65535",
      "Sangsaeng did not start: PORT must be a port number from 0 to 65535",
      "Sangsaeng did not start: DATABASE_URL must be an address such as postgresql://user:password@host:5432/name",
      "Sangsaeng did not start: DATA_KEY is needed with DATABASE_URL: 32 random bytes in base64, as printed by: openssl rand -base64 32",
      "Sangsaeng did not start: DATA_KEY must be 32 random bytes in base64, as printed by: openssl rand -base64 32",
      "Sangsaeng did not start: ADMIN_EMAIL must be an e-mail address",
      "Sangsaeng did not start: ADMIN_PASSWORD must have 12 characters or more",
      "Sangsaeng did not start: ADMIN_PASSWORD is refused: This password is one of those that are tried first. Use another one, such as four unrelated words.",
      "Sangsaeng did not start: SESSION_HOURS must be a number of hours from 1 to 168",
      "Sangsaeng did not start: SESSION_IDLE_MINUTES must be a number of minutes from 5 to 1440",
      "Sangsaeng did not start: REQUIRE_2FA must be true or false",
      "Sangsaeng did not start: OIDC_ISSUER must begin with https://; http:// is for 127.0.0.1 and localhost only",
      "Sangsaeng did not start: OIDC_CLIENT_ID is needed with OIDC_ISSUER",
      "Sangsaeng did not start: PUBLIC_URL is needed with OIDC_ISSUER",
      "Sangsaeng did not start: LOG_LEVEL must be one of fatal, error, warn, info, debug, silent",
      "Sangsaeng did not start: PUBLIC_URL must be an address such as https://jobs.example.go.kr",
    ]
  `)
})

test('a PORT in use is named, and neither a new nor an old data folder is touched', async () => {
  const busy = createServer()
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
  const PORT = String((busy.address() as AddressInfo).port)
  const parent = temporaryFolder()
  const filled = filledFolder()
  const before = fingerprint(filled)
  for (const DATA_DIR of [path.join(parent, 'data'), filled]) {
    const exit = await startAndEnd({ settings: { DATA_DIR, PORT } })
    expect(exit).toMatchObject({ code: 1, stdout: '' })
    expect(lineOf(exit.stderr)).toBe(
      `Sangsaeng did not start: PORT ${PORT} is in use on 127.0.0.1; set PORT to another one`,
    )
  }
  busy.close()
  expect(fs.readdirSync(parent)).toEqual([])
  expect(fingerprint(filled)).toEqual(before)
})

test('a DATA_DIR that cannot be used is named and left as it is', async () => {
  const file = path.join(temporaryFolder(), 'file')
  fs.writeFileSync(file, 'not a folder')
  const below = path.join(file, 'data')
  const foreign = temporaryFolder()
  fs.mkdirSync(path.join(foreign, 'db'))
  fs.writeFileSync(path.join(foreign, 'db/PG_VERSION'), 'garbage')
  const older = temporaryFolder()
  fs.mkdirSync(path.join(older, 'db'))
  fs.writeFileSync(path.join(older, 'db/PG_VERSION'), '14\n')
  const strange = temporaryFolder()
  fs.mkdirSync(path.join(strange, 'db'))
  fs.writeFileSync(path.join(strange, 'db/letter.txt'), 'not a database')
  const damaged = filledFolder()
  fs.writeFileSync(path.join(damaged, 'db/global/pg_control'), Buffer.alloc(8192, 0x5a))
  const said: string[] = []
  for (const [name, DATA_DIR] of Object.entries({ file, below, foreign, older, strange, damaged })) {
    const before = fingerprint(DATA_DIR)
    const exit = await startAndEnd({ settings: { DATA_DIR } })
    expect(exit).toMatchObject({ code: 1, stdout: '' })
    said.push(`${name}: ${lineOf(exit.stderr).replaceAll(DATA_DIR, 'FOLDER')}`)
    expect(fingerprint(DATA_DIR)).toEqual(before)
  }
  expect(said).toMatchInlineSnapshot(`
    [
      "file: Sangsaeng did not start: DATA_DIR FOLDER cannot be used: EEXIST: file already exists, mkdir 'FOLDER'",
      "below: Sangsaeng did not start: DATA_DIR FOLDER cannot be used: ENOTDIR: not a directory, mkdir 'FOLDER'",
      "foreign: Sangsaeng did not start: DATA_DIR FOLDER holds a database that cannot be opened: PGlite failed to initialize properly",
      "older: Sangsaeng did not start: DATA_DIR FOLDER holds a database that cannot be opened: PGlite failed to initialize properly",
      "strange: Sangsaeng did not start: DATA_DIR FOLDER holds a database that cannot be opened: FOLDER/db is not empty and no database",
      "damaged: Sangsaeng did not start: DATA_DIR FOLDER holds a database that cannot be opened: PGlite failed to initialize properly",
    ]
  `)
})

test('a DATABASE_URL that does not answer or does not let in is named', async () => {
  const parent = temporaryFolder()
  const closed = await closedPort()
  const server = process.env.POSTGRES ? new URL(process.env.POSTGRES) : undefined
  const urls = [`postgresql://postgres@127.0.0.1:${closed}/x`]
  if (server)
    urls.push(new URL('/no_such_database', server).href, server.href.replace(/\/\/[^@/]*@?/, '//no_such_account@'))
  const said: string[] = []
  for (const DATABASE_URL of urls) {
    const exit = await startAndEnd({ settings: { DATABASE_URL, DATA_KEY, DATA_DIR: path.join(parent, 'data') } })
    expect(exit).toMatchObject({ code: 1, stdout: '' })
    said.push(lineOf(exit.stderr).replace(String(closed), 'PORT'))
  }
  expect(fs.readdirSync(parent)).toEqual([])
  expect(said).toEqual(
    [
      'Sangsaeng did not start: DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:PORT',
      'Sangsaeng did not start: DATABASE_URL cannot be used: database "no_such_database" does not exist',
      'Sangsaeng did not start: DATABASE_URL cannot be used: role "no_such_account" does not exist',
    ].slice(0, urls.length),
  )
})

test('a data key that is damaged, readable by others or another one ends the start', async () => {
  const folder = filledFolder()
  const file = path.join(folder, 'data.key')
  const right = fs.readFileSync(file, 'utf8')
  const said: string[] = []
  const attempt = async (settings: Record<string, string> = {}) => {
    const exit = await startAndEnd({ settings: { DATA_DIR: folder, ...settings } })
    expect(exit).toMatchObject({ code: 1, stdout: '' })
    said.push(lineOf(exit.stderr).replaceAll(folder, 'FOLDER'))
  }
  await attempt({ DATA_KEY })
  fs.writeFileSync(file, right.slice(0, 20))
  await attempt()
  fs.writeFileSync(file, `${DATA_KEY}\n`)
  await attempt()
  fs.rmSync(file)
  await attempt()
  fs.writeFileSync(file, right)
  fs.chmodSync(file, 0o644)
  await attempt()
  expect(said).toMatchInlineSnapshot(`
    [
      "Sangsaeng did not start: DATA_KEY (or the file data.key in DATA_DIR) is not the key that the personal data in this database is encrypted with; give the key of the first start or, after a rotation, the new one (a rotation of data.key that was cut off is finished by npm run rotate-key)",
      "Sangsaeng did not start: DATA_DIR: FOLDER/data.key must hold 32 bytes in base64 but holds 15; restore it from a backup",
      "Sangsaeng did not start: DATA_KEY (or the file data.key in DATA_DIR) is not the key that the personal data in this database is encrypted with; give the key of the first start or, after a rotation, the new one (a rotation of data.key that was cut off is finished by npm run rotate-key)",
      "Sangsaeng did not start: DATA_KEY (or the file data.key in DATA_DIR) is not the key that the personal data in this database is encrypted with; give the key of the first start or, after a rotation, the new one (a rotation of data.key that was cut off is finished by npm run rotate-key)",
      "Sangsaeng did not start: DATA_DIR: FOLDER/data.key can be read by others; run: chmod 600 FOLDER/data.key",
    ]
  `)
  fs.chmodSync(file, 0o600)
  expect((await (await start({ settings: { DATA_DIR: folder } })).stop()).code).toBe(0)
})

test('it starts from any working directory, where a relative DATA_DIR lies', async () => {
  const cwd = temporaryFolder()
  fs.cpSync(filledFolder(), path.join(cwd, 'data'), { recursive: true })
  const product = await start({ cwd })
  expect(lockedBy(path.join(cwd, 'data'))).toBe(product.pid)
  await expectNinePrograms(product)
  await expectPages(product)
  expect(await product.stop('SIGINT')).toMatchObject({ code: 0, signal: null, stderr: '' })
})

/** The product closes its database. npm ends with 0, or by the signal where its shell does (dash), which a terminal shows alike. */
async function expectCleanCtrlC(product: Running, clone: string) {
  const { code, signal, stderr } = await product.stop('SIGINT')
  expect(code ?? signal).toBe(code === 0 ? 0 : 'SIGINT')
  expect(stderr).not.toMatch(/npm error/)
  expect(lockedBy(path.join(clone, 'data'))).toBeUndefined()
}

async function expectNinePrograms(product: Running) {
  const { data, errors } = await product.ask(NINE)
  expect(errors).toBeUndefined()
  expect(data.programs.totalCount).toBe(9)
  expect(data.programs.nodes).toHaveLength(9)
}

async function expectPages({ address }: Running) {
  for (const page of ['/admin/', '/graphiql']) {
    const response = await fetch(address + page)
    const html = await response.text()
    expect({ page, status: response.status, type: response.headers.get('content-type') }).toEqual({
      page,
      status: 200,
      type: 'text/html;charset=utf-8',
    })
    const script = html.match(/<script[^>]+src="([^"]+)"/)?.[1] as string
    expect((await fetch(new URL(script, address + page))).status).toBe(200)
  }
}

/** What `git clone` would give if everything here were committed. */
function copyOfProject(): string {
  const clone = temporaryFolder()
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  for (const name of listed.split('\0')) {
    if (name && fs.existsSync(path.join(root, name))) fs.cpSync(path.join(root, name), path.join(clone, name))
  }
  return clone
}

/** How this machine reaches the npm registry. */
function npmSettings(): Record<string, string> {
  const needed =
    /^(npm_config_(registry|cache|userconfig|proxy|https_proxy|noproxy|cafile|strict_ssl)|https?_proxy|no_proxy|node_extra_ca_certs)$/i
  const found = Object.entries(process.env).filter(([name]) => needed.test(name)) as [string, string][]
  return { ...Object.fromEntries(found), npm_config_prefer_offline: 'true' }
}

/** Every file with its content and size; locks come and go. */
function fingerprint(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {}
  if (!fs.statSync(folder).isDirectory()) return { '': hash(folder) }
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => !/^lock\.\d+$/.test(name) && fs.statSync(path.join(folder, name)).isFile())
  return Object.fromEntries(files.map((name) => [name, hash(path.join(folder, name))]))
}

const hash = (file: string) => createHash('sha256').update(fs.readFileSync(file)).digest('hex')

/** The process that holds the lock; undefined when it was given back. */
function lockedBy(folder: string): number | undefined {
  const [name] = fs.readdirSync(folder).filter((entry) => /^lock\.\d+$/.test(entry))
  const text = fs.readFileSync(path.join(folder, name as string), 'utf8')
  return text ? JSON.parse(text).pid : undefined
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
