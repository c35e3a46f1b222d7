/** Bits that follow one another in a stream, collected to be read or written together. @module */

/** Bits that are always the same. */
export interface FixedBits {
  readonly kind: 'fixed';
  readonly count: number;
  readonly value: number;
}

/** A type's function in the text, and the fixed bits around it that are its caller's. */
export interface TypeFunction {
  readonly name: string;
  readonly before: readonly FixedBits[];
  readonly after: readonly FixedBits[];
}

/** Fixed bits and fields of a few bits. */
export class BitRun<Field extends { readonly kind: 'field'; readonly count: number }> {
  readonly items: (FixedBits | Field)[] = [];

  fixed(count: number, value: number): void {
    this.items.push({ kind: 'fixed', count, value });
  }

  /** Takes the fixed bits off the begin. */
  takeLeading(): FixedBits[] {
    const end = this.items.findIndex(({ kind }) => kind !== 'fixed');
    return this.items.splice(0, end < 0 ? this.items.length : end) as FixedBits[];
  }

  /** Takes the fixed bits off the end. */
  takeTrailing(): FixedBits[] {
    return this.items.splice(this.items.findLastIndex(({ kind }) => kind !== 'fixed') + 1) as FixedBits[];
  }

  /** Takes from the begin what fits into `bits`, each item with the number of bits before it; nothing if all is taken. */
  takeUpTo(bits: number): { readonly item: FixedBits | Field; readonly before: number }[] {
    const taken: { item: FixedBits | Field; before: number }[] = [];
    let before = 0;
    for (let item = this.items[0]; item !== undefined && before + item.count <= bits; item = this.items[0]) {
      this.items.shift();
      if (item.count > 0) taken.push({ item, before });
      before += item.count;
    }
    return taken;
  }
}
