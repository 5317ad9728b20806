/** The explanation of a claim, the reform of districts, and what else has rows inside a form. */
export const actsStyle = (line: string) => ({
  '.claim-made, .claim-tried': { margin: '14px 0 18px', contain: 'inline-size' },
  '.explain-lines': { listStyle: 'none', margin: 0, padding: 0 },
  '.explain-line': {
    display: 'grid',
    gridTemplateColumns: 'minmax(150px, 1fr) minmax(180px, 1.6fr) minmax(200px, 2fr) minmax(150px, 1fr) auto',
    gap: 10,
    alignItems: 'start',
    padding: '10px 0',
    borderBottom: line,
    '& .MuiFormControl-root': { margin: 0, width: '100%' },
  },
  '.explain-sum': { flex: '1 1 230px !important' },
  '.explain-tools': { display: 'flex' },
  '.form > .related': { gridColumn: '1 / -1', minWidth: 0 },
  '.disclosure .facts': { marginTop: 10 },
  '.rows-of-form': {
    gridColumn: '1 / -1',
    border: line,
    borderRadius: 6,
    margin: '12px 0',
    padding: '6px 14px 12px',
    minWidth: 0,
    '& .succession': { padding: '10px 0', borderBottom: line },
    '& .succession > .MuiButton-root': { gridColumn: '1 / -1', justifySelf: 'start' },
  },
  '.group-chips': { listStyle: 'none', margin: '8px 0 0', padding: 0, gap: '6px 16px !important' },
  '@media (max-width: 899.98px)': {
    '.explain-line': { gridTemplateColumns: '1fr' },
  },
})
