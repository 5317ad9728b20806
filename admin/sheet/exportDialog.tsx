import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  FormLabel,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material'
import { useEffect, useId, useRef, useState } from 'react'
import { useListContext, useTranslate } from 'react-admin'
import { today } from '../day'
import { nouns } from '../nouns'
import { columnsFor, type ExportColumn } from './exportCells'
import { ownExports } from './exportOwn'
import { exportPages } from './exportPages'
import { ProgressBar } from './progressBar'
import { SheetStyles } from './styles'
import { download, type Format, writeFile } from './write'

/** The whole filtered list as a file, written while it is read. */
export function ExportDialog({ close }: { close(): void }) {
  const translate = useTranslate()
  const heading = useId()
  const label = useId()
  const { resource, filterValues, sort, total } = useListContext()
  const [format, setFormat] = useState<Format>('xlsx')
  const [progress, setProgress] = useState<{ done: number; all: number }>()
  const [problem, setProblem] = useState('')
  const [saved, setSaved] = useState<{ name: string; smart_count: number }>()
  const aborting = useRef<AbortController>(undefined)
  useEffect(() => () => aborting.current?.abort(), [])

  const run = async () => {
    const noun = nouns.find(({ name }) => name === resource)
    if (!noun) return
    const controller = new AbortController()
    aborting.current = controller
    setProblem('')
    setProgress({ done: 0, all: total ?? 0 })
    const title = translate(`resources.${resource}.name`, { smart_count: 2 })
    const own = ownExports[resource]
    const file = writeFile(format)
    let columns: ExportColumn[] | undefined
    let done = 0
    try {
      await exportPages({
        ...{ noun, fields: own?.fields ?? noun.fields, filter: filterValues, sort, signal: controller.signal },
        page(rows, all) {
          const [first] = rows
          if (first && !columns) {
            columns = own?.columns(noun, translate) ?? columnsFor(noun, first, translate)
            file.sheet(
              title,
              columns.map(({ header }) => header),
            )
          }
          file.rows(rows.map((row) => (columns ?? []).map(({ cell }) => cell(row))))
          done += rows.length
          setProgress({ done, all: Math.max(all, done) })
        },
      })
      const name = `${title}-${today()}.${format}`
      download(await file.end(), name)
      setSaved({ name, smart_count: done })
    } catch (error) {
      file.cancel()
      const { message } = error as Error
      if (!controller.signal.aborted) setProblem(translate(message, { _: message }))
    } finally {
      setProgress(undefined)
    }
  }

  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby={heading}>
      <SheetStyles />
      <DialogTitle id={heading}>{translate('panel.sheet.export_title')}</DialogTitle>
      <DialogContent>
        {!saved && !progress && (
          <>
            <Typography>{translate('panel.sheet.export_hint', { smart_count: total ?? 0 })}</Typography>
            {resource === 'participants' && (
              <Typography className="none">{translate('panel.sheet.export_masked')}</Typography>
            )}
            <FormLabel id={label} sx={{ display: 'block', mt: 2 }}>
              {translate('panel.sheet.format')}
            </FormLabel>
            <RadioGroup aria-labelledby={label} value={format} onChange={(_, value) => setFormat(value as Format)}>
              <FormControlLabel value="xlsx" control={<Radio />} label={translate('panel.sheet.xlsx')} />
              <FormControlLabel value="csv" control={<Radio />} label={translate('panel.sheet.csv')} />
            </RadioGroup>
          </>
        )}
        {progress && <ProgressBar {...progress} label={translate('panel.sheet.exporting', progress)} />}
        {problem && <Alert severity="error">{problem}</Alert>}
        {saved && <Alert severity="success">{translate('panel.sheet.exported', saved)}</Alert>}
      </DialogContent>
      <DialogActions>
        <Button onClick={progress ? () => aborting.current?.abort() : close}>
          {translate(saved ? 'ra.action.close' : 'ra.action.cancel')}
        </Button>
        {!saved && (
          <Button variant="contained" disabled={Boolean(progress)} onClick={run}>
            {translate('panel.sheet.save')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
