import { LineChart } from '@mui/x-charts/LineChart'
import type { Month } from './trend'

/** A chart of its own chunk: the library of charts is loaded only where one is shown. */
export default function TrendChart({ months, unit }: { months: Month[]; unit: string }) {
  return (
    <LineChart
      height={200}
      skipAnimation
      hideLegend
      disableKeyboardNavigation
      margin={{ top: 14, right: 16, bottom: 0, left: 0 }}
      grid={{ horizontal: true }}
      xAxis={[{ scaleType: 'point', data: months.map(({ label }) => label), height: 26 }]}
      yAxis={[{ min: 0, width: 44, tickNumber: 4 }]}
      series={[
        {
          data: months.map(({ value }) => value),
          curve: 'linear',
          color: 'var(--accent)',
          showMark: ({ index }) => months[index]?.reported ?? false,
          valueFormatter: (value) => (value === null ? '' : `${value.toLocaleString()} ${unit}`),
        },
      ]}
    />
  )
}
