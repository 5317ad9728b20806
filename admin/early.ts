import { boardQuery, startQuery } from './home/board'
import { choiceOf } from './home/choice'
import { keptQuestion } from './home/kept'
import { questionOf, shownOf } from './home/question'
import { begin } from './send'
import { viewerQuery } from './viewer'

/** Asks what the page will ask, while the code that shows it is still on its way. */
export async function askEarly() {
  const asked = begin(viewerQuery)
  if (location.pathname !== '/admin/') return
  const kept = keptQuestion()
  if (kept) {
    void begin(startQuery, {}, kept.person)
    if (!location.search) void begin(boardQuery, kept.question, kept.person)
    return
  }
  const viewer = (await asked)?.viewer
  if (viewer && !viewer.secondFactorDue && viewer.role !== 'REVIEWER') await askBoard(viewer.id)
}

async function askBoard(person: string) {
  const start = await begin(startQuery, {}, person)
  if (!start) return
  const choice = choiceOf(new URLSearchParams(location.search))
  const { round, asOf } = shownOf(start, choice)
  if (round) await begin(boardQuery, questionOf(round, asOf, choice), person)
}
