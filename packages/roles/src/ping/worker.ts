import type { Role } from '@xeerkat/agent-vm'
import { loadPipeline, type Pipeline } from '@xeerkat/pipeline'
import { echoXml } from './echo.xml.ts'
import { PING_WORKER } from './iris.ts'
import { pingXsd } from './ping.xsd.ts'

/** Loaded by whoever is hired first. */
let echo: Promise<Pipeline> | undefined

/** Sends every document straight back: it is the paper's Example 8, the pipeline in echo.xml. */
export const pingWorker: Role = {
  iri: PING_WORKER,
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
  engage({ signal }) {
    const loading = (echo ??= loadPipeline(echoXml, { file: 'echo.xml' }))
    return async (ping) => (await loading).receive(ping, { signal })
  },
}
