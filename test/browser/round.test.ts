import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { CITY, openStage, picture, type Stage, type Visit, visit } from './browser.ts'
import { confirm, together } from './dialogs.ts'
import { account, addReviewers, districtId, handIn, openRound, proposal } from './roundStory.ts'

let stage: Stage
let city: Ask
beforeAll(async () => {
  stage = await openStage()
  city = await stage.product.signIn(PASSWORD, CITY)
  await account(stage, city, '시 담당자', 'officer@example.org', 'CITY')
  await account(stage, city, '부평구 담당자', 'bupyeong@example.org', 'DISTRICT', [await districtId(city, '28237')])
  await addReviewers(stage, city)
})
afterAll(() => stage?.close())

async function leave(someone: Visit) {
  expect(someone.faults).toEqual([])
  await someone.close()
}

/** A row of a table, or of the list that it is on a narrow screen. */
const rowOf = (where: Page | Locator, text: string) => where.locator('tbody tr, .cards > li').filter({ hasText: text })

describe.each([
  { width: 1440, year: 2030 },
  { width: 390, year: 2031 },
] as const)('$width px wide', ({ width, year }) => {
  let round: string
  const programs: Record<'library' | 'coaches' | 'shuttle', string> = { library: '', coaches: '', shuttle: '' }
  beforeAll(async () => {
    round = await openRound(city, year)
    programs.library = await proposal(city, round, '28177', '학교 안전지킴이', 'School Guards')
    programs.coaches = await proposal(city, round, '28237', '육아코칭단', 'Childcare Coaches')
    programs.shuttle = await proposal(city, round, '28200', '산업단지 무빙콜', 'Estate Shuttle')
  })

  const stages = async () => {
    const { data } = await city(`{ programs(filter: { year: ${year} }) { nodes { titleKo stage } } }`)
    return Object.fromEntries(
      data.programs.nodes.map((program: Record<string, string>) => [program.titleKo, program.stage]),
    )
  }
  const look = (page: Page, name: string) => picture(page, `${name}-${width}`)

  test('the city closes the call, and a refused step leads to where it can be done', async () => {
    const officer = await visit(stage, { email: 'officer@example.org', width })
    const { page } = officer
    await page.goto(`/admin/rounds/${round}/show`)
    await page.getByRole('button', { name: '공모 마감·심사 시작' }).waitFor()
    await officer.settled()
    await look(page, 'round-overview')
    await confirm(officer, '공모 마감·심사 시작')
    await page.getByRole('listitem').and(page.locator('[aria-current=step]')).getByText('심사 중').waitFor()

    await page.getByRole('button', { name: '선정 발표' }).click()
    const dialog = page.getByRole('dialog', { name: '선정 발표' })
    await dialog.getByRole('listitem').getByText('3').waitFor()
    await officer.settled()
    await look(page, 'round-step-missing')
    await dialog.getByRole('link', { name: '입력하러 가기' }).click()
    await page.getByRole('tabpanel', { name: '제안·심사' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/admin/rounds/${round}/show/proposals`)

    // The tab has an address of its own.
    await page.reload()
    await page.getByRole('tab', { name: '제안·심사', selected: true }).waitFor()
    await page.getByRole('checkbox', { name: '모두 선택' }).check()
    const assigned = await together(officer, '심사위원 배정', async () => {
      const dialog = page.getByRole('dialog')
      await dialog.getByText('제외했습니다').getByText('김심사 (미추홀구)').waitFor()
      await officer.settled()
      await look(page, 'assign')
      for (const name of ['김심사', '이심사', '박심사']) await dialog.getByRole('checkbox', { name }).check()
    })
    expect(assigned.said).toBe('완료 8건, 처리하지 못함 0건')
    expect(assigned.rows.filter((row) => row.includes('김심사'))).toHaveLength(2)

    await page.getByRole('checkbox', { name: '모두 선택' }).check()
    expect((await together(officer, '심사 시작')).said).toBe('완료 3건, 처리하지 못함 0건')
    await rowOf(page, '육아코칭단').getByText('0/3').waitFor()
    await look(page, 'proposals')
    await leave(officer)
  })

  test('a reviewer of the district is not offered for its proposal alone', async () => {
    const officer = await visit(stage, { email: 'officer@example.org', width })
    const { page } = officer
    await page.goto(`/admin/rounds/${round}/show/proposals`)
    await page.getByRole('checkbox', { name: '학교 안전지킴이 선택' }).check()
    await page.getByRole('button', { name: '심사위원 배정' }).click()
    await page.getByRole('dialog').getByText('배정할 심사위원이 없습니다').waitFor()
    expect(await page.getByRole('dialog').getByRole('checkbox').count()).toBe(0)
    await leave(officer)
  })

  test('a reviewer begins with what is to be scored, keeps a draft, and hands in by keyboard', async () => {
    const reviewer = await visit(stage, { width })
    const { page } = reviewer
    await page.goto('/admin')
    await page.getByLabel(/^이메일 주소/).fill('kim@example.org')
    await page.locator('input[type=password]').fill(PASSWORD)
    await page.getByRole('button', { name: '로그인' }).click()
    await page.getByRole('heading', { level: 1, name: '심사' }).waitFor()
    await page.getByRole('link', { name: '산업단지 무빙콜' }).waitFor()
    await reviewer.settled()
    await look(page, 'reviewer-start')
    expect(await page.getByRole('link', { name: '학교 안전지킴이' }).count()).toBe(0)
    if (width === 390) await page.getByRole('button', { name: '메뉴 열기' }).click()
    const menu = page.getByRole('navigation', { name: '메뉴' })
    await menu.getByRole('link', { name: '심사' }).waitFor()
    expect(await menu.getByRole('link', { name: '참여자' }).count()).toBe(0)
    expect(await menu.getByRole('link', { name: '환류 대장' }).count()).toBe(0)
    if (width === 390) await page.keyboard.press('Escape')

    await page.getByRole('link', { name: '육아코칭단' }).click()
    await page.getByLabel('일자리 효과 (0–10)').focus()
    await page.keyboard.type('9')
    await page.keyboard.press('Enter')
    await page.keyboard.type('4')
    await page.getByText('총점 69 / 100').waitFor()
    await page.getByRole('button', { name: '임시 저장' }).click()
    await page.getByText('임시 저장했습니다').waitFor()
    await page.reload()
    await page.getByText('총점 69 / 100').waitFor()
    expect(await page.getByLabel('실행 가능성 (0–5)').inputValue()).toBe('4')

    await page.getByLabel('일자리 효과 (0–10)').focus()
    await page.keyboard.press('Control+Enter')
    await page.getByText('점수를 입력하세요').waitFor()
    // The keyboard is where a score is missing.
    await page.getByLabel('상생 협력 (0–20)').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('25')
    await page.keyboard.press('Enter')
    await page.keyboard.type('현장 수요가 분명하다.')
    await page.getByText('20 이하여야 합니다').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Enter')
    await page.getByRole('dialog', { name: '제출' }).getByText('육아코칭단을 심사한 점수').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('20 이하여야 합니다').waitFor()
    await page.getByLabel('상생 협력 (0–20)').fill('16')
    await page.getByText('총점 85 / 100').waitFor()
    await reviewer.settled()
    await look(page, 'score-sheet')
    await page.getByLabel('상생 협력 (0–20)').press('Control+Enter')
    await page.getByRole('dialog', { name: '제출' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('에 제출했습니다').waitFor()
    expect(await page.getByRole('spinbutton').count()).toBe(0)
    await reviewer.settled()
    await look(page, 'score-sheet-handed-in')

    // What the role cannot do is not there.
    await reviewer.go(`/admin/rounds/${round}/show`)
    expect(await page.getByRole('tab', { name: '순위·선정' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: '선정 발표' }).count()).toBe(0)
    await leave(reviewer)
  })

  test('the city decides on the ranking, row by row, and what could not be decided says why', async () => {
    for (const [email, program, scores] of [
      ['lee@example.org', programs.library, [8, 4, 16]],
      ['park@example.org', programs.library, [8, 4, 16]],
      ['lee@example.org', programs.coaches, [9, 4, 16]],
      ['park@example.org', programs.coaches, [9, 4, 16]],
      ['lee@example.org', programs.shuttle, [8, 4, 16]],
      ['park@example.org', programs.shuttle, [8, 4, 16]],
    ] as const) {
      await handIn(stage, email, program, [...scores])
    }
    const officer = await visit(stage, { email: 'officer@example.org', width })
    const { page } = officer
    await page.goto(`/admin/rounds/${round}/show/ranking`)
    const now = page.getByRole('region', { name: '현재 순위' }).last()
    const rows = rowOf(now, '')
    await rows.nth(2).waitFor()
    expect(await rows.allTextContents()).toEqual([
      expect.stringMatching(/1 .*육아코칭단.*부평구.*85.*3.*심사 중/),
      expect.stringMatching(/2 동점.*학교 안전지킴이.*미추홀구.*80.*2.*심사 중/),
      expect.stringMatching(/2 동점.*산업단지 무빙콜.*남동구.*80.*2.*심사 중/),
    ])
    await officer.settled()
    await look(page, 'ranking')

    await page.getByRole('checkbox', { name: '육아코칭단 선택' }).check()
    await page.getByRole('checkbox', { name: '산업단지 무빙콜 선택' }).check()
    const selected = await together(officer, '선정')
    expect(selected.said).toBe('완료 1건, 처리하지 못함 1건')
    expect(selected.rows).toEqual([
      expect.stringMatching(/^육아코칭단완료$/),
      expect.stringMatching(/^산업단지 무빙콜.*심사/),
    ])

    await handIn(stage, 'kim@example.org', programs.shuttle, [7, 4, 14])
    await page.reload()
    await page.getByRole('checkbox', { name: '학교 안전지킴이 선택' }).check()
    expect((await together(officer, '예비 선정')).said).toBe('완료 1건, 처리하지 못함 0건')
    await page.getByRole('checkbox', { name: '산업단지 무빙콜 선택' }).check()
    const rejected = await together(officer, '탈락', async () => {
      const dialog = page.getByRole('dialog')
      await dialog.locator('button[type=submit]').click()
      await dialog.getByText('필수 입력 항목입니다').waitFor()
      await dialog.getByLabel(/^사유/).fill('순위가 낮음')
    })
    expect(rejected).toEqual({ said: '완료 1건, 처리하지 못함 0건', rows: ['산업단지 무빙콜완료'] })
    // What is decided cannot be ticked any more; the reserve list can.
    expect(await now.getByRole('checkbox', { name: /선택$/ }).count()).toBe(width === 390 ? 1 : 2)
    expect(await now.getByRole('checkbox', { name: '학교 안전지킴이 선택' }).count()).toBe(1)
    await officer.settled()
    await look(page, 'ranking-frozen')
    expect(await stages()).toEqual({
      육아코칭단: 'SELECTED',
      '학교 안전지킴이': 'RESERVE',
      '산업단지 무빙콜': 'REJECTED',
    })
    const { data } = await city(`{ round(year: ${year}) { rankings { entries { rank } } } }`)
    expect(data.round.rankings.map(({ entries }: { entries: unknown[] }) => entries.length)).toEqual([3, 3])

    await officer.go(`/admin/rounds/${round}/show`)
    await confirm(officer, '선정 발표')
    await leave(officer)
  })

  test('agreement and grant are entered where the step says that they are missing, and the program runs', async () => {
    const officer = await visit(stage, { email: 'officer@example.org', width })
    const { page } = officer
    await page.goto(`/admin/rounds/${round}/show/agreements`)
    await page.getByRole('button', { name: '교부·협약' }).click()
    const missing = page.getByRole('dialog', { name: '교부·협약' })
    await missing.getByText('협약').first().waitFor()
    expect(await missing.getByRole('link', { name: '입력하러 가기' }).count()).toBe(2)
    await missing.getByRole('link', { name: '입력하러 가기' }).first().click()
    await page.getByRole('tab', { name: '기관·협약', selected: true }).waitFor()
    await confirm(officer, '협약 등록', async () => {
      const dialog = page.getByRole('dialog', { name: '협약 등록' })
      await dialog.locator('button[type=submit]').click()
      await dialog.getByText('필수 입력 항목입니다').first().waitFor()
      await dialog.getByLabel(/^협약명/).fill('육아코칭단 업무협약')
      await dialog.getByLabel(/^체결일/).fill(`${year}0215`)
      await dialog.getByLabel(/^시작일/).fill(`${year}-12-31`)
      await dialog.getByLabel(/^종료일/).fill(`${year}-03-01`)
      await dialog.locator('button[type=submit]').click()
      // A mistake that only the server knows of stands at its field.
      await dialog.locator('.Mui-error.MuiFormHelperText-root').first().waitFor()
      await officer.settled()
      await look(page, 'agreement-dialog')
      await dialog.getByLabel(/^시작일/).fill(`${year}-03-01`)
      await dialog.getByLabel(/^종료일/).fill(`${year}-12-31`)
    })
    await rowOf(page, '육아코칭단 업무협약').waitFor()
    await look(page, 'organizations')

    await page.getByRole('tab', { name: '재원' }).click()
    await rowOf(page, '시비').first().getByRole('button', { name: '입력' }).click()
    const dialog = page.getByRole('dialog', { name: '시비 · 입력' })
    await dialog.getByLabel('교부').fill('7천만')
    await dialog.locator('button[type=submit]').click()
    await dialog.getByText('원 단위 정수를 입력하세요').waitFor()
    await dialog.getByLabel('교부').fill('70,000,000')
    await dialog.getByText('7,000만원').last().waitFor()
    await look(page, 'won-input')
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('69.7 %').waitFor()
    await page.getByText('−0.35 %p').waitFor()
    await officer.settled()
    await look(page, 'money')
    await page.getByRole('button', { name: '변경 이력: 시비' }).click()
    const history = page.getByRole('dialog', { name: '변경 이력: 시비' })
    await rowOf(history, '7,000만원').getByText('교부').waitFor()
    await officer.settled()
    await look(page, 'money-history')
    await history.getByRole('button', { name: '닫기' }).click()

    await officer.go(`/admin/rounds/${round}/show/agreements`)
    await confirm(officer, '교부·협약')
    await confirm(officer, '추진 시작')
    await rowOf(page, '육아코칭단').getByText('추진 중').waitFor()
    await look(page, 'agreements')
    expect((await stages()).육아코칭단).toBe('RUNNING')
    const { data } = await city(
      'query ($id: ID!) { node(id: $id) { ... on Program { fundingLines { source granted } } } }',
      {
        id: programs.coaches,
      },
    )
    expect(data.node.fundingLines).toContainEqual({ source: 'CITY', granted: 70_000_000 })
    await leave(officer)
  })

  test('the district reports spending only, and a second officer’s edit is not lost', async () => {
    const officer = await visit(stage, { email: 'bupyeong@example.org', width })
    const { page } = officer
    await page.goto(`/admin/programs/${programs.coaches}/show/money`)
    await rowOf(page, '시비').first().getByRole('button', { name: '집행 보고' }).click()
    const dialog = page.getByRole('dialog', { name: '시비 · 집행 보고' })
    expect(await dialog.getByLabel('교부').count()).toBe(0)
    await dialog.getByLabel('집행').fill('69000000')
    const { data } = await city(
      'query ($id: ID!) { node(id: $id) { ... on Program { fundingLines { source version } } } }',
      { id: programs.coaches },
    )
    const { version } = data.node.fundingLines.find(({ source }: { source: string }) => source === 'CITY')
    const input = { programId: programs.coaches, source: 'CITY', version, returned: 1_000_000 }
    await city('mutation ($input: ReportSpendingInput!) { reportSpending(input: $input) { errors { message } } }', {
      input,
    })
    await dialog.locator('button[type=submit]').click()
    const merge = page.getByRole('dialog', { name: '다른 변경과 합치기' })
    await merge.getByText('1,000,000').waitFor()
    await merge.getByText('바꾼 사람: 시 관리자').waitFor()
    await officer.settled()
    await look(page, 'dialog-conflict')
    await merge.getByRole('button', { name: '합쳐서 저장' }).click()
    await page.getByText('완료: 시비 · 집행 보고').waitFor()
    const after = await city(
      'query ($id: ID!) { node(id: $id) { ... on Program { fundingLines { source spent returned } } } }',
      {
        id: programs.coaches,
      },
    )
    expect(after.data.node.fundingLines).toContainEqual({ source: 'CITY', spent: 69_000_000, returned: 1_000_000 })
    await leave(officer)
  })
})
