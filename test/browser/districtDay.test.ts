import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ask } from '../process/launch.ts'
import { type Look, picture, type Visit, visit } from './browser.ts'
import { BUPYEONG, done, type FigureStage, figuresOf, leave, openFigures } from './figures.ts'
import { type Hands, keyboard, mouse, reach, walkTo } from './hands.ts'
import { csv, importSpreadsheet } from './importStory.ts'

// The day of an officer of 부평구: a period's figures, an enrollment, people who move on, and a follow-up that is due.

let on: FigureStage
beforeAll(async () => {
  on = await openFigures()
})
afterAll(() => on?.stage.close())

interface Day {
  officer: Visit
  hands: Hands
  /** The family name of those whom this day is about. */
  family: string
  asOf: string
}

/** Who waits for the officer: four who applied, one who was placed, and one who takes part in another round. */
async function people(family: string) {
  const { data } = await on.city('{ program(code: "2020-02") { id } }')
  const enroll = (name: string, stage: string, programId: string, stageOn: string) =>
    done(
      on.district,
      'enrollParticipant',
      { programId, name: family + name, birthDate: '1980-04-05', stage, stageOn },
      'participant',
    )
  for (const name of ['가은', '나윤', '다온', '라희']) await enroll(name, 'APPLIED', on.program, '2019-03-04')
  await enroll('마루', 'PLACED', on.program, '2019-03-04')
  await enroll('바로', 'APPLIED', data.program.id, '2020-03-04')
}

/** The participants of the family as they are now: masked name, stage and answers of follow-ups. */
async function now(who: Ask, family: string): Promise<string[]> {
  const { data } = await who(
    `query ($program: ID!) { participants(filter: { program: $program }, first: 100) { nodes {
      maskedName stage history { reason } followUps { months result } } } }`,
    { program: on.program },
  )
  type Found = {
    maskedName: string
    stage: string
    history: { reason: string | null }[]
    followUps: { months: number; result: string }[]
  }
  return (data.participants.nodes as Found[])
    .filter(({ maskedName }) => maskedName.startsWith(family))
    .map(({ maskedName, stage, history, followUps }) =>
      [maskedName, stage, history.at(-1)?.reason, ...followUps.map(({ months, result }) => `${months} ${result}`)]
        .filter(Boolean)
        .join(' '),
    )
    .sort()
}

async function begin(family: string, asOf: string, look: Look, hands: (page: Page) => Hands): Promise<Day> {
  await people(family)
  const officer = await visit(on.stage, { email: BUPYEONG, ...look })
  await officer.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  return { officer, hands: hands(officer.page), family, asOf }
}

async function enterFigures({ officer: { page }, hands, asOf }: Day) {
  await page.goto(`/admin/figures/entry?year=2019&asOf=${asOf}`)
  const cell = (name: string) => page.getByRole('textbox', { name: `찾아가는 육아코칭활동가 양성 사업${name}` })
  if (isWide(page)) {
    if (hands.keys) await reach(page, cell(', 교육 수료 인원 (명)'))
    else await cell(', 교육 수료 인원 (명)').click()
    await page.evaluate(() => navigator.clipboard.writeText('27\t961\r\n13\t480'))
    await page.keyboard.press('Control+V')
    await page.getByText('4칸에 붙여 넣었습니다').waitFor()
  } else {
    // There is no grid to paste a block into.
    const typed = {
      ', 교육 수료': '27',
      ', 서비스 이용': '961',
      ' · 상반기, 교육 수료': '13',
      ' · 상반기, 서비스 이용': '480',
    }
    for (const [name, value] of Object.entries(typed)) await hands.write(cell(name), value)
  }
  await hands.press(page.getByRole('button', { name: '4칸 저장' }))
  await page.getByText('저장 4칸 · 고쳐야 할 칸 0칸').waitFor()
  expect(await figuresOf(on.district, on.program, asOf)).toEqual([
    'HOUSEHOLDS_REACHED 상반기 480 DRAFT',
    'HOUSEHOLDS_REACHED 전체 961 DRAFT',
    'TRAINED 상반기 13 DRAFT',
    'TRAINED 전체 27 DRAFT',
  ])
}

async function enroll({ officer: { page }, hands, family }: Day) {
  await openBoard(page)
  await hands.press(page.getByRole('link', { name: '참여자 등록' }))
  await hands.write(page.getByLabel(/^이름/), `${family}바로`)
  await hands.write(page.getByLabel(/^생년월일/), '19800405')
  await hands.write(page.getByLabel(/^전화번호/), '010-0000-5678')
  await hands.write(page.getByLabel(/^단계 날짜/), '20190304')
  await hands.press(page.getByRole('button', { name: '저장' }))
  const warning = page.getByRole('dialog', { name: '같은 사람의 참여 기록이 있습니다' })
  await warning.getByText('참여 기록이 1건 있습니다').waitFor()
  expect(await warning.getByRole('listitem').textContent()).toMatch(/^2020 부평구 .+ · 신청 \(2020-03-04\)$/)
  // Not settled: the save goes on, and waits for the answer.
  await picture(page, `district-repeat-${page.viewportSize()?.width}`)

  // Back in the form nothing is lost; saving asks again.
  await hands.press(warning.getByRole('button', { name: '돌아가기' }))
  await page.getByText('등록하지 않았습니다').first().waitFor()
  expect(await page.getByLabel(/^이름/).inputValue()).toBe(`${family}바로`)
  expect(await now(on.district, family)).toHaveLength(5)
  await hands.press(page.getByRole('button', { name: '저장' }))
  await hands.press(warning.getByRole('button', { name: '그래도 등록' }))
  await page.getByText('같은 사람이 다음 사업에도 참여하고 있거나 참여했습니다').waitFor()
}

async function openBoard(page: Page) {
  await page.goto(`/admin/people/board?program=${on.program}`)
  await page.locator('[data-card]').first().waitFor()
}

const isWide = (page: Page) => (page.viewportSize()?.width ?? 0) > 1000
const cardOf = (page: Page, name: string) => page.locator('[data-card]').filter({ hasText: name })
const columnOf = (page: Page, stage: string) => page.locator(`[data-stage=${stage}]`)

/** Brings the participant's choice of stages up. */
async function openChoice({ officer: { page }, hands }: Day, name: string) {
  if (hands.keys) {
    await toCard(page, name)
    await page.keyboard.press('m')
  } else await cardOf(page, name).getByRole('button').click()
  await page.getByRole('menu').waitFor()
}

/** Into the board by Tab, and by arrow keys first to the column and then to the card. */
async function toCard(page: Page, name: string) {
  await reach(page, page.locator('[data-card] a[tabindex="0"]'))
  for (let column = 0; column < 8; column++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Home')
  const column = page.locator('[data-stage]').filter({ has: page.locator('[data-card]', { hasText: name }) })
  await walkTo(page, column.locator('[data-card] a').first(), 'ArrowRight')
  await walkTo(page, cardOf(page, name).getByRole('link'))
}

async function pick({ officer: { page }, hands }: Day, name: string) {
  if (hands.keys) {
    await toCard(page, name)
    await page.keyboard.press('Space')
  } else await cardOf(page, name).getByRole('checkbox').check()
  expect(await cardOf(page, name).getByRole('checkbox').isChecked()).toBe(true)
}

async function moveOneByOne(day: Day) {
  const { officer, hands, family } = day
  const { page, settled } = officer
  await openBoard(page)
  const dialog = page.getByRole('dialog')
  if (!hands.keys && isWide(page)) {
    // What no stage follows, or another one does, cannot be dropped there.
    await cardOf(page, `${family}*은`).dragTo(columnOf(page, 'TRAINED'))
    expect(await dialog.count()).toBe(0)
    await cardOf(page, `${family}*은`).dragTo(columnOf(page, 'SELECTED'))
  } else {
    await openChoice(day, `${family}*은`)
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['대기', '선발', '중도 포기'])
    const chosen = page.getByRole('menuitem', { name: '선발' })
    if (hands.keys) {
      await walkTo(page, chosen)
      await page.keyboard.press('Enter')
    } else await chosen.click()
  }
  await dialog.getByText('신청(2019-03-04) → 선발').waitFor()
  await hands.press(dialog.getByRole('button', { name: '단계 변경' }))
  await page.getByText(`단계 변경: ${family}*은 → 선발`).waitFor()
  await settled()
  // The keyboard is on the card at its new place.
  await columnOf(page, 'SELECTED')
    .locator('[data-card]', { hasText: `${family}*은` })
    .waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(`${family}*은`)
  await picture(page, `district-board-${page.viewportSize()?.width}`)

  await showStage(day, 'APPLIED', '신청')
  await openChoice(day, `${family}*윤`)
  const waiting = page.getByRole('menuitem', { name: '대기' })
  if (hands.keys) {
    await walkTo(page, waiting)
    await page.keyboard.press('Enter')
  } else await waiting.click()
  await hands.press(dialog.getByRole('button', { name: '단계 변경' }))
  expect(await dialog.getByLabel(/^사유/).getAttribute('aria-invalid')).toBe('true')
  await hands.write(dialog.getByLabel(/^사유/), '정원 초과')
  await hands.press(dialog.getByRole('button', { name: '단계 변경' }))
  await page.getByText(`단계 변경: ${family}*윤 → 대기`).waitFor()
  await settled()
}

/** On a narrow screen one stage is shown at a time. */
async function showStage({ officer: { page }, hands }: Day, stage: string, word: string) {
  if (isWide(page)) return
  const list = page.getByRole('combobox', { name: '단계' })
  if ((await list.textContent())?.startsWith(`${word} `)) return
  await hands.press(list)
  await page.getByRole('option', { name: new RegExp(`^${word} `) }).click()
  await columnOf(page, stage).waitFor()
}

/** Three together, one of whom cannot, and one whom the city moves meanwhile. */
async function moveTogether(day: Day) {
  const { officer, hands, family } = day
  const { page, settled } = officer
  const wide = isWide(page)
  const names = [`${family}*온`, `${family}*희`]
  if (!hands.keys && wide) {
    await page.goto('/admin/participants')
    await page.getByRole('row', { name: `${family}*루` }).waitFor()
    await settled()
    for (const name of [...names, `${family}*루`]) {
      await page.getByRole('row', { name }).getByRole('checkbox').check()
    }
    await page.getByRole('button', { name: '단계 변경' }).click()
  } else {
    await showStage(day, 'APPLIED', '신청')
    for (const name of names) await pick(day, name)
    await showStage(day, 'PLACED', '취업')
    await pick(day, `${family}*루`)
    await hands.press(page.getByRole('button', { name: '선택한 3명 단계 변경' }))
  }
  const dialog = page.getByRole('dialog', { name: '참여자 3명 단계 변경' })
  await hands.choose(dialog.getByRole('combobox', { name: /^단계/ }), '선발')
  await dialog.getByText('3명 가운데 2명을 변경할 수 있습니다').waitFor()
  expect(await dialog.getByRole('listitem').allTextContents()).toEqual([`${family}*루현재 단계: 취업`])
  await moveBehind(`${family}*희`)
  await hands.press(dialog.getByRole('button', { name: '2명 변경' }))
  await dialog.getByText('변경 1명, 변경하지 못함 2명').waitFor()
  const told = await dialog.getByRole('listitem').allTextContents()
  expect(told.sort()).toEqual([
    expect.stringMatching(new RegExp(`^${family}\\*루현재 단계\\(취업\\)에서 옮길 수 있는 단계: `)),
    expect.stringMatching(new RegExp(`^${family}\\*온선발 · \\d{4}-\\d{2}-\\d{2}$`)),
    expect.stringMatching(new RegExp(`^${family}\\*희그사이 다른 사용자가 .* 현재 단계: 대기\\.`)),
  ])
  await settled()
  await picture(page, `district-together-${page.viewportSize()?.width}`)
  await hands.press(dialog.getByRole('button', { name: '닫기' }))
  await dialog.waitFor({ state: 'detached' })
  await settled()
  // Those who were not moved are still selected, to be tried again.
  const again = !hands.keys && wide ? page.getByText('2건 선택됨') : page.getByText('선택한 2명 단계 변경')
  await again.waitFor()
}

/** The city moves somebody while the officer has the dialog open. */
async function moveBehind(maskedName: string) {
  const { data } = await on.city(
    'query ($program: ID!) { participants(filter: { program: $program }, first: 100) { nodes { id version maskedName } } }',
    { program: on.program },
  )
  type Found = { id: string; version: number; maskedName: string }
  const { id, version } = (data.participants.nodes as Found[]).find((one) => one.maskedName === maskedName) as Found
  const input = { id, version, stage: 'WAITLISTED', on: '2019-04-01', reason: '시 검토' }
  await done(on.city, 'moveParticipant', input, 'participant')
}

async function followUp({ officer, hands, family }: Day) {
  const { page, settled } = officer
  await page.goto('/admin/people/followUps')
  const row = page
    .locator('[data-due]')
    .filter({ hasText: `${family}*루` })
    .first()
  await row.getByText('지남').waitFor()
  if (hands.keys) {
    await reach(page, page.locator('[data-due][tabindex="0"]'))
    await walkTo(page, row)
    await page.keyboard.press('3')
  } else await row.getByRole('button', { name: '확인 불가' }).click()
  await row.getByText('저장함').waitFor()
  await page.getByText(`${family}*루, 취업 후 3개월: 확인 불가. 남은`).waitFor()
  await settled()
  await picture(page, `district-follow-ups-${page.viewportSize()?.width}`)
}

/** Five more applicants from a spreadsheet, three lines of which must be corrected first. */
async function importList({ officer, family }: Day) {
  const names = ['솔가', '솔나', '솔다', '솔라', '솔마'].map((name) => name + family)
  const lines = names.map((name, at) => [
    `${family}-${at}`,
    '2019-05',
    name,
    `1971-0${at + 1}-01`,
    '신청',
    '2019-03-04',
  ])
  const [, second = [], third = [], fourth = []] = lines
  second[1] = '2019-03'
  third[3] = '1971-02-30'
  fourth[4] = '면접'
  const file = csv(`${family}.csv`, [['관리번호', '사업번호', '성명', '생년월일', '단계', '신청일'], ...lines])
  const corrections = [
    { line: 3, column: '사업번호', because: /다른 군·구/, text: '2019-05' },
    { line: 4, column: '생년월일', because: /날짜/, text: '1971-03-01' },
    { line: 5, column: '단계', because: /가운데 하나/, text: '신청' },
  ]
  expect(await importSpreadsheet(officer, { noun: 'participants', file, corrections })).toContain('5행을 가져왔습니다')
}

async function wholeDay(day: Day) {
  const { officer, family } = day
  await enterFigures(day)
  await importList(day)
  await enroll(day)
  await moveOneByOne(day)
  await moveTogether(day)
  await followUp(day)
  expect(await now(on.district, family)).toEqual(
    [
      `${family}*루 PLACED 3 UNKNOWN`,
      `${family}*로 APPLIED`,
      `${family}*온 SELECTED`,
      `${family}*윤 WAITLISTED 정원 초과`,
      `${family}*은 SELECTED`,
      `${family}*희 WAITLISTED 시 검토`,
    ].sort(),
  )
  await leave(officer)
}

test('the day of a district officer at a desk', async () => {
  await wholeDay(await begin('강', '2019-11-28', { width: 1440 }, mouse))
})

test('the day of a district officer on a phone', async () => {
  await wholeDay(await begin('남', '2019-11-27', { width: 390 }, mouse))
})

test('the day of a district officer by the keyboard alone', async () => {
  const day = await begin('도', '2019-11-26', { width: 1440 }, keyboard)
  expect(() => day.officer.page.mouse.click(1, 1)).toThrow('keyboard alone')
  expect(() => day.officer.page.locator('body').click()).toThrow('keyboard alone')
  await wholeDay(day)
})
