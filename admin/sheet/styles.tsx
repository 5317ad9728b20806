import { GlobalStyles, type Theme } from '@mui/material'

const styles = ({ palette }: Theme) => {
  const line = `1px solid ${palette.divider}`
  return {
    '.sheet-screen': { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 14, paddingBottom: 24 },
    '.sheet-screen h2': { fontSize: '1.0625rem', margin: '6px 0 2px' },
    '.sheet-drop': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 12,
      padding: '14px 16px',
      border: `1px dashed ${palette.text.secondary}`,
      borderRadius: 6,
      background: palette.background.paper,
    } as const,
    '.sheet-over': { borderStyle: 'solid', borderColor: palette.primary.main },
    '.sheet-drop > .none': { flex: '1 1 240px' },
    '.sheet-templates': { display: 'flex', flexWrap: 'wrap', gap: 4 } as const,
    '.sheet-mapping': {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 210px), 1fr))',
      gap: '16px 14px',
      margin: '12px 0',
      alignItems: 'start',
    },
    '.sheet-mapping .MuiFormControl-root': { margin: 0, width: '100%' },
    '.sheet-mapping .MuiFormHelperText-root': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
    '.sheet-run': { display: 'grid', gap: 10 },
    '.sheet-tools': { display: 'flex', flexWrap: 'wrap', gap: 10 } as const,
    '.sheet-progress': { display: 'grid', gap: 8, justifyItems: 'start' },
    '.sheet-progress .MuiLinearProgress-root': { width: '100%', height: 6, borderRadius: 3 },
    '.sheet-frame': {
      overflow: 'auto',
      maxHeight: '70vh',
      border: line,
      borderRadius: 6,
      background: palette.background.paper,
    },
    '.sheet-lines': { borderCollapse: 'separate', borderSpacing: 0, fontSize: '0.875rem' } as const,
    '.sheet-lines th, .sheet-lines td': {
      borderBottom: line,
      padding: '4px 6px',
      verticalAlign: 'top',
      textAlign: 'left',
    } as const,
    '.sheet-lines thead th': {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      background: palette.background.paper,
      whiteSpace: 'nowrap',
    } as const,
    '.sheet-lines tbody th': { fontWeight: 400, color: palette.text.secondary, fontVariantNumeric: 'tabular-nums' },
    '.sheet-lines input': {
      font: 'inherit',
      color: palette.text.primary,
      background: 'transparent',
      border: '1px solid transparent',
      borderRadius: 4,
      padding: '3px 6px',
      minWidth: 76,
    },
    '.sheet-lines input:hover': { borderColor: palette.divider },
    '.sheet-lines input:focus': { borderColor: palette.primary.main, outline: `1px solid ${palette.primary.main}` },
    '.sheet-lines input[aria-invalid]': { borderColor: palette.error.main },
    '.sheet-message': {
      display: 'block',
      maxWidth: 260,
      padding: '2px 6px',
      fontSize: '0.8125rem',
      color: palette.error.main,
    },
    '.sheet-pages': { marginTop: 10 },
  }
}

export const SheetStyles = () => <GlobalStyles styles={styles} />
