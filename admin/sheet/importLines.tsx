import DownloadIcon from '@mui/icons-material/FileDownloadOutlined'
import { Box, Button, FormControlLabel, Pagination, Switch, Typography } from '@mui/material'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import type { UserError } from '../gql/graphql'
import type { Cell } from './cells'
import { ImportRow } from './importRow'
import type { FileLine, Loaded } from './kept'
import type { Import } from './useImport'
import { download, writeFile } from './write'

const PAGE = 25

/** The lines of the file as they were read, each mistake at its cell, where it can be corrected. */
export function ImportLines({ work, loaded }: { work: Import; loaded: Loaded }) {
  const translate = useTranslate()
  const [only, setOnly] = useState<boolean>()
  const [page, setPage] = useState(1)
  const { counts } = work
  // Lines that were just corrected stay in sight until they are checked again.
  const wrong = loaded.lines.filter(({ line }) => work.problemsOf(line).length || !work.resultOf(line))
  const onlyWrong = only ?? counts.REFUSED > 0
  const lines = onlyWrong ? wrong : loaded.lines
  const pages = Math.max(1, Math.ceil(lines.length / PAGE))
  const at = Math.min(page, pages)
  const columns = work.columns.filter(({ key }) => (loaded.mapping[key] ?? -1) >= 0)
  return (
    <section aria-labelledby="sheet-lines">
      <div className="related-head sheet-tools">
        <Typography variant="h2" id="sheet-lines">
          {translate('panel.sheet.lines')}
        </Typography>
        <FormControlLabel
          control={<Switch checked={onlyWrong} onChange={(_, checked) => setOnly(checked)} />}
          label={translate('panel.sheet.only_errors')}
        />
        {counts.REFUSED > 0 && (
          <Button startIcon={<DownloadIcon />} onClick={() => void downloadErrors(work, loaded, wrong, translate)}>
            {translate('panel.sheet.errors_file')}
          </Button>
        )}
      </div>
      {!lines.length && <p className="none nothing">{translate('panel.sheet.no_errors')}</p>}
      {lines.length > 0 && (
        <Box className="sheet-frame" role="region" aria-labelledby="sheet-lines" tabIndex={0}>
          <table className="sheet-lines">
            <thead>
              <tr>
                <th scope="col">{translate('panel.sheet.line')}</th>
                <th scope="col">{translate('panel.sheet.outcome')}</th>
                {columns.map(({ key }) => (
                  <th key={key} scope="col">
                    {translate(`panel.sheet.columns.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.slice((at - 1) * PAGE, at * PAGE).map((line) => (
                <ImportRow key={line.line} line={line} columns={columns} work={work} loaded={loaded} />
              ))}
            </tbody>
          </table>
        </Box>
      )}
      {pages > 1 && (
        <Pagination count={pages} page={at} onChange={(_, next) => setPage(next)} className="sheet-pages" />
      )}
    </section>
  )
}

/** The lines with mistakes as a file of the same columns, with what is wrong behind them. */
async function downloadErrors(
  work: Import,
  loaded: Loaded,
  wrong: FileLine[],
  translate: ReturnType<typeof useTranslate>,
) {
  const file = writeFile('xlsx')
  const header = [...loaded.header, translate('panel.sheet.line'), translate('panel.sheet.errors_why')]
  file.sheet(translate('panel.sheet.errors_name'), header)
  file.rows(
    wrong.map(({ line, cells }): Cell[] => {
      const why = work
        .problemsOf(line)
        .map((problem) => `${columnName(problem.field, translate)}: ${messageOf(problem, translate)}`)
      return [...loaded.header.map((_, at) => cells[at] ?? ''), line, why.join(' / ')]
    }),
  )
  const name = loaded.fileName.replace(/\.\w+$/, '')
  download(await file.end(), `${name}-${translate('panel.sheet.errors_name')}.xlsx`)
}

/** A mistake of one of several names in a cell is the cell's. */
export const columnOf = (field: string) => field.split('.')[0] ?? field

export const columnName = (field: string, translate: ReturnType<typeof useTranslate>) =>
  translate(`panel.sheet.columns.${columnOf(field)}`)

/** What is wrong, with the words that a cell may say instead of the schema's. */
export function messageOf({ field, message, code }: UserError, translate: ReturnType<typeof useTranslate>): string {
  const [prefix, values] = WORDS[columnOf(field)] ?? []
  if (code !== 'NOT_ONE_OF' || !values) return message
  return translate('panel.sheet.one_of', { values: values.map((value) => translate(`${prefix}.${value}`)).join(', ') })
}

const WORDS: Record<string, [prefix: string, values: string[]]> = {
  sex: ['panel.sheet.sex_values', ['FEMALE', 'MALE']],
  stage: [
    'values.ParticipantStage',
    ['APPLIED', 'SELECTED', 'WAITLISTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED', 'LEFT'],
  ],
  dimension: ['panel.sheet.dimension_values', ['SEX', 'AGE_BAND', 'TARGET_GROUP']],
  state: ['values.FigureState', ['PRESENT', 'MISSING', 'SUPPRESSED', 'NOT_APPLICABLE', 'NOT_DERIVABLE']],
}
