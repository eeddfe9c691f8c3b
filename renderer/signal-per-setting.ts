import { type Signal, signal } from '@preact/signals'

/** A signal per setting, so that a change of one does not re-render the others. */
export class SignalPerSetting<Value> {
  private readonly signals = new Map<string, Signal<Value>>()

  constructor(private readonly initial: Value) {}

  of(id: string): Signal<Value> {
    const known = this.signals.get(id) ?? signal(this.initial)
    this.signals.set(id, known)
    return known
  }

  entries(): [string, Value][] {
    return [...this.signals].map(([id, { value }]) => [id, value])
  }

  reset(): void {
    for (const each of this.signals.values()) each.value = this.initial
  }
}
