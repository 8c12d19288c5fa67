/* How a public random value is spelt, and how many bits it brings. */
(self.drawChecker = self.drawChecker || []).push(function beacon(check) {
  "use strict";
  const { Refused } = check;
  const LEAST_BITS = 20;

  /** Whether `text` is `count` numbers of two digits from 01 to `highest`, strictly ascending. */
  function isDrawn(text, count, highest) {
    if (text === undefined || !/^[0-9]{2}( [0-9]{2})*$/.test(text)) { return false; }
    const numbers = text.split(" ").map(Number);
    return numbers.length === count && numbers.every(
      (number, index) => number >= 1 && number <= highest && (index === 0 || number > numbers[index - 1])
    );
  }

  function lottery(reds, highestRed, blues, highestBlue) {
    return (text) => {
      const halves = text.split("+");
      return halves.length === 2 && isDrawn(halves[0], reds, highestRed) && isDrawn(halves[1], blues, highestBlue);
    };
  }

  const FIXED = {
    hex64: { bits: 256, fits: (text) => /^[0-9a-f]{64}$/.test(text) },
    ssq: { bits: 24, fits: lottery(6, 33, 1, 16) },
    dlt: { bits: 24, fits: lottery(5, 35, 2, 12) },
  };

  function component(name) {
    if (Object.hasOwn(FIXED, name)) { return FIXED[name]; }
    const digits = /^digits:([1-9][0-9]{0,2})$/.exec(name);
    if (!digits) { return null; }
    const count = Number(digits[1]);
    return { bits: 3 * count, fits: (text) => text.length === count && /^[0-9]*$/.test(text) };
  }

  check.mustBeFormat = (format) => {
    const components = format.map(component);
    const unknown = components.indexOf(null);
    if (unknown >= 0) { throw new Refused(`[${unknown}]`, "no-format"); }
    if (components.reduce((bits, each) => bits + each.bits, 0) < LEAST_BITS) { throw new Refused("", "too-few-bits"); }
  };

  check.mustBeBeacon = (value, format) => {
    const parts = value.split("/");
    if (parts.length !== format.length || !format.every((name, index) => component(name).fits(parts[index]))) {
      throw new Refused("beacon", "beacon-spelling", { format: format.join("/") });
    }
  };
});
