import type { Command } from '../cli/command.ts'
import { receiptCommand } from './receipt.ts'
import { statusCommand } from './status.ts'
import { submitCommand } from './submit.ts'

/** Every command; the first is what `agent-host` alone runs. */
export const commands: readonly [Command, ...Command[]] = [statusCommand, submitCommand, receiptCommand]
