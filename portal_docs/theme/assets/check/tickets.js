/* Tickets: the number that everybody draws from the seed. They are kept as eight words each in one long array, since a
   draw may need a million of them; a ticket is known by its place there, and compared without being written out. */
(self.drawChecker = self.drawChecker || []).push(function tickets(check) {
  "use strict";
  const BETWEEN_PAUSES = 1000;

  class Tickets {
    constructor(seed) {
      this.keyed = new check.Keyed(seed);
      this.words = new Int32Array(8 * 4096);
      this.count = 0;
    }

    /** Tickets that begin with the same words: `of(last)` draws ticket(words…, last). The last is an id or a number. */
    series(...words) {
      const begun = this.keyed.begin(`["${words.join('","')}"`);
      return {
        of: (last) => {
          const place = this.reserve();
          if (typeof last === "number") { begun.end(",", String(last), "]", this.words, 8 * place); } else {
            begun.end(',"', last, '"]', this.words, 8 * place);
          }
          return place;
        },
      };
    }

    reserve() {
      if (8 * (this.count + 1) > this.words.length) {
        const grown = new Int32Array(2 * this.words.length);
        grown.set(this.words);
        this.words = grown;
      }
      this.count += 1;
      return this.count - 1;
    }

    /** Below zero if ticket `a` is the smaller one. */
    compare(a, b) {
      for (let i = 0; i < 8; i += 1) {
        const mine = this.words[8 * a + i] >>> 0, other = this.words[8 * b + i] >>> 0;
        if (mine !== other) { return mine - other; }
      }
      return 0;
    }

    hex(place) { return check.hexOfWords(this.words, 8 * place); }

    /** Return names in ascending order of their tickets in a series; pauses with the number done. */
    * sorted(names, series) {
      const first = this.count, order = new Uint32Array(names.length), beginnings = new Float64Array(names.length);
      for (let i = 0; i < names.length; i += 1) {
        const ticket = series.of(names[i]);
        order[i] = i;
        beginnings[i] = (this.words[8 * ticket] >>> 0) * 2097152 + (this.words[8 * ticket + 1] >>> 11); // 53 bits
        if (i % BETWEEN_PAUSES === BETWEEN_PAUSES - 1) { yield i + 1; }
      }
      order.sort((a, b) => beginnings[a] - beginnings[b] || this.compare(first + a, first + b));
      this.count = first;
      return Array.from(order, (index) => names[index]);
    }
  }

  check.Tickets = Tickets;
  check.BETWEEN_PAUSES = BETWEEN_PAUSES;
});
