import { afterAll, beforeAll, expect, test } from 'vitest'
import { CITY, picture, visit } from './browser.ts'
import { done, type FigureStage, figuresOf, handedIn, leave, openFigures, SECOND } from './figures.ts'

let on: FigureStage
beforeAll(async () => {
  on = await openFigures()
})
afterAll(() => on?.stage.close())

const COACHES = '찾아가는 육아코칭활동가 양성 사업'
const figure = (code: string, value: number, asOf = '2019-10-31') => ({
  ...{ programId: on.program, indicatorId: on.indicator(code), asOf, value },
})

test('the city approves one and returns one with a note by keyboard, and the rest together; the own one is left', async () => {
  for (const [code, value] of [
    ['COACHING_VISITS', 300],
    ['HOUSEHOLDS_REACHED', 1040],
    ['TRAINED', 27],
  ] as const) {
    await handedIn(on.district, figure(code, value))
  }
  await handedIn(on.city, figure('APPLIED', 40))
  const officer = await visit(on.stage, { email: CITY })
  const { page } = officer
  await page.goto('/admin/figures/review')
  const row = (name: string) =>
    page.locator('[data-queue]').filter({ has: page.getByRole('link', { name: `${COACHES} – ${name}`, exact: true }) })
  await row('육아코칭 방문 횟수').getByText('2,634회').waitFor()
  // What is before, what changed, and what cannot be right.
  expect(await row('육아코칭 방문 횟수').textContent()).toMatch(/300회[\s\S]*2,634회[\s\S]*2019-09-30[\s\S]*-2,334/)
  await row('육아코칭 방문 횟수').getByText('누계가 줄었습니다').waitFor()
  await row('육아코칭 방문 횟수').getByText('300 ÷ 1,040 = 0.29').waitFor()
  await row('서비스 이용 가구').getByText('+79').waitFor()
  await row('신청 인원').getByText('다른 담당자가 승인해야 합니다').waitFor()
  expect(await row('신청 인원').getByRole('button', { name: '승인' }).isDisabled()).toBe(true)
  await officer.settled()
  await picture(page, 'review')

  // Sorted by indicator: APPLIED, COACHING_VISITS, HOUSEHOLDS_REACHED, TRAINED.
  await row('신청 인원').focus()
  await page.keyboard.press('a')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('r')
  const back = page.getByRole('dialog', { name: '실적 1건을 반려하시겠습니까?' })
  await back.getByLabel(/^고쳐야 할 내용/).waitFor()
  await page.keyboard.type('누계인데 줄었습니다')
  await back.getByRole('button', { name: '반려' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('반려 1/1건').waitFor()
  // Behind an open dialog no row is found by its role.
  await back.waitFor({ state: 'detached' })
  await row('육아코칭 방문 횟수').waitFor({ state: 'detached' })

  await row('서비스 이용 가구').focus()
  await page.keyboard.press('a')
  const approval = page.getByRole('dialog', { name: '실적 1건을 승인하시겠습니까?' })
  await approval.waitFor()
  await page.keyboard.press('Enter')
  await approval.waitFor({ state: 'detached' })
  await row('서비스 이용 가구').waitFor({ state: 'detached' })

  await page.getByLabel(`선택: ${COACHES} – 신청 인원`).check()
  await page.getByLabel(`선택: ${COACHES} – 교육 수료 인원`).check()
  await page.getByRole('button', { name: '선택 승인 (2)' }).click()
  await approval.getByText('직접 입력하거나 고친 1건은 제외합니다').waitFor()
  await approval.getByRole('button', { name: '승인' }).click()
  await approval.waitFor({ state: 'detached' })
  await row('교육 수료 인원').waitFor({ state: 'detached' })
  expect(await figuresOf(on.city, on.program, '2019-10-31')).toEqual([
    'APPLIED 전체 40 SUBMITTED',
    'COACHING_VISITS 전체 300 RETURNED',
    'HOUSEHOLDS_REACHED 전체 1040 APPROVED',
    'TRAINED 전체 27 APPROVED',
  ])
  await leave(officer)
})

test('an approved figure is corrected with a reason, and the slider shows what was known before and after', async () => {
  const { id, version } = await handedIn(on.district, figure('TRAINED', 25, '2019-08-31'))
  const { id: approved } = await done(on.city, 'approveOutcome', { id, version })
  const officer = await visit(on.stage, { email: CITY })
  const { page } = officer
  await page.goto(`/admin/outcomes/${approved}/show`)
  await page.getByRole('button', { name: '정정' }).click()
  const dialog = page.getByRole('dialog', { name: '정정' })
  await dialog.getByText('25명').waitFor()
  await dialog.getByLabel(/^정정한 수치/).fill('24')
  await dialog.getByRole('button', { name: '정정' }).click()
  await dialog.getByText('필수 입력 항목입니다').waitFor()
  await dialog.getByLabel(/^정정 사유/).fill('한 명이 두 번 집계됨')
  await dialog.getByRole('button', { name: '정정' }).click()
  const history = page.getByRole('region', { name: '수치의 이력' })
  await history.getByText('한 명이 두 번 집계됨').waitFor()
  await history.getByRole('link', { name: '24명' }).click()
  await page.getByRole('button', { name: '승인 요청' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '승인 요청' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const correction = page.url().split('/').at(-2) as string
  const { data } = await on.second('query ($id: ID!) { node(id: $id) { ... on Outcome { version } } }', {
    id: correction,
  })
  await done(on.second, 'approveOutcome', { id: correction, version: data.node.version })
  await page.reload()
  await history.getByText('승인 다른 시 담당자').waitFor()
  expect(await history.getByRole('row').allTextContents()).toEqual([
    expect.stringContaining('알려진 날'),
    expect.stringMatching(/25명[\s\S]*처음 입력/),
    expect.stringMatching(/24명[\s\S]*-1[\s\S]*현재[\s\S]*한 명이 두 번 집계됨/),
  ])
  await officer.settled()
  await picture(page, 'figure-history')

  await page.goto(`/admin/figures/clocks?year=2019&program=${on.program}&asOf=2019-08-31`)
  const line = page.getByRole('row', { name: /교육 수료 인원/ })
  await line.waitFor()
  // The moment before the last one is the one at which the correction was approved; one earlier it was not known.
  await page.getByRole('slider', { name: '앞선 시점' }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => line.textContent()).toMatch(/25명[\s\S]*24명[\s\S]*-1/)
  await page.keyboard.press('Home')
  await expect.poll(() => line.textContent()).toMatch(/알려지지 않음[\s\S]*24명[\s\S]*새로 알려짐/)
  await officer.settled()
  await picture(page, 'clocks')
  await leave(officer)
})

test('of rival values one is chosen with a reason, and the decision says who, when and why', async () => {
  const officer = await visit(on.stage, { email: CITY })
  const { page } = officer
  await page.goto('/admin/figures/conflicts')
  const question = '2019년 어린이집 조리사는 33명인가 6명인가'
  const open = page.getByRole('region', { name: /^결정할 상충/ })
  const box = open.locator('form', { hasText: question })
  await box.getByText('newspim').first().waitFor()
  await box.getByRole('button', { name: '이 값으로 결정' }).click()
  await box.getByText('값을 하나 고르고 사유를 적으세요').waitFor()
  await box.getByRole('radio', { name: /^33명/ }).check()
  await box.getByLabel(/^이 값을 고른 사유/).fill('시의 중간 실적 보고가 사업별로 센 값임')
  await officer.settled()
  await picture(page, 'conflict-chooser')
  await box.getByRole('button', { name: '이 값으로 결정' }).click()
  const decided = page.getByRole('region', { name: /^결정한 상충/ })
  await decided.getByText('시의 중간 실적 보고가 사업별로 센 값임').waitFor()
  expect(await decided.textContent()).toMatch(/33명 고른 값[\s\S]*6명/)
  await leave(officer)
})

test('a contradiction that was found is put on record', async () => {
  for (const value of [26, 27]) {
    const { id, version } = await handedIn(on.district, figure('TRAINED', value, '2019-07-31'))
    await done(on.city, 'approveOutcome', { id, version })
  }
  const officer = await visit(on.stage, { email: SECOND, width: 390 })
  const { page } = officer
  await page.goto('/admin/figures/conflicts')
  const found = page.locator('form', { hasText: '같은 날의 값이 둘입니다' })
  await found.getByLabel(/^무엇이 어긋나는지/).fill('7월 수료 인원은 26명인가 27명인가')
  await found.getByRole('button', { name: '상충으로 등록' }).click()
  await page
    .getByRole('region', { name: /^결정할 상충/ })
    .getByText('7월 수료 인원은 26명인가 27명인가')
    .waitFor()
  await leave(officer)
})

test('a figure gets a new source with its words, and a file that proves it comes back as it was', async () => {
  const { id } = await done(on.city, 'recordOutcome', figure('TRAINED', 28, '2019-11-15'))
  const officer = await visit(on.stage, { email: CITY })
  const { page } = officer
  await page.goto(`/admin/outcomes/${id}/show`)
  await page.getByRole('button', { name: '출처 추가' }).click()
  const dialog = page.getByRole('dialog', { name: '출처 추가' })
  await dialog.getByLabel('출처 고르기').click()
  await page.getByRole('option', { name: '새 출처' }).click()
  await dialog.getByLabel(/^발행처/).fill('부평구청')
  await dialog.getByLabel(/^주소/).fill('https://www.icbp.go.kr/')
  await dialog.getByLabel(/^인용문/).fill('활동가 28명 수료')
  await dialog.getByLabel(/^쪽/).fill('3')
  await dialog.getByRole('button', { name: '저장' }).click()
  await page.locator('q', { hasText: '활동가 28명 수료' }).waitFor()

  const add = page.locator('input[type=file]')
  await add.setInputFiles({ name: '메모.txt', mimeType: 'text/plain', buffer: Buffer.from('28') })
  await page.getByText('파일만 올릴 수 있습니다').waitFor()
  const sheet = '이름,수\n수료,28\n'
  await add.setInputFiles({ name: '수료 명단.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) })
  const link = page.getByRole('link', { name: '수료 명단.csv' })
  await link.waitFor()
  await officer.settled()
  await picture(page, 'figure-evidence')
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe(sheet)
  await leave(officer)
})
