import { printXml } from '../../base/xml'
import { encodeUtf8 } from '../../base/bytes'
import { compositionOf, type ExportOptions, type ExportSource } from '../exportSource'
import { createFileSet, safeFileName, type FileSet } from '../fileSet'
import { withTiming } from '../noteTiming'
import { writeZip } from '../zip'
import { metadataXml, projectXml } from './projectXml'

/** `dawproject`: one archive with the whole film; docs/spec/dawproject.md. */
export function exportDawproject(source: ExportSource, options: ExportOptions): FileSet {
  const { score, plan } = compositionOf(source)
  const timed = withTiming(score, plan, options.timing, source.document.settings.seed)
  const archive = writeZip([
    ['project.xml', encodeUtf8(printXml(projectXml(source, timed, options)))],
    ['metadata.xml', encodeUtf8(printXml(metadataXml(source, options)))],
  ])
  return createFileSet([[`${safeFileName(source.title)}.dawproject`, archive]])
}
