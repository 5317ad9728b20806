import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import { type Ask, launch, PASSWORD, type Running, root, served } from '../process/launch.ts'

export const CITY = 'city@example.org'

/** The product and a browser, for one test file. */
export interface Stage {
  product: Running
  browser: Browser
  /** The data folder of the product. */
  folder: string
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-browser-'))
  const [product, browser] = await Promise.all([
    served(launch({ settings: { DATA_DIR: folder, ADMIN_EMAIL: CITY } })),
    chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    }),
  ])
  const stage: Stage = {
    ...{ product, browser, folder },
    async close() {
      await browser.close()
      await stage.product.stop()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
  return stage
}

/** Starts the product again on the same data and the same address, after it was ended. */
export async function startAgain(stage: Stage) {
  const settings = { DATA_DIR: stage.folder, PORT: new URL(stage.product.address).port }
  stage.product = await served(launch({ settings }))
}

/** Somebody with an account, who was invited and can sign in with the password of the tests. */
export async function addAccount(product: Running, admin: Ask, input: object) {
  const { data: invited } = await admin(
    'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link errors { field message } } }',
    { input },
  )
  expect(invited.inviteUser.errors).toEqual([])
  const { data: accepted } = await product.ask(
    'mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { errors { field message } } }',
    { input: { token: invited.inviteUser.link.split('#')[1], password: PASSWORD } },
  )
  expect(accepted.acceptInvitation.errors).toEqual([])
}

export interface Look {
  locale?: 'ko' | 'en'
  theme?: 'light' | 'dark'
  width?: 1440 | 390
}
export interface Visit {
  page: Page
  /** Requests to other hosts, errors of the console and of the page. */
  faults: string[]
  /** Every text that the server has answered with. */
  data: ReadonlySet<string>
  /** Waits until nothing is loading and nothing moves. */
  settled(): Promise<void>
  /** Goes to a screen of the panel without loading it again. */
  go(path: string): Promise<void>
  close(): Promise<void>
}

/** A person at a browser of their own: nobody in particular, or signed in. */
export async function visit(
  { browser, product }: Stage,
  { email, locale = 'ko', theme = 'light', width = 1440 }: Look & { email?: string } = {},
): Promise<Visit> {
  const size: BrowserContextOptions = { viewport: { width, height: width === 390 ? 844 : 900 } }
  const context = await browser.newContext({ ...size, baseURL: product.address, colorScheme: theme })
  context.setDefaultTimeout(60_000)
  await context.addInitScript(
    (kept: [string, string][]) => {
      if (localStorage.length) return
      for (const [key, value] of kept) localStorage.setItem(key, value)
    },
    [
      ['RaStoresangsaeng.version', '1'],
      ['RaStoresangsaeng.locale', JSON.stringify(locale)],
      ['RaStoresangsaeng.theme', JSON.stringify(theme)],
      ['sangsaeng.typeface', 'yes'],
    ] as [string, string][],
  )
  if (email) {
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { errors { message } } }'
    const data = { query, variables: { input: { email, password: PASSWORD } } }
    const answer = await (await context.request.post('/graphql', { data })).json()
    if (answer.errors || answer.data.signIn.errors.length) throw new Error(JSON.stringify(answer))
  }
  const page = await context.newPage()
  showWhenFailed(async (test) => {
    if (page.isClosed()) return
    const name = `failed ${test} ${email ?? ''} ${width}`.replace(/[^\p{L}\d]+/gu, '-').slice(0, 120)
    console.log(`${page.url()}, ${await picture(page, name)}: ${faults.join('; ')}`)
  })
  const loading = new Set<object>()
  const faults: string[] = []
  const data = new Set<string>()
  page.on('response', async (response) => {
    if (!response.headers()['content-type']?.includes('json')) return
    keepTexts(await response.json().catch(() => null), data)
  })
  page.on('request', (request) => {
    // Listening for changes has no end.
    if (request.headers().accept !== 'text/event-stream') loading.add(request)
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== product.address) faults.push(`request to ${request.url()}`)
  })
  page.on('requestfinished', (request) => loading.delete(request))
  page.on('requestfailed', (request) => loading.delete(request))
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`))

  const settled = async () => {
    const deadline = Date.now() + 60_000
    let quiet = 0
    while (quiet < 2) {
      if (Date.now() > deadline) throw new Error(`${page.url()} did not come to rest`)
      const still = await page.evaluate(atRest)
      quiet = still && !loading.size ? quiet + 1 : 0
    }
  }
  const go = async (to: string) => {
    await page.evaluate((address) => {
      history.pushState(null, '', address)
      dispatchEvent(new PopStateEvent('popstate'))
    }, to)
    await settled()
  }
  return { page, faults, data, settled, go, close: () => context.close() }
}

/** A visit that lasts a whole file belongs to no test. */
function showWhenFailed(show: (test: string) => Promise<void>) {
  try {
    onTestFailed(({ task }) => show(task.name))
  } catch {}
}

function keepTexts(answer: unknown, into: Set<string>) {
  if (typeof answer === 'string') into.add(answer)
  else if (typeof answer === 'object' && answer) for (const one of Object.values(answer)) keepTexts(one, into)
}

/** In the page: two frames later, whether nothing loads or moves any more. */
async function atRest(): Promise<boolean> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  await frame()
  await frame()
  if (document.querySelector('[role="progressbar"], .MuiSkeleton-root')) return false
  return document
    .getAnimations()
    .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity)
}

const pictures = path.join(root, 'test/browser/screenshots')

/** A picture for people to look at: kept in git when it is one of the final ones, else in `latest/`. */
export async function picture(page: Page, name: string, { final = false } = {}) {
  const file = path.join(pictures, final ? '' : 'latest', `${name}.png`)
  await page.screenshot({ path: file })
  return file
}
