import { beforeAll, expect, test } from 'vitest'
import { checkPassword } from '../server/password.ts'
import { account, PASSWORD, signIn, tryAct, whoIs } from './account.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
beforeAll(async () => {
  product = await freshProduct()
})

const problemOf = (password: string) => {
  try {
    checkPassword(password, { email: 'gildong.hong@incheon.example', name: 'Hong Gil-dong' })
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('passwords that others try first are refused, however they are written', () => {
  const tried = [
    'qwerty123456',
    'QWERTY123456',
    'ｑｗｅｒｔｙ123456',
    '1qaz2wsx3edc',
    'dkssudgktpdy1!',
    'administrator',
  ]
  expect(tried.map(problemOf)).toEqual(tried.map(() => 'COMMON_PASSWORD'))
})

test('one character or a short piece again and again, and rows of the keyboard, are refused', () => {
  const tried = [
    'aaaaaaaaaaaaa',
    'abcabcabcabcab',
    '하하하하하하하하하하하하',
    '가나다라가나다라가나다라',
    'abcdefghijklm',
    '456789012345',
  ]
  expect(tried.map(problemOf)).toEqual(tried.map(() => 'COMMON_PASSWORD'))
})

test('names of the person and of the product alone are refused, with numbers and signs around too', () => {
  const tried = [
    'gildong.hong',
    'gildong.hong@incheon.example',
    'HongGildong2026!',
    'hong-gil-dong',
    'sangsaeng2026!',
    '상생 sangsaeng',
  ]
  expect(tried.map(problemOf)).toEqual(tried.map(() => 'OWN_WORDS'))
})

test('anything else passes, without rules of what it is made of', () => {
  const tried = [
    'four unrelated words',
    'gildong likes 12 plums',
    '        spaces        ',
    '무궁화꽃이피었습니다만',
    '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧',
  ]
  expect(tried.map(problemOf)).toEqual(tried.map(() => undefined))
})

const change = (who: Asker, currentPassword: string, password: string) =>
  tryAct(who, 'changePassword', { currentPassword, password })

test('length is counted in characters, from 12 to 128', async () => {
  await account(product, 'length@officers.example')
  const person = await signIn(product, 'length@officers.example')
  const lengths: [string, string[]][] = [
    ['🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔', ['password TOO_SHORT']],
    ['🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧', []],
    [`${'가나다라 '.repeat(25)}마바사아`, ['password TOO_LONG']],
  ]
  let now = PASSWORD
  for (const [password, problems] of lengths) {
    expect((await change(person, now, password)).problems).toEqual(problems)
    if (!problems.length) now = password
  }
  const longest = `무궁화 ${'삼천리 '.repeat(31)}`
  expect([...longest]).toHaveLength(128)
  expect((await change(person, now, longest)).problems).toEqual([])
  expect((await signIn(product, 'length@officers.example', longest)).data.errors).toEqual([])
})

test('the refusals are said in both languages', async () => {
  await account(product, 'words@officers.example')
  const person = await signIn(product, 'words@officers.example')
  const say = async (password: string, language: string) => {
    const { data } = await person.ask(
      'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { message } } }',
      { input: { currentPassword: PASSWORD, password } },
      { 'accept-language': language },
    )
    return data.changePassword.errors[0].message
  }
  expect([
    await say('qwerty123456', 'en'),
    await say('qwerty123456', 'ko'),
    await say('words@officers.example', 'en'),
    await say('words@officers.example', 'ko'),
  ]).toMatchInlineSnapshot(`
    [
      "This password is one of those that are tried first. Use another one, such as four unrelated words.",
      "흔히 쓰여 쉽게 뚫리는 비밀번호입니다. 서로 관계없는 낱말을 여러 개 잇는 등 다른 비밀번호를 쓰세요.",
      "This password says only the name or e-mail address of the account or the name of the product. Use another one.",
      "이름, 이메일 주소, 제품 이름만으로 된 비밀번호는 쓸 수 없습니다. 다른 비밀번호를 쓰세요.",
    ]
  `)
})

test('a person changes the own password with the present one, and stays signed in here only', async () => {
  await account(product, 'change@officers.example')
  const [here, there] = [
    await signIn(product, 'change@officers.example'),
    await signIn(product, 'change@officers.example'),
  ]
  expect((await change(here, 'not my password', 'another good password')).problems).toEqual([
    'currentPassword NOT_YOUR_PASSWORD',
  ])
  const without = await tryAct(here, 'changePassword', { password: 'another good password' })
  expect(without.problems).toEqual(['currentPassword REQUIRED'])
  expect(await whoIs(there)).toBe('change@officers.example')

  expect((await change(here, PASSWORD, 'another good password')).problems).toEqual([])
  expect(await whoIs(here)).toBe('change@officers.example')
  expect(await whoIs(there)).toBeNull()
  expect((await signIn(product, 'change@officers.example')).data.errors[0]?.code).toBe('WRONG_PASSWORD')
  expect((await signIn(product, 'change@officers.example', 'another good password')).data.errors).toEqual([])
})

test('nobody changes a password without being signed in', async () => {
  expect((await change(product, PASSWORD, 'another good password')).refused).toBe('UNAUTHENTICATED')
})
