import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { CITY, openStage, picture, type Stage, type Visit, visit } from './browser.ts'

const SHUTTLE = 'DELIVERED.SERVICE_EVENTS.RUNNING_TOTAL.runs'
const HOUSEHOLDS = 'REACHED.SERVICE_USERS.RUNNING_TOTAL.households'
const QUOTE = '작은도서관에 독서지도사 등 6명을 배치'

let stage: Stage
let city: Ask
beforeAll(async () => {
  stage = await openStage()
  city = await stage.product.signIn(PASSWORD, CITY)
})
afterAll(() => stage?.close())

/** Nothing went to another host, and nothing failed. */
async function leave(someone: Visit) {
  expect(someone.faults).toEqual([])
  await someone.close()
}

const region = ({ page }: Visit, name: string) => page.getByRole('region', { name, exact: true })
const linesOf = async (officer: Visit, table: string) =>
  (await officer.page.getByRole('table', { name: table }).getByRole('row').allInnerTexts()).map((row) =>
    row.replaceAll(/\s+/g, ' ').trim(),
  )
const tilesOf = async (officer: Visit) => {
  const tiles = await region(officer, '군·구별').getByRole('list').first().getByRole('button').allInnerTexts()
  return Object.fromEntries(
    tiles.map((text) => text.split('\n').filter(Boolean)).map(([name, ...told]) => [name, told.join(' ')]),
  )
}

test('an officer signs in and sees 180, how it is made and what is left out, with two questions', async () => {
  const officer = await visit(stage)
  const { page } = officer
  const asked: string[] = []
  page.on('request', (request) => {
    const name = /query (Home\w+)/.exec(request.postData() ?? '')?.[1]
    if (name) asked.push(name)
  })
  await page.goto('/admin')
  await page.getByLabel(/^이메일 주소/).fill(CITY)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.getByRole('button', { name: '로그인' }).click()
  await page.getByRole('heading', { level: 1, name: '상황판' }).waitFor()
  await region(officer, '공표 수치').getByRole('button', { name: '180개' }).waitFor()
  await officer.settled()
  expect(asked).toEqual(['HomeStart', 'HomeBoard'])

  const lines = (await linesOf(officer, '대조표')).map((line) => line.replace(/\[A\].*drivers |신청은.*남동구 /, ''))
  expect(lines).toMatchInlineSnapshot(`
    [
      "취업 (선발 포함) 87명",
      "취업 71명",
      "선발 16명",
      "수료 57명",
      "교육 중 33명",
      "운영 인력 (다른 출처) 3명",
      "합계 180개",
      "공표 수치와의 차이 0개",
      "제외한 수치",
      "신청 10명",
    ]
  `)
  await region(officer, '공표 수치').getByText('설명됨').waitFor()
  await region(officer, '할 일').getByText('결정할 상충 수치 2건').waitFor()
  // The guide goes when it is not needed, and comes back from the menu of the account.
  const guide = region(officer, '첫날 안내')
  await guide.getByText(/가지 완료/).waitFor()
  const hide = () => guide.getByRole('button', { name: '안내 숨기기' }).click()
  await hide()
  await page.getByRole('button', { name: '내 계정' }).click()
  await page.getByRole('menuitem', { name: '첫날 안내' }).click()
  await hide()
  await guide.waitFor({ state: 'detached' })
  await officer.settled()
  await picture(page, 'home-ko-light', { final: true })
  await leave(officer)
})

test('who comes back asks for the numbers before the code of the panel is there, and for each once', async () => {
  const officer = await visit(stage, { email: CITY })
  const { page } = officer
  let sent: string[] = []
  page.on('request', (request) => {
    const name = /query (Home\w+)/.exec(request.postData() ?? '')?.[1]
    if (name) sent.push(name)
    // In several files.
    if (/assets\/inside-/.test(request.url()) && !sent.includes('code')) sent.push('code')
  })
  const open = async () => {
    sent = []
    await page.goto('/admin/')
    await region(officer, '공표 수치').getByRole('button', { name: '180개' }).waitFor()
    await officer.settled()
    return sent
  }
  expect((await open()).toSorted()).toEqual(['HomeBoard', 'HomeStart', 'code'])
  expect(await open()).toEqual(['HomeStart', 'HomeBoard', 'code'])

  // Who signs out leaves nothing of it behind.
  await page.getByRole('button', { name: '내 계정' }).click()
  await page.getByRole('menuitem', { name: '로그아웃' }).click()
  await page.getByLabel(/^이메일 주소/).waitFor()
  expect(await page.evaluate(() => localStorage.getItem('sangsaeng.start'))).toBeNull()
  await leave(officer)
})

test('on the boundaries of today the 6 of 동구 are in 제물포구 and the shuttle is in 검단구', async () => {
  const officer = await visit(stage, { email: CITY })
  const { page } = officer
  await page.goto('/admin/?year=2019')
  await region(officer, '군·구별').getByRole('button', { name: '동구' }).first().waitFor()
  expect(await tilesOf(officer)).toMatchObject({ 동구: '6명', 미추홀구: '33명', 계양구: '32명', 중구: '사업 없음' })
  await page.getByRole('button', { name: '오늘 경계' }).click()
  await region(officer, '군·구별').getByRole('button', { name: '제물포구' }).first().waitFor()
  await officer.settled()
  const today = await tilesOf(officer)
  expect(today).toMatchObject({ 제물포구: '6명', 미추홀구: '33명', 계양구: '32명', 영종구: '사업 없음' })
  expect(Object.keys(today)).toHaveLength(11)
  await region(officer, '군·구별').getByText('나머지는 산출할 수 없습니다').first().waitFor()

  await page.goto(`/admin/?year=2019&map=today&measure=${SHUTTLE}`)
  await region(officer, '군·구별').getByRole('button', { name: '검단구' }).first().waitFor()
  expect(await tilesOf(officer)).toMatchObject({ 검단구: '2,136회', 서해구: '사업 없음' })

  await forgetDong()
  await page.reload()
  await region(officer, '군·구별').getByRole('alert').getByText('산출 불가').first().waitFor()
  expect(await tilesOf(officer)).toMatchObject({ 검단구: '산출 불가', 서해구: '산출 불가' })
  await region(officer, '군·구별').getByRole('alert').getByText('검단일반산업단지 무빙콜 사업').waitFor()
  await leave(officer)
})

/** Without its dong nobody can say on which side of the division of 서구 the shuttle runs. */
async function forgetDong() {
  const { data } = await city('{ program(code: "2019-08") { id version } }')
  const input = { ...data.program, dong: null }
  const { data: answer } = await city(
    'mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { errors { message } } }',
    { input },
  )
  expect(answer.updateProgram.errors).toEqual([])
}

test('the two clocks, by keyboard alone: what was true at the end of the year, and what of it was known in December', async () => {
  const officer = await visit(stage, { email: CITY })
  const { page } = officer
  await page.goto(`/admin/?year=2019&measure=${HOUSEHOLDS}`)
  const reached = () => region(officer, '군·구별').getByRole('button', { name: '부평구' }).first()
  await reached().getByText('961가구').waitFor()

  await tabTo(officer, '기준일')
  await page.keyboard.type('20191231')
  await reached().getByText('1,126가구').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('2019-12-01')
  await reached().getByText('961가구').waitFor()
  await officer.settled()
  expect((await tilesOf(officer)).부평구).toBe('961가구 2019-09-30 기준')
  await page.getByText('2019-12-01까지 알려진 내용입니다').first().waitFor()
  await region(officer, '공표 수치').getByText('미설명').first().waitFor()
  expect((await linesOf(officer, '대조표')).slice(-4, -2)).toEqual(['합계 177개', '공표 수치와의 차이 3개'])
  expect(new URL(page.url()).search).toBe(`?year=2019&asOf=2019-12-31&knownAt=2019-12-01&measure=${HOUSEHOLDS}`)
  await leave(officer)
})

test('a number opens down to the quote of its source, by keyboard alone, and gives the keyboard back', async () => {
  await cite()
  const officer = await visit(stage, { email: CITY, width: 390 })
  const { page } = officer
  await page.goto('/admin/?year=2019')
  await region(officer, '군·구별').getByRole('button', { name: '동구' }).first().waitFor()
  await tabTo(officer, /^동구/)
  await page.keyboard.press('Enter')
  const trace = page.getByRole('dialog')
  await trace.getByText(QUOTE).waitFor()
  await trace.getByRole('link', { name: '작은도서관 운영 활성화 사업' }).waitFor()
  await officer.settled()
  const said = (await trace.allInnerTexts()).join().replaceAll(/\s+/g, ' ')
  for (const part of ['6명', '취업 · 참여자', '기준일 2019-09-30', '알려진 날 2019-10-23', '승인', '정정한 적 없음']) {
    expect(said).toContain(part)
  }
  await picture(page, 'home-trace-ko-390')
  await page.keyboard.press('Escape')
  await trace.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('동구')
  await leave(officer)
})

/** Gives the 6 of the small libraries a second source, an invented one, with a quote. */
async function cite() {
  const { data } = await city(`{
    outcomes(filter: { year: 2019, indicator: "PLACED" }) { nodes { id version program { code } } }
  }`)
  const { id, version } = data.outcomes.nodes.find(
    ({ program }: { program: { code: string } }) => program.code === '2019-01',
  )
  const { data: made } = await city(
    'mutation { createSource(input: { publisher: "가상의 출처", address: "test-only" }) { source { id } errors { field message } } }',
  )
  expect(made.createSource.errors).toEqual([])
  const input = { id, version, sourceId: made.createSource.source.id, method: 'QUOTED', quote: QUOTE }
  const { data: answer } = await city(
    'mutation ($input: CiteSourceInput!) { citeSource(input: $input) { errors { field message } } }',
    { input },
  )
  expect(answer.citeSource.errors).toEqual([])
}

/** Presses Tab until what is named so has the keyboard. */
async function tabTo({ page }: Visit, name: string | RegExp) {
  const nameOf = () =>
    page.evaluate(() => {
      const here = document.activeElement as HTMLElement | null
      return (here as HTMLInputElement | null)?.labels?.[0]?.textContent ?? here?.textContent ?? ''
    })
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const here = (await nameOf()).trim()
    if (typeof name === 'string' ? here === name : name.test(here)) return
  }
  throw new Error(`Tab never came to ${name}`)
}

test('a round without a published figure and without figures says so, and what to do', async () => {
  const officer = await visit(stage, { email: CITY, locale: 'en', theme: 'dark' })
  const { page } = officer
  await page.goto('/admin/?year=2021')
  await page
    .getByRole('region', { name: 'By district' })
    .getByText('No approved figure was known for this day.')
    .waitFor()
  await page
    .getByRole('region', { name: /^Starting 20\d\d$/ })
    .getByRole('link')
    .waitFor()
  await city('mutation { createRound(input: { year: 2033, titleKo: "2033년 사업" }) { errors { message } } }')
  await page.goto('/admin/?year=2033')
  await page.getByText('No figure of this round was published yet.').waitFor()
  await page.getByText('No program of this round yet.').waitFor()
  await leave(officer)
})

test('on paper it is light and takes two pages', async () => {
  const officer = await visit(stage, { email: CITY, theme: 'dark' })
  const { page } = officer
  await page.goto('/admin/?year=2019')
  await region(officer, '공표 수치').getByRole('button', { name: '180개' }).waitFor()
  await officer.settled()
  await page.emulateMedia({ media: 'print' })
  const [ink, ground, bar] = await page.evaluate(() => [
    getComputedStyle(document.querySelector('.claim-number') as Element).color,
    getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.querySelector('header.MuiAppBar-root') as Element).display,
  ])
  expect({ ink, ground, bar }).toEqual({ ink: 'rgb(27, 36, 38)', ground: 'rgb(255, 255, 255)', bar: 'none' })
  const paper = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  expect(Number(/\/Count (\d+)/.exec(paper)?.[1])).toBeLessThanOrEqual(2)
  await leave(officer)
})
