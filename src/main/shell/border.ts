import { channelOf } from '../../contract/define'
import type { WireAnswer } from '../../contract/failures'
import { serviceList, type HitpointHandlers } from '../../contract/index'
import type { OpenedFile } from '../../contract/files'
import { answerCall } from '../engine/hosting/answerCall'
import type { SenderEvent, ShellIpc } from './electronCalls'

/** The channel of the preload script's own call: paths of dropped files, which no page can send (preload/index.ts). */
export const adoptChannel = channelOf('files', 'adopt')

const maximumDropped = 32
const maximumPathLength = 32_768

/** True for a message from the top frame of the window that shows our own page. */
export function isOwnPage(event: SenderEvent, ownContents: () => number | null, pageOrigin: string): boolean {
  const { senderFrame: frame, sender } = event
  if (!frame || frame.parent || sender.id !== ownContents()) return false
  try {
    const { protocol, host } = new URL(frame.url)
    return `${protocol}//${host}` === pageOrigin
  } catch {
    return false
  }
}

const foreignSender: WireAnswer = {
  ok: false,
  failure: { code: 'wrong-use', context: { reason: 'foreign sender' } },
}

export interface BorderOptions {
  readonly handlers: HitpointHandlers
  /** Opens a file that was dropped on the window. */
  readonly adopt: (path: string) => OpenedFile
  readonly isOwn: (event: SenderEvent) => boolean
  readonly report: (error: unknown) => void
}

function readPaths(input: unknown): readonly string[] | null {
  if (!Array.isArray(input) || input.length > maximumDropped) return null
  const isPath = (value: unknown): value is string =>
    typeof value === 'string' && value !== '' && value.length <= maximumPathLength && !value.includes('\0')
  return input.every(isPath) ? input : null
}

/** Answers every call of the contract over IPC, after a check of the sender and of the payload. */
export function serveContract(ipcMain: ShellIpc, { handlers, adopt, isOwn, report }: BorderOptions): void {
  for (const service of serviceList) {
    for (const [memberName, member] of Object.entries(service.members)) {
      if (member.kind !== 'call') continue
      ipcMain.handle(channelOf(service.name, memberName), async (event, input): Promise<WireAnswer> => {
        if (!isOwn(event)) return foreignSender
        const own = handlers[service.name as keyof HitpointHandlers] as never
        return answerCall(service, own, memberName, input, report)
      })
    }
  }
  ipcMain.handle(adoptChannel, (event, input): Promise<WireAnswer> => {
    if (!isOwn(event)) return Promise.resolve(foreignSender)
    const paths = readPaths(input)
    return Promise.resolve(
      paths
        ? { ok: true, value: paths.map(adopt) }
        : {
            ok: false,
            failure: { code: 'wrong-use', context: { reason: 'wrong arguments for files.adopt' } },
          },
    )
  })
}
