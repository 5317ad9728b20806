import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD } from '../process/launch.ts'
import { CITY, picture, startAgain, type Visit, visit } from './browser.ts'
import { BUPYEONG, done, type FigureStage, figuresOf, leave, openFigures } from './figures.ts'

let on: FigureStage
beforeAll(async () => {
  on = await openFigures()
})
afterAll(() => on?.stage.close())

const entryOf = (asOf: string) => `/admin/figures/entry?year=2019&asOf=${asOf}`
const cellOf = (page: Page, name: string) => page.getByRole('textbox', { name })
const COACHES = '찾아가는 육아코칭활동가 양성 사업'
const cells = {
  total: `${COACHES}, 교육 수료 인원 (명)`,
  households: `${COACHES}, 서비스 이용 가구 (가구)`,
  first: `${COACHES} · 상반기, 교육 수료 인원 (명)`,
  firstHouseholds: `${COACHES} · 상반기, 서비스 이용 가구 (가구)`,
  second: `${COACHES} · 하반기, 교육 수료 인원 (명)`,
  secondVisits: `${COACHES} · 하반기, 육아코칭 방문 횟수 (회)`,
}

/** Opens the grid for a day and waits until it is there. */
async function open(asOf: string, look: Parameters<typeof visit>[1] = {}): Promise<Visit> {
  const someone = await visit(on.stage, { email: BUPYEONG, ...look })
  await someone.page.goto(entryOf(asOf))
  await cellOf(someone.page, cells.total).waitFor()
  return someone
}

async function paste(page: Page, name: string, text: string) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await cellOf(page, name).focus()
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.keyboard.press('Control+V')
}

const SHEET = [
  ['28명', '1,060가구', '2,950'],
  ['14', '-', '1,500회'],
  ['열넷', '530', '1,45'],
]
  .map((row) => row.join('\t'))
  .join('\r\n')

test('a pasted block survives a reload and a killed server, and its good cells are saved', async () => {
  const officer = await open('2019-11-30')
  const { page } = officer
  expect(await page.getByLabel('군·구').textContent()).toBe('부평구')
  // Names in the block decide, wherever it is pasted, and what they do not find is told.
  await paste(page, cells.secondVisits, '번호\t교육 수료 인원\t비고\n2019-05\t27명\t좋음\n합계\t27\t')
  await page.getByText('이름으로 찾은 사업·기수 1줄').getByText('찾지 못한 줄: 합계').waitFor()
  await page.getByText('합계 / 교육 수료 인원 / 27').waitFor()
  expect(await cellOf(page, cells.total).inputValue()).toBe('27명')
  await page.keyboard.press('Control+Z')
  expect(await cellOf(page, cells.total).inputValue()).toBe('')

  await paste(page, cells.total, SHEET)
  await page.getByText('9칸에 붙여 넣었습니다').waitFor()
  const bad = page.locator('input[aria-invalid="true"]')
  expect(await bad.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))).toEqual([
    '-',
    '열넷',
    '1,45',
  ])
  await page.getByText('0 또는 값이 없는 이유를 적으세요').waitFor()
  await officer.settled()
  await picture(page, 'entry-pasted')

  await page.reload()
  await page.getByText('저장하지 않은 입력 9칸을 되살렸습니다').waitFor()
  expect(await cellOf(page, cells.total).inputValue()).toBe('28명')
  expect(await cellOf(page, cells.secondVisits).inputValue()).toBe('1,45')

  await on.stage.product.kill()
  await page.getByRole('button', { name: '9칸 저장' }).click()
  await page.getByText('서버에 연결할 수 없습니다. 입력한 9칸은 이 브라우저에 그대로 있습니다').waitFor()
  expect(await cellOf(page, cells.households).inputValue()).toBe('1,060가구')
  await officer.settled()
  await picture(page, 'entry-server-gone')
  await startAgain(on.stage)
  await page.getByRole('button', { name: '다시 시도' }).click()
  await page.getByText('저장 6칸 · 고쳐야 할 칸 3칸').waitFor()
  expect(await figuresOf(on.district, on.program, '2019-11-30')).toEqual([
    'COACHING_VISITS 상반기 1500 DRAFT',
    'COACHING_VISITS 전체 2950 DRAFT',
    'HOUSEHOLDS_REACHED 전체 1060 DRAFT',
    'HOUSEHOLDS_REACHED 하반기 530 DRAFT',
    'TRAINED 상반기 14 DRAFT',
    'TRAINED 전체 28 DRAFT',
  ])

  await cellOf(page, cells.firstHouseholds).click()
  await page.getByRole('button', { name: '미보고' }).click()
  await cellOf(page, cells.second).fill('14')
  await cellOf(page, cells.secondVisits).fill('0')
  await page.getByRole('button', { name: '3칸 저장' }).click()
  await page.getByText('저장 3칸 · 고쳐야 할 칸 0칸').waitFor()
  await page.getByRole('button', { name: '9칸 승인 요청' }).click()
  const dialog = page.getByRole('dialog', { name: '실적 9건을 승인 요청하시겠습니까?' })
  expect(await dialog.getByRole('listitem').count()).toBe(9)
  await dialog.getByRole('button', { name: '승인 요청' }).click()
  await page.getByText('승인 요청 9/9건').waitFor()
  expect(await cellOf(page, cells.total).getAttribute('readonly')).not.toBeNull()
  const saved = await figuresOf(on.district, on.program, '2019-11-30')
  expect(saved).toContain('COACHING_VISITS 하반기 0 SUBMITTED')
  expect(saved).toContain('HOUSEHOLDS_REACHED 상반기 MISSING SUBMITTED')
  await leave(officer, /net::ERR_|status of 503/)
})

test('by keyboard alone: typing replaces, Enter goes down, Tab right, Escape and Ctrl+Z take back', async () => {
  const officer = await open('2019-12-30')
  const { page } = officer
  const { keyboard } = page
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  for (let pressed = 0; (await focused()) !== cells.total; pressed += 1) {
    expect(pressed).toBeLessThan(60)
    await keyboard.press('Tab')
  }
  await keyboard.type('29')
  await keyboard.press('Enter')
  expect(await focused()).toBe(cells.first)
  await keyboard.type('15명')
  await keyboard.press('Tab')
  expect(await focused()).toBe(cells.firstHouseholds)
  await keyboard.type('7')
  await keyboard.press('Escape')
  expect(await cellOf(page, cells.firstHouseholds).inputValue()).toBe('')
  await keyboard.type('해당 없음')
  await keyboard.press('ArrowUp')
  expect(await focused()).toBe(cells.households)
  await keyboard.press('ArrowLeft')
  expect(await focused()).toBe(cells.total)
  await keyboard.press('F2')
  await keyboard.press('ArrowLeft')
  await keyboard.type('0')
  expect(await cellOf(page, cells.total).inputValue()).toBe('209')
  await keyboard.press('Escape')
  expect(await cellOf(page, cells.total).inputValue()).toBe('29')
  await keyboard.press('Control+End')
  expect(await focused()).toBe(cells.secondVisits)
  await keyboard.type('9')
  await keyboard.press('Control+Home')
  await keyboard.press('Delete')
  expect(await cellOf(page, cells.total).inputValue()).toBe('')
  await keyboard.press('Control+z')
  expect(await cellOf(page, cells.total).inputValue()).toBe('29')
  await keyboard.press('Control+s')
  await page.getByText('저장 4칸 · 고쳐야 할 칸 0칸').waitFor()
  // From the last cell Tab leaves the grid, to the buttons under it.
  await keyboard.press('Control+End')
  await keyboard.press('Tab')
  for (
    let pressed = 0;
    (await page.evaluate(() => document.activeElement?.textContent)) !== '4칸 승인 요청';
    pressed++
  ) {
    expect(pressed).toBeLessThan(5)
    await keyboard.press('Tab')
  }
  await keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await keyboard.press('Enter')
  await page.getByText('승인 요청 4/4건').waitFor()
  expect(await figuresOf(on.district, on.program, '2019-12-30')).toEqual([
    'COACHING_VISITS 하반기 9 SUBMITTED',
    'HOUSEHOLDS_REACHED 상반기 NOT_APPLICABLE SUBMITTED',
    'TRAINED 상반기 15 SUBMITTED',
    'TRAINED 전체 29 SUBMITTED',
  ])
  await leave(officer)
})

test('a session that ends while something is typed loses nothing: after a new sign-in it is there', async () => {
  const officer = await open('2019-12-29')
  const { page } = officer
  await cellOf(page, cells.total).fill('31')
  await page.context().clearCookies()
  await page.getByRole('button', { name: '1칸 저장' }).click()
  const again = page.getByRole('dialog', { name: '다시 로그인' })
  await again.locator('input[type=password]').fill(PASSWORD)
  await again.getByRole('button', { name: '로그인', exact: true }).click()
  await page.getByText('저장 1칸 · 고쳐야 할 칸 0칸').waitFor()
  expect(await figuresOf(on.district, on.program, '2019-12-29')).toEqual(['TRAINED 전체 31 DRAFT'])
  await leave(officer)
})

test('a cell that somebody else saved meanwhile shows both values, and one of them is chosen', async () => {
  const officer = await open('2019-12-28', { width: 390 })
  const { page } = officer
  await cellOf(page, cells.total).fill('30')
  await cellOf(page, cells.first).fill('12')
  const figure = { programId: on.program, indicatorId: on.indicator('TRAINED'), asOf: '2019-12-28', value: 27 }
  await done(on.city, 'recordOutcome', figure)
  await page.getByRole('button', { name: '2칸 저장' }).click()
  await page.getByText('다른 사용자가 27 값을 저장했습니다. 입력한 값: 30').waitFor()
  await officer.settled()
  await picture(page, 'entry-conflict-390')
  await page.getByRole('button', { name: '내 값 저장: 30' }).click()
  await page.getByText('저장 1칸 · 고쳐야 할 칸 0칸').waitFor()
  expect(await figuresOf(on.city, on.program, '2019-12-28')).toEqual([
    'TRAINED 상반기 12 DRAFT',
    'TRAINED 전체 30 DRAFT',
  ])
  await leave(officer)
})

test('a locked period is shown and cannot be typed into, until the city unlocks it with a reason', async () => {
  const someone = await visit(on.stage, { email: CITY })
  const { page } = someone
  await page.goto('/admin/periodLocks/create')
  await page.getByLabel(/^연도 사업/).fill('2019')
  await page.getByRole('option', { name: /2019/ }).click()
  await page.getByLabel(/^마감 기간 시작일/).fill('20190601')
  await page.getByLabel(/^마감 기간 종료일/).fill('20190630')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByRole('heading', { level: 1, name: '2019-06-01 – 2019-06-30' }).waitFor()
  const address = page.url()

  const officer = await open('2019-06-30')
  await officer.page.getByText('2019-06-01부터 2019-06-30까지는 마감되어').waitFor()
  expect(await officer.page.locator('.cell input:not([readonly])').count()).toBe(0)
  await leave(officer)

  await page.goto(address)
  await page.getByRole('button', { name: '마감 해제' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^사유/).fill('누락 수치 보완')
  await dialog.getByRole('button', { name: '마감 해제' }).click()
  await page.getByText('누락 수치 보완').waitFor()
  const again = await open('2019-06-30')
  expect(await again.page.locator('.cell input[readonly]').count()).toBe(0)
  await leave(again)
  await leave(someone)
})
