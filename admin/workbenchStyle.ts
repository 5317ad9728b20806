interface Colors {
  ink: string
  muted: string
  line: string
  paper: string
  hover: string
  primary: string
}

/** Tabs, grids, dialogs and score sheets of the round workbench and the program page. */
export const workbenchStyle = (c: Colors, line: string) => ({
  '.related .related': { marginTop: 18 },
  // The layout grows with its content: these take the width that there is.
  '.tabs, .tab-panel, .page-about': { contain: 'inline-size' },
  '.tabs': { borderBottom: line, marginTop: 10 },

  '.tab-panel': {
    paddingTop: 16,
    '& > .related:first-of-type, & > .next-steps:first-of-type': { marginTop: 0 },
  },
  '.tab-panel .next-steps': { marginBottom: 16 },
  '.states': {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 0',
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontSize: '0.8125rem',
    color: c.muted,
    '& li': { padding: '2px 10px', borderTop: `3px solid ${c.line}` },
    '& .past': { borderColor: c.primary },
    '& .present': { borderColor: c.primary, color: c.ink, fontWeight: 700, background: c.hover },
  },
  '.nothing': { padding: '14px 16px', margin: '6px 0 0', background: c.paper, border: line, borderRadius: 6 },
  '.cards': {
    listStyle: 'none',
    margin: '6px 0 0',
    padding: 0,
    '& li': { padding: '10px 12px', display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '6px 14px' },
    '& li + li': { borderTop: line },
    '& li > div > span:first-of-type': { fontSize: '0.8125rem' },
  },
  '.stack': { display: 'grid', gap: 4, justifyItems: 'start' },
  '.grid-tools': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, margin: '8px 0' },
  '.hidden': { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' },
  '.chips': { display: 'inline-flex', flexWrap: 'wrap', gap: 4, verticalAlign: 'middle' },
  '.results': {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& li': { display: 'flex', gap: 10, padding: '6px 0' },
  },
  '.check': { marginTop: 6 },
  '.comment': { whiteSpace: 'pre-line' },
  '.related-body .tight': { width: '1%' },
  '.related-body td .MuiButton-root': { minHeight: 28, paddingBlock: 0 },
  '.related-body .MuiCheckbox-root': { padding: 3 },
  '.score-sheet': { maxWidth: 820 },
  '.page-about': { display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'center', margin: 0 },
  '.score-sheet, .criteria-editor': { padding: '14px 16px', display: 'grid', gap: 14 },
  '.score-row': {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 220px',
    gap: 16,
    alignItems: 'center',
    '& .MuiFormControl-root': { margin: 0, width: '100%' },
  },
  '.criteria-line': {
    display: 'grid',
    gridTemplateColumns: '2fr 2fr 1fr 1fr 40px',
    gap: 10,
    alignItems: 'start',
    '& .MuiFormControl-root': { margin: 0, width: '100%' },
  },
  '.score-foot': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12, '& output': { flex: 1 } },
  '.sum': { padding: '0 10px' },
  '@media (max-width: 599.98px)': {
    '.score-row, .criteria-line': { gridTemplateColumns: '1fr' },
  },
})
