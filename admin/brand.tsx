import { Box } from '@mui/material'
import mark from './favicon.svg'

export const Brand = () => (
  <Box className="brand">
    <img src={mark} alt="" width={24} height={24} />
    <span>
      <span className="brand-latin">Sangsaeng </span>
      <b lang="ko">상생</b>
    </span>
  </Box>
)
