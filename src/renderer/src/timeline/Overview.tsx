import { useEffect, useRef } from 'react'
import WaveSurfer from 'wavesurfer.js'
import { durationOf, useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { palette } from './layers/palette'

/** Samples that the overview is drawn from: more than a screen has pixels. */
const overviewSamples = 4000

/** Every so many peaks one, the loudest of them, as wavesurfer.js takes them. */
function thinned(peaks: Int8Array, isHigh: boolean): number[] {
  const step = Math.max(1, Math.ceil(peaks.length / overviewSamples))
  return Array.from({ length: Math.ceil(peaks.length / step) }, (_, index) => {
    const part = peaks.subarray(index * step, (index + 1) * step)
    return part.reduce((most, value) => (isHigh ? Math.max(most, value) : Math.min(most, value)), 0) / 127
  })
}

/** The whole film's sound with a frame around what the timeline shows; the frame is dragged to look elsewhere. */
export function Overview(): React.JSX.Element {
  const editor = useEditor()
  const wave = useRef<HTMLDivElement>(null)
  const waveform = useStore(editor.session, (session) => session.waveform)
  useEffect(() => {
    if (!wave.current || !waveform) return
    const surfer = WaveSurfer.create({
      container: wave.current,
      height: 25,
      peaks: [thinned(waveform.high, true), thinned(waveform.low, false)],
      duration: durationOf(editor.document.get()),
      waveColor: palette.wave,
      progressColor: palette.wave,
      cursorWidth: 0,
      interact: false,
      fillParent: true,
      hideScrollbar: true,
    })
    return () => surfer.destroy()
  }, [editor, waveform])
  return (
    <div className="overview">
      <span className="overview-name">Overview</span>
      <div className="overview-wave">
        <div ref={wave} aria-hidden="true" />
        <ShownPart />
        <OverviewPlayhead />
      </div>
    </div>
  )
}

/** The part that the timeline shows. */
function ShownPart(): React.JSX.Element {
  const editor = useEditor()
  const { start, pixelsPerSecond, width } = useStore(editor.view, (view) => view)
  const duration = Math.max(1e-3, useStore(editor.document, durationOf))
  const shown = width / pixelsPerSecond
  const drag = useRef<{ readonly x: number; readonly start: number } | null>(null)
  const secondsPerPixel = (element: HTMLElement): number =>
    duration / (element.parentElement?.clientWidth ?? 1)
  return (
    <div
      className="overview-window"
      role="slider"
      tabIndex={0}
      aria-label="Part of the film that the timeline shows"
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(start)}
      aria-valuetext={`${start.toFixed(1)} to ${Math.min(duration, start + shown).toFixed(1)} seconds`}
      style={{ left: `${(start / duration) * 100}%`, width: `${Math.min(100, (shown / duration) * 100)}%` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { x: event.clientX, start }
      }}
      onPointerMove={(event) => {
        const begun = drag.current
        if (begun)
          editor.view.scrollTo(begun.start + (event.clientX - begun.x) * secondsPerPixel(event.currentTarget))
      }}
      onPointerUp={() => (drag.current = null)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -0.2, ArrowRight: 0.2 }[event.key]
        if (step === undefined) return
        event.preventDefault()
        event.stopPropagation()
        editor.view.scrollTo(start + step * shown)
      }}
    />
  )
}

/** Moves beside React: it follows every screen frame. */
function OverviewPlayhead(): React.JSX.Element {
  const editor = useEditor()
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const show = (): void => {
      const duration = durationOf(editor.document.get())
      if (line.current && duration > 0)
        line.current.style.left = `${(editor.transport.position.get() / duration) * 100}%`
    }
    show()
    return editor.transport.position.subscribe(show)
  }, [editor])
  return <div className="overview-playhead" ref={line} />
}
