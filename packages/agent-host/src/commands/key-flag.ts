import { text } from '../cli/flags.ts'

/** Of every command that submits to a gateway. */
export const keyFlag = {
  key: text('KEY', 'a consumer’s key, where the gateway wants one; AGENT_HOST_KEY shows it to nobody else here'),
}
