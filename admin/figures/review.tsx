import { Alert, Box, Button, MenuItem, TextField, type Theme, Typography, useMediaQuery } from '@mui/material'
import { type KeyboardEvent, useState } from 'react'
import { Title, useLocale, useTranslate } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { graphql } from '../gql'
import type { ReviewFiguresQuery } from '../gql/graphql'
import { localized } from '../noun'
import { useAnswer, useViewer, Waiting } from './answer'
import { ReviewDialog } from './reviewDialog'
import { ReviewCard, ReviewRow } from './reviewRow'
import { FigureStyles } from './styles'

const query = graphql(`
  query ReviewFigures($filter: OutcomeFilter!, $offset: Int!) {
    outcomes(filter: $filter, first: 25, offset: $offset, orderBy: [{ field: PROGRAM, direction: ASC }, { field: INDICATOR, direction: ASC }]) {
      totalCount
      nodes { ...ReviewFigure }
    }
    districts(first: 100) { nodes { id nameKo nameEn } }
  }
`)
export type Waits = ReviewFiguresQuery['outcomes']['nodes'][number]

/** Every figure that waits for approval, decided one by one or together. */
export function ReviewScreen() {
  useLocale()
  const translate = useTranslate()
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'))
  const { can } = useViewer()
  const [params, setParams] = useSearchParams()
  const [picked, setPicked] = useState<string[]>([])
  const [current, setCurrent] = useState(0)
  const [results, setResults] = useState<Record<string, string>>({})
  const [asking, setAsking] = useState<{ act: 'approve' | 'return'; rows: Waits[] }>()
  const district = params.get('district') ?? ''
  const page = Number(params.get('page') ?? 0)
  const filter = { status: ['SUBMITTED' as const], ...(district && { district }) }
  const answer = useAnswer(query, { filter, offset: page * 25 })
  const rows = answer.data?.outcomes.nodes ?? []
  const total = answer.data?.outcomes.totalCount ?? 0
  const mayDecide = can?.approveOutcome ?? false
  const chosen = rows.filter(({ id }) => picked.includes(id))

  const choose = (changed: Record<string, string>) => {
    setPicked([])
    setCurrent(0)
    setParams((before) => ({ ...Object.fromEntries(before), ...changed }), { replace: true })
  }
  const toggle = (id: string) =>
    setPicked((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known, id]))
  const ask = (act: 'approve' | 'return', asked: Waits[]) =>
    mayDecide && asked.length && setAsking({ act, rows: asked })

  const onKey = (event: KeyboardEvent<HTMLElement>, row: Waits, at: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    // By the place of the key, so that it works while Korean is being typed.
    const { code } = event
    if (to !== undefined) {
      const next = Math.min(rows.length - 1, Math.max(0, to))
      setCurrent(next)
      event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[data-queue]')[next]?.focus()
    } else if (code === 'Space') toggle(row.id)
    else if (code === 'KeyA') ask('approve', row.viewerIsAuthor ? [] : [row])
    else if (code === 'KeyR') ask('return', [row])
    else return
    event.preventDefault()
  }
  const rowProps = (row: Waits, at: number) => ({
    ...{
      row,
      mayDecide,
      result: results[row.id],
      picked: picked.includes(row.id),
      current: at === Math.min(current, rows.length - 1),
    },
    onToggle: () => toggle(row.id),
    onFocus: () => setCurrent(at),
    onKey: (event: KeyboardEvent<HTMLElement>) => onKey(event, row, at),
    onApprove: () => ask('approve', [row]),
    onReturn: () => ask('return', [row]),
  })

  return (
    <Box className="figures-screen">
      <FigureStyles />
      <Title title={translate('panel.review.title')} />
      <div className="scope-bar">
        <TextField
          select
          label={translate('panel.grid.district')}
          value={answer.data ? district : ''}
          onChange={({ target }) => choose({ district: target.value, page: '0' })}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">{translate('panel.review.all')}</MenuItem>
          {answer.data?.districts.nodes.map((one) => (
            <MenuItem key={one.id} value={one.id}>
              {localized(one, 'name')}
            </MenuItem>
          ))}
        </TextField>
        {mayDecide && (
          <>
            <Button
              variant="contained"
              disabled={!chosen.some(({ viewerIsAuthor }) => !viewerIsAuthor)}
              onClick={() => ask('approve', chosen)}
            >
              {translate('panel.review.approve_many', { count: chosen.length })}
            </Button>
            <Button variant="outlined" disabled={!chosen.length} onClick={() => ask('return', chosen)}>
              {translate('panel.review.return_many', { count: chosen.length })}
            </Button>
          </>
        )}
        <Typography className="none" role="status">
          {translate('panel.review.count', { smart_count: total })}
        </Typography>
      </div>
      <Waiting for={answer} />
      {answer.data && !rows.length && <Alert severity="success">{translate('panel.review.empty')}</Alert>}
      {rows.length > 0 && !narrow && (
        <div className="queue">
          <table aria-label={translate('panel.review.title')}>
            <thead>
              <tr>
                {['pick', 'figure', 'value', 'before', 'change', 'proof', 'checks', 'decide'].map((name) => (
                  <th key={name} scope="col" className={['value', 'before', 'change'].includes(name) ? 'amount' : ''}>
                    {translate(`panel.review.columns.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <ReviewRow key={row.id} {...rowProps(row, at)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && narrow && rows.map((row, at) => <ReviewCard key={row.id} {...rowProps(row, at)} />)}
      {mayDecide && rows.length > 0 && !narrow && (
        <Typography className="none keys">{translate('panel.review.keys')}</Typography>
      )}
      {total > 25 && (
        <div className="row-tools">
          <Button disabled={!page} onClick={() => choose({ page: String(page - 1) })}>
            {translate('ra.navigation.previous')}
          </Button>
          <Button disabled={(page + 1) * 25 >= total} onClick={() => choose({ page: String(page + 1) })}>
            {translate('ra.navigation.next')}
          </Button>
        </div>
      )}
      {asking && (
        <ReviewDialog
          {...asking}
          close={() => {
            setAsking(undefined)
            requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-queue][tabindex="0"]')?.focus())
          }}
          tell={(id, result) => setResults((known) => ({ ...known, [id]: result }))}
          done={(ids) => {
            setPicked((known) => known.filter((id) => !ids.includes(id)))
            return answer.refetch()
          }}
        />
      )}
    </Box>
  )
}
