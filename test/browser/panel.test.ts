import type { Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD, READ_TITLE } from '../process/launch.ts'
import { addAccount, CITY, openStage, picture, type Stage, type Visit, visit } from './browser.ts'

/** The programs of one round; without a filter the list keeps the one before. */
const programsOf = (year: number) => `/admin/programs?filter=${encodeURIComponent(JSON.stringify({ year }))}`

const SOON = { timeout: 10_000 }

let stage: Stage
let city: Ask
beforeAll(async () => {
  stage = await openStage()
  city = await stage.product.signIn(PASSWORD, CITY)
})
afterAll(() => stage?.close())

/** Everything that a person did at a browser went to this host only and without an error. */
async function leave(someone: Visit) {
  expect(someone.faults).toEqual([])
  await someone.close()
}

test('pictures of the main screens, for people to look at', async () => {
  const light = await visit(stage, { email: CITY })
  await light.page.goto(programsOf(2019))
  await light.page.getByRole('link', { name: '해당화 특화단지 조성 사업' }).waitFor()
  await light.settled()
  await picture(light.page, 'programs-ko-light', { final: true })
  await leave(light)

  const dark = await visit(stage, { email: CITY, locale: 'en', theme: 'dark' })
  await dark.page.goto(programsOf(2019))
  await dark.page.getByRole('link', { name: 'Cooks for Day-Care Centres' }).click()
  await dark.page.getByRole('tab', { name: 'Across rounds' }).click()
  await dark.page.getByRole('heading', { name: 'The line across rounds' }).waitFor()
  await dark.settled()
  await picture(dark.page, 'program-en-dark', { final: true })
  await leave(dark)

  const narrow = await visit(stage, { email: CITY, width: 390 })
  await narrow.page.goto(programsOf(2019))
  await narrow.page.getByText('해당화 특화단지 조성 사업').waitFor()
  await narrow.settled()
  await picture(narrow.page, 'programs-ko-390', { final: true })
  await leave(narrow)
})

test('all examples of GraphiQL run and answer, without the internet', async () => {
  const developer = await visit(stage, { email: CITY })
  const { page } = developer
  await page.goto('/graphiql')
  const run = async (operation: string, pick?: string) => {
    await page.locator('.graphiql-query-editor .view-line', { hasText: operation }).first().waitFor()
    await page.locator('.result-window .monaco-editor').waitFor()
    // With two operations the button opens a menu; until GraphiQL has read the new tab it is still the other button.
    const button = page.locator(`button[aria-label^="Execute"]${pick ? '[aria-haspopup]' : ':not([aria-haspopup])'}`)
    for (;;) {
      const asked = page.waitForRequest((request) => request.postDataJSON()?.query?.includes(operation), SOON)
      await button.click()
      if (pick) await page.getByRole('menuitem', { name: pick }).click()
      const request = await asked.catch(() => null)
      // A press while it ends the one before asks nothing.
      if (!request) continue
      expect([undefined, operation]).toContain(request.postDataJSON().operationName)
      const { data, errors } = await ((await request.response()) as Response).json()
      expect(errors).toBeUndefined()
      return data
    }
  }
  const tabs = page.getByRole('tab', { name: /^(Programs2019|DistrictsWithPrograms|ReadProgram)/ })
  await tabs.nth(2).waitFor()

  await tabs.nth(0).click()
  expect((await run('Programs2019')).programs.totalCount).toBe(9)
  await page.getByText('작은도서관 운영 활성화 사업').first().waitFor()
  await page.locator('.graphiql-spinner').waitFor({ state: 'detached' })
  await picture(page, 'graphiql', { final: true })
  await tabs.nth(1).click()
  expect((await run('DistrictsWithPrograms')).districts.totalCount).toBe(10)
  await tabs.nth(2).click()
  expect((await run('ReadProgram', 'ReadProgram')).program).toMatchObject({ version: 1 })
  expect((await run('UpdateProgram', 'UpdateProgram')).updateProgram).toMatchObject({
    program: { version: 2, titleEn: 'Small libraries, livelier' },
    errors: [],
  })
  await leave(developer)
})

test('an officer signs in and edits a title, and a partner reads the change', async () => {
  const officer = await visit(stage)
  const { page } = officer
  await page.goto('/admin')
  await page.getByLabel(/^이메일 주소/).fill(CITY)
  await page.locator('input[type=password]').fill('not this one')
  await page.getByRole('button', { name: '로그인' }).click()
  await page.getByRole('alert').getByText('비밀번호').waitFor()
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.getByRole('button', { name: '로그인' }).click()

  await page.getByRole('navigation', { name: '메뉴' }).getByRole('link', { name: '사업', exact: true }).click()
  await page
    .getByRole('row', { name: /2019-02/ })
    .getByRole('link')
    .click()
  await page.getByRole('link', { name: '수정' }).click()
  await page.getByLabel(/^사업명/).fill('어린이집 조리사 지원 사업(고침)')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByText('저장했습니다').waitFor()
  await page.getByRole('heading', { level: 1, name: '어린이집 조리사 지원 사업(고침)', exact: true }).waitFor()
  await officer.settled()
  await picture(page, 'program-saved')

  const { data } = await stage.product.ask(READ_TITLE, { code: '2019-02' })
  expect(data.program).toMatchObject({ titleKo: '어린이집 조리사 지원 사업(고침)', version: 2 })

  await page.getByRole('button', { name: '내 계정' }).click()
  await page.getByRole('menuitem', { name: '로그아웃' }).click()
  await page.getByRole('heading', { name: '로그인' }).waitFor()
  await page.goto('/admin/programs')
  await page.getByRole('heading', { name: '로그인' }).waitFor()
  await leave(officer)
})

test('an organization without programs says where one is assigned, as its page has no button for it', async () => {
  const { data } = await city(
    'mutation { createOrganization(input: { nameKo: "일이 없는 기관", kind: OTHER }) { organization { id } } }',
  )
  const someone = await visit(stage, { email: CITY })
  const { page } = someone
  await page.goto(`/admin/organizations/${data.createOrganization.organization.id}/show`)
  await page.getByText('사업 화면의 ‘기관·협약’에서 이 기관을 지정하면').waitFor(SOON)
  expect(await page.getByText('‘등록’으로 시작하세요').count()).toBe(0)
  expect(await page.getByRole('link', { name: '등록' }).count()).toBe(0)
  await leave(someone)
})

test('a district officer edits what is open to the own district, and sees its participants only, masked', async () => {
  const bupyeong = (await city('{ program(code: "2019-05") { id district { id nameKo } } }')).data.program
  expect(bupyeong.district.nameKo).toBe('부평구')
  await addOfficer({
    name: '부평구 담당자',
    email: 'bupyeong@example.org',
    role: 'DISTRICT',
    districtIds: [bupyeong.district.id],
  })
  await addDraft('부평구 신규 사업', bupyeong.district.id)
  const elsewhere = (await city('{ program(code: "2019-08") { id } }')).data.program.id
  const stranger = await enroll('남궁민수', elsewhere)

  const officer = await visit(stage, { email: 'bupyeong@example.org' })
  const { page } = officer
  const edit = page.getByRole('link', { name: '수정' })
  // Of another district, then the own one that was submitted long ago, then the own draft.
  for (const [list, title, editable] of [
    [programsOf(2019), '검단일반산업단지 무빙콜 사업', 0],
    [programsOf(2019), '찾아가는 육아코칭활동가 양성 사업', 0],
    [programsOf(2030), '부평구 신규 사업', 1],
  ] as const) {
    await page.goto(list)
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await officer.settled()
    expect([title, await edit.count()]).toEqual([title, editable])
  }

  await page.goto(programsOf(2019))
  await page.getByRole('link', { name: '찾아가는 육아코칭활동가 양성 사업' }).click()
  await page.getByRole('tab', { name: '기수·참여자' }).click()
  await page.getByRole('region', { name: '참여자' }).getByRole('link', { name: '등록' }).click()
  await page.getByLabel(/^이름/).fill('홍길동')
  await page.getByLabel(/^단계 날짜/).fill('20190401')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByRole('heading', { level: 1, name: '홍*동' }).waitFor()

  await page.getByRole('button', { name: '단계 변경' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^단계/).click()
  await page.getByRole('option', { name: '선발' }).click()
  await dialog.getByLabel(/^날짜/).fill('2019-04-15')
  await dialog.getByRole('button', { name: '단계 변경' }).click()
  await page.getByText('2019-04-15 선발').waitFor()

  await officer.go('/admin/participants')
  await page.getByRole('link', { name: '홍*동' }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
  await picture(page, 'participants-of-a-district')
  await officer.go(`/admin/participants/${stranger}/show`)
  await page.getByText('없거나 볼 수 없는').waitFor()
  expect(await page.getByText('남**수').count()).toBe(0)
  await leave(officer)
})

test('a step says what is missing, takes a reason, and is taken', async () => {
  const { district } = (await city('{ program(code: "2019-01") { district { id } } }')).data.program
  const id = await addDraft('철회할 사업', district.id)
  const officer = await visit(stage, { email: CITY, width: 390 })
  const { page } = officer
  await page.goto(`/admin/programs/${id}/show`)
  await page.getByRole('button', { name: '신청' }).click()
  await page.getByRole('dialog', { name: '신청' }).getByText('다음이 필요합니다').waitFor()
  expect(await page.getByRole('dialog').getByRole('listitem').count()).toBeGreaterThan(1)
  await officer.settled()
  await picture(page, 'step-missing-390')
  await page.getByRole('button', { name: '닫기' }).click()

  await page.getByRole('button', { name: '철회' }).click()
  const dialog = page.getByRole('dialog', { name: '철회' })
  await dialog.getByLabel(/^사유/).fill('예산이 없어짐')
  await dialog.getByRole('button', { name: '철회' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { data } = await city('query ($id: ID!) { node(id: $id) { ... on Program { stage steps { reason } } } }', {
    id,
  })
  expect(data.node).toEqual({ stage: 'WITHDRAWN', steps: [{ reason: '예산이 없어짐' }] })
  await leave(officer)
})

async function done(query: string, name: string, input: object) {
  const { data, errors } = await city(query, { input })
  expect([name, errors, data?.[name].errors]).toEqual([name, undefined, []])
  return data[name]
}

const addOfficer = (input: object) => addAccount(stage.product, city, input)

async function addDraft(titleKo: string, districtId: string): Promise<string> {
  const { data } = await city('{ round(year: 2030) { id } }')
  const round =
    data.round ??
    (
      await done(
        'mutation ($input: CreateRoundInput!) { createRound(input: $input) { round { id } errors { field message } } }',
        'createRound',
        { year: 2030, titleKo: '2030년 사업' },
      )
    ).round
  const query =
    'mutation ($input: CreateProgramInput!) { createProgram(input: $input) { program { id } errors { field message } } }'
  return (await done(query, 'createProgram', { roundId: round.id, districtId, titleKo })).program.id
}

const enroll = async (name: string, programId: string): Promise<string> =>
  (
    await done(
      'mutation ($input: EnrollParticipantInput!) { enrollParticipant(input: $input) { participant { id } errors { field message } } }',
      'enrollParticipant',
      { name, programId, stageOn: '2019-03-04' },
    )
  ).participant.id

test('the typeface comes after the first screen, and with it once the browser has it', async () => {
  const { page, faults, close } = await visit(stage, { email: CITY })
  const isEarly = async () => {
    await page.waitForFunction(() =>
      [...document.fonts].some(({ family, status }) => family.includes('Pretendard') && status === 'loaded'),
    )
    return page.evaluate(() => {
      const [page] = performance.getEntriesByType('navigation') as [PerformanceNavigationTiming]
      const [style] = performance.getEntriesByType('resource').filter(({ name }) => /pretendard.*css$/.test(name))
      return (style as PerformanceEntry).startTime < page.loadEventStart
    })
  }
  await page.goto('/admin/')
  expect(await isEarly()).toBe(true)
  await page.evaluate(() => localStorage.removeItem('sangsaeng.typeface'))
  await page.reload()
  expect(await isEarly()).toBe(false)
  await page.waitForFunction(() => localStorage.getItem('sangsaeng.typeface'))
  await page.reload()
  expect(await isEarly()).toBe(true)
  expect(faults).toEqual([])
  await close()
})
