export const pingXsd = ''
