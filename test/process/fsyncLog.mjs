// Preloaded into the product: writes each request, sync and answer to FSYNC_LOG in the order in which they happen.
import fs from 'node:fs'
import { Server, ServerResponse } from 'node:http'

const log = fs.openSync(process.env.FSYNC_LOG, 'a')
const note = (event) => fs.writeSync(log, `${event}\n`)

const { fsyncSync } = fs
fs.fsyncSync = (descriptor) => {
  fsyncSync(descriptor)
  note(`synced ${fs.readlinkSync(`/proc/self/fd/${descriptor}`)}`)
}

const { emit } = Server.prototype
Server.prototype.emit = function (event, ...args) {
  if (event === 'request') note('request')
  return emit.call(this, event, ...args)
}

for (const method of ['write', 'end']) {
  const send = ServerResponse.prototype[method]
  ServerResponse.prototype[method] = function (...args) {
    if (!this.noted) note('answer')
    this.noted = true
    return send.apply(this, args)
  }
}
