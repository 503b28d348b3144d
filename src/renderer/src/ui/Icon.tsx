/** Strokes on a 16 by 16 grid, drawn for this program. */
const paths = {
  play: 'M4.5 2.8 13 8l-8.5 5.2z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  start: 'M3.5 3v10M12.5 3.2 6 8l6.5 4.8z',
  end: 'M12.5 3v10M3.5 3.2 10 8l-6.5 4.8z',
  frameBack: 'M10.5 3.5 6 8l4.5 4.5',
  frameForward: 'M5.5 3.5 10 8l-4.5 4.5',
  loop: 'M4 6.5A4.5 4.5 0 0 1 12.3 6M12 9.5A4.5 4.5 0 0 1 3.7 10M12.6 3v3.2H9.4M3.4 13V9.8h3.2',
  undo: 'M6 3.5 3 6.5l3 3M3.2 6.5H9.5a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 3.5l3 3-3 3M12.8 6.5H6.5a3.5 3.5 0 0 0 0 7H9',
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  split: 'M8 2v12M5.5 5.5 3 8l2.5 2.5M10.5 5.5 13 8l-2.5 2.5',
  silence: 'M2.5 6.2h2.6L8.5 3v10L5.1 9.8H2.5zM11 6.5l3 3M14 6.5l-3 3',
  smooth: 'M1.5 10.5c3 0 3-5 6.5-5s3.5 5 6.5 5',
  reset: 'M3.2 8a4.8 4.8 0 1 0 1.6-3.6M3 2.8v3h3',
  range: 'M2.5 3v10M13.5 3v10M5 8h6M5 8l1.8-1.8M5 8l1.8 1.8M11 8 9.2 6.2M11 8 9.2 9.8',
  film: 'M2 3.5h12v9H2zM5 3.5v9M11 3.5v9M2 6.5h3M2 9.5h3M11 6.5h3M11 9.5h3',
  lock: 'M4 7.5h8V13H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2',
  unlock: 'M4 7.5h8V13H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 4.9-.7',
  wand: 'M3 13 10 6M9 3.5v2M13 6h-2M12 3l-1.2 1.2M12.5 9.5 11 8',
  save: 'M3 3h8l2 2v8H3zM5.5 3v3h4V3M5 13V9h6v4',
  folder: 'M2 4.5h4l1.5 1.8H14V12.5H2z',
  stop: 'M4 4h8v8H4z',
  keys: 'M2 4.5h12v7.5H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5 9.7h6',
  copy: 'M5.5 5.5h7.5V13H5.5zM3 10.5V3h7.5',
  note: 'M6 12V4l6.5-1.5v8M6 12a1.8 1.6 0 1 1-3.6 0A1.8 1.6 0 0 1 6 12zM12.5 10.5a1.8 1.6 0 1 1-3.6 0 1.8 1.6 0 0 1 3.6 0z',
  download: 'M8 2.5v7.5M5 7.2 8 10l3-2.8M3 13h10',
  previous: 'M8 12.5v-9M4.5 7 8 3.5 11.5 7',
  next: 'M8 3.5v9M4.5 9 8 12.5 11.5 9',
} as const

export type IconName = keyof typeof paths

/** A small picture beside words; screen readers pass it over. */
export function Icon({
  name,
  size = 14,
}: {
  readonly name: IconName
  readonly size?: number
}): React.JSX.Element {
  const filled = name === 'play' || name === 'pause' || name === 'stop'
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={filled ? 'currentColor' : 'none'}
      stroke={filled ? 'none' : 'currentColor'}
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
