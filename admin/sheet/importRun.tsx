import { Alert, Button } from '@mui/material'
import { useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import type { Loaded } from './kept'
import type { Noun } from './parts'
import { ProgressBar } from './progressBar'
import { type Import, missingColumns } from './useImport'

/** Check, then import; how far it is, what came of it, and why it stopped. */
export function ImportRun({ noun, work, loaded }: { noun: Noun; work: Import; loaded: Loaded }) {
  const translate = useTranslate()
  const { progress, counts, checked, imported, stop } = work
  const all = loaded.lines.length
  const unchecked = all - checked
  const right = checked - counts.REFUSED
  const ready = right - imported
  const said = {
    created: counts.CREATED,
    updated: counts.UPDATED,
    unchanged: counts.UNCHANGED,
    refused: counts.REFUSED,
  }
  if (progress && progress.what !== 'reading') {
    return (
      <ProgressBar
        {...progress}
        label={translate(`panel.sheet.${progress.what}`, { ...progress })}
        cancel={work.cancel}
      />
    )
  }
  const finished = imported > 0 && ready === 0 && unchecked === 0
  const idle = !finished && ready > 0 && unchecked === 0 && counts.CREATED + counts.UPDATED === 0
  return (
    <section className="sheet-run" aria-live="polite">
      {stop && (
        <Alert severity={stop.why === 'CANCELLED' ? 'info' : 'error'} action={<GoOn work={work} />}>
          {translate(`panel.sheet.stopped.${stop.why}`, {
            message: translate(stop.message ?? '', { _: stop.message ?? '' }),
          })}
        </Alert>
      )}
      {checked > 0 && !finished && (
        <Alert severity={counts.REFUSED ? 'warning' : 'info'}>
          {idle && !counts.REFUSED ? translate('panel.sheet.nothing_to_do') : translate('panel.sheet.checked', said)}{' '}
          {unchecked > 0 && translate('panel.sheet.unchecked', { smart_count: unchecked })}
          {unchecked === 0 &&
            counts.REFUSED > 0 &&
            ready > 0 &&
            translate('panel.sheet.refused_stay', { smart_count: counts.REFUSED })}
        </Alert>
      )}
      {finished && (
        <Alert
          severity="success"
          action={
            <Button component={Link} to={`/${noun}`} sx={{ whiteSpace: 'nowrap' }}>
              {translate('panel.sheet.to_list')}
            </Button>
          }
        >
          {translate('panel.sheet.finished', { ...said, smart_count: imported })}{' '}
          {counts.REFUSED > 0 && translate('panel.sheet.refused_stay', { smart_count: counts.REFUSED })}
        </Alert>
      )}
      <div className="sheet-tools">
        {unchecked > 0 && (
          <Button variant="contained" disabled={missingColumns(loaded, noun).length > 0} onClick={work.check}>
            {translate(checked ? 'panel.sheet.check_again' : 'panel.sheet.check', { smart_count: unchecked })}
          </Button>
        )}
        {ready > 0 && !idle && (
          <Button variant={unchecked ? 'outlined' : 'contained'} onClick={work.importAll}>
            {translate('panel.sheet.run', { smart_count: ready })}
          </Button>
        )}
      </div>
    </section>
  )
}

const GoOn = ({ work }: { work: Import }) => {
  const translate = useTranslate()
  return work.stop?.why === 'SESSION' ? <Button onClick={work.signIn}>{translate('ra.auth.sign_in')}</Button> : null
}
