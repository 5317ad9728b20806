import { Box, Typography } from '@mui/material'
import { createContext, useContext } from 'react'
import {
  CreateButton,
  ListNoResults,
  useCanAccess,
  useListContext,
  useResourceContext,
  useResourceDefinition,
  useTranslate,
} from 'react-admin'

/** What `empty` says where the rows of the list are those of another record, if it is not what the list itself says. */
export const EmptyWords = createContext<string | undefined>(undefined)

/** A list that has nothing in it yet: what it is for, and what to do next. */
export function EmptyList() {
  const resource = useResourceContext() ?? ''
  const { hasCreate } = useResourceDefinition({ resource })
  const { canAccess } = useCanAccess({ resource, action: 'create' })
  return (
    <Box sx={look}>
      <Next resource={resource} />
      {hasCreate && canAccess && <CreateButton variant="contained" />}
    </Box>
  )
}

/** In place of rows: that the filter leaves none, or what to do next. */
export function NoRows() {
  const resource = useResourceContext() ?? ''
  const { filterValues } = useListContext()
  if (Object.keys(filterValues ?? {}).length) return <ListNoResults />
  return (
    <Box sx={look}>
      <Next resource={resource} />
    </Box>
  )
}

function Next({ resource }: { resource: string }) {
  const translate = useTranslate()
  const words = useContext(EmptyWords) ?? resource
  return (
    <>
      <Typography>
        <b>{translate(`resources.${resource}.empty`, { _: translate('panel.nothing') })}</b>
      </Typography>
      <Typography className="none">{translate(`empty.${words}`, { _: '' })}</Typography>
    </>
  )
}

const look = { p: 3, display: 'grid', gap: 1, justifyItems: 'start' } as const
