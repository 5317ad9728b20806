import BookmarkIcon from '@mui/icons-material/BookmarkBorderOutlined'
import { Button, Divider, ListItemText, Menu, MenuItem } from '@mui/material'
import { useId, useState } from 'react'
import { useListContext, useResourceContext, useTranslate } from 'react-admin'
import { useNavigate } from 'react-router-dom'
import { useAsked } from '../asked'
import { graphql } from '../gql'
import type { SavedFiltersQuery } from '../gql/graphql'
import { ManageSaved } from './manageSaved'
import { addressOf, presentFilter } from './savedFilter'
import { SaveFilter } from './saveFilter'

const query = graphql(`
  query SavedFilters($list: String!) {
    savedFilters(filter: { list: $list }, first: 100) { nodes { id version name filter orderBy } }
  }
`)

export type Saved = SavedFiltersQuery['savedFilters']['nodes'][number]

/** The filters and sorts of this list that the person keeps on the server. Choosing one puts it into the address. */
export function SavedFilters() {
  const translate = useTranslate()
  const navigate = useNavigate()
  const list = useResourceContext() as string
  const { filterValues, sort } = useListContext()
  const { data, again } = useAsked(query, { list })
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [dialog, setDialog] = useState<'save' | 'manage'>()
  const id = useId()
  const saved = data?.savedFilters.nodes ?? []
  const present = presentFilter(filterValues, sort)
  const chosen = saved.find(({ filter, orderBy }) => same(filter, present.filter) && same(orderBy, present.orderBy))
  const close = () => setAnchor(null)
  const open = (what: 'save' | 'manage') => {
    close()
    setDialog(what)
  }
  return (
    <>
      <Button
        id={`${id}-button`}
        className="saved-button"
        aria-label={chosen ? `${translate('everywhere.saved')}: ${chosen.name}` : translate('everywhere.saved')}
        startIcon={<BookmarkIcon />}
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        aria-controls={anchor ? id : undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <span className="saved-words">{chosen?.name ?? translate('everywhere.saved')}</span>
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={Boolean(anchor)}
        onClose={close}
        slotProps={{ list: { 'aria-labelledby': `${id}-button` } }}
      >
        {saved.map((one) => (
          <MenuItem
            key={one.id}
            selected={one === chosen}
            onClick={() => {
              close()
              navigate(addressOf(list, one))
            }}
          >
            <ListItemText>{one.name}</ListItemText>
          </MenuItem>
        ))}
        {!saved.length && <MenuItem disabled>{translate('everywhere.saved_none')}</MenuItem>}
        <Divider component="li" />
        <MenuItem onClick={() => open('save')}>{translate('everywhere.save_current')}</MenuItem>
        {saved.length > 0 && <MenuItem onClick={() => open('manage')}>{translate('everywhere.manage')}</MenuItem>}
      </Menu>
      {dialog === 'save' && (
        <SaveFilter list={list} present={present} saved={again} close={() => setDialog(undefined)} />
      )}
      {dialog === 'manage' && (
        <ManageSaved saved={saved} present={present} changed={again} close={() => setDialog(undefined)} />
      )}
    </>
  )
}

/** Whether two JSON texts say the same, in whatever order. */
const same = (one: string | null | undefined, two: string | null) => ordered(one ?? null) === ordered(two)
const ordered = (text: string | null) =>
  JSON.stringify(text && JSON.parse(text), (_key, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
