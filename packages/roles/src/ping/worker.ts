import { defineRole } from '@xeerkat/agent-vm'
import { PING_WORKER } from './iris.ts'
import { pingXsd } from './ping.xsd.ts'

/** Sends every document straight back (the paper's Example 8). */
export const pingWorker = defineRole(PING_WORKER, (ping) => ping, {
  title: 'Ping worker',
  accepts: [
    {
      namespace: '',
      localName: 'ping',
      title: 'A ping, sent back as it is',
      schema: pingXsd,
      example: '<ping count="0"/>',
      public: false,
    },
  ],
})
