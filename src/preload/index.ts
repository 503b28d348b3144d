import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { channelOf } from '../contract/define'
import { serviceList } from '../contract/index'

/** One function a member, made by a loop over the contract: no second list of calls. */
const bridge = Object.fromEntries(
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

contextBridge.exposeInMainWorld('hitpointBridge', bridge)
