import { Chip } from '@mui/material'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import type { Column } from './columns'
import { columnName, columnOf, messageOf } from './importLines'
import type { FileLine, Loaded } from './kept'
import type { Import } from './useImport'

interface RowProps {
  line: FileLine
  columns: Column[]
  work: Import
  loaded: Loaded
}

export function ImportRow({ line, columns, work, loaded }: RowProps) {
  const translate = useTranslate()
  const problems = work.problemsOf(line.line)
  const shown = new Set(columns.map(({ key }) => key))
  // What is wrong with a column that the file does not have stands with the line.
  const elsewhere = problems.filter(({ field }) => !shown.has(columnOf(field)))
  const result = work.isImported(line.line) ? 'DONE' : (work.resultOf(line.line)?.result ?? 'NONE')
  return (
    <tr className={problems.length ? 'sheet-wrong' : undefined}>
      <th scope="row">{line.line}</th>
      <td>
        <Chip component="span" color={COLORS[result] ?? 'default'} label={translate(`panel.sheet.result.${result}`)} />
        {elsewhere.map((problem) => (
          <span key={problem.field + problem.code} className="sheet-message">
            {columnName(problem.field, translate)}: {messageOf(problem, translate)}
          </span>
        ))}
      </td>
      {columns.map(({ key }) => (
        <EditCell
          key={`${key} ${line.cells[loaded.mapping[key] ?? -1]}`}
          name={translate('panel.sheet.cell', { line: line.line, column: translate(`panel.sheet.columns.${key}`) })}
          text={line.cells[loaded.mapping[key] ?? -1] ?? ''}
          problem={problems
            .filter(({ field }) => columnOf(field) === key)
            .map((problem) => messageOf(problem, translate))
            .join(' ')}
          disabled={Boolean(work.progress)}
          take={(text) => work.correct(line, key, text)}
        />
      ))}
    </tr>
  )
}

const COLORS: Record<string, 'success' | 'error' | 'info' | undefined> = {
  DONE: 'success',
  REFUSED: 'error',
  CREATED: 'info',
  UPDATED: 'info',
}

interface CellProps {
  name: string
  text: string
  problem: string
  disabled: boolean
  take(text: string): void
}

/** Enter and leaving take over what was typed; Escape takes it back. */
function EditCell({ name, text, problem, disabled, take }: CellProps) {
  const [typed, setTyped] = useState(text)
  return (
    <td>
      <input
        aria-label={problem ? `${name}: ${problem}` : name}
        aria-invalid={problem ? true : undefined}
        value={typed}
        size={Math.min(24, Math.max(6, typed.length + 2))}
        disabled={disabled}
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => take(typed)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') take(typed)
          if (key === 'Escape') setTyped(text)
        }}
      />
      {problem && <span className="sheet-message">{problem}</span>}
    </td>
  )
}
