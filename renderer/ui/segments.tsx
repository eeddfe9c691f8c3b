import './segments.css'

export interface Option<Value extends string> {
  value: Value
  label: string
}

interface SegmentsProps<Value extends string> {
  /** Unique in the window. */
  name: string
  options: Option<Value>[]
  value: Value | null
  choose(value: Value): void
}

/** Radio buttons side by side. The caller groups and labels them. */
export function Segments<Value extends string>({ name, options, value, choose }: SegmentsProps<Value>) {
  return (
    <div class="segments">
      {options.map((option) => (
        <label class="segment" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => choose(option.value)}
          />
          <span data-label={option.label}>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
