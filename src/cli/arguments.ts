import { InvalidArgumentError } from 'commander'
import { isFailure } from '../core/base/failure'

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

/** The parser of an option whose failures commander words. */
export function parsed<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text)
    } catch (error) {
      if (!isFailure(error)) throw error
      const reason = String(error.context.reason)
      throw new InvalidArgumentError(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`)
    }
  }
}
