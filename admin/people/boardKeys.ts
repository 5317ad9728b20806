import type { KeyboardEvent } from 'react'

/** Arrow keys lead from card to card, M opens the choice of stages, Space selects. */
export function onBoardKey(event: KeyboardEvent<HTMLElement>) {
  const target = event.target as HTMLElement
  const card = target.closest<HTMLElement>('[data-card]')
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return
  // By the place of the key, so that it works while Korean is being typed.
  const { code } = event
  const onName = target.matches('[data-name]')
  if (code === 'KeyM') card.querySelector<HTMLElement>('[data-move]')?.click()
  else if (code === 'Space' && onName) card.querySelector<HTMLElement>('input')?.click()
  else {
    const next = neighbor(card, code, event.currentTarget)
    if (!next) return
    next.querySelector<HTMLElement>('[data-name]')?.focus()
  }
  event.preventDefault()
}

function neighbor(card: HTMLElement, code: string, board: HTMLElement): Element | undefined {
  const columns = [...board.querySelectorAll('[data-stage]')].map((column) => [
    ...column.querySelectorAll('[data-card]'),
  ])
  const at = columns.findIndex((cards) => cards.includes(card))
  const cards = columns[at] ?? []
  const row = cards.indexOf(card)
  const beside = (column: Element[] | undefined) => column?.[Math.min(row, column.length - 1)]
  const filled = ({ length }: Element[]) => length > 0
  switch (code) {
    case 'ArrowDown':
      return cards[row + 1]
    case 'ArrowUp':
      return cards[row - 1]
    case 'Home':
      return cards[0]
    case 'End':
      return cards.at(-1)
    case 'ArrowRight':
      return beside(columns.slice(at + 1).find(filled))
    case 'ArrowLeft':
      return beside(columns.slice(0, at).findLast(filled))
    default:
      return undefined
  }
}
