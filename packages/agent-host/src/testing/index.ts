export { type OnAndOffGrid, type OnAndOffGridOptions, runOnAndOffGrid } from './on-and-off-grid.ts'
