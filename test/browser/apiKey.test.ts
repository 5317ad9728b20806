import { afterAll, beforeAll, expect, test } from 'vitest'
import { CITY, openStage, picture, type Stage, visit } from './browser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const asPartner = async (key: string) => {
  const response = await fetch(`${stage.product.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: '{ programs(filter: { year: 2019 }) { totalCount } }' }),
  })
  const { data, errors } = await response.json()
  return data?.programs.totalCount ?? errors[0].extensions.code
}

test('an administrator makes a key, sees it once, rotates and revokes it', async () => {
  const admin = await visit(stage, { email: CITY })
  const { page } = admin
  const wholeKey = () => page.getByLabel('전체 키').inputValue()
  await page.goto('/admin/apiKeys')
  await page.getByText('등록된 API 키가 없습니다').waitFor()
  await page.goto('/admin/apiKeys/create')
  await page.getByLabel(/^이름/).fill('시민 대시보드')
  await page.getByLabel(/^마지막 사용일/).fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10))
  await page.getByLabel(/^범위/).click()
  await page.getByRole('option', { name: '공개 자료' }).click()
  await page.getByLabel(/^허용 출처/).fill('dashboard')
  await admin.settled()
  await picture(page, 'api-key-create')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByText('https://dashboard.example.go.kr 형식으로 입력하세요.').waitFor()
  await page.getByLabel(/^허용 출처/).fill('')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByText('지금 복사하여').waitFor()
  const first = await wholeKey()
  expect(await asPartner(first)).toBe(9)
  await page.getByRole('button', { name: '키 복사' }).click()
  await admin.settled()
  await picture(page, 'api-key-once')

  await page.getByRole('link', { name: '등록한 키 보기' }).click()
  await page.getByRole('button', { name: '교체' }).click()
  await page.getByLabel(/^이전 키를 함께 쓸 시간/).fill('0')
  await admin.settled()
  await picture(page, 'api-key-rotate')
  await page.getByRole('dialog').getByRole('button', { name: '교체' }).click()
  await page.getByText('지금 복사하여').waitFor()
  const second = await wholeKey()
  expect([await asPartner(first), await asPartner(second)]).toEqual(['API_KEY_EXPIRED', 9])
  await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click()
  await page.getByText('종료').waitFor()
  await admin.settled()
  await picture(page, 'api-key-show')

  await page.getByRole('link', { name: second.split('.')[0] as string }).click()
  await page.getByText('사용 중').waitFor()
  await page.getByRole('button', { name: '폐기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '폐기' }).click()
  await page.getByText('키를 폐기했습니다').waitFor()
  expect(await asPartner(second)).toBe('API_KEY_REVOKED')
  await page.getByRole('navigation', { name: '메뉴' }).getByRole('link', { name: 'API 키' }).click()
  await page
    .getByRole('row', { name: /시민 대시보드/ })
    .first()
    .waitFor()
  await admin.settled()
  await picture(page, 'api-key-list')
  expect(await page.content()).not.toContain(second.split('.')[1])
  expect(admin.faults).toEqual([])
  await admin.close()
})
