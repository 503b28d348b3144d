import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { channelOf } from '../../contract/define'
import type { WireAnswer } from '../../contract/failures'
import { serviceList, type HitpointHandlers } from '../../contract/index'
import { answerCall } from '../engine/hosting/answerCall'
import { pageAddress } from './window'

/** True for a message from the top frame of our own page. */
function isOwnPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  if (!frame || frame.parent) return false
  return new URL(frame.url).href.split(/[?#]/)[0] === new URL(pageAddress()).href.split(/[?#]/)[0]
}

/** Answers every call of the contract over IPC, after a check of the sender and of the payload. */
export function serveContract(handlers: HitpointHandlers, report: (error: unknown) => void): void {
  for (const service of serviceList) {
    for (const [memberName, member] of Object.entries(service.members)) {
      if (member.kind !== 'call') continue
      ipcMain.handle(
        channelOf(service.name, memberName),
        async (event, input: unknown): Promise<WireAnswer> => {
          if (!isOwnPage(event))
            return { ok: false, failure: { code: 'wrong-use', context: { reason: 'foreign sender' } } }
          return answerCall(
            service,
            handlers[service.name as keyof HitpointHandlers] as never,
            memberName,
            input,
            report,
          )
        },
      )
    }
  }
}
