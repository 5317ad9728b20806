import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD } from '../process/launch.ts'
import { CITY, type Look, openStage, picture, type Stage, type Visit, visit } from './browser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

async function leave(someone: Visit) {
  expect(someone.faults).toEqual([])
  await someone.close()
}

const looks: [string, Required<Look>][] = [
  ['ko light 1440', { locale: 'ko', theme: 'light', width: 1440 }],
  ['en dark 390', { locale: 'en', theme: 'dark', width: 390 }],
  ['ko dark 390', { locale: 'ko', theme: 'dark', width: 390 }],
  ['en light 1440', { locale: 'en', theme: 'light', width: 1440 }],
]
const words = {
  ko: {
    email: /^이메일 주소/,
    name: /^이름/,
    role: /^역할/,
    city: '시 담당자',
    save: '저장',
    kept: '보관했습니다',
    password: /^새 비밀번호/,
    setPassword: '비밀번호 설정하고 로그인',
    over: '7일이 지난 링크',
    current: /^현재 비밀번호/,
    setUp: '설정하기',
    code: /^인증 코드/,
    turnOn: '사용하기',
    turnOff: '해제',
    signIn: '로그인',
    account: '내 계정',
    newLink: '새 초대 링크',
    reset: '2단계 인증 초기화',
  },
  en: {
    email: /^E-mail address/,
    name: /^Name/,
    role: /^Role/,
    city: 'City officer',
    save: 'Save',
    kept: 'I have kept it',
    password: /^New password/,
    setPassword: 'Set password and sign in',
    over: 'older than 7 days',
    current: /^Present password/,
    setUp: 'Set up',
    code: /^Code/,
    turnOn: 'Turn on',
    turnOff: 'Turn off',
    signIn: 'Sign in',
    account: 'My account',
    newLink: 'New invitation link',
    reset: 'Reset second factor',
  },
}

test.each(looks)(
  'an officer is invited, sets a password and a second factor, and signs in with it: %s',
  async (name, look) => {
    const say = words[look.locale]
    const slug = name.replaceAll(' ', '-')
    const email = `${slug}@example.org`
    const admin = await visit(stage, { ...look, email: CITY })
    await admin.page.goto('/admin/users/create')
    await admin.page.getByLabel(say.email).fill(email)
    await admin.page.getByLabel(say.name).fill(`담당자 ${slug}`)
    await admin.page.getByLabel(say.role).click()
    await admin.page.getByRole('option', { name: say.city }).click()
    await admin.page.getByRole('button', { name: say.save }).click()
    const link = (await admin.page.getByRole('dialog').locator('pre').textContent()) as string
    expect(link).toMatch(new RegExp(`^${stage.product.address}/admin/invitation#[\\w-]{43}$`))
    await admin.settled()
    await picture(admin.page, `invited-${slug}`)
    await admin.page.getByRole('button', { name: say.kept }).click()
    await admin.page.getByRole('button', { name: say.newLink }).waitFor()
    await admin.settled()
    await picture(admin.page, `user-${slug}`)

    const officer = await visit(stage, look)
    const { page } = officer
    await page.goto(link)
    await page.getByLabel(say.password).waitFor()
    await officer.settled()
    await picture(page, `invitation-${slug}`)
    await page.getByLabel(say.password).fill(PASSWORD)
    await page.getByRole('button', { name: say.setPassword }).click()
    await page.locator('h1:not(:empty)').waitFor()
    await page.getByRole('button', { name: say.account }).waitFor()

    await officer.go('/admin/account')
    await page.getByRole('button', { name: say.setUp }).click()
    await page.getByRole('dialog').getByLabel(say.current).fill(PASSWORD)
    await page.getByRole('dialog').getByRole('button', { name: say.setUp }).click()
    const secret = (await page.locator('code').textContent())?.replaceAll(' ', '') as string
    await officer.settled()
    await picture(page, `scan-${slug}`)
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    await page.getByLabel(say.code).fill(app.generate())
    await page.getByRole('button', { name: say.turnOn }).click()
    const codes = (await page.getByRole('dialog').locator('pre').textContent())?.split('\n') as string[]
    expect(codes).toHaveLength(10)
    await officer.settled()
    await picture(page, `recovery-${slug}`)
    await page.getByRole('button', { name: say.kept }).click()
    await page.getByRole('button', { name: say.turnOff }).waitFor()
    await officer.settled()
    await picture(page, `account-${slug}`)
    await leave(officer)

    const again = await visit(stage, look)
    await again.page.goto('/admin/login')
    await again.page.getByLabel(say.email).fill(email)
    await again.page.locator('input[type=password]').fill(PASSWORD)
    await again.page.getByRole('button', { name: say.signIn }).click()
    await again.page.getByLabel(say.code).fill('000000')
    await again.page.getByRole('button', { name: say.signIn }).click()
    await again.page.getByRole('alert').waitFor()
    await again.settled()
    await picture(again.page, `code-${slug}`)
    await again.page.getByLabel(say.code).fill(codes[0] as string)
    await again.page.getByRole('button', { name: say.signIn }).click()
    await again.page.getByRole('button', { name: say.account }).waitFor()
    await again.page.goto(link)
    await again.page.getByText(say.over).waitFor()
    await leave(again)

    await admin.go('/admin/rightsChanges')
    await admin.page.getByText(`담당자 ${slug}`).first().waitFor()
    await admin.settled()
    await picture(admin.page, `rights-${slug}`)
    await leave(admin)
  },
)
