import SearchIcon from '@mui/icons-material/Search'
import { Button } from '@mui/material'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useGetIdentity, useTranslate } from 'react-admin'
import { useRecentPages } from './recent'

const SearchDialog = lazy(async () => ({ default: (await import('./search')).SearchDialog }))

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)
const shortcut = isApple ? '⌘K' : 'Ctrl+K'

/** Opens the search of everything, as does its shortcut on every page. */
export function SearchButton() {
  const translate = useTranslate()
  const { data: someone } = useGetIdentity()
  const [open, setOpen] = useState(false)
  const recent = useRecentPages(someone?.id)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // The key, not its letter: with a Korean layout that is another one.
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  if (!someone || someone.secondFactorDue) return null
  return (
    <>
      <Button
        className="search-button"
        variant="outlined"
        startIcon={<SearchIcon />}
        onClick={() => setOpen(true)}
        aria-label={translate('everywhere.search_all')}
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
      >
        <span className="search-words">{translate('everywhere.search')}</span>
        <kbd>{shortcut}</kbd>
      </Button>
      {open && (
        <Suspense>
          <SearchDialog recent={recent()} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
