// Loaded into a host with --import. From SIGUSR2 on nothing gets through but what goes to or comes from the port in
// FIREWALL_ALLOWS: connections that stand are cut, new ones are refused.
import net from 'node:net'

const allowed = Number(process.env['FIREWALL_ALLOWS'])
const sockets = new Set()
let up = false

for (const name of ['connect', 'createConnection']) {
  const original = net[name]
  net[name] = (...args) => watched(original(...args))
}

const { emit } = net.Server.prototype
net.Server.prototype.emit = function (type, socket, ...rest) {
  if (type === 'connection') watched(socket)
  return emit.call(this, type, socket, ...rest)
}

process.on('SIGUSR2', () => {
  up = true
  for (const socket of sockets) filter(socket)
  process.stderr.write('the firewall is up\n')
})

function watched(socket) {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  socket.once('connect', () => filter(socket))
  filter(socket)
  return socket
}

function filter(socket) {
  const isTcp = socket.remotePort !== undefined
  if (up && isTcp && socket.remotePort !== allowed && socket.localPort !== allowed) socket.destroy()
}
