/** A plain tensor, so that no other file knows the runtime's own. */
export type Tensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }

export const floatTensor = (data: Float32Array, dims: readonly number[]): Tensor => ({
  type: 'float32',
  dims,
  data,
})
export const integerTensor = (data: Int32Array, dims: readonly number[]): Tensor => ({
  type: 'int32',
  dims,
  data,
})

/** The numbers of a float tensor. Throws TypeError for a missing or integer one. */
export function floats(tensor: Tensor | undefined, name: string): Float32Array {
  if (tensor?.type !== 'float32') throw new TypeError(`The network gave no float tensor ${name}`)
  return tensor.data
}
