import {
  type BinaryLike,
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** What identifies a person. There is no field for a resident registration number, by design (PIPA art. 24-2). */
export interface PersonFields {
  name: string
  /** YYYY-MM-DD */
  birthDate: string | null
  phone: string | null
  addressNote: string | null
}

type Bytes = Uint8Array<ArrayBuffer>

/** The columns of Person that `seal` fills. */
export interface SealedPerson {
  wrappedKey: Bytes
  sealed: Bytes
  nameHash: Bytes
  phoneHash: Bytes | null
  fingerprint: Bytes
  maskedName: string
  birthYear: number | null
}

export interface PersonVault {
  /** The hashes of phone and fingerprint are made unless they are given. */
  seal(person: PersonFields, hashes?: Pick<SealedPerson, 'phoneHash' | 'fingerprint'>): SealedPerson
  /** Throws when the data key is another one or a single bit was changed. */
  open(person: { wrappedKey: Uint8Array; sealed: Uint8Array }): PersonFields
  hashName(name: string): Bytes
  hashPhone(phone: string): Bytes
  /** Equal for two records of one person. Without a birth date a match says no more than that the names are equal. */
  fingerprint(name: string, birthDate: string | null): Bytes
  personKey(wrappedKey: Uint8Array): Buffer
  /** A person's key, taken over from the vault of another data key. */
  rewrap(wrappedKey: Uint8Array, from: PersonVault): Bytes
  /** Encrypts another key of the installation, such as that of the access log, with the data key. */
  wrap(key: Buffer): Bytes
  unwrap(wrapped: Uint8Array): Buffer
  /** Encrypts a secret of an account, bound to what it is for. */
  sealSecret(secret: Uint8Array, use: string): Bytes
  openSecret(sealed: Uint8Array, use: string): Buffer
  /** Tells which data key it is, without giving it away. */
  mark: string
}

/**
 * Encrypts persons at rest (PIPA art. 29) and makes the keyed hashes that they are found by. Every person has an own
 * key, wrapped with the installation's data key (32 bytes): destroying the wrapped key destroys the person's data.
 */
export function personVault(dataKey: Buffer): PersonVault {
  const wrappingKey = derive(dataKey, 'person wrapping')
  const nameKey = derive(dataKey, 'person name')
  const phoneKey = derive(dataKey, 'person phone')
  const fingerprintKey = derive(dataKey, 'person fingerprint')
  const otherKeysKey = derive(dataKey, 'other keys')
  const secretKey = derive(dataKey, 'account secret')

  const hashName = (name: string) => keyedHash(nameKey, sameName(name))
  const hashPhone = (phone: string) => keyedHash(phoneKey, digits(phone))

  const fingerprint = (name: string, birthDate: string | null) =>
    keyedHash(fingerprintKey, `${sameName(name)}\n${birthDate ?? ''}`)

  const hashesOf = ({ name, birthDate, phone }: PersonFields) => ({
    phoneHash: phone && digits(phone) ? hashPhone(phone) : null,
    fingerprint: fingerprint(name, birthDate),
  })

  function seal(person: PersonFields, { phoneHash, fingerprint } = hashesOf(person)): SealedPerson {
    const { name, birthDate, phone, addressNote } = person
    const fresh = drawn(KEY_LENGTH + 2 * IV_LENGTH)
    const key = fresh.subarray(0, KEY_LENGTH)
    const [keyIv, fieldsIv] = [fresh.subarray(KEY_LENGTH, -IV_LENGTH), fresh.subarray(-IV_LENGTH)]
    const fields = JSON.stringify({ name, birthDate, phone, addressNote })
    return {
      wrappedKey: Buffer.concat([WRAPPING, encrypt(wrappingKey, keyIv, key, WRAPPING)]),
      sealed: encrypt(key, fieldsIv, Buffer.from(fields)),
      nameHash: hashName(name),
      phoneHash,
      fingerprint,
      maskedName: maskName(name),
      birthYear: birthDate ? Number(birthDate.slice(0, 4)) : null,
    }
  }

  function open({ wrappedKey, sealed }: { wrappedKey: Uint8Array; sealed: Uint8Array }): PersonFields {
    return JSON.parse(decrypt(personKey(wrappedKey), sealed).toString())
  }

  const wrap = (key: Buffer): Bytes => encrypt(otherKeysKey, randomBytes(IV_LENGTH), key)
  const unwrap = (wrapped: Uint8Array) => decrypt(otherKeysKey, wrapped)

  function rewrap(wrappedKey: Uint8Array, from: PersonVault): Bytes {
    return Buffer.concat([WRAPPING, encrypt(wrappingKey, randomBytes(IV_LENGTH), from.personKey(wrappedKey), WRAPPING)])
  }

  const personKey = (wrappedKey: Uint8Array) => decrypt(wrappingKey, wrappedKey.subarray(1), wrappedKey.subarray(0, 1))

  const sealSecret = (secret: Uint8Array, use: string): Bytes =>
    Buffer.concat([WRAPPING, encrypt(secretKey, randomBytes(IV_LENGTH), Buffer.from(secret), Buffer.from(use))])
  const openSecret = (sealed: Uint8Array, use: string) => decrypt(secretKey, sealed.subarray(1), Buffer.from(use))

  return {
    seal,
    open,
    hashName,
    hashPhone,
    fingerprint,
    rewrap,
    personKey,
    wrap,
    unwrap,
    sealSecret,
    openSecret,
    mark: markOf(dataKey),
  }
}

/** Tells which data key it is, without giving it away. */
export const markOf = (dataKey: Buffer) => createHmac('sha256', dataKey).update('sangsaeng data key').digest('hex')

/** First and last letter with up to three stars between them, so that long names do not give their length away: 홍*동. */
export function maskName(name: string): string {
  const written = withoutSpaces(name)
  // Whole syllables are letters each; to find the letters of other words takes a hundred times as long.
  const letters = /^[가-힣]*$/.test(written)
    ? written
    : Array.from(segmenter.segment(written), ({ segment }) => firstSign(segment))
  if (letters.length < 2) return '*'
  if (letters.length === 2) return `${letters[0]}*`
  return `${letters[0]}${'*'.repeat(Math.min(letters.length - 2, 3))}${letters.at(-1)}`
}

const segmenter = new Intl.Segmenter('ko')

/** First byte of a wrapped key: how it is wrapped. */
const WRAPPING = Buffer.from([1])

const derive = (dataKey: Buffer, label: string) =>
  createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', `sangsaeng ${label}`, 32)))

/** By way of text: it takes longer to make memory for 32 bytes than to write them down and read them again. */
export function hmac(key: BinaryLike | KeyObject, ...parts: BinaryLike[]): Bytes {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return Buffer.from(mac.digest('hex'), 'hex')
}

const keyedHash = (key: KeyObject, text: string): Bytes => hmac(key, text).subarray(0, 16)

const withoutSpaces = (text: string) => text.normalize('NFC').replace(/\s+/g, '')

/** Documents of foreigners spell one name in capitals or not. */
const sameName = (name: string) => withoutSpaces(name).toLowerCase()

/** NFKC also turns full-width digits into digits. */
const digits = (phone: string) => phone.normalize('NFKC').replace(/\D/g, '')

/** A letter may carry any number of combining marks; the column has room for twenty signs. */
const firstSign = (letter: string) => String.fromCodePoint(letter.codePointAt(0) as number)

/** AES-256-GCM: the random start, the ciphertext, and the tag that authenticates it and `bound`. */
function encrypt(key: CipherKey, iv: Buffer, plain: Buffer, bound?: Uint8Array): Buffer<ArrayBuffer> {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  if (bound) cipher.setAAD(bound)
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: CipherKey, box: Uint8Array, bound: Uint8Array = NOTHING): Buffer {
  const iv = box.subarray(0, IV_LENGTH)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_LENGTH }).setAAD(bound)
  decipher.setAuthTag(box.subarray(-TAG_LENGTH))
  return Buffer.concat([decipher.update(box.subarray(IV_LENGTH, -TAG_LENGTH)), decipher.final()])
}

/** Random bytes out of a larger draw, because each call to the system is slow. None is given twice. */
function drawn(length: number): Buffer {
  if (draw.length < length) draw = randomBytes(100 * length)
  const bytes = draw.subarray(0, length)
  draw = draw.subarray(length)
  return bytes
}
let draw = Buffer.alloc(0)

const KEY_LENGTH = 32
const IV_LENGTH = 12
const TAG_LENGTH = 16
const NOTHING = new Uint8Array()
