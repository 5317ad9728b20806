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
      list.push(await open(page, 'participants', ROW))
      next.push(await turnPage(page))
      await page.context().close()
      const other = await newcomer()
      start.push(await open(other, '', BOARD))
      await other.waitForFunction(() => localStorage.getItem('sangsaeng.typeface'))
      again.push(await open(other, '', BOARD))
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

  /** How long after the navigation began it is seen, by the page's own clock. */
  async function open(page: Page, path: string, shown: string): Promise<number> {
    await page.goto(`${address}/admin/${path}`, { waitUntil: 'commit' })
    return page.evaluate(seen, [shown, null] as const)
  }
}

const ROW = '.RaDataTable-row a'
const BOARD = '.home-rest[aria-busy=false]'

async function turnPage(page: Page): Promise<number> {
  const before = await page.locator(ROW).first().getAttribute('href')
  const begun = await page.evaluate(() => {
    document.querySelector<HTMLElement>('.MuiPagination-root li:last-child button')?.click()
    return performance.now()
  })
  return (await page.evaluate(seen, [ROW, before] as const)) - begun
}

/** In the page: when something is painted there that leads elsewhere than before. */
async function seen([shown, before]: readonly [string, string | null]): Promise<number> {
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const element = document.querySelector(shown)
    if (element && (!before || element.getAttribute('href') !== before)) return performance.now()
  }
}
