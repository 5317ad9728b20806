import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CITY, openStage, type Stage, type Visit, visit } from './browser.ts'

// What is on every page: the search, saved filters and the history of a record.

let stage: Stage
let city: Visit
beforeAll(async () => {
  stage = await openStage()
  city = await visit(stage, { email: CITY })
  await city.page.goto('/admin/programs')
  await city.page.locator('h1:not(:empty)').waitFor()
  await city.settled()
})
afterAll(() => stage?.close())

const title = (page: Page) => page.locator('#react-admin-title')
const active = async (page: Page) => {
  const id = await page.getByRole('combobox', { name: '통합 검색' }).getAttribute('aria-activedescendant')
  return id && page.locator(`[id="${id}"]`).textContent()
}

test('any record is found and opened by the keyboard alone', async () => {
  const { page, settled } = city
  await page.keyboard.press('Control+KeyK')
  const text = page.getByRole('combobox', { name: '통합 검색' })
  await text.waitFor()
  expect(await text.evaluate((element) => element === document.activeElement)).toBe(true)

  await page.keyboard.type('2019-0')
  await page.getByRole('status').filter({ hasText: /\d건/ }).waitFor()
  expect(await page.getByRole('group', { name: '사업', exact: true }).getByRole('option').count()).toBe(5)
  const first = await active(page)
  expect(first).toMatch(/^2019-01/)
  await page.keyboard.press('ArrowDown')
  expect(await active(page)).toMatch(/^2019-02/)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  expect(await active(page)).toMatch(/정확히 같은 참여자/)
  await page.keyboard.press('Escape')
  await text.waitFor({ state: 'detached' })

  // What nobody knows: the search says what it knows.
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.type('어디에도 없는 말')
  await page.getByRole('status').filter({ hasText: '맞는 것이 없습니다' }).waitFor()
  await text.fill('남구')
  await page.getByRole('option', { name: /미추홀구/ }).waitFor()
  await page.keyboard.press('Enter')
  await title(page).filter({ hasText: '미추홀구' }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/admin\/districts\/[\w-]+\/show$/)
  await settled()

  // Without a text, the page before.
  await page.getByRole('button', { name: '통합 검색' }).click()
  const recent = page.getByRole('group', { name: '최근에 본 화면' })
  await recent.getByRole('option', { name: '사업', exact: true }).waitFor()
  expect(await active(page)).toBe('사업')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/admin\/programs/)
  await settled()
  expect(city.faults).toEqual([])
})

test('a saved filter is there in another browser, and choosing it puts it into the address', async () => {
  const { page, go, settled } = city
  const filter = { search: '배송', year: 2019 }
  await go(`/admin/programs?filter=${encodeURIComponent(JSON.stringify(filter))}&sort=titleKo&order=DESC`)
  await page.locator('input[name="search"][value="배송"]').waitFor()
  await page.getByRole('button', { name: '저장한 검색' }).click()
  await page.getByRole('menuitem', { name: '현재 검색 저장…' }).click()
  await page.getByRole('textbox', { name: '검색 이름' }).fill('배송 사업')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '저장한 검색: 배송 사업' }).waitFor()
  await settled()

  const elsewhere = await visit(stage, { email: CITY, width: 390 })
  await elsewhere.page.goto('/admin/programs')
  await elsewhere.page.getByRole('button', { name: '저장한 검색' }).click()
  await elsewhere.page.getByRole('menuitem', { name: '배송 사업' }).click()
  await elsewhere.page.waitForURL(/filter=/)
  const asked = new URL(elsewhere.page.url()).searchParams
  expect(JSON.parse(asked.get('filter') ?? '')).toEqual(filter)
  expect([asked.get('sort'), asked.get('order')]).toEqual(['titleKo', 'DESC'])
  await elsewhere.settled()
  await elsewhere.page.locator('input[name="search"][value="배송"]').waitFor()

  await elsewhere.page.getByRole('button', { name: '저장한 검색: 배송 사업' }).click()
  await elsewhere.page.getByRole('menuitem', { name: '이름 변경·교체·삭제…' }).click()
  const name = elsewhere.page.getByRole('textbox', { name: '검색 이름' })
  await name.fill('2019 배송')
  await name.press('Enter')
  await elsewhere.page.getByRole('button', { name: '삭제: 2019 배송' }).click()
  await elsewhere.page.getByText('저장한 검색이 없습니다').first().waitFor()
  expect(elsewhere.faults).toEqual([])
  await elsewhere.close()
})

test('a search for a person is not kept, and the panel says why', async () => {
  const { page, go } = city
  await go(`/admin/participants?filter=${encodeURIComponent(JSON.stringify({ name: '가나다' }))}`)
  await title(page).filter({ hasText: '참여자' }).waitFor()
  await page.getByRole('button', { name: '저장한 검색' }).click()
  await page.getByRole('menuitem', { name: '현재 검색 저장…' }).click()
  await page.getByRole('textbox', { name: '검색 이름' }).fill('사람')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: '개인정보이므로 저장하지 않습니다' }).waitFor()
  await page.keyboard.press('Escape')
})

test('an edit is in the history of the record, with who, when, the old and the new value', async () => {
  const { page, go, settled } = city
  await go('/admin/organizations')
  await title(page).filter({ hasText: '기관' }).waitFor()
  const link = page.locator('main tbody a').first()
  const before = (await link.textContent()) ?? ''
  await link.click()
  await page.getByRole('heading', { name: '변경 이력' }).waitFor()
  await page.getByRole('link', { name: '수정' }).click()
  await page.getByRole('textbox', { name: /^기관명/ }).fill(`${before} 본부`)
  await page.getByRole('button', { name: '저장' }).click()
  await title(page)
    .filter({ hasText: `${before} 본부` })
    .waitFor()
  await settled()
  const row = page.getByRole('region', { name: '변경 이력' }).last().getByRole('row').nth(1)
  await row.waitFor()
  const said = (await row.getByRole('cell').allTextContents()).join(' ')
  expect(said).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d /)
  expect(said).toContain(`기관명${before} → ${before} 본부`)
  expect(city.faults).toEqual([])
})
