/** Whether a file of this name is a pipeline. */
export function isPipelineName(name: string): boolean {
  return /\.(?:xml|xpl)$/i.test(name)
}
