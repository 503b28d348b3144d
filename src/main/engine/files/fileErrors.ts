import { Failure, isFailure, type FailureCode } from '../../../core/base/failure'

export type FileAccess = 'read' | 'write'

const codes: Readonly<Record<string, Readonly<Record<FileAccess, FailureCode>>>> = {
  ENOENT: { read: 'file-missing', write: 'output-not-writable' },
  ENOTDIR: { read: 'file-missing', write: 'output-not-writable' },
  ENAMETOOLONG: { read: 'file-missing', write: 'output-not-writable' },
  EISDIR: { read: 'file-is-directory', write: 'file-is-directory' },
  EEXIST: { read: 'file-not-readable', write: 'output-exists' },
  ENOSPC: { read: 'file-not-readable', write: 'disk-full' },
  EDQUOT: { read: 'file-not-readable', write: 'disk-full' },
  EFBIG: { read: 'file-not-readable', write: 'disk-full' },
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the links lead in a circle',
  EBUSY: 'another program uses it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the drive reports an error',
}

/** The failure that a file system error means to the user. A Failure passes through; an aborted call is `cancelled`. */
export function classifyFileError(error: unknown, path: string, access: FileAccess): Failure {
  if (isFailure(error)) return error
  const { code, name, message } =
    error instanceof Error
      ? (error as NodeJS.ErrnoException)
      : (new Error(String(error)) as NodeJS.ErrnoException)
  if (name === 'AbortError') return new Failure('cancelled', {}, { cause: error })
  if (code === undefined) return new Failure('internal', { path, reason: message }, { cause: error })
  const failure = codes[code]?.[access] ?? (access === 'read' ? 'file-not-readable' : 'output-not-writable')
  return new Failure(failure, { path, reason: reasons[code] ?? code }, { cause: error })
}
