import { encodeDocument } from '../../../core/document/encodeDocument'
import { cutLines, midiLines } from '../../../core/export/importLines'
import type { Handlers } from '../../../contract/define'
import type { importingService } from '../../../contract/importing'
import { readDocument } from './openProjects'
import type { HostingParts } from './parts'

/** Answers for what comes back from editors and DAWs. */
export function createImportingHandlers({
  engine,
  files,
  projects,
}: HostingParts): Handlers<typeof importingService> {
  return {
    async cuts({ projectId, document: stored, fileId, oldFileId, videoFileId }) {
      projects.get(projectId)
      const { document, earlier, report } = await engine.importCuts(readDocument(stored), {
        cuts: files.pathOf(fileId, 'cutList'),
        oldCuts: oldFileId === undefined ? undefined : files.pathOf(oldFileId, 'cutList'),
        video: videoFileId === undefined ? undefined : files.pathOf(videoFileId, 'video'),
      })
      const holds = earlier?.locks?.length ? encodeDocument({ ...document, composition: earlier }) : undefined
      return {
        document: encodeDocument(document),
        lines: [...cutLines(report)],
        ...(holds && !document.composition && { around: holds }),
      }
    },
    async midi({ projectId, document: stored, fileId, preRollBars }) {
      projects.get(projectId)
      const { document, report } = await engine.importMidi(
        readDocument(stored),
        files.pathOf(fileId, 'midi'),
        preRollBars,
      )
      return { document: encodeDocument(document), lines: [...midiLines(report)] }
    },
  }
}
