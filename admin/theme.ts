import type { PaletteMode } from '@mui/material'
import type { RaThemeOptions } from 'react-admin'
import { actsStyle } from './actsStyle'
import { everywhereStyle } from './everywhere/style'
import { menuStyle } from './menuStyle'
import { workbenchStyle } from './workbenchStyle'

const font =
  '"Pretendard Variable", Pretendard, system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif'

const colors = {
  light: {
    ink: '#1b2426',
    muted: '#556366',
    line: '#e1e6e5',
    ground: '#f5f7f6',
    paper: '#ffffff',
    hover: '#eef3f2',
    primary: '#0f5a57',
    onPrimary: '#ffffff',
    warning: '#8a5300',
    onBasis: '#ffffff',
    placed: '#0f5a57',
    selected: '#2b7a72',
    trained: '#27517d',
    inTraining: '#47709b',
    added: '#875711',
    other: '#5d6a6d',
  },
  dark: {
    ink: '#e6ecea',
    muted: '#9fb0ae',
    line: '#2b3638',
    ground: '#12181a',
    paper: '#1a2224',
    hover: '#222c2f',
    primary: '#7fd1c3',
    onPrimary: '#06211f',
    warning: '#e6b566',
    onBasis: '#10201f',
    placed: '#7fd1c3',
    selected: '#b0e2d9',
    trained: '#8dbbe8',
    inTraining: '#b9d5f1',
    added: '#e6b566',
    other: '#a9b6b5',
  },
}

/** The colors for screens with styles of their own; a counting basis has the same color wherever it is drawn. */
const cssVariables = (mode: PaletteMode) => {
  const c = colors[mode]
  return {
    '--ink': c.ink,
    '--muted': c.muted,
    '--line': c.line,
    '--ground': c.ground,
    '--paper': c.paper,
    '--accent': c.primary,
    '--warn': c.warning,
    '--on-basis': c.onBasis,
    '--basis-PLACED': c.placed,
    '--basis-RETAINED': c.placed,
    '--basis-SELECTED': c.selected,
    '--basis-TRAINED': c.trained,
    '--basis-IN_TRAINING': c.inTraining,
    '--basis-ADDED': c.added,
    '--basis-APPLIED': c.other,
    '--basis-OTHER': c.other,
    '--basis-TARGET': c.other,
  }
}

const sidebar = { width: 208, closedWidth: 52 }

/** Quiet and dense: one accent, hairlines instead of shadows, 14 px text. */
function themeFor(mode: PaletteMode): RaThemeOptions {
  const c = colors[mode]
  const line = `1px solid ${c.line}`
  return {
    palette: {
      mode,
      primary: { main: c.primary, contrastText: c.onPrimary },
      secondary: { main: c.primary, contrastText: c.onPrimary },
      background: { default: c.ground, paper: c.paper },
      text: { primary: c.ink, secondary: c.muted },
      divider: c.line,
      action: { hover: c.hover },
      success: { main: mode === 'light' ? '#1c6b3a' : '#86d3a0' },
      warning: { main: c.warning },
      error: { main: mode === 'light' ? '#b3261e' : '#ff9a90' },
      info: { main: mode === 'light' ? '#1f5a86' : '#8dc3ee' },
    },
    shape: { borderRadius: 6 },
    sidebar,
    typography: {
      fontFamily: font,
      fontSize: 13,
      h1: { fontSize: '1.375rem', fontWeight: 700, lineHeight: 1.35, letterSpacing: '-0.01em' },
      h2: { fontSize: '1.0625rem', fontWeight: 650, lineHeight: 1.4 },
      h4: { fontSize: '1.0625rem', fontWeight: 600 },
      button: { textTransform: 'none', fontWeight: 600 },
      body2: { lineHeight: 1.5 },
    },
    components: {
      // The button that it stands on says the same.
      RaLoadingIndicator: { defaultProps: { 'aria-hidden': true } },
      MuiCssBaseline: {
        styleOverrides: {
          ':root': cssVariables(mode),
          // On paper everything is as in the light theme.
          '@media print': { ':root': cssVariables('light') },
          body: { wordBreak: 'keep-all', overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
          a: { color: c.primary, textUnderlineOffset: 3 },
          'a:focus-visible, button:focus-visible, [role="menuitem"]:focus-visible, .MuiButtonBase-root.Mui-focusVisible':
            {
              outline: `2px solid ${c.primary}`,
              outlineOffset: 2,
            },
          dl: { margin: 0 },
          dt: { color: c.muted, fontSize: '0.8125rem' },
          dd: { margin: '2px 0 0', whiteSpace: 'pre-line' },
          '.short': { whiteSpace: 'nowrap' },
          '.none': { color: c.muted },
          '.facts': {
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
            gap: '14px 24px',
            padding: '18px 20px',
            background: c.paper,
            border: line,
            borderRadius: 6,
          },
          '.facts .wide, .form .wide': { gridColumn: '1 / -1' },
          '.form': {
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
            columnGap: 20,
            rowGap: 4,
            padding: '18px 20px 8px',
            alignItems: 'start',
          },
          '.dialog-form': { padding: '6px 24px 8px !important', rowGap: '10px !important' },
          '.next-steps': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12, marginTop: 20 },
          '.form .MuiFormControl-root': { margin: 0, width: '100%' },
          '.form > .MuiAlert-root, .form > p': { gridColumn: '1 / -1', margin: '0 0 12px' },
          '.page-title': { padding: '18px 0 8px', minHeight: 56 },
          '.RaLayout-content': { padding: '0 24px 40px !important', minWidth: 0 },
          // The buttons of a record's page stand beside its title.
          '@media (min-width: 600px)': {
            '.page-title': { paddingRight: '180px' },
            '.beside-title': {
              position: 'absolute !important',
              top: -46,
              right: 0,
              minHeight: '0 !important',
              padding: '0 !important',
            },
          },
          '@media (max-width: 599px)': {
            '.RaLayout-content': { padding: '0 12px 72px !important' },
            '.page-title': { paddingRight: '44px' },
            '.beside-title, .list-actions': {
              position: 'absolute !important',
              top: -44,
              right: -8,
              minHeight: '0 !important',
              padding: '0 !important',
            },
            '.brand-latin': { display: 'none' },
            '.facts': { gridTemplateColumns: '1fr 1fr !important', padding: '14px 14px !important' },
          },
          '.show-page, .edit-page, .create-page, .list-page': { position: 'relative' },
          '.fixed-note': { paddingBottom: 10 },
          '.brand': {
            display: 'flex',
            alignItems: 'center',
            gap: 8,
            flex: 1,
            fontWeight: 600,
            '& b': { fontWeight: 700 },
          },
          '.steps': { margin: 0, paddingLeft: 20 },
          '.login': {
            minHeight: '100vh',
            display: 'grid',
            placeItems: 'center',
            background: c.ground,
            padding: 16,
          },
          '.login-card': {
            width: 'min(380px, 100%)',
            display: 'grid',
            gap: 10,
            padding: '28px 28px 24px',
            background: c.paper,
            border: line,
            borderRadius: 10,
          },
          '.login .MuiFormControl-root': { width: '100%' },
          '.login form': { marginTop: 6, marginBottom: 4 },
          '.login-tools': { position: 'fixed', top: 8, right: 8, display: 'flex' },
          '.review': { display: 'flex', flexDirection: 'column', gap: 12, marginBottom: 20 },
          '.review-months': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
          '.hash': { overflowWrap: 'anywhere' },
          '.account': { maxWidth: 720 },
          '.section-body': { display: 'grid', justifyItems: 'start', gap: 12, marginTop: 10 },
          '.sessions': { listStyle: 'none', margin: 0, padding: 0, width: '100%' },
          '.sessions li': {
            display: 'flex',
            flexWrap: 'wrap',
            justifyContent: 'space-between',
            alignItems: 'center',
            gap: 8,
            padding: '10px 0',
            borderBottom: line,
          },
          '.scan': { display: 'flex', flexWrap: 'wrap', gap: 20, alignItems: 'flex-start' },
          '.scan img': { background: '#ffffff', borderRadius: 6 },
          '.scan > div': { flex: '1 1 260px', display: 'grid', gap: 8, justifyItems: 'start' },
          '.scan form > .MuiButton-root, .login form > .MuiButton-root': { marginTop: 8 },
          '.secret': { fontFamily: 'ui-monospace, monospace', fontSize: '0.9375rem' },
          '.once': {
            margin: '14px 0 0',
            padding: 12,
            background: c.ground,
            border: line,
            borderRadius: 6,
            whiteSpace: 'pre-wrap',
            overflowWrap: 'anywhere',
            fontFamily: 'ui-monospace, monospace',
            userSelect: 'all',
          },
          // What is wide scrolls within itself, and widens no page.
          '.layout.layout, .RaLayout-appFrame, .RaLayout-contentWithSidebar, .RaShow-card': { minWidth: 0 },
          '.related': { marginTop: 28 },
          '.related-head': { display: 'flex', alignItems: 'center', gap: 12, minHeight: 34, marginBottom: 6 },
          '.related-body': { background: c.paper, border: line, borderRadius: 6, overflowX: 'auto', marginTop: 6 },
          ...workbenchStyle(c, line),
          ...everywhereStyle(c, line),
          ...actsStyle(line),
          ...menuStyle(c, sidebar),
          '.figure': { fontWeight: 650, whiteSpace: 'nowrap' },
          '.figure-unit': { fontWeight: 400 },
          '.sources': { margin: 0, padding: 0, listStyle: 'none' },
        },
      },
      MuiAppBar: {
        defaultProps: { elevation: 0, color: 'inherit' },
        styleOverrides: { root: { background: c.paper, color: c.ink, borderBottom: line } },
      },
      MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiCard: { styleOverrides: { root: { border: line } } },
      // What has the keyboard shows an outline, and nothing pulsates.
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: {
        defaultProps: { size: 'small', disableElevation: true },
        styleOverrides: { root: { minHeight: 32, paddingInline: 12 } },
      },
      MuiTextField: { defaultProps: { variant: 'outlined', size: 'small' } },
      MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small' } },
      MuiAutocomplete: { defaultProps: { size: 'small' } },
      MuiOutlinedInput: {
        styleOverrides: { notchedOutline: { borderColor: mode === 'light' ? '#84918f' : '#6f807f' } },
      },
      MuiTabs: { styleOverrides: { root: { minHeight: 38 } } },
      MuiTab: { styleOverrides: { root: { minHeight: 38, minWidth: 0, padding: '8px 14px' } } },
      MuiFormHelperText: { styleOverrides: { root: { lineHeight: 1.4 } } },
      MuiChip: {
        defaultProps: { size: 'small', variant: 'outlined' },
        styleOverrides: { root: { height: 22, borderRadius: 4, borderColor: c.line } },
      },
      MuiTableCell: {
        styleOverrides: {
          root: { borderColor: c.line, padding: '7px 12px', fontSize: '0.875rem', overflowWrap: 'break-word' },
          head: { color: c.muted, fontWeight: 600, fontSize: '0.8125rem', whiteSpace: 'nowrap', background: c.paper },
        },
      },
      MuiAlert: {
        styleOverrides: { root: { border: line }, message: { '& ul': { margin: '4px 0 0', paddingLeft: 18 } } },
      },
      MuiDialogTitle: { styleOverrides: { root: { fontSize: '1.0625rem', fontWeight: 650 } } },
      RaSidebar: {
        styleOverrides: {
          root: { '& .MuiDrawer-paper, & .RaSidebar-fixed': { borderRight: line, background: c.paper } },
        },
      },
      RaFilterForm: {
        styleOverrides: {
          root: {
            flex: 1,
            gap: 8,
            '& .RaFilterFormInput-spacer': { width: 0 },
            '& .MuiFormHelperText-root': { display: 'none' },
            '& .MuiFormControl-root': { margin: 0, minWidth: 150 },
            '@media (max-width: 599px)': {
              '& .filter-field': { flex: '1 1 40%' },
              '& .MuiFormControl-root': { width: '100% !important' },
            },
            '& .ra-input-year': { minWidth: '0 !important', width: '96px !important' },
            '& .ra-input-search': { width: 260 },
          },
        },
      },
      // What cannot be seen while nothing is ticked is not reached by keyboard either.
      RaBulkActionsToolbar: {
        styleOverrides: { root: { '& .RaBulkActionsToolbar-collapsed': { visibility: 'hidden' } } },
      },
      RaListToolbar: { styleOverrides: { root: { backgroundColor: 'transparent !important', paddingBottom: 10 } } },
      RaTopToolbar: { styleOverrides: { root: { background: 'transparent !important' } } },
      RaToolbar: { styleOverrides: { root: { background: c.paper, borderTop: line, padding: '10px 20px' } } },
    },
  }
}

export const lightTheme = themeFor('light')
export const darkTheme = themeFor('dark')
