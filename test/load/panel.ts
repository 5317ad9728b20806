import { chromium, type Page } from 'playwright-core'
import { chromiumPath } from '../engines.ts'
import type { Contender } from './contenders.ts'

/** Something that an officer waits for. */
export interface Wait {
  what: string
  /** No more than so many milliseconds. */
  goal: number
  /** Of each turn, in milliseconds. */
  times: number[]
}

/** What an officer waits for in the panel, in Chromium; undefined where there is no Chromium. */
export async function measurePanel({ address, headers }: Contender, turns: number): Promise<Wait[] | undefined> {
  const executablePath = chromiumPath()
  if (!executablePath) return undefined
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const waits: Wait[] = [
    { what: 'first list of participants, nothing cached', goal: 1500, times: [] },
    { what: 'the next page of it', goal: 300, times: [] },
    { what: 'start screen, nothing cached', goal: 1000, times: [] },
    { what: 'start screen again', goal: 1000, times: [] },
  ]
  const [list, next, start, again] = waits.map(({ times }) => times) as [number[], number[], number[], number[]]
  try {
    for (let turn = 0; turn < turns; turn++) {
      const page = await newcomer()
      list.push(await timed(() => open(page, 'participants', '.RaDataTable-row a')))
      next.push(await timed(() => turnPage(page)))
      await page.context().close()
      const other = await newcomer()
      start.push(await timed(() => open(other, '', '.home-rest[aria-busy=false]')))
      again.push(await timed(() => open(other, '', '.home-rest[aria-busy=false]')))
      await other.context().close()
    }
  } finally {
    await browser.close()
  }
  return waits

  /** The same officer at a browser that has never been here. */
  async function newcomer(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const cookies = (headers.cookie ?? '').split('; ').map((cookie) => cookie.split('='))
    await context.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: address })))
    return context.newPage()
  }

  async function open(page: Page, path: string, shown: string) {
    await page.goto(`${address}/admin/${path}`, { waitUntil: 'commit' })
    await page.locator(shown).first().waitFor()
  }
}

async function turnPage(page: Page) {
  const first = page.locator('.RaDataTable-row a').first()
  const before = await first.getAttribute('href')
  await page.locator('.MuiPagination-root button').last().click()
  await page.waitForFunction(
    (href) => document.querySelector('.RaDataTable-row a')?.getAttribute('href') !== href,
    before,
  )
}

async function timed(what: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await what()
  return performance.now() - begun
}
