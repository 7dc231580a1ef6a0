import { useCallback } from 'react'
import { useAddress } from '@/components/useAddress'

/** The threshold of the address, or the model's own. */
export function useThreshold(usual: number): [number, (threshold: number) => void] {
  const [params, setAddress] = useAddress()
  const text = params.get('threshold')
  const asked = Number(text)
  const valid = text !== null && text !== '' && asked >= 0 && asked <= 1
  const set = useCallback(
    (threshold: number) => {
      setAddress(
        (current) => {
          if (Math.abs(threshold - usual) < 0.005) current.delete('threshold')
          else current.set('threshold', threshold.toFixed(2))
          return current
        },
        { replace: true },
      )
    },
    [setAddress, usual],
  )
  return [valid ? asked : usual, set]
}
