import type { Command } from '../cli/command.ts'
import { adsCommand } from './ads.ts'
import { consumerCommand } from './consumer.ts'
import { devstackCommand } from './devstack.ts'
import { doctorCommand } from './doctor.ts'
import { gatewayCommand } from './gateway.ts'
import { monosCommand } from './monos.ts'
import { networkKeyCommand } from './network-key.ts'
import { operatorCommand } from './operator.ts'
import { pingCommand } from './ping.ts'
import { pipelineCommand } from './pipeline.ts'
import { receiptCommand } from './receipt.ts'
import { runCommand } from './run.ts'
import { shutdownCommand } from './shutdown.ts'
import { statusCommand } from './status.ts'
import { submitCommand } from './submit.ts'
import { upgradeCommand } from './upgrade.ts'

/** Every command; the first is what `agent-host` alone runs. */
export const commands: readonly [Command, ...Command[]] = [
  runCommand,
  gatewayCommand,
  devstackCommand,
  pingCommand,
  monosCommand,
  submitCommand,
  receiptCommand,
  adsCommand,
  pipelineCommand,
  doctorCommand,
  statusCommand,
  operatorCommand,
  shutdownCommand,
  upgradeCommand,
  networkKeyCommand,
  consumerCommand,
]
