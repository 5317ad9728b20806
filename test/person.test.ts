import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dataKey, matchDataKey } from '../server/dataKey.ts'
import { maskName, personVault } from '../server/person.ts'
import { emptyDatabase } from './support.ts'

const vault = personVault(Buffer.alloc(32, 1))
const otherVault = personVault(Buffer.alloc(32, 2))
const hong = { name: '홍길동', birthDate: '1970-01-02', phone: '010-0000-1234', addressNote: null }

test('what was sealed opens again, and the columns show no more than a mask and a birth year', () => {
  const sealed = vault.seal(hong)
  expect(vault.open(sealed)).toEqual(hong)
  expect({ maskedName: sealed.maskedName, birthYear: sealed.birthYear }).toEqual({
    maskedName: '홍*동',
    birthYear: 1970,
  })
  const stored = Buffer.concat([sealed.wrappedKey, sealed.sealed]).toString('latin1')
  expect(stored).not.toContain('1970-01-02')
  expect(stored).not.toContain('010-0000-1234')
})

test('the same person sealed twice shares the hashes and nothing that is encrypted', () => {
  const [one, two] = [vault.seal(hong), vault.seal(hong)]
  expect([one.nameHash, one.phoneHash, one.fingerprint]).toEqual([two.nameHash, two.phoneHash, two.fingerprint])
  expect(Buffer.from(one.sealed).equals(two.sealed)).toBe(false)
  expect(Buffer.from(one.wrappedKey).equals(two.wrappedKey)).toBe(false)
})

test('a person does not open with another data key, another key, or one bit changed', () => {
  const sealed = vault.seal(hong)
  expect(() => otherVault.open(sealed)).toThrow()
  expect(() => vault.open({ ...sealed, wrappedKey: vault.seal(hong).wrappedKey })).toThrow()
  for (const column of ['wrappedKey', 'sealed'] as const) {
    for (let byte = 0; byte < sealed[column].length; byte++) {
      const bytes = Buffer.from(sealed[column])
      bytes[byte] = (bytes[byte] as number) ^ 1
      expect(() => vault.open({ ...sealed, [column]: bytes })).toThrow()
    }
  }
})

test('hashes find a person however name and phone are written, and depend on the data key', () => {
  const same = (one: Uint8Array, two: Uint8Array) => Buffer.from(one).equals(two)
  expect(same(vault.hashName('홍길동'), vault.hashName(' 홍 길동 '.normalize('NFD')))).toBe(true)
  expect(same(vault.hashName('NGUYEN Van An'), vault.hashName('Nguyen Van An'))).toBe(true)
  expect(same(vault.hashPhone('010-0000-1234'), vault.hashPhone('０１０ 0000 1234'))).toBe(true)
  expect(same(vault.hashName('홍길동'), vault.hashName('홍길순'))).toBe(false)
  expect(same(vault.fingerprint('홍길동', '1970-01-02'), vault.fingerprint('홍길동', '1970-01-03'))).toBe(false)
  expect(same(vault.fingerprint('홍길동', '1970-01-02'), vault.fingerprint('홍길동', null))).toBe(false)
  expect(same(vault.hashName('홍길동'), otherVault.hashName('홍길동'))).toBe(false)
  expect(same(vault.hashName('1'), vault.hashPhone('1'))).toBe(false)
  expect(vault.hashName('홍길동')).toHaveLength(16)
})

test('a person without birth date and phone is sealed too', () => {
  const sealed = vault.seal({ name: '홍길동', birthDate: null, phone: null, addressNote: '이웃집' })
  expect({ birthYear: sealed.birthYear, phoneHash: sealed.phoneHash }).toEqual({ birthYear: null, phoneHash: null })
  expect(vault.open(sealed).addressNote).toBe('이웃집')
})

test('a mask shows the first and the last letter at most', () => {
  const names = [
    '홍길동',
    '남궁민수',
    '홍길',
    '홍',
    'Nguyen Van An',
    '응우옌티투하',
    '홍길동'.normalize('NFD'),
    '😀𠮷𠮷',
  ]
  expect(Object.fromEntries(names.map((name) => [name.normalize('NFC'), maskName(name)]))).toMatchInlineSnapshot(`
    {
      "Nguyen Van An": "N***n",
      "남궁민수": "남**수",
      "응우옌티투하": "응***하",
      "홍": "*",
      "홍길": "홍*",
      "홍길동": "홍*동",
      "😀𠮷𠮷": "😀*𠮷",
    }
  `)
  expect(maskName(`e${'\u0301'.repeat(50)}`.repeat(9)).length).toBeLessThanOrEqual(20)
})

test('the embedded database gets a key of its own that only its owner can read, once', () => {
  const folder = temporaryFolder()
  const key = dataKey({ DATA_DIR: folder })
  expect(key).toHaveLength(32)
  expect(dataKey({ DATA_DIR: folder }).equals(key)).toBe(true)
  expect(fs.statSync(path.join(folder, 'data.key')).mode & 0o777).toBe(0o600)
  expect(fs.readdirSync(folder)).toEqual(['data.key'])
})

test('a key file that others can read or that is damaged stops the start and is left alone', () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'data.key')
  dataKey({ DATA_DIR: folder })
  fs.chmodSync(file, 0o640)
  expect(() => dataKey({ DATA_DIR: folder })).toThrow(`can be read by others; run: chmod 600 ${file}`)
  fs.chmodSync(file, 0o600)
  fs.writeFileSync(file, 'c2hvcnQ=\n')
  expect(() => dataKey({ DATA_DIR: folder })).toThrow('must hold 32 bytes in base64 but holds 5')
  expect(fs.readFileSync(file, 'utf8')).toBe('c2hvcnQ=\n')
})

test('DATA_KEY comes before the file', () => {
  const key = Buffer.alloc(32, 3)
  expect(dataKey({ DATA_KEY: key.toString('base64'), DATA_DIR: '/nowhere' }).equals(key)).toBe(true)
})

test('a database refuses a data key other than its first one', async () => {
  const db = await emptyDatabase()
  await matchDataKey(db, Buffer.alloc(32, 1))
  await matchDataKey(db, Buffer.alloc(32, 1))
  await expect(matchDataKey(db, Buffer.alloc(32, 2))).rejects.toThrow('is not the key')
})

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-key-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true }))
  return folder
}
