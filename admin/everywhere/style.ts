interface Colors {
  muted: string
  paper: string
  hover: string
  ground: string
}

/** The search of everything, saved filters and the history of a record. */
export const everywhereStyle = (c: Colors, line: string) => ({
  '.search-button.MuiButton-root': {
    color: c.muted,
    borderColor: 'currentcolor',
    marginRight: 8,
    minWidth: 0,
    fontWeight: 400,
    '& .search-words': { minWidth: 90, textAlign: 'left' },
  },
  kbd: { font: 'inherit', fontSize: '0.75rem', border: line, borderRadius: 4, padding: '0 5px', background: c.ground },
  '.search-dialog .MuiDialog-container': { alignItems: 'flex-start' },
  '.search-dialog .MuiDialog-paper': { marginTop: '8vh', overflow: 'hidden' },
  '.search-text.MuiInputBase-root': { padding: '12px 16px', fontSize: '1.0625rem', borderBottom: line },
  '.search-text.Mui-focused': { boxShadow: 'inset 0 0 0 2px var(--accent)' },
  '.search-hits': { overflowY: 'auto', padding: '6px 0', minHeight: 90 },
  '.search-group': { padding: '8px 16px 2px', fontSize: '0.75rem', color: c.muted },
  '.search-hit': {
    padding: '7px 16px',
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: '0 16px',
    cursor: 'pointer',
    '& .none': { fontSize: '0.8125rem' },
    '&[aria-selected=true]': { background: c.hover, boxShadow: 'inset 3px 0 0 var(--accent)' },
  },
  '.search-status, .search-keys': { margin: 0, padding: '8px 16px', fontSize: '0.8125rem' },
  '.search-keys': { borderTop: line },
  '.saved-filters': {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& li': { padding: '12px 0 6px' },
    '& li + li': { borderTop: line },
    '& form': { display: 'flex', gap: 8, alignItems: 'center', marginBottom: 4 },
    '& form .MuiButton-root': { flex: 'none' },
  },
  'dl.changed': {
    margin: 0,
    display: 'grid',
    gap: 3,
    '& > div': { display: 'flex', flexWrap: 'wrap', gap: '0 10px' },
    '& dt': { color: c.muted, fontSize: '0.8125rem', minWidth: 90 },
    '& dd': { margin: 0, overflowWrap: 'anywhere', minWidth: 0, whiteSpace: 'pre-wrap' },
    '& del': { color: c.muted, textDecoration: 'none' },
    '& ins': { textDecoration: 'none', fontWeight: 600 },
    '& .none': { fontWeight: 400 },
  },
  '@media (max-width: 599.9px)': {
    '.search-button .search-words, .search-button kbd': { display: 'none' },
    '.search-button .MuiButton-startIcon': { margin: 0 },
    '.search-button.MuiButton-root': { border: 0, padding: '6px', marginRight: 0 },
    '.brand': { whiteSpace: 'nowrap' },
    '.cards li > div:has(dl.changed)': { gridColumn: '1 / -1' },
    '.search-dialog .MuiDialog-paper': { marginTop: 8, width: 'calc(100% - 16px)', maxWidth: 'none', marginInline: 8 },
    '.saved-button.MuiButton-root': {
      // As large as the icon buttons that it stands beside.
      minWidth: 46,
      width: 46,
      height: 46,
      '& .saved-words': { display: 'none' },
      '& .MuiButton-startIcon': { margin: 0, '& > svg': { fontSize: 24 } },
    },
  },
})
