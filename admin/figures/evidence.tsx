import UploadIcon from '@mui/icons-material/UploadFileOutlined'
import { Alert, Box, Button, LinearProgress, Typography } from '@mui/material'
import { useRef, useState } from 'react'
import { type RaRecord, useLocale, useLogoutIfAccessDenied, useRecordContext, useTranslate } from 'react-admin'
import { dayInKorea } from '../day'
import { graphql } from '../gql'
import { useAnswer, useViewer, Waiting } from './answer'
import { CiteButton } from './sources'
import { TYPES, upload } from './upload'

const query = graphql(`
  query FigureEvidence($id: ID!) {
    node(id: $id) {
      ... on Outcome { evidence { id fileName mediaType size sha256 uploadedAt uploadedByName } }
    }
  }
`)

/** Files that prove the figure, and the button that names a source. */
export function FigureEvidence() {
  const row = useRecordContext()
  const { can } = useViewer()
  return row && can?.attachEvidence ? <Evidence row={row} /> : null
}

function Evidence({ row }: { row: RaRecord }) {
  const translate = useTranslate()
  const locale = useLocale()
  const signInAgain = useLogoutIfAccessDenied()
  const chooser = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState('')
  const answer = useAnswer(query, { id: row.id as string })
  const files = answer.data?.node && 'evidence' in answer.data.node ? answer.data.node.evidence : []

  const add = async (chosen: File[]) => {
    setProblem('')
    for (const file of chosen) {
      setBusy(file.name)
      try {
        await upload(row.id as string, file)
      } catch (error) {
        if (await signInAgain(error)) return
        setProblem(`${file.name}: ${translate((error as Error).message, { _: (error as Error).message })}`)
        break
      }
    }
    setBusy('')
    if (chooser.current) chooser.current.value = ''
    await answer.refetch()
  }

  return (
    <Box component="section" className="related" aria-labelledby="figure-evidence">
      <Box className="related-head">
        <Typography variant="h2" id="figure-evidence">
          {translate('panel.evidence.title')}
        </Typography>
        <CiteButton />
        <Button
          variant="outlined"
          startIcon={<UploadIcon />}
          disabled={Boolean(busy)}
          onClick={() => chooser.current?.click()}
        >
          {translate('panel.evidence.add')}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          multiple
          aria-label={translate('panel.evidence.add')}
          accept={Object.keys(TYPES)
            .map((end) => `.${end}`)
            .join(',')}
          onChange={({ target }) => add([...(target.files ?? [])])}
        />
      </Box>
      <Typography className="none">{translate('panel.evidence.limits')}</Typography>
      <Waiting for={answer} />
      {busy && (
        <div role="status">
          {translate('panel.evidence.sending', { name: busy })} <LinearProgress aria-label={busy} />
        </div>
      )}
      {problem && <Alert severity="error">{problem}</Alert>}
      {files.length > 0 && (
        <ul className="plain-list">
          {files.map(({ id, fileName, size, sha256, uploadedAt, uploadedByName }) => (
            <li key={id}>
              <a href={`/evidence/${id}`} download={fileName}>
                {fileName}
              </a>{' '}
              <span className="none">
                {(size / 1024).toLocaleString(locale, { maximumFractionDigits: 0 })} KB ·{' '}
                {[uploadedByName, dayInKorea(uploadedAt)].filter(Boolean).join(', ')} · SHA-256 {sha256.slice(0, 12)}…
              </span>
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}
