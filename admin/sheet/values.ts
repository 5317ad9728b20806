/** A day as YYYY-MM-DD: written with dots, strokes or words, without marks, or as the number that Excel counts days by. */
export function dayText(text: string): string {
  const clean = text.normalize('NFKC').trim()
  const parts = clean.match(/^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(\s+0?0:00(:00)?)?$/)
  if (parts) return `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`
  if (/^(19|20)\d{6}$/.test(clean)) return clean.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  if (/^\d{4,5}$/.test(clean) && Number(clean) >= FIRST_SERIAL) return serialDay(Number(clean))
  return clean
}

/** 1900-03-01: before that Excel counts a day that never was. A smaller number is rather a year. */
const FIRST_SERIAL = 3000

const serialDay = (days: number) => new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10)

/** A phone number, with the zero that a spreadsheet takes away from it. */
export function phoneText(text: string): string {
  const clean = text.normalize('NFKC').trim().replace(/[.()]/g, ' ').replace(/\s+/g, ' ').trim()
  return /^1[016789]\d{7,8}$/.test(clean) ? `0${clean}` : clean
}

/** A number without the marks between thousands. */
export function numberText(text: string): string {
  const clean = text
    .normalize('NFKC')
    .trim()
    .replace(/^\u2212/, '-')
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(clean) ? clean.replaceAll(',', '') : clean
}

/** What of a text counts when it is compared: no spaces, no marks, no capitals. */
export const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-·.*:/()[\]'"“”]/g, '')

/** The code that one of its names stands for; a text that is no name stays, so that the server can say what is wrong. */
export function codeText(text: string, names: Map<string, string>): string {
  return names.get(plain(text)) ?? text.trim()
}
