/** Remembers the last answer of a function while its inputs stay the same objects: what a drawing needs is made once. */
export function remember<Inputs extends readonly unknown[], Output>(
  make: (...inputs: Inputs) => Output,
): (...inputs: Inputs) => Output {
  let last: { readonly inputs: Inputs; readonly output: Output } | null = null
  return (...inputs) => {
    if (!last || inputs.some((input, index) => input !== last!.inputs[index]))
      last = { inputs, output: make(...inputs) }
    return last.output
  }
}
