// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CellInput } from '../../../src/renderer/src/ui/CellInput'
import { Choice } from '../../../src/renderer/src/ui/Choice'
import { Pad } from '../../../src/renderer/src/ui/Pad'
import { Slider } from '../../../src/renderer/src/ui/Slider'

afterEach(cleanup)

describe('a cell that is edited in place', () => {
  const cell = (onCommit: (text: string) => boolean) => {
    render(<CellInput label="Name" value="old" onCommit={onCommit} />)
    return screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' })
  }

  it('takes a new text over on Enter, once', () => {
    const commit = vi.fn(() => true)
    const input = cell(commit)
    input.focus()
    fireEvent.change(input, { target: { value: 'new' } })
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(commit.mock.calls).toEqual([['new']])
  })

  it('puts back what cannot be taken, and what Escape gives up', () => {
    const input = cell(() => false)
    fireEvent.change(input, { target: { value: 'wrong' } })
    fireEvent.blur(input)
    expect(input.value).toBe('old')
    fireEvent.change(input, { target: { value: 'other' } })
    fireEvent.keyDown(input, { key: 'Escape' })
    expect(input.value).toBe('old')
  })

  it('says nothing when nothing was changed', () => {
    const commit = vi.fn(() => true)
    fireEvent.blur(cell(commit))
    expect(commit).not.toHaveBeenCalled()
  })
})

describe('a pad of two values', () => {
  it('is moved by arrow keys and by its named places, each as one gesture', () => {
    const heard: unknown[] = []
    render(
      <Pad
        label="Mood"
        value={{ x: 0, y: 0 }}
        marks={[{ x: 0.6, y: -0.5, label: 'calm' }]}
        ends={{ left: 'unpleasant', right: 'pleasant', top: 'excited', bottom: 'calm' }}
        onStart={() => heard.push('start')}
        onChange={(value) => heard.push(value)}
        onEnd={() => heard.push('end')}
      />,
    )
    fireEvent.keyDown(screen.getByRole('application'), { key: 'ArrowUp' })
    fireEvent.click(screen.getByRole('button', { name: 'calm' }))
    expect(heard).toEqual(['start', { x: 0, y: 0.05 }, 'end', 'start', { x: 0.6, y: -0.5 }, 'end'])
  })
})

describe('sliders and choices', () => {
  it('tell a hold from its beginning to its end, by pointer or by keys that move the knob', () => {
    const heard: unknown[] = []
    render(
      <Slider
        label="Threshold"
        value={0.5}
        min={0}
        max={1}
        step={0.1}
        text="50 %"
        onStart={() => heard.push('start')}
        onChange={(value) => heard.push(value)}
        onEnd={() => heard.push('end')}
      />,
    )
    const slider = screen.getByRole('slider', { name: 'Threshold' })
    expect(slider.getAttribute('aria-valuetext')).toBe('50 %')
    fireEvent.pointerDown(slider)
    fireEvent.change(slider, { target: { value: '0.7' } })
    fireEvent.pointerUp(slider)
    expect(heard).toEqual(['start', 0.7, 'end'])
    fireEvent.keyDown(slider, { key: 'Control' })
    fireEvent.keyDown(slider, { key: 'z', ctrlKey: true })
    fireEvent.keyUp(slider, { key: 'z', ctrlKey: true })
    expect(heard).toHaveLength(3)
    fireEvent.keyDown(slider, { key: 'ArrowRight' })
    fireEvent.keyUp(slider, { key: 'ArrowRight' })
    expect(heard.slice(3)).toEqual(['start', 'end'])
  })

  it('let go of a slider wherever the pointer is released, when the focus goes, and once', () => {
    const heard: unknown[] = []
    const slider = (
      <Slider
        label="Density"
        value={1}
        min={0}
        max={2}
        step={0.1}
        text="100 %"
        onStart={() => heard.push('start')}
        onChange={(value) => heard.push(value)}
        onEnd={() => heard.push('end')}
      />
    )
    const { unmount } = render(slider)
    const knob = screen.getByRole('slider', { name: 'Density' })
    fireEvent.pointerDown(knob)
    fireEvent.pointerUp(document.body)
    fireEvent.blur(knob)
    expect(heard).toEqual(['start', 'end'])
    fireEvent.keyDown(knob, { key: 'ArrowLeft' })
    fireEvent.keyDown(knob, { key: 'ArrowLeft', repeat: true })
    fireEvent.blur(knob)
    fireEvent.keyUp(knob, { key: 'ArrowLeft' })
    expect(heard.splice(0)).toEqual(['start', 'end', 'start', 'end'])
    // A screen reader changes the value without a press: one change, one hold.
    fireEvent.change(knob, { target: { value: '1.2' } })
    expect(heard.splice(0)).toEqual(['start', 1.2, 'end'])
    fireEvent.pointerDown(knob)
    unmount()
    expect(heard).toEqual(['start', 'end'])
  })

  it('show what is chosen', () => {
    const choose = vi.fn()
    const options = [
      { value: 'must', label: 'Must' },
      { value: 'off', label: 'Off' },
    ] as const
    render(<Choice label="Hit" value="must" options={options} onChange={choose} />)
    expect(screen.getByRole('button', { name: 'Must' }).getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(screen.getByRole('button', { name: 'Off' }))
    expect(choose).toHaveBeenCalledWith('off')
  })
})
