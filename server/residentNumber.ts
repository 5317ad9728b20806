/**
 * Whether the text has something like a resident registration number (주민등록번호, PIPA art. 24-2) or a foreigner's:
 * six digits that can be a birth date, then seven. Digits of any script and width, with or without a dash, spaces or
 * marks between the two parts, and spread out by spaces or by characters that nobody sees.
 */
export function looksLikeRrn(text: string): boolean {
  const digits = usual.test(text) ? text : digitsOf(text)
  return together.test(digits) || apart.test(digits)
}

/** Letters that are digits of no other kind and that nothing is hidden between. */
const usual = /^[\x20-\x7e가-힣]*$/

function digitsOf(text: string): string {
  const plain = text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Mn}/gu, '')
  return plain.replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
}

const month = '(0\\s{0,3}[1-9]|1\\s{0,3}[0-2])'
const day = '(0\\s{0,3}[1-9]|[12]\\s{0,3}\\d|3\\s{0,3}[01])'
const between = '[\\s\\p{Pd}\\p{Sm}.·•ㆍ‧・‥:;*_/\\\\|()\\[\\]]{0,5}'

const tight = (part: string) => part.replaceAll('\\s{0,3}', '')
const together = new RegExp(`(?<!\\d)\\d\\d\\s?${tight(month)}\\s?${tight(day)}${between}\\d\\s?\\d{6}(?!\\d)`, 'u')
/** Every digit by itself. */
const apart = new RegExp(
  `(?<!\\d)\\d\\s{1,3}\\d\\s{1,3}${month}\\s{1,3}${day}${between}\\d(\\s{1,3}\\d){6}(?!\\d)`,
  'u',
)

/** Digits stand in runs of ten in Unicode, from zero to nine. */
function asciiDigit(sign: string): string {
  const point = sign.codePointAt(0) as number
  let zero = point
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String((point - zero) % 10)
}
