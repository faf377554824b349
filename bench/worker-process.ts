// The other process of the ping benchmarks: a ping worker on a mesh. Says where on stdout, and ends with its stdin.
import { createVm } from '@xeerkat/agent-vm'
import { createMesh } from '@xeerkat/mesh'
import { pingWorker } from '@xeerkat/roles'

const mesh = await createMesh({ listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
createVm({ pipes: mesh.pipes, discovery: { async *find() {} } }, { roles: [pingWorker] })
process.stdout.write(`${JSON.stringify({ mesh: mesh.addresses()[0] })}\n`)
process.stdin.on('end', () => process.exit(0)).resume()
