import DownloadIcon from '@mui/icons-material/FileDownloadOutlined'
import UploadIcon from '@mui/icons-material/UploadFileOutlined'
import { Alert, Button } from '@mui/material'
import { type DragEvent, useId, useRef, useState } from 'react'
import { useLocale, useTranslate } from 'react-admin'
import type { Lists } from './columns'
import type { Noun } from './parts'
import { ProgressBar } from './progressBar'
import { downloadTemplate } from './template'
import type { Import } from './useImport'
import type { Format } from './write'

/** The template to fill in, and the place for the file that was filled in. */
export function FileChoice({ noun, lists, work }: { noun: Noun; lists: Lists; work: Import }) {
  const translate = useTranslate()
  const korean = useLocale() !== 'en'
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const hint = useId()
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) void work.open(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const { loaded, problem, progress, unkept } = work
  const template = (format: Format) => (
    <Button
      key={format}
      startIcon={<DownloadIcon />}
      onClick={() => void downloadTemplate(noun, format, lists, translate, korean)}
    >
      {translate('panel.sheet.template', { format: format.toUpperCase() })}
    </Button>
  )
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button does the same */}
      <div
        className={over ? 'sheet-drop sheet-over' : 'sheet-drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          className="hidden"
          tabIndex={-1}
          aria-hidden
          data-file
          onChange={({ target }) => {
            take(target.files)
            target.value = ''
          }}
        />
        <Button
          variant={loaded ? 'outlined' : 'contained'}
          startIcon={<UploadIcon />}
          aria-describedby={hint}
          disabled={Boolean(progress)}
          onClick={() => input.current?.click()}
        >
          {translate(loaded ? 'panel.sheet.other' : 'panel.sheet.choose')}
        </Button>
        <span id={hint} className="none">
          {loaded
            ? translate('panel.sheet.read', { name: loaded.fileName, smart_count: loaded.lines.length })
            : translate('panel.sheet.drop')}
        </span>
        <span className="sheet-templates">{(['xlsx', 'csv'] as const).map(template)}</span>
      </div>
      {progress?.what === 'reading' && <ProgressBar label={translate('panel.sheet.reading')} />}
      {problem && <Alert severity="error">{translate(`panel.sheet.problem.${problem}`)}</Alert>}
      {unkept && <Alert severity="warning">{translate('panel.sheet.unkept')}</Alert>}
    </>
  )
}
