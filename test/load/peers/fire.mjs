// Sends one workload to one address for some seconds and tells how that went. Reads the job from standard input.
import autocannon from 'autocannon'

const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const { url, headers, bodies, seconds, connections, wrong } = JSON.parse(Buffer.concat(chunks))
const requests = bodies.map((body) => ({ method: 'POST', body: JSON.stringify(body) }))
let client = 0
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  headers: { 'content-type': 'application/json', ...headers },
  requests,
  idReplacement: true,
  setupClient(one) {
    const from = Math.floor((client++ * requests.length) / connections)
    one.setRequests([...requests.slice(from), ...requests.slice(0, from)])
  },
  verifyBody: (body) => !body.includes(wrong),
})
const { latency, mismatches, non2xx, errors, timeouts } = result
const answered = result['2xx']
console.log(
  JSON.stringify({
    perSecond: answered / result.duration,
    answered,
    p50: latency.p50,
    p99: latency.p99,
    faults: mismatches + non2xx + errors + timeouts,
  }),
)
