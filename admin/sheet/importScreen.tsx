import { Alert, Box, Typography } from '@mui/material'
import { Title, useLocale, useTranslate } from 'react-admin'
import { useParams, useSearchParams } from 'react-router-dom'
import { useAnswer, useViewer, Waiting } from '../figures/answer'
import { type Lists, listsQuery } from './columns'
import { FileChoice } from './fileChoice'
import { ImportLines } from './importLines'
import { ImportRun } from './importRun'
import { ColumnMapping } from './mapping'
import type { Noun } from './parts'
import { SheetStyles } from './styles'
import { useImport } from './useImport'

/** A spreadsheet becomes records: choose, say what the columns are, check, correct, import. */
export function ImportScreen() {
  const translate = useTranslate()
  const { noun = '' } = useParams()
  const { viewer } = useViewer()
  const own = viewer && viewer.districts.length > 0
  const answer = useAnswer(listsQuery, { filter: own ? { own: true } : {} }, { enabled: Boolean(viewer) })
  const known = noun === 'participants' || noun === 'outcomes'
  if (!known) return <Alert severity="error">{translate('ra.page.not_found')}</Alert>
  return (
    <Box className="sheet-screen">
      <SheetStyles />
      <Title title={translate(`panel.sheet.import_${noun}`)} />
      <Waiting for={answer} />
      {viewer && answer.data && <Import key={noun} noun={noun} viewer={viewer.id} lists={answer.data} />}
    </Box>
  )
}

function Import({ noun, viewer, lists }: { noun: Noun; viewer: string; lists: Lists }) {
  useLocale()
  const translate = useTranslate()
  const [params] = useSearchParams()
  const preset = lists.programs.nodes.find(({ id }) => id === params.get('program'))?.code ?? ''
  const work = useImport(noun, `${noun}.${viewer}`, lists, preset)
  return (
    <>
      <Typography className="sheet-intro">{translate(`panel.sheet.intro_${noun}`)}</Typography>
      {noun === 'participants' && <Typography className="none">{translate('panel.sheet.privacy')}</Typography>}
      <FileChoice noun={noun} lists={lists} work={work} />
      {work.loaded && (
        <>
          <ColumnMapping noun={noun} lists={lists} work={work} loaded={work.loaded} />
          <ImportRun noun={noun} work={work} loaded={work.loaded} />
          {work.checked > 0 && <ImportLines work={work} loaded={work.loaded} />}
        </>
      )}
    </>
  )
}
