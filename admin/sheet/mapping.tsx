import { Alert, MenuItem, TextField, Typography } from '@mui/material'
import { useLocale, useTranslate } from 'react-admin'
import { localized } from '../noun'
import { type Column, columnsOf, type Lists } from './columns'
import type { Loaded } from './kept'
import type { Noun } from './parts'
import { type Import, missingColumns } from './useImport'

interface MappingProps {
  noun: Noun
  lists: Lists
  work: Import
  loaded: Loaded
}

/** Which column of the file is what, guessed from the headers. */
export function ColumnMapping({ noun, lists, work, loaded }: MappingProps) {
  useLocale()
  const translate = useTranslate()
  const { mapping, program } = loaded
  const missing = missingColumns(loaded, noun)
  const nameOf = (key: string) => translate(`panel.sheet.columns.${key}`)
  return (
    <section aria-labelledby="sheet-mapping">
      <Typography variant="h2" id="sheet-mapping">
        {translate('panel.sheet.mapping')}
      </Typography>
      <Typography className="none">{translate('panel.sheet.mapping_hint')}</Typography>
      <div className="sheet-mapping">
        {columnsOf[noun].map((column) => (
          <ColumnChoice key={column.key} column={column} work={work} loaded={loaded} />
        ))}
        {(mapping.program ?? -1) < 0 && (
          <TextField
            select
            label={translate('panel.sheet.program_for_all')}
            helperText={translate('panel.sheet.program_for_all_hint')}
            value={program}
            disabled={Boolean(work.progress)}
            onChange={({ target }) => work.change({ program: target.value })}
          >
            {lists.programs.nodes
              .filter((one) => one.viewerCanReport || one.code === program)
              .map((one) => (
                <MenuItem key={one.code} value={one.code}>
                  {one.code} {localized(one, 'title')}
                </MenuItem>
              ))}
          </TextField>
        )}
      </div>
      {missing.length > 0 && (
        <Alert severity="warning">
          {translate('panel.sheet.missing', { columns: missing.map(({ key }) => nameOf(key)).join(', ') })}
        </Alert>
      )}
    </section>
  )
}

function ColumnChoice({ column: { key, required }, work, loaded }: { column: Column; work: Import; loaded: Loaded }) {
  const translate = useTranslate()
  const { header, lines, mapping } = loaded
  const chosen = mapping[key] ?? -1
  const sample = lines.find(({ cells }) => cells[chosen]?.trim())?.cells[chosen]
  return (
    <TextField
      select
      label={translate(`panel.sheet.columns.${key}`) + (required ? ` (${translate('panel.sheet.needed')})` : '')}
      value={String(chosen)}
      disabled={Boolean(work.progress)}
      helperText={sample?.slice(0, 40)}
      onChange={({ target }) => work.change({ mapping: { ...mapping, [key]: Number(target.value) } })}
    >
      <MenuItem value="-1">{translate('panel.sheet.no_column')}</MenuItem>
      {header.map((name, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <MenuItem key={at} value={String(at)}>
          {name || translate('panel.sheet.column', { letter: String.fromCharCode(65 + (at % 26)) })}
        </MenuItem>
      ))}
    </TextField>
  )
}
