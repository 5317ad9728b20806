import { useGetIdentity } from 'react-admin'
import { Navigate } from 'react-router-dom'
import Home from './home/home'

/** Where a person begins: reviewers with what they have to score, the others with the state of the round. */
export default function Start() {
  const { data } = useGetIdentity()
  if (!data) return null
  const toScore = `/reviews?filter=${encodeURIComponent(JSON.stringify({ open: true }))}`
  return data.role === 'REVIEWER' ? <Navigate to={toScore} replace /> : <Home />
}
