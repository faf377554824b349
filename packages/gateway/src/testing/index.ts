export { type Case, type Place, queueContract } from './queue-contract.ts'
