import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import { channelOf } from '../contract/define'
import type { WireAnswer } from '../contract/failures'
import { serviceList } from '../contract/index'

/** One function a member, made by a loop over the contract: no second list of calls. */
const services = Object.fromEntries(
  serviceList.map((service) => [
    service.name,
    Object.fromEntries(
      Object.entries(service.members).map(([memberName, member]) => {
        const channel = channelOf(service.name, memberName)
        if (member.kind === 'call')
          return [memberName, (input: unknown): Promise<unknown> => ipcRenderer.invoke(channel, input)]
        return [
          memberName,
          (listener: (payload: unknown) => void) => {
            const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload)
            ipcRenderer.on(channel, forward)
            return () => void ipcRenderer.off(channel, forward)
          },
        ]
      }),
    ),
  ]),
)

/**
 * Opens dropped files. Their paths are looked up here, where a page cannot reach: a file that a script made has none, so
 * nothing can be opened this way that the user did not drop.
 */
async function adopt(files: readonly File[]): Promise<unknown> {
  const paths = [...files].map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
  const answer = (await ipcRenderer.invoke(channelOf('files', 'adopt'), paths)) as WireAnswer
  return answer.ok ? answer.value : []
}

contextBridge.exposeInMainWorld('hitpointBridge', { services, adopt })
