import CloseIcon from '@mui/icons-material/CloseOutlined'
import { Box, IconButton } from '@mui/material'
import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslate } from 'react-admin'
import { whenSignedIn } from '../again/again'
import { nouns } from '../nouns'
import { type Heard, mentions, tellHeard } from './heard'
import { type Change, listenForChanges } from './stream'

/** Changes that come together are shown together. */
const GATHER_MS = 400
/** Nobody is at a page that was not touched for so long; looking for changes must not keep its session alive. */
const ALONE_MS = 10 * 60_000
const SHOWN_MS = 8000

/** Keeps what is on the screen as others change it, and says so. */
export default function Live() {
  const client = useQueryClient()
  const translate = useTranslate()
  const [notice, setNotice] = useState(0)
  const told = useRef<Change[]>([])
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      gathering = undefined
      const changes = told.current.splice(0)
      const heard = { ids: changes.map(({ id }) => id), types: changes.map(({ type }) => type) }
      const shown = [refetch(client, heard), tellHeard(heard)].some(Boolean)
      if (shown) setNotice(Date.now())
    }
    const stop = whileSomebodyIsHere((missed) =>
      listenForChanges({
        missed,
        change(change) {
          told.current.push(change)
          gathering ??= setTimeout(show, GATHER_MS)
        },
        back() {
          refetch(client, null)
          tellHeard(null)
        },
      }),
    )
    return () => {
      clearTimeout(gathering)
      stop()
    }
  }, [client])
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(0), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <Box role="status" aria-live="polite" sx={notice ? shownAs : undefined}>
      {notice > 0 && (
        <>
          {translate('live.refreshed')}
          <IconButton size="small" aria-label={translate('ra.action.close')} onClick={() => setNotice(0)}>
            <CloseIcon fontSize="small" />
          </IconButton>
        </>
      )}
    </Box>
  )
}

const shownAs = {
  position: 'fixed',
  bottom: 16,
  right: 16,
  maxWidth: 'calc(100vw - 32px)',
  px: 2,
  py: 0.5,
  borderRadius: 1,
  boxShadow: 3,
  bgcolor: 'background.paper',
  color: 'text.primary',
  border: 1,
  borderColor: 'divider',
  zIndex: 'snackbar',
} as const

/** Fetches again what shows the records, or may show them now; true when any of them was on the screen. */
function refetch(client: QueryClient, heard: Heard): boolean {
  const lists = new Set(nouns.flatMap(({ name, type }) => (heard?.types.includes(type) ? [name] : [])))
  const isOld = ({ queryKey: [resource, kind], state }: Query) =>
    mentions(state.data, heard) ||
    (lists.has(resource as never) && (kind === 'getList' || kind === 'getManyReference')) ||
    (resource === 'figures' && Boolean(heard?.types.includes('Outcome')))
  const shown = client.getQueryCache().findAll({ type: 'active', predicate: isOld })
  void client.invalidateQueries({ predicate: isOld })
  return heard !== null && shown.some(({ queryKey: [resource, kind] }) => resource !== 'auth' && kind !== 'getMany')
}

/** Does it while the page is looked at and used; begins anew, having missed something, when somebody comes back. */
function whileSomebodyIsHere(begin: (missed: boolean) => () => void): () => void {
  let end: (() => void) | undefined
  let alone: ReturnType<typeof setTimeout> | undefined
  let missed = false
  const leave = () => {
    missed = true
    end?.()
    end = undefined
  }
  const here = () => {
    clearTimeout(alone)
    alone = setTimeout(leave, ALONE_MS)
    end ??= begin(missed)
  }
  const look = () => (document.visibilityState === 'visible' ? here() : leave())
  const events = ['pointerdown', 'keydown', 'focus'] as const
  for (const event of events) window.addEventListener(event, here)
  document.addEventListener('visibilitychange', look)
  const forget = whenSignedIn(() => {
    leave()
    look()
  })
  look()
  return () => {
    clearTimeout(alone)
    for (const event of events) window.removeEventListener(event, here)
    document.removeEventListener('visibilitychange', look)
    forget()
    end?.()
  }
}
