import { accessLog } from './accessLog'
import { accessReview } from './accessReview'
import { agreement } from './agreement'
import { apiKey } from './apiKey'
import { claim } from './claim'
import { cohort } from './cohort'
import { criterion } from './criterion'
import { district } from './district'
import { districtEvent } from './districtEvent'
import { evaluation } from './evaluation'
import { feedback } from './feedback'
import { conflict } from './figures/conflict'
import { periodLock } from './figures/locks'
import { flagship } from './flagship'
import { funding } from './funding'
import { indicator } from './indicator'
import type { AnyNoun, AnyPart } from './noun'
import { organization } from './organization'
import { outcome } from './outcome'
import { participant } from './participant'
import { program } from './program'
import { programLine } from './programLine'
import { release } from './release'
import { retention } from './retention'
import { review } from './review'
import { rightsChange } from './rightsChange'
import { round } from './round'
import { source } from './source'
import { targetGroup } from './targetGroup'
import { user } from './user'

/** Everything that has records, as the panel shows it. */
export const nouns: AnyNoun[] = [
  program,
  round,
  district,
  districtEvent,
  outcome,
  participant,
  indicator,
  source,
  user,
  apiKey,
  targetGroup,
  organization,
  programLine,
  feedback,
  review,
  claim,
  release,
  periodLock,
  rightsChange,
  accessLog,
  accessReview,
  retention,
]

/** What has no pages of its own. */
export const parts: AnyPart[] = [agreement, funding, criterion, cohort, evaluation, flagship, conflict]
