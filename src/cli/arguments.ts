import { InvalidArgumentError } from 'commander'

/** Parser of an option that is a whole number. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`)
    return value
  }
}

/** Parser of an option that is a number without a sign. */
export function decimal(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d*\.?\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`It must be a number from ${minimum} to ${maximum}.`)
    return value
  }
}
