import { Box, Dialog, InputBase } from '@mui/material'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslate } from 'react-admin'
import { useNavigate } from 'react-router-dom'
import type { RecentPage } from './recent'
import { type Hit, useHits } from './searchHits'

/** Finds any record by the keyboard alone: a text field that controls the list of what was found. */
export function SearchDialog({ recent, close }: { recent: RecentPage[]; close(): void }) {
  const translate = useTranslate()
  const navigate = useNavigate()
  const list = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const { groups, status, findPersons } = useHits(text.trim(), recent)
  const hits = groups.flatMap((group) => group.hits)
  const active = Math.min(at, hits.length - 1)
  const idOf = (index: number) => `${list}-${index}`

  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    if (!hit.to) return findPersons()
    close()
    navigate(hit.to)
  }
  const move = (by: number) => setAt(hits.length ? (active + by + hits.length) % hits.length : 0)
  const press = (event: KeyboardEvent) => {
    // While a syllable is being composed the keys belong to the input method.
    if (event.nativeEvent.isComposing || !['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) return
    event.preventDefault()
    if (event.key === 'Enter') choose(hits[active])
    else move(event.key === 'ArrowDown' ? 1 : -1)
  }
  const show = (index: number) => (element: HTMLElement | null) => {
    if (index === active) element?.scrollIntoView({ block: 'nearest' })
  }

  let index = -1
  return (
    <Dialog
      open
      onClose={close}
      fullWidth
      maxWidth="sm"
      className="search-dialog"
      aria-labelledby={`${list}-title`}
      transitionDuration={0}
    >
      <span id={`${list}-title`} className="hidden">
        {translate('everywhere.search_all')}
      </span>
      <InputBase
        autoFocus
        fullWidth
        className="search-text"
        value={text}
        placeholder={translate('everywhere.search_hint')}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
        slotProps={{
          input: {
            role: 'combobox',
            'aria-label': translate('everywhere.search_all'),
            'aria-autocomplete': 'list',
            'aria-expanded': hits.length > 0,
            'aria-controls': list,
            'aria-activedescendant': hits.length ? idOf(active) : undefined,
            maxLength: 100,
            autoComplete: 'off',
            spellCheck: false,
          },
        }}
      />
      <Box className="search-hits">
        <div role="listbox" id={list} aria-label={translate('everywhere.search_all')}>
          {groups.map(({ title, hits: inside }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
            <div role="group" key={title} aria-label={title}>
              <div className="search-group" aria-hidden="true">
                {title}
              </div>
              {inside.map((hit) => {
                index += 1
                const own = index
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keyboard
                  <div
                    role="option"
                    key={hit.key}
                    id={idOf(own)}
                    ref={show(own)}
                    tabIndex={-1}
                    aria-selected={own === active}
                    className="search-hit"
                    onClick={() => choose(hit)}
                    onMouseMove={() => setAt(own)}
                  >
                    <span>{hit.label}</span>
                    {hit.detail && <span className="none">{hit.detail}</span>}
                  </div>
                )
              })}
            </div>
          ))}
        </div>
        <p role="status" className="none search-status">
          {status}
        </p>
      </Box>
      <p className="none search-keys" aria-hidden="true">
        {translate('everywhere.keys')}
      </p>
    </Dialog>
  )
}
