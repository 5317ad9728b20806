import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { addAccount, CITY, openStage, picture, type Stage, startAgain, type Visit, visit } from './browser.ts'

const OFFICER = 'officer@example.org'
const programsOf2019 = `/admin/programs?filter=${encodeURIComponent(JSON.stringify({ year: 2019 }))}`

let stage: Stage
/** The other officer, who works elsewhere. */
let other: Ask
beforeAll(async () => {
  stage = await openStage()
  other = await stage.product.signIn(PASSWORD, CITY)
  await addAccount(stage.product, other, { name: '시 담당자', email: OFFICER, role: 'CITY' })
})
afterAll(() => stage?.close())

async function program(code: string) {
  const { data } = await other(
    'query ($code: String!) { program(code: $code) { id version titleKo titleEn summaryKo } }',
    { code },
  )
  return data.program
}

async function change(code: string, fields: object) {
  const { id, version } = await program(code)
  const { data } = await other(
    'mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { errors { field message } } }',
    { input: { id, version, ...fields } },
  )
  expect(data.updateProgram.errors).toEqual([])
}

/** Ends every session of the officer, as time does. */
async function endSessions(email = OFFICER) {
  const { data } = await other(
    'query ($search: String) { users(filter: { search: $search }) { nodes { id email } } }',
    {
      search: email,
    },
  )
  const { id } = data.users.nodes.find((user: { email: string }) => user.email === email)
  await other('mutation ($input: EndSessionsInput!) { endSessions(input: $input) { errors { message } } }', {
    input: { id },
  })
}

const beginsToListen = ({ page }: Visit) =>
  page.waitForResponse((answer) => answer.headers()['content-type'] === 'text/event-stream', { timeout: 90_000 })

/** The officer at a page that listens for changes. */
async function listening(path: string, look = {}): Promise<Visit> {
  const officer = await visit(stage, { email: OFFICER, ...look })
  const listens = beginsToListen(officer)
  await officer.page.goto(path)
  await listens
  await officer.settled()
  return officer
}

/** Presses a button whether or not the page has asked by itself already, over it. */
const pressBelow = (button: Locator) => button.dispatchEvent('click')
const save = (page: Page) => page.getByRole('button', { name: '저장' }).click()
const said = (page: Page) => page.getByRole('status').getByText('다른 곳에서 바뀐 내용을 화면에 반영했습니다').waitFor()

test('what somebody else changes is seen in a list and on a page without loading it again', async () => {
  const officer = await listening(programsOf2019)
  const { page } = officer
  await page.getByRole('link', { name: '해당화 특화단지 조성 사업' }).waitFor()
  await change('2019-08', { titleKo: '해당화 특화단지(다른 곳에서)' })
  await page.getByRole('link', { name: '해당화 특화단지(다른 곳에서)' }).waitFor()
  await said(page)
  await officer.settled()
  await picture(page, 'live-list')

  await page.getByRole('link', { name: '해당화 특화단지(다른 곳에서)' }).click()
  await page.getByRole('heading', { level: 1, name: '해당화 특화단지(다른 곳에서)' }).waitFor()
  await change('2019-08', { titleKo: '해당화 특화단지 조성 사업' })
  await page.getByRole('heading', { level: 1, name: '해당화 특화단지 조성 사업' }).waitFor()
  expect(officer.faults).toEqual([])
  await officer.close()
})

test('two edits of one record are merged: what both changed is chosen by keyboard, nothing typed is lost', async () => {
  const { id, titleKo } = await program('2019-03')
  const officer = await listening(`/admin/programs/${id}`)
  const { page } = officer
  await page.getByLabel(/^사업명/).fill('내가 고친 이름')
  await page.getByLabel('영문 사업명').fill('Typed by me')
  await change('2019-03', { titleKo: '다른 사람이 고친 이름', summaryKo: '다른 사람이 쓴 개요' })

  await page.getByRole('alert').getByText('그사이 다른 사용자가 이 기록을 바꾸었습니다').waitFor()
  expect(await page.getByLabel(/^사업명/).inputValue()).toBe('내가 고친 이름')
  await save(page)
  const merge = page.getByRole('dialog', { name: '다른 변경과 합치기' })
  await merge.getByRole('group', { name: '사업명' }).waitFor()
  await merge.getByText('다른 사람이 쓴 개요').waitFor()
  await merge.getByText(titleKo).waitFor()
  expect(await merge.getByRole('group').count()).toBe(1)
  await merge.getByRole('button', { name: '합쳐서 저장' }).press('Enter')
  await merge.getByText('둘 가운데 하나를 고르세요').waitFor()
  await officer.settled()
  await picture(page, 'merge')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  // The focus is at the choice that is missing.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await merge.getByRole('button', { name: '합쳐서 저장' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: '내가 고친 이름', exact: true }).waitFor()
  expect(await program('2019-03')).toMatchObject({
    titleKo: '내가 고친 이름',
    titleEn: 'Typed by me',
    summaryKo: '다른 사람이 쓴 개요',
  })
  expect(officer.faults).toEqual([])
  await officer.close()
})

test('a session that ends while somebody types asks to sign in over the form and the dialog, and goes on', async () => {
  const { id } = await program('2019-04')
  const officer = await listening(`/admin/programs/${id}`)
  const { page } = officer
  await page.getByLabel('영문 사업명').fill('Typed before the session ended')
  await endSessions()
  await pressBelow(page.getByRole('button', { name: '저장', includeHidden: true }))
  const again = page.getByRole('dialog', { name: '다시 로그인' })
  await again.getByText('입력한 내용은 그대로 있습니다').waitFor()
  await picture(page, 'sign-in-again')
  await again.locator('input[type=password]').fill('not this one at all')
  await again.getByRole('button', { name: '로그인', exact: true }).click()
  await again.getByText('비밀번호가').first().waitFor()
  await again.locator('input[type=password]').fill(PASSWORD)
  const listens = beginsToListen(officer)
  await again.getByRole('button', { name: '로그인', exact: true }).click()
  await page.getByText('저장했습니다').waitFor()
  await listens
  await page.waitForURL(/\/show$/)
  await officer.settled()
  expect((await program('2019-04')).titleEn).toBe('Typed before the session ended')

  await officer.go(`/admin/programs/${await draft('세션이 끝날 사업')}/show`)
  await page.getByRole('button', { name: '철회' }).click()
  const step = page.getByRole('dialog', { name: '철회' })
  await step.getByLabel(/^사유/).fill('세션이 끝나기 전에 쓴 사유')
  await endSessions()
  const below = page.getByRole('dialog', { name: '철회', includeHidden: true })
  await pressBelow(below.getByRole('button', { name: '철회', includeHidden: true }))
  await again.locator('input[type=password]').fill(PASSWORD)
  await again.getByRole('button', { name: '로그인', exact: true }).click()
  await page.getByText('완료: 철회').waitFor()
  const { data } = await other(
    '{ programs(filter: { search: "세션이 끝날 사업" }) { nodes { stage steps { reason } } } }',
  )
  expect(data.programs.nodes).toEqual([{ stage: 'WITHDRAWN', steps: [{ reason: '세션이 끝나기 전에 쓴 사유' }] }])
  expect(officer.faults).toEqual([])
  await officer.close()
})

test('a page of one person saves nothing in the name of the next one who signs in at the browser', async () => {
  const { id, titleEn } = await program('2019-05')
  const officer = await listening(`/admin/programs/${id}`)
  const { page } = officer
  await page.getByLabel('영문 사업명').fill('Of the first person')
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { errors { message } } }'
  await page
    .context()
    .request.post('/graphql', { data: { query, variables: { input: { email: CITY, password: PASSWORD } } } })
  await save(page)
  await page.getByRole('dialog', { name: '다시 로그인' }).getByText(OFFICER).waitFor()
  expect((await program('2019-05')).titleEn).toBe(titleEn)
  await page.getByRole('dialog', { name: '다시 로그인' }).locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('저장했습니다').waitFor()
  expect((await program('2019-05')).titleEn).toBe('Of the first person')
  await officer.close()
})

test('a save whose answer is lost, or whose server is gone, is told, keeps what was typed, and is done once', async () => {
  const { data } = await other('{ round(year: 2019) { id } district(code: "28177") { id } }')
  const place = JSON.stringify({ roundId: data.round.id, districtId: data.district.id })
  const officer = await listening(`/admin/programs/create?source=${encodeURIComponent(place)}`)
  const { page } = officer
  await page.getByLabel(/^사업명/).fill('한 번만 만들 사업')
  // The server does it, and the answer is lost on the way.
  await page.route('/graphql', async (route) => {
    if (!route.request().postData()?.includes('createProgram')) return route.fallback()
    await route.fetch()
    await route.abort()
  })
  await save(page)
  const notice = page.getByRole('main').getByRole('alert').getByText('저장되었는지 알 수 없습니다')
  await notice.first().waitFor()
  await page.unroute('/graphql')

  await stage.product.kill()
  await save(page)
  await notice.first().waitFor()
  expect(await page.getByLabel(/^사업명/).inputValue()).toBe('한 번만 만들 사업')
  await officer.settled()
  await picture(page, 'server-gone')
  await startAgain(stage)
  other = await stage.product.signIn(PASSWORD, CITY)
  await save(page)
  await page.getByRole('heading', { level: 1, name: '한 번만 만들 사업' }).waitFor()
  const made = await other('{ programs(filter: { search: "한 번만 만들 사업" }) { totalCount } }')
  expect(made.data.programs.totalCount).toBe(1)
  await officer.close()
})

test('leaving a form or a dialog with something typed asks first', async () => {
  const { id } = await program('2019-06')
  const officer = await visit(stage, { email: OFFICER })
  const { page } = officer
  await page.goto(`/admin/programs/${id}`)
  await page.getByLabel('영문 사업명').fill('Not saved')
  const asked: string[] = []
  page.on('dialog', (question) => {
    asked.push(question.type())
    void question.dismiss()
  })
  await page.getByRole('navigation', { name: '메뉴' }).getByRole('link', { name: '기관' }).click()
  await expect.poll(() => asked, { timeout: 60_000 }).toEqual(['confirm'])
  expect(await page.getByLabel('영문 사업명').inputValue()).toBe('Not saved')
  page.removeAllListeners('dialog')
  page.on('dialog', (question) => question.accept())

  await page.goto(`/admin/programs/${await draft('버릴 것이 있는 사업')}/show`)
  await page.getByRole('button', { name: '철회' }).click()
  const step = page.getByRole('dialog', { name: '철회' })
  await step.getByLabel(/^사유/).fill('버려질 사유')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '계속 입력' }).click()
  expect(await step.getByLabel(/^사유/).inputValue()).toBe('버려질 사유')
  await step.getByRole('button', { name: '취소' }).click()
  await officer.settled()
  await picture(page, 'discard')
  await page.getByRole('button', { name: '버리기' }).click()
  await step.waitFor({ state: 'detached' })
  expect(officer.faults).toEqual([])
  await officer.close()
})

async function draft(titleKo: string): Promise<string> {
  const { data } = await other('{ round(year: 2019) { id } district(code: "28177") { id } }')
  const made = await other(
    'mutation ($input: CreateProgramInput!) { createProgram(input: $input) { program { id } errors { field message } } }',
    { input: { roundId: data.round.id, districtId: data.district.id, titleKo } },
  )
  return made.data.createProgram.program.id
}
