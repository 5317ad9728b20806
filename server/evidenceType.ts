/** What may be stored as evidence, in the order in which it is looked for. */
const EVIDENCE_TYPES = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  hwp: 'application/x-hwp',
  hwpx: 'application/hwp+zip',
  csv: 'text/csv',
} as const

/** The media type of the content, whatever its name; undefined when it is none of those that may be stored. */
export function evidenceType(content: Buffer): string | undefined {
  const kind = (Object.keys(EVIDENCE_TYPES) as (keyof typeof EVIDENCE_TYPES)[]).find((name) => looksLike[name](content))
  return kind && EVIDENCE_TYPES[kind]
}

const starts = (content: Buffer, ...bytes: number[]) => content.subarray(0, bytes.length).equals(Buffer.from(bytes))
const isZip = (content: Buffer) => starts(content, 0x50, 0x4b, 0x03, 0x04)
const isCompound = (content: Buffer) => starts(content, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)

const looksLike: Record<keyof typeof EVIDENCE_TYPES, (content: Buffer) => boolean> = {
  pdf: (content) => content.subarray(0, 1024).includes('%PDF-'),
  png: (content) => starts(content, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  jpeg: (content) => starts(content, 0xff, 0xd8, 0xff),
  xlsx: (content) => isZip(content) && content.includes('[Content_Types].xml') && content.includes('xl/workbook.xml'),
  hwp: (content) => isCompound(content) && content.includes('HWP Document File'),
  hwpx: (content) => isZip(content) && content.subarray(0, 200).includes('mimetypeapplication/hwp+zip'),
  csv: isTable,
}

/** Text in UTF-8 or in the Korean code page, in columns, and not a web page. */
function isTable(content: Buffer): boolean {
  const text = textOf(content)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
  return text !== undefined && /[,;\t]/.test(text) && !/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text) && !/^\s*</.test(text)
}

/** The text of a file in UTF-8 or in the Korean code page. */
export const textOf = (content: Buffer) => decoded(content, 'utf-8') ?? decoded(content, 'euc-kr')

function decoded(content: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}
