import { useEffect, useState } from 'react'

/** The value as it was when it had not changed for a moment. */
export function useSettled<Value>(value: Value, pauseMs: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setSettled(value)
    }, pauseMs)
    return () => {
      window.clearTimeout(timer)
    }
  }, [value, pauseMs])
  return settled
}
