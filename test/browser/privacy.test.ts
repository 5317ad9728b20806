import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { addAccount, CITY, type Look, openStage, picture, type Stage, visit } from './browser.ts'

const PRIVACY = 'privacy@example.org'
const PERSON = { name: '홍길동', birthDate: '1970-01-02', phone: '010-0000-1234', addressNote: '주민센터로 연락' }

let stage: Stage
let admin: Ask
/** The programs whose data is destroyed, by the width of the screen. */
const programs: Record<number, string> = {}
let participant: string
beforeAll(async () => {
  stage = await openStage()
  admin = await stage.product.signIn(PASSWORD, CITY)
  await addAccount(stage.product, admin, { email: PRIVACY, name: '개인정보 보호책임자', role: 'PRIVACY' })
  for (const [width, code] of [
    [1440, '2019-02'],
    [390, '2019-09'],
  ] as const) {
    programs[width] = (await admin(`{ program(code: "${code}") { id } }`)).data.program.id
  }
  for (const [name, width] of [
    [PERSON.name, 1440],
    ['성춘향', 1440],
    ['이몽룡', 390],
  ] as const) {
    const input = { ...PERSON, name, programId: programs[width], stageOn: '2019-03-04' }
    const { participant: made } = await act('enrollParticipant', input, 'participant { id }')
    if (name === PERSON.name) participant = made.id
  }
})
afterAll(() => stage?.close())

async function act(name: string, input: object, select = '') {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`
  const { data } = await admin(
    `mutation ($input: ${type}) { ${name}(input: $input) { ${select} errors { field code } } }`,
    { input },
  )
  expect(data[name].errors).toEqual([])
  return data[name]
}

const looks: Required<Look>[] = [
  { locale: 'ko', theme: 'light', width: 1440 },
  { locale: 'en', theme: 'light', width: 390 },
]
const pictureOf = (look: Required<Look>, name: string) => `privacy-${name}-${look.locale}-${look.width}`

test.each(looks)(
  'an officer reveals a person for a reason, once, and nothing of it is kept: $locale $width',
  async (look) => {
    const { page, faults, settled, close } = await visit(stage, { ...look, email: CITY })
    await page.goto(`/admin/participants/${participant}/show`)
    await page.getByRole('button', { name: look.locale === 'ko' ? '보기' : 'Reveal', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const show = dialog.getByRole('button', { name: look.locale === 'ko' ? '보기' : 'Reveal', exact: true })
    await show.click()
    expect(await dialog.textContent()).toMatch(/필수 입력 항목|Required/)
    await dialog.getByRole('textbox').fill('면접 일정 안내')
    await show.click()
    await dialog.getByText(PERSON.phone).waitFor()
    await settled()
    await picture(page, pictureOf(look, 'reveal'))
    for (const value of Object.values(PERSON)) expect(await dialog.textContent()).toContain(value)
    await dialog.getByRole('button', { name: look.locale === 'ko' ? '닫기' : 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    const kept = await page.evaluate(async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
      return [
        document.documentElement.innerHTML,
        location.href,
        JSON.stringify(history.state),
        JSON.stringify({ ...localStorage }),
        JSON.stringify({ ...sessionStorage }),
        String(caches_.length),
      ].join('\n')
    })
    for (const value of [PERSON.name, PERSON.birthDate, PERSON.phone, PERSON.addressNote])
      expect(kept).not.toContain(value)
    expect(faults).toEqual([])
    await close()
  },
)

test('an officer takes the personal data of several people out as a file, and each is in the log', async () => {
  const { page, faults, settled, close } = await visit(stage, { email: CITY })
  await page.goto('/admin/participants')
  await page.getByRole('checkbox', { name: '홍*동 선택' }).check()
  await page.getByRole('checkbox', { name: '성*향 선택' }).check()
  await page.getByRole('button', { name: '개인정보 내려받기' }).click()
  const dialog = page.getByRole('dialog', { name: '참여자 2명의 개인정보 내려받기' })
  await dialog.getByRole('textbox').fill('우편물 발송')
  await settled()
  await picture(page, 'privacy-contacts')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '개인정보 내려받기' }).click(),
  ])
  const [header, ...rows] = await readSheet(await file.path())
  expect(header?.slice(0, 4)).toEqual(['이름', '생년월일', '전화번호', '주소·연락 방법'])
  const { birthDate, phone, addressNote } = PERSON
  expect(rows.map((row) => row.slice(0, 5)).sort()).toEqual(
    ['성춘향', '홍길동'].map((name) => [name, birthDate, phone, addressNote, '2019-02']),
  )
  await dialog.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(phone)
  const { data } = await admin('{ accessLog(filter: { kind: [EXPORT] }) { nodes { reason } } }')
  expect(data.accessLog.nodes).toEqual([{ reason: '우편물 발송' }, { reason: '우편물 발송' }])
  expect(faults).toEqual([])
  await close()
})

test.each(looks)(
  'the privacy officer reads the log, signs off a month and sees what is due: $locale $width',
  async (look) => {
    const { page, faults, settled, go, close } = await visit(stage, { ...look, email: PRIVACY })
    await page.goto('/admin/accessLog')
    await page.getByText('면접 일정 안내').first().waitFor()
    await settled()
    await picture(page, pictureOf(look, 'log'))
    expect(await page.locator('main').textContent()).not.toContain(PERSON.phone)
    await go('/admin/accessReviews')
    await page.getByText(look.locale === 'ko' ? /접속기록이 온전합니다/ : /The access log is whole/).waitFor()
    await settled()
    await picture(page, pictureOf(look, 'review'))
    await page.locator('input[type=month]').fill(look.width === 390 ? '2020-02' : '2020-01')
    const signOff = look.locale === 'ko' ? '점검 확인' : 'Sign the review'
    await page.getByRole('button', { name: signOff, exact: true }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('기록된 접속이 없음을 확인함')
    await page.getByRole('dialog').getByRole('button', { name: signOff, exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('alert').getByText('기록된 접속이 없음을 확인함').waitFor()
    expect(await page.locator('h1').textContent()).toBe(look.locale === 'ko' ? '접속기록 월간 점검' : 'Monthly review')
    await go('/admin/destructionCertificates')
    await page.getByText('2019-02').first().waitFor()
    await settled()
    await picture(page, pictureOf(look, 'retention'))
    if (look.width === 390) {
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      expect(content).toBeLessThanOrEqual(window as number)
    }
    expect(faults).toEqual([])
    await close()
  },
)

test.each([1440, 390] as const)(
  'the city sets the day, the privacy officer destroys, and the certificate says so: %s',
  async (width) => {
    const city = await visit(stage, { email: CITY, width })
    await city.page.goto(`/admin/programs/${programs[width]}/show`)
    await city.page.getByRole('button', { name: '예정일 지정' }).click()
    await city.page.getByRole('dialog').getByRole('textbox').fill('2020-01-31')
    await city.page.getByRole('dialog').getByRole('button', { name: '예정일 지정' }).click()
    await city.page.getByRole('dialog').waitFor({ state: 'detached' })
    const { page, faults, settled, close } = await visit(stage, { email: PRIVACY, width })
    await page.goto('/admin/destructionCertificates')
    await page.getByRole('button', { name: '파기', exact: true }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('보유 기간 경과')
    await settled()
    await picture(page, `privacy-destroy-ko-${width}`)
    await page.getByRole('dialog').getByRole('button', { name: '파기', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('보유 기간 경과').first().waitFor()
    await page.locator('main a[href*="destructionCertificates/"]').first().click()
    await page.getByText('개인정보 보호법 제21조').waitFor()
    await settled()
    await picture(page, `privacy-certificate-ko-${width}`)
    if (width === 1440) {
      await city.go(`/admin/participants/${participant}/show`)
      await city.page.getByText('파기됨').first().waitFor()
      expect(await city.page.getByRole('button', { name: '보기', exact: true }).count()).toBe(0)
    }
    expect([...city.faults, ...faults]).toEqual([])
    await city.close()
    await close()
  },
)

test('who may neither review nor destroy is not offered it', async () => {
  const input = { email: 'district@example.org', name: '군·구 담당자', role: 'DISTRICT' }
  const { data } = await admin('{ district(code: "28177") { id } }')
  await addAccount(stage.product, admin, { ...input, districtIds: [data.district.id] })
  const { page, settled, close } = await visit(stage, { email: input.email })
  await page.goto('/admin/programs')
  await settled()
  const menu = page.getByRole('navigation', { name: '메뉴' })
  await menu.getByRole('link', { name: '참여자' }).waitFor()
  expect(await menu.getByRole('link', { name: /접속기록|파기/ }).count()).toBe(0)
  await close()
})
