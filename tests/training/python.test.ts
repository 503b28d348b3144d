import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryRoot } from '../support/commandLine'

const python = (...args: string[]) =>
  spawnSync('python3', args, { cwd: join(repositoryRoot, 'training'), encoding: 'utf8' })

const hasPackages = python('-c', 'import torch, onnx, onnxruntime, mido, numpy').status === 0

describe.skipIf(!hasPackages)('the training pipeline (needs Python with training/requirements.txt)', () => {
  it('passes its own tests', () => {
    const result = python('-m', 'unittest', 'discover', '-s', 'tests')
    expect(result.stderr).toMatch(/Ran [1-9]\d* tests/)
    expect(result.status, result.stderr).toBe(0)
  })
})
