import fs from 'node:fs'
import Papa from 'papaparse'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { CITY, openStage, type Stage, startAgain, type Visit, visit } from './browser.ts'
import { leave } from './figures.ts'
import { chooseFile, csv, importSpreadsheet, press } from './importStory.ts'
import { account, districtId } from './roundStory.ts'

const OFFICER = 'yeonsu@example.org'
let stage: Stage
let city: Ask
beforeAll(async () => {
  stage = await openStage()
  city = await stage.product.signIn(PASSWORD, CITY)
  await account(stage, city, '연수구 담당자', OFFICER, 'DISTRICT', [await districtId(city, '28185')])
})
afterAll(() => stage?.close())

const LINES = 20_000
/** For what takes longer the more of them there are. */
const SLOW = { timeout: 600_000 }

/** Synthetic people, each with an own number and phone. */
const person = (at: number, more: Record<string, string> = {}) => {
  const name = `가${syllable(Math.floor(at / 300))}${syllable(at % 300)}`
  return {
    number: `T-${at}`,
    program: '2019-03',
    name,
    birth: '1970.3.1',
    phone: `0100000${String(at).padStart(4, '0').slice(-4)}`,
    sex: '여',
    stage: '신청',
    on: '2019. 3. 4.',
    note: '',
    ...more,
  }
}
const syllable = (at: number) => String.fromCharCode(0xac00 + at * 28)
const HEADER = ['관리번호', '사업번호', '성명', '생년월일', '휴대폰', '성별', '단계', '신청일', '비고']
const count = async (filter = '{}') =>
  (await city(`{ participants(filter: ${filter}) { totalCount } }`)).data.participants.totalCount as number

test('a spreadsheet with three bad rows is corrected in place and imported; the same file again changes nothing', async () => {
  const before = await count()
  const people = [
    person(1),
    person(2, { birth: '1970-13-40' }),
    person(3, { stage: '교육 중', on: '43528' }),
    person(4, { note: '900101-1234567' }),
    person(5, { program: '2019-99' }),
    person(6, { note: '=1+1' }),
  ]
  const title = ['2019년 참여자 명단']
  const rows = [title, HEADER, ...people.map((one) => Object.values(one))]
  const officer = await visit(stage, { email: OFFICER })
  await officer.page.goto('/admin/')
  await officer.settled()
  const corrections = [
    { line: 4, column: '생년월일', because: /날짜/, text: '1970.12.4' },
    { line: 6, column: '업무 메모', because: /주민등록번호/, text: '오전반' },
    { line: 7, column: '사업번호', because: /2019-99/, text: '2019-03' },
  ]
  const file = csv('명단.csv', rows, cp949)
  expect(await importSpreadsheet(officer, { noun: 'participants', file, corrections })).toContain(
    '6행을 가져왔습니다: 신규 6행, 변경 0행, 그대로 0행',
  )
  expect(await count()).toBe(before + 6)
  const { data } = await city('{ participants(filter: { name: "가가각" }) { nodes { id } } }')
  expect(data.participants.nodes).toEqual([])
  const corrected = [
    title,
    HEADER,
    ...people.map((one, at) =>
      Object.values({
        ...one,
        birth: at === 1 ? '1970-12-04' : one.birth,
        note: at === 3 ? '오전반' : one.note,
        program: '2019-03',
      }),
    ),
  ]
  const again = csv('명단-고침.csv', corrected, (text) => Buffer.from(`\uFEFF${text}`))
  expect(await importSpreadsheet(officer, { noun: 'participants', file: again })).toContain('모두 이미 등록되어')
  expect(await count()).toBe(before + 6)

  // Figures too, with a word where a value would be, and a correction of the mapping.
  const figures = csv('실적.csv', [
    ['사업명', '지표', '기준일', '실적', '모름'],
    ['2019-03', '취업 인원', '2019.6.30', '"1,012"', 'x'],
    ['2019-03', 'TRAINED', '2019.6.30', '미보고', 'x'],
  ])
  const told = await importSpreadsheet(officer, {
    noun: 'outcomes',
    file: figures,
  })
  expect(told).toContain('2행을 가져왔습니다: 신규 2행')
  const entered = await city(
    '{ outcomes(filter: { asOf: "2019-06-30", status: [DRAFT] }) { nodes { value state indicator { code } } } }',
  )
  expect(entered.data.outcomes.nodes).toEqual(
    expect.arrayContaining([
      { value: 1012, state: 'PRESENT', indicator: { code: 'PLACED' } },
      { value: null, state: 'MISSING', indicator: { code: 'TRAINED' } },
    ]),
  )
  await leave(officer)
})

test('20,000 lines go in and out with progress and a cancel in the middle, and the page never freezes', async () => {
  const before = await count()
  const rows = Array.from({ length: LINES }, (_, at) =>
    Object.values(person(at + 100, { phone: '', note: at ? '' : '=1+1' })),
  )
  const officer = await visit(stage, { email: OFFICER })
  const { page } = officer
  await page.addInitScript(() => {
    const longest = { blocked: 0 }
    Object.assign(window, { longest })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.blocked = Math.max(longest.blocked, duration)
    }).observe({ type: 'longtask' })
  })
  await page.goto('/admin/import/participants')
  await chooseFile(officer, csv('많은 참여자.csv', [HEADER, ...rows]))
  await page.evaluate(() => Object.assign((window as never as { longest: object }).longest, { blocked: 0 }))
  const started = performance.now()
  await press(officer, new RegExp(`^${LINES}행 점검$`))
  await cancelled(officer, '점검 중')
  await press(officer, /다시 점검$/)
  await page.getByText(`신규 ${LINES}행`).waitFor(SLOW)
  const checked = performance.now()
  await press(officer, new RegExp(`^${LINES}행 가져오기$`))
  await cancelled(officer, '가져오는 중')
  // What is not in yet survives a reload, and what is in is found again, also what the server wrote while it was cancelled.
  await page.reload()
  await page.getByText(`많은 참여자.csv: ${LINES}행`).waitFor()
  await press(officer, new RegExp(`^${LINES}행 점검$`))
  const told = page.getByText(/신규 \d+행, 변경 0행, 그대로 \d+행/)
  await told.waitFor(SLOW)
  const [, fresh = 0, some = 0] = (await told.textContent())?.match(/신규 (\d+)행.*그대로 (\d+)행/)?.map(Number) ?? []
  expect(some).toBeGreaterThan(0)
  expect(some).toBeLessThan(LINES)
  expect([some % 500, fresh + some, (await count()) - before]).toEqual([0, LINES, some])
  const continued = performance.now()
  await press(officer, new RegExp(`^${LINES}행 가져오기$`))
  await page.getByText(`${LINES}행을 가져왔습니다`).waitFor(SLOW)
  const imported = performance.now()
  expect(await count()).toBe(before + LINES)

  await officer.go('/admin/participants?filter=%7B%22search%22%3A%222019-03%22%7D')
  await press(officer, /^내보내기$/)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '내보내기' }).click()
  await dialog.getByText(/내보내는 중: [1-9]\d*\//).waitFor()
  await dialog.getByRole('button', { name: '취소' }).click()
  await dialog.getByText('형식').waitFor()
  const exporting = performance.now()
  await dialog.getByRole('radio', { name: /CSV/ }).check()
  const [file] = await Promise.all([
    page.waitForEvent('download', SLOW),
    dialog.getByRole('button', { name: '내보내기' }).click(),
  ])
  const exported = performance.now()
  const text = fs.readFileSync(await file.path(), 'utf8')
  expect(text.startsWith('\uFEFF관리번호,')).toBe(true)
  const { data } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true })
  expect(data).toHaveLength(await count('{ search: "2019-03" }'))
  expect(new Set(data.map((row) => row.관리번호)).size).toBeGreaterThanOrEqual(LINES)
  expect(data.find((row) => row.관리번호 === 'T-100')).toMatchObject({ '업무 메모': "'=1+1", 단계: '신청', 성별: '여' })
  expect(text).not.toContain(person(100).name)
  const blocked = await page.evaluate(() => (window as never as { longest: { blocked: number } }).longest.blocked)
  const per = (from: number, to: number, lines: number) => `${Math.round(lines / ((to - from) / 1000))} rows/s`
  console.info(
    `${LINES} rows: check ${per(started, checked, LINES)}, import ${per(continued, imported, LINES - some)}, export ${per(exporting, exported, data.length)}; longest task ${Math.round(blocked)} ms`,
  )
  expect(blocked).toBeLessThan(3000)
  await leave(officer)
})

/** Waits until part of it is done, cancels by keyboard, and reads that it stopped. */
async function cancelled(officer: Visit, what: string) {
  await officer.page
    .getByText(new RegExp(`${what}: [1-9]\\d*/`))
    .first()
    .waitFor()
  await press(officer, /^취소$/)
  await officer.page.getByText('취소했습니다').waitFor()
}

test('when the session ends or the server goes away in the middle nothing is lost', async () => {
  const officer = await visit(stage, { email: OFFICER })
  const { page } = officer
  await page.goto('/admin/import/participants')
  await chooseFile(officer, csv('세션.csv', [HEADER, Object.values(person(21_000)), Object.values(person(21_001))]))
  await stage.product.stop()
  await press(officer, /^2행 점검$/)
  await page.getByText('서버에 연결할 수 없습니다').first().waitFor()
  await startAgain(stage)
  await page.context().clearCookies()
  await press(officer, /^2행 점검$/)
  const again = page.getByRole('dialog', { name: '다시 로그인' })
  await again.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('신규 2행').waitFor()
  city = await stage.product.signIn(PASSWORD, CITY)
  await leave(officer, /console: Failed to load resource|status of 401/)
})

test('template, lines with mistakes and every list come as files that say everything in words', async () => {
  const someone = await visit(stage, { email: CITY })
  const { page } = someone
  await page.goto('/admin/import/participants')
  const [template] = await Promise.all([page.waitForEvent('download', SLOW), press(someone, /서식 내려받기 \(XLSX\)/)])
  const path = await template.path()
  const [header, example] = await readSheet(path)
  expect([header?.slice(0, 4), example?.[2], example?.[3]]).toEqual([
    ['관리번호', '사업번호', '기수', '이름'],
    null,
    '가상인물',
  ])
  expect((await readSheet(path, '입력 가능한 값'))[0]).toContain('단계')
  await chooseFile(someone, { name: '서식.xlsx', mimeType: 'application/octet-stream', buffer: fs.readFileSync(path) })
  await press(someone, /^1행 점검$/)
  await page.getByText('신규 1행').waitFor()

  await chooseFile(someone, csv('오류.csv', [HEADER, Object.values(person(22_000, { birth: '없음' }))]))
  await press(someone, /^1행 점검$/)
  const [mistakes] = await Promise.all([page.waitForEvent('download', SLOW), press(someone, /^오류 행 내려받기$/)])
  expect((await readSheet(await mistakes.path()))[1]?.at(-1)).toMatch(/^생년월일: /)

  const faults: string[] = []
  for (const resource of LISTS) {
    await someone.go(`/admin/${resource}`)
    const button = page.getByRole('button', { name: '내보내기' })
    await page.locator(`a[href^="/admin/${resource}/"]`).first().waitFor()
    await button.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /CSV/ }).check()
    const [file] = await Promise.all([
      page.waitForEvent('download', SLOW),
      dialog.getByRole('button', { name: '내보내기' }).click(),
    ])
    const text = fs.readFileSync(await file.path(), 'utf8')
    const [head = [], ...lines] = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true }).data
    if (!lines.length || head.some((name) => /^[a-z]+[A-Z]?[a-zA-Z]*$/.test(name))) faults.push(`${resource}: ${head}`)
    const strange = lines.flat().filter((cell) => /\[object|undefined|resources\.|values\./.test(cell))
    if (strange.length) faults.push(`${resource}: ${strange[0]}`)
    if (process.env.PICTURES) console.info(resource, head.join('|'), '\n   ', lines[0]?.join('|'))
    await dialog.getByRole('button', { name: '닫기' }).click()
  }
  expect(faults).toEqual([])
  await leave(someone)
})

/** The lists that have records. */
const LISTS = [
  ...['programs', 'rounds', 'districts', 'outcomes', 'organizations', 'programLines', 'indicators', 'sources'],
  ...['claims', 'users'],
]

/** Korean text as Korean Windows writes it; only what these tests write. */
function cp949(text: string): Buffer {
  const euc = new TextDecoder('euc-kr')
  table ??= new Map(
    Array.from({ length: 94 * 94 }, (_, at) => {
      const pair = [0xa1 + Math.floor(at / 94), 0xa1 + (at % 94)]
      return [euc.decode(Uint8Array.from(pair)), pair] as const
    }),
  )
  return Buffer.from([...text].flatMap((sign) => (sign < '\x80' ? [sign.charCodeAt(0)] : (table?.get(sign) ?? [0x3f]))))
}
let table: Map<string, number[]> | undefined
