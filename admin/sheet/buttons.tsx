import ExportIcon from '@mui/icons-material/FileDownloadOutlined'
import ImportIcon from '@mui/icons-material/UploadFileOutlined'
import { lazy, Suspense, useState } from 'react'
import { Button, useCanAccess, useListContext } from 'react-admin'
import { Link } from 'react-router-dom'

const ExportDialog = lazy(async () => ({ default: (await import('./exportDialog')).ExportDialog }))

/** What every list offers: the whole list as a file, and where it can be, a file for the list. */
export function SheetButtons() {
  const { resource, total } = useListContext()
  const [open, setOpen] = useState(false)
  return (
    <>
      {(resource === 'participants' || resource === 'outcomes') && <ImportButton noun={resource} />}
      {total ? (
        <Button label="panel.sheet.export" onClick={() => setOpen(true)}>
          <ExportIcon />
        </Button>
      ) : null}
      {open && (
        <Suspense>
          <ExportDialog close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

/** To the import of a file, into one program or into those that it names. */
export function ImportButton({ noun, program }: { noun: 'participants' | 'outcomes'; program?: string }) {
  const { canAccess } = useCanAccess({ resource: noun, action: 'create' })
  if (!canAccess) return null
  return (
    <Button component={Link} to={`/import/${noun}${program ? `?program=${program}` : ''}`} label="panel.sheet.import">
      <ImportIcon />
    </Button>
  )
}
