import { lazy } from 'react'
import { CustomRoutes } from 'react-admin'
import { Route } from 'react-router-dom'

const BoardScreen = lazy(async () => ({ default: (await import('./board')).BoardScreen }))
const FollowUpsScreen = lazy(async () => ({ default: (await import('./followUps')).FollowUpsScreen }))

/** The screens for work with participants, each loaded when it is first opened. */
export const peopleRoutes = (
  <CustomRoutes>
    <Route path="/people/board" element={<BoardScreen />} />
    <Route path="/people/followUps" element={<FollowUpsScreen />} />
  </CustomRoutes>
)
