import { z } from 'zod'

/** Pages forbid `eval` by their content security policy, so schemas are never compiled to code. */
z.config({ jitless: true })

/** A question with one answer. */
export interface Call<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'call'
  readonly input: Input
  readonly output: Output
}

/** A message that the engine sends on its own. */
export interface Event<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: Payload
}

export type Members = Readonly<Record<string, Call | Event>>

/** A named group of calls and events; preload, hosts and clients are all derived from it. */
export interface Service<Name extends string = string, M extends Members = Members> {
  readonly name: Name
  readonly members: M
}

export const call = <Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Call<Input, Output> => ({
  kind: 'call',
  input,
  output,
})

export const event = <Payload extends z.ZodType>(payload: Payload): Event<Payload> => ({
  kind: 'event',
  payload,
})

export const service = <Name extends string, M extends Members>(
  name: Name,
  members: M,
): Service<Name, M> => ({ name, members })

type CallNames<M extends Members> = { [K in keyof M]: M[K] extends Call ? K : never }[keyof M]
type EventNames<M extends Members> = { [K in keyof M]: M[K] extends Event ? K : never }[keyof M]
type InputOf<C> = C extends Call<infer Input> ? z.input<Input> : never
type ParsedInputOf<C> = C extends Call<infer Input> ? z.output<Input> : never
type OutputOf<C> = C extends Call<z.ZodType, infer Output> ? z.output<Output> : never
type PayloadOf<E> = E extends Event<infer Payload> ? z.output<Payload> : never

/** What a host must provide: one handler for each call. A missing or wrong one does not compile. */
export type Handlers<S extends Service> = {
  readonly [K in CallNames<S['members']>]: (
    input: ParsedInputOf<S['members'][K]>,
  ) => Promise<OutputOf<S['members'][K]>>
}

/** How a host sends the service's events. */
export type Emitter<S extends Service> = <K extends EventNames<S['members']>>(
  name: K,
  payload: PayloadOf<S['members'][K]>,
) => void

/** What a page sees: calls as functions, events as subscriptions that answer with their own end. */
export type Client<S extends Service> = {
  readonly [K in keyof S['members']]: S['members'][K] extends Call
    ? (input: InputOf<S['members'][K]>) => Promise<OutputOf<S['members'][K]>>
    : (listener: (payload: PayloadOf<S['members'][K]>) => void) => () => void
}

/** The one wire name of a member, the same for every host. */
export const channelOf = (serviceName: string, memberName: string): string =>
  `hitpoint:${serviceName}.${memberName}`
