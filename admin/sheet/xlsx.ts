import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { Cell } from './cells.ts'

/**
 * Writes a workbook row by row; `take` gets it piece by piece, so that no more than a piece is held. Words are typed as
 * text, so none of them is ever a formula.
 */
export function xlsxWriter(take: (piece: Uint8Array) => void) {
  const zip = new Zip((error, piece) => {
    if (error) throw error
    take(piece)
  })
  const names: string[] = []
  let sheet: ZipDeflate | undefined
  let line = 0

  const file = (name: string) => {
    const added = new ZipDeflate(name, { level: 6 })
    zip.add(added)
    return added
  }
  const write = (name: string, text: string) => file(name).push(strToU8(HEAD + text), true)
  const endSheet = () => sheet?.push(strToU8('</sheetData></worksheet>'), true)

  return {
    /** Begins a sheet; its columns hold text, so that leading zeros and dates stay as they are typed. */
    sheet(name: string, columns: number) {
      endSheet()
      names.push(name)
      line = 0
      sheet = file(`xl/worksheets/sheet${names.length}.xml`)
      const cols = `<cols><col min="1" max="${columns}" width="18" style="2" customWidth="1"/></cols>`
      sheet.push(strToU8(`${HEAD}<worksheet ${MAIN}>${FROZEN}${cols}<sheetData>`))
    },
    row(cells: Cell[]) {
      line++
      const inside = cells.map((cell, column) => cellXml(cell, `${letters(column)}${line}`, line === 1 ? 1 : 0))
      sheet?.push(strToU8(`<row r="${line}">${inside.join('')}</row>`))
    },
    end() {
      endSheet()
      const all = names.map((name, at) => ({ name, at: at + 1 }))
      const types = all.map(
        ({ at }) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${KIND}worksheet+xml"/>`,
      )
      write(
        '[Content_Types].xml',
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}styles+xml"/>${types.join('')}</Types>`,
      )
      write('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]))
      const sheets = all.map(
        ({ name, at }) =>
          `<sheet name="${escaped(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="${at}" r:id="rId${at}"/>`,
      )
      write('xl/workbook.xml', `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`)
      write(
        'xl/_rels/workbook.xml.rels',
        relations([
          ...all.map(({ at }): [string, string] => ['worksheet', `worksheets/sheet${at}.xml`]),
          ['styles', 'styles.xml'],
        ]),
      )
      write('xl/styles.xml', STYLES)
      zip.end()
    },
  }
}

function cellXml(cell: Cell, place: string, style: number): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  return `<c r="${place}" t="inlineStr" s="${style || 2}"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

/** A, B, … Z, AA, … */
function letters(column: number): string {
  const before = Math.floor(column / 26)
  return (before ? letters(before - 1) : '') + String.fromCharCode(65 + (column % 26))
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML knows no control characters and no halves of pairs. */
const escaped = (text: string) =>
  text
    .replace(/(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\uFFFE\uFFFF]/gu, '')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '')

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
const FROZEN =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
const relations = (targets: [kind: string, target: string][]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`
/** Plain, bold for the header, and text (49 is `@`). */
const STYLES = `<styleSheet ${MAIN}><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`
