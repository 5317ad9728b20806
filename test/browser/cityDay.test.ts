import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { CITY, openStage, picture, type Stage, type Visit, visit } from './browser.ts'
import { account, districtId, done } from './roundStory.ts'

// The second half of a city officer's day, at a desk and on a phone; round.test.ts has the round from call to selection.

const BUPYEONG = 'bupyeong@example.org'
let stage: Stage
let city: Ask
let district: Ask
beforeAll(async () => {
  stage = await openStage()
  city = await stage.product.signIn(PASSWORD, CITY)
  await account(stage, city, '부평구 담당자', BUPYEONG, 'DISTRICT', [await districtId(city, '28237')])
  district = await stage.product.signIn(PASSWORD, BUPYEONG)
})
afterAll(() => stage?.close())

async function leave({ page, faults, close }: Visit, width: number) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect({ faults, overflow: width === 390 ? overflow : 0 }).toEqual({ faults: [], overflow: 0 })
  await close()
}

const days = [
  { width: 1440, asOf: '2019-10-31', month: '10월', value: 28, applicants: 10 },
  { width: 390, asOf: '2019-11-30', month: '11월', value: 29, applicants: 10 },
] as const

test.each(days)(
  'figures are approved, and a claim is published, explained and seen on the start screen: $width',
  async ({ width, asOf, month, value, applicants }) => {
    const { data } = await city(
      '{ program(code: "2019-05") { id } indicators(filter: { search: "TRAINED" }) { nodes { id code } } }',
    )
    const indicatorId = data.indicators.nodes.find(({ code }: { code: string }) => code === 'TRAINED').id
    const figure = { programId: data.program.id, indicatorId, asOf, value }
    const entered = await done(district, 'recordOutcome', figure, 'outcome { id version }')
    await done(district, 'submitOutcome', entered, 'outcome { id }')

    const officer = await visit(stage, { email: CITY, width })
    const { page, settled } = officer
    await page.goto('/admin/figures/review')
    await page.getByText(`${value}명`).first().waitFor()
    await page.getByRole('button', { name: '승인', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '승인', exact: true }).click()
    await page.getByText('승인 1/1건').waitFor()

    await officer.go('/admin/claims/create')
    const pick = async (label: RegExp, type: string, option: RegExp) => {
      await page.getByRole('combobox', { name: label }).click()
      if (type) await page.keyboard.type(type)
      await page.getByRole('option', { name: option }).first().click()
    }
    await pick(/^연도별 사업/, '2019', /2019년/)
    await page.getByLabel(/^제목/).fill(`2019년 ${month} 말 일자리 창출`)
    await page.getByLabel(/^수치/).fill('190')
    await pick(/^산정기준/, '', /^기타$/)
    await pick(/^집계 대상/, '', /^참여자$/)
    await page.getByLabel(/^기준일/).fill(asOf.replaceAll('-', ''))
    await pick(/^출처/, `보도자료 ${month}`, /새 출처/)
    const source = page.getByRole('dialog', { name: '새 출처 등록' })
    await source.getByLabel(/^발행처/).fill('인천광역시')
    await source.getByLabel(/^주소/).fill(`https://www.example.org/${asOf}`)
    await source.getByRole('button', { name: '저장' }).click()
    await source.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await settled()
    await picture(page, `claim-publish-${width}`)
    await page.getByRole('button', { name: '저장' }).click()
    await page.getByText('설명 안 됨').first().waitFor()

    // The remainder follows what is edited, before it is saved.
    await page.getByRole('button', { name: '설명하기' }).click()
    const sums = page.locator('output')
    await sums.getByText(/^공표 190, 집계/).waitFor()
    const before = Number((await sums.textContent())?.match(/집계 (\d+)/)?.[1])
    await page.getByRole('button', { name: '과정 추가' }).click()
    await pick(/^산정기준 1/, '', /^신청$/)
    await sums.getByText(`집계 ${before - applicants}, 차이 ${190 - before + applicants}`).waitFor()
    await page.getByRole('button', { name: '저장' }).click()
    await page.getByText('필수 입력 항목입니다').waitFor()
    await page.getByLabel(/^까닭 1/).fill('신청은 일자리가 아님')
    await settled()
    await page.locator('.claim-tried').scrollIntoViewIfNeeded()
    await picture(page, width === 1440 ? 'claim-ko-light' : 'claim-explain-390', { final: width === 1440 })
    await page.getByRole('button', { name: '저장' }).click()
    await page.getByText('1. 신청 제외').waitFor()
    const claim = (
      await city(`{ claims(filter: { search: "${month} 말" }) { nodes { code value reconciliation { remainder } } } }`)
    ).data.claims.nodes[0]
    expect(claim).toMatchObject({ value: 190, reconciliation: { remainder: 190 - before + applicants } })

    await officer.go(`/admin?year=2019&claim=${claim.code}`)
    await page.getByRole('button', { name: '190명' }).waitFor()
    const bar = page.getByRole('region', { name: '공표 수치의 구성' })
    await bar
      .getByRole('listitem')
      .filter({ hasText: String(claim.reconciliation.remainder) })
      .first()
      .waitFor()
    await settled()
    await picture(page, `claim-home-${width}`)
    await leave(officer, width)
  },
)
