/** One cell of a sheet: words, a number that stays a number, or nothing at all. */
export type Cell = string | number | null

/** Words that a spreadsheet program would run as a formula begin with an apostrophe; CSV has no other way to say "text". */
export const harmless = (text: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text)

/** Takes back what `harmless` did. */
export const withoutApostrophe = (text: string) => (/^'[=+\-@\t\r\n＝＋－＠]/.test(text) ? text.slice(1) : text)

export const csvLine = (cells: Cell[]) => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  const text = harmless(cell ?? '')
  return /[",\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Without it Excel takes UTF-8 for another encoding, and Korean is garbled. */
export const BOM = '\uFEFF'
