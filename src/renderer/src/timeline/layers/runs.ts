/** Marks of one height, from left to right; those that touch and have one colour are drawn as one rectangle. */
export interface Runs {
  /** `right` is exclusive; whole pixels. */
  add(left: number, right: number, colour: string): void
  /** Draws what is still held back. */
  flush(): void
}

/** A row of marks at a height: thousands of cuts of a whole film cost no more than the pixels they stand on. */
export function createRuns(context: CanvasRenderingContext2D, top: number, height: number): Runs {
  let run: { readonly left: number; right: number; readonly colour: string } | null = null
  const flush = (): void => {
    if (!run) return
    context.fillStyle = run.colour
    context.fillRect(run.left, top, run.right - run.left, height)
    run = null
  }
  return {
    flush,
    add(left, right, colour) {
      if (run?.colour === colour && left <= run.right && left >= run.left) {
        run.right = Math.max(run.right, right)
        return
      }
      flush()
      run = { left, right, colour }
    },
  }
}
