import { productName } from '@/format'

interface ProductButtonProps {
  code: string
  description: string | null
  onOpen: (code: string) => void
}

/** A product's name; opens it. */
export function ProductButton({ code, description, onOpen }: ProductButtonProps) {
  return (
    <button
      type="button"
      className="link min-h-6 text-left pointer-coarse:min-h-11"
      title={code}
      onClick={() => {
        onOpen(code)
      }}
    >
      {productName(description, code)}
    </button>
  )
}
