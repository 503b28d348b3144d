import { useContext, useEffect, useRef } from 'react'
import { useEditor } from '../app/editor'
import { useProxy } from '../app/film'
import { ProjectsContext } from '../app/projectsContext'
import { filmGain } from '../app/mixerActions'
import { useStore } from '../app/useStore'
import { followPicture } from './pictureFollower'

/** The film's picture; it follows the transport. */
export function VideoView(): React.JSX.Element {
  const editor = useEditor()
  const video = useRef<HTMLVideoElement>(null)
  const source = useStore(editor.session, (session) => session.source)
  const volume = useStore(editor.document, filmGain)
  const facts = useStore(editor.session, (session) => session.facts)
  const tried = useRef<string | null>(null)
  useEffect(() => {
    if (!video.current || !source) return
    return followPicture(video.current, editor, source.startSeconds)
  }, [editor, source])
  useEffect(() => {
    if (video.current) video.current.volume = volume
  }, [volume, source])
  const makeProxy = (): void => {
    const mediaId = editor.session.get().project?.mediaId
    if (!mediaId || source?.isProxy || tried.current === mediaId) return
    tried.current = mediaId
    editor.notices.guard(() => useProxy(editor, mediaId))
  }
  const shown = source && source.playable !== 'no'
  return (
    <div className="video" style={{ aspectRatio: facts ? `${facts.width} / ${facts.height}` : '16 / 9' }}>
      {shown ? (
        <video
          key={source.url}
          ref={video}
          src={source.url}
          preload="auto"
          playsInline
          aria-label="Picture of the film"
          onError={makeProxy}
        />
      ) : (
        <NoPicture isConverted={source !== null} />
      )}
    </div>
  )
}

/** Why no picture is shown, and what can be done about it. */
function NoPicture({ isConverted }: { readonly isConverted: boolean }): React.JSX.Element {
  const editor = useEditor()
  const isLost = useStore(editor.session, ({ project }) => project !== null && project.mediaId === null)
  const projects = useContext(ProjectsContext)
  if (!isLost)
    return <p className="muted">{isConverted ? 'Making a copy of the film that can be played here …' : ''}</p>
  return (
    <div className="lost">
      <p>The film of this project was not found where it was. Your cuts, curve and score are here.</p>
      <button
        className="button primary"
        onClick={() => projects && editor.notices.guard(() => projects.relink())}
      >
        Find the film …
      </button>
    </div>
  )
}
