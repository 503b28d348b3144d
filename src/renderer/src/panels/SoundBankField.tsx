import { useEffect } from 'react'
import { chooseFile } from '../app/asking'
import { useEditor, type Editor } from '../app/editor'
import { useStore } from '../app/useStore'

async function choose(editor: Editor): Promise<void> {
  const file = await chooseFile(editor, 'soundBank', ['soundBank'])
  if (file) editor.set({ soundBank: await editor.client.system.chooseSoundBank({ fileId: file.fileId }) })
}

async function useBundled(editor: Editor): Promise<void> {
  editor.set({ soundBank: await editor.client.system.chooseSoundBank({ fileId: null }) })
}

/** The SF2 or SF3 file that the music is heard with. */
export function SoundBankField(): React.JSX.Element {
  const editor = useEditor()
  const bank = useStore(editor.session, (session) => session.soundBank)
  useEffect(() => {
    if (editor.session.get().soundBank !== null) return
    editor.notices.guard(async () => editor.set({ soundBank: await editor.client.system.soundBank({}) }))
  }, [editor])
  return (
    <div className="field" role="group" aria-label="Sound bank">
      <span>Sound bank</span>
      <span className="inline">
        {bank?.name ?? '…'}
        <button className="button quiet" onClick={() => editor.notices.guard(() => choose(editor))}>
          Choose …
        </button>
        {bank && !bank.bundled && (
          <button className="button quiet" onClick={() => editor.notices.guard(() => useBundled(editor))}>
            Bundled one
          </button>
        )}
      </span>
    </div>
  )
}
