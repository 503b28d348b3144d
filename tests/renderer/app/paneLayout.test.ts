import { describe, expect, it } from 'vitest'
import { defaultLayout, paneLayoutOf } from '../../../src/renderer/src/app/paneLayout'

describe('sizes of the panes from a settings file', () => {
  it('are taken where they are of the right type, and default where not', () => {
    expect(paneLayoutOf({})).toEqual(defaultLayout)
    expect(paneLayoutOf({ pictureShare: 0.5, detailsWidth: 'wide', tallDetails: false })).toEqual({
      ...defaultLayout,
      pictureShare: 0.5,
      tallDetails: false,
    })
  })
})
