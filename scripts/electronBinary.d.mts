export function findElectron(
  root: string,
  environment?: Readonly<Record<string, string | undefined>>,
  platform?: NodeJS.Platform,
): string | null
export function noWindowBecause(
  environment?: Readonly<Record<string, string | undefined>>,
  platform?: NodeJS.Platform,
  userId?: number,
): string | null
