import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, enter, PASSWORD, signIn, tryAct, whoIs } from './account.ts'
import { asker, freshProduct, type Running } from './support.ts'

const people = {
  kim: { email: 'Kim@officers.example', email_verified: true },
  impostor: { email: 'kim@officers.example', email_verified: true },
  unverified: { email: 'lee@officers.example', email_verified: false },
  nameless: {},
  stranger: { email: 'stranger@officers.example', email_verified: true },
  closed: { email: 'closed@officers.example', email_verified: true },
  careful: { email: 'careful@officers.example', email_verified: true },
}

let product: Running
let server: Server
let provider: ChildProcess
let address: string
let issuer: string
beforeAll(async () => {
  product = await freshProduct()
  for (const name of ['kim', 'lee', 'closed', 'careful']) await account(product, `${name}@officers.example`)
  await product.db.prisma.user.update({ where: { email: 'closed@officers.example' }, data: { active: false } })
  server = createServer(product.app.listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const script = path.join(import.meta.dirname, 'oidcProvider.mjs')
  provider = spawn(process.execPath, [script, `${address}/auth/oidc/callback`, JSON.stringify(people)])
  issuer = await new Promise<string>((resolve, reject) => {
    let said = ''
    provider.stdout?.on('data', (text) => {
      said += text
      const found = said.match(/^http:\S+$/m)
      if (found) resolve(found[0])
    })
    provider.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)))
  })
  product.product.env = {
    ...product.product.env,
    PUBLIC_URL: address,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'sangsaeng',
    OIDC_CLIENT_SECRET: 'the secret of the test',
    OIDC_NAME: '인천시 통합인증',
  }
})
afterAll(() => {
  provider?.kill()
  server?.closeAllConnections()
  server?.close()
})

/** A browser that keeps cookies per host and follows where it is sent, one step at a time. */
class Browser {
  readonly cookies = new Map<string, string>()
  async open(url: string, form?: Record<string, string>): Promise<{ url: string; response: Response }> {
    const { host } = new URL(url)
    const own = [...this.cookies].filter(([key]) => key.startsWith(`${host} `))
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie: own.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; '),
        'accept-language': 'ko',
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/) ?? []
      this.cookies.set(`${host} ${name}`, value ?? '')
    }
    return { url, response }
  }
  /** Follows redirects until `stop` or a page. */
  async follow(url: string, stop = (_: string) => false, form?: Record<string, string>) {
    let step = await this.open(url, form)
    for (;;) {
      const location = step.response.headers.get('location')
      if (!location) return step
      const next = new URL(location, step.url).href
      if (stop(next)) return { ...step, url: next }
      step = await this.open(next)
    }
  }
  get asker() {
    return asker(product.app, `sangsaeng_session=${this.cookies.get(`${new URL(address).host} sangsaeng_session`)}`)
  }
}

const isCallback = (url: string) => url.startsWith(`${address}/auth/oidc/callback`)

/** Signs in at the provider and gives the address that it sends the browser back to. */
async function atProvider(browser: Browser, login: string): Promise<string> {
  let step = await browser.follow(`${address}/auth/oidc`, isCallback)
  while (!isCallback(step.url)) {
    const html = await step.response.text()
    const action = html.match(/<form[^>]* action="([^"]+)"/)?.[1]
    const prompt = html.match(/name="prompt" value="(\w+)"/)?.[1]
    if (!action || !prompt) throw new Error(`no form at ${step.url}: ${step.response.status} ${html.slice(0, 300)}`)
    step = await browser.follow(new URL(action, step.url).href, isCallback, { prompt, login, password: 'any' })
  }
  return step.url
}

async function signInBy(login: string) {
  const browser = new Browser()
  const { response } = await browser.open(await atProvider(browser, login))
  const text = response.status === 302 ? '' : await response.text()
  return { browser, status: response.status, location: response.headers.get('location'), text }
}
const told = (text: string) => text.match(/<p>([^<]+)<\/p>/)?.[1]

test('an officer signs in with the address that the provider has verified, and the account is bound to the person', async () => {
  const { browser, status, location } = await signInBy('kim')
  expect([status, location]).toEqual([302, '/admin/'])
  expect(await whoIs(browser.asker)).toBe('kim@officers.example')
  const user = await product.db.prisma.user.findUniqueOrThrow({ where: { email: 'kim@officers.example' } })
  expect(user.oidcSubject).toBe(`${issuer} kim`)
  const changes = await product.db.prisma.rightsChange.findMany({ where: { userId: user.id } })
  expect(changes.map(({ kind, address, byId }) => [kind, address, byId])).toEqual([
    ['OPENID_BOUND', '127.0.0.1', user.id],
  ])

  const impostor = await signInBy('impostor')
  expect([impostor.status, await whoIs(impostor.browser.asker)]).toEqual([403, null])
  expect(told(impostor.text)).toMatchInlineSnapshot(
    `"사용할 수 있는 계정이 없습니다. 시 관리자에게 초대를 요청하세요."`,
  )
})

test('who signed in once is known by the person, though the address of the account changed', async () => {
  await signInBy('kim')
  await product.db.prisma.user.update({
    where: { email: 'kim@officers.example' },
    data: { email: 'kim.new@officers.example' },
  })
  expect(await whoIs((await signInBy('kim')).browser.asker)).toBe('kim.new@officers.example')
  await product.db.prisma.user.update({
    where: { email: 'kim.new@officers.example' },
    data: { email: 'kim@officers.example' },
  })
})

test('nobody else gets in, and no account is made', async () => {
  const before = await product.db.prisma.user.count()
  const answers = []
  for (const login of ['unverified', 'nameless', 'stranger', 'closed']) {
    const { browser, status, text } = await signInBy(login)
    expect([login, await whoIs(browser.asker)]).toEqual([login, null])
    answers.push([login, status, told(text)])
  }
  expect(answers).toMatchInlineSnapshot(`
    [
      [
        "unverified",
        403,
        "인증 서비스가 확인된 이메일 주소를 알려 주지 않았습니다.",
      ],
      [
        "nameless",
        403,
        "인증 서비스가 확인된 이메일 주소를 알려 주지 않았습니다.",
      ],
      [
        "stranger",
        403,
        "사용할 수 있는 계정이 없습니다. 시 관리자에게 초대를 요청하세요.",
      ],
      [
        "closed",
        403,
        "사용할 수 있는 계정이 없습니다. 시 관리자에게 초대를 요청하세요.",
      ],
    ]
  `)
  expect(await product.db.prisma.user.count()).toBe(before)
  expect(await product.db.prisma.user.count({ where: { oidcSubject: { not: null } } })).toBe(1)
})

test('the request has a code challenge, state and nonce, which are new each time', async () => {
  const sent = async () => {
    const { response } = await new Browser().open(`${address}/auth/oidc`)
    expect(response.headers.getSetCookie().join()).toMatch(
      /^sangsaeng_oidc=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
    )
    return Object.fromEntries(new URL(response.headers.get('location') as string).searchParams)
  }
  const [one, two] = [await sent(), await sent()]
  expect(one).toMatchObject({ response_type: 'code', scope: 'openid email', code_challenge_method: 'S256' })
  for (const name of ['code_challenge', 'state', 'nonce']) expect(one[name]).not.toBe(two[name])
})

test('an answer is taken once, in the browser that asked, and as it was sent', async () => {
  const browser = new Browser()
  const back = await atProvider(browser, 'kim')
  const other = await new Browser().open(back)
  expect([other.response.status, told(await other.response.text())]).toEqual([
    400,
    '로그인에 10분이 넘게 걸렸거나 브라우저가 쿠키를 저장하지 않습니다.',
  ])
  const forged = new URL(back)
  forged.searchParams.set('state', 'forged')
  const refused = await browser.open(forged.href)
  expect([refused.response.status, await whoIs(browser.asker)]).toEqual([502, null])
  expect((await browser.open(back)).response.status).toBe(302)
  const again = new Browser()
  for (const [key, value] of browser.cookies) if (key.endsWith('sangsaeng_oidc')) again.cookies.set(key, value)
  expect((await again.open(back)).response.status).toBe(400)
})

test('the page that says no cannot be used by others', async () => {
  const { response } = await new Browser().open(`${address}/auth/oidc/callback?error=<script>alert(1)</script>`)
  expect(await response.text()).not.toContain('alert')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect((await fetch(`${address}/auth/oidc`, { method: 'POST' })).status).toBe(404)
})

test('who has a second factor enters its code after the provider', async () => {
  const person = await signIn(product, 'careful@officers.example')
  const { secret } = await tryAct(person, 'startTotp', { currentPassword: PASSWORD }, 'secret')
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = (at: number) => app.generate({ timestamp: at })
  const now = Date.now()
  product.product.now = () => new Date(now)
  expect((await tryAct(person, 'confirmTotp', { code: code(now - 30_000) })).problems).toEqual([])
  const { browser, location } = await signInBy('careful')
  expect([location, await whoIs(browser.asker)]).toEqual(['/admin/login#code', null])
  const cookie = `sangsaeng_session=${browser.cookies.get(`${new URL(address).host} sangsaeng_session`)}`
  const inside = await enter(product, 'enterCode', { code: code(now) }, { cookie })
  expect(await whoIs(inside)).toBe('careful@officers.example')
  product.product.now = () => new Date()
})

test('the panel is told the name of the provider, and nothing when there is none', async () => {
  expect((await product.ask('{ openIdProvider }')).data).toEqual({ openIdProvider: '인천시 통합인증' })
  const none = await freshProduct()
  expect((await none.ask('{ openIdProvider }')).data).toEqual({ openIdProvider: null })
  const answer = await none.app.fetch(new Request('http://localhost/auth/oidc'))
  expect([answer.status, told(await answer.text())]).toEqual([404, 'Sign-in by OpenID Connect is not set up here.'])
})

test('a provider that does not answer is a page in plain words, and no error of ours', async () => {
  const silent = await freshProduct()
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  silent.product.env = { ...product.product.env, OIDC_ISSUER: `http://127.0.0.1:${port}` }
  const answer = await silent.app.fetch(new Request('http://localhost/auth/oidc'))
  expect([answer.status, told(await answer.text())]).toEqual([
    502,
    'The sign-in did not succeed. Try again, or sign in with your password.',
  ])
})
