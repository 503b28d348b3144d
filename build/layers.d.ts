/** One row of the table of who may import whom. */
export interface Layer {
  readonly path: string
  readonly mayImport: readonly string[]
  readonly packages: readonly string[]
  readonly why: string
}
export declare const layers: readonly Layer[]
export declare function layerOf(path: string): Layer | undefined
export declare function forbiddenImport(file: string, specifier: string): string | null
