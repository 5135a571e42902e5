type Listener<Detail> = (detail: Detail) => void;

/** Typed events. A listener that throws harms neither the others nor the one that emits. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    // Registered twice, a listener is called twice, and each undo undoes its own.
    const own: Listener<Events[Name]> = (detail) => listener(detail);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  emit<Name extends keyof Events>(event: Name, detail: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])] as Listener<Events[Name]>[]) {
      try {
        listener(detail);
      } catch (error) {
        // As the browser does with an event listener: the error is the page's to see.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
