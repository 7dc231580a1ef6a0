import { count, counted } from '@/format'
import type { Import, ImportOptions } from '@/services/api/types'

/** The options that the newest check was asked with. */
export function savedOptions(found: Import): ImportOptions {
  return found.options
}

/** The names of the options that are not the same in both. */
export function differing(before: ImportOptions, after: ImportOptions): string[] {
  return Object.keys({ ...before, ...after }).filter((name) => {
    const of = (options: ImportOptions) => JSON.stringify(options[name as keyof ImportOptions])
    return of(before) !== of(after)
  })
}

/** What became clear of the file, as the title of its section. */
export function reviewFinding({ name, is_there: isThere, check }: Import): string {
  if (!isThere) return `${name} is no longer on the server`
  const result = check?.report?.result
  if (result == null) {
    return check?.status === 'cancelled' || check?.status === 'aborted'
      ? `The check of ${name} was cancelled`
      : `${name} is not understood yet`
  }
  if (result.lines_kept === 0) return `Nothing in ${name} is new`
  return `${name} would add ${counted(result.lines_kept, 'line')}`
}

/** The rest of it: why it is refused, or how the lines part. */
export function reviewSubtitle({ is_there: isThere, check }: Import): string {
  if (!isThere) return 'A file is removed once it is loaded, or after a day. Upload it again.'
  const refused = check?.report?.refused
  if (refused != null) {
    return refused.needs === null
      ? refused.problem
      : 'Say how it is to be read, then check it again.'
  }
  const result = check?.report?.result
  if (result == null) return check?.problem ?? 'Check it again.'
  const left = Object.values(result.ledger).reduce((sum, lines) => sum + lines, 0)
  const parts = [
    `${count(result.lines_in)} in the file`,
    ...(result.lines_known > 0 ? [`${count(result.lines_known)} there already`] : []),
    `${count(left)} left out`,
    ...(result.lines_gone > 0 ? [`${count(result.lines_gone)} of before replaced`] : []),
  ]
  const replaces =
    result.mode === 'replace-all' ? ' What was loaded before, if anything, is replaced.' : ''
  return `${parts.join(', ')}. Nothing is loaded yet.${replaces}`
}

/** The option that would settle why the file is refused, with the sentence that says so. */
export function wantedField({ check }: Import): Record<string, string> {
  const refused = check?.report?.refused
  return refused?.needs == null ? {} : { [refused.needs]: refused.problem }
}
