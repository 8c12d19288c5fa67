/* Exact numbers: fractions of whole numbers without limit, and rounding that has a name. Nothing here is ever a float.
   Days are numbers of whole days, counted from 1970-01-01. */
(self.calculatorParts = self.calculatorParts || []).push(function exact(calc) {
  "use strict";
  const MOST_DIGITS = 60; // a decimal that needs more is written as a fraction, as the engine does
  const LONGEST = 1n << 4096n;

  class Exact {
    constructor(over, under) { this.over = over; this.under = under; }
  }

  const size = (number) => (number < 0n ? -number : number);

  function fraction(over, under) {
    let a = size(over), b = size(under);
    while (b) { [a, b] = [b, a % b]; }
    const by = under < 0n ? -a : a;
    const made = new Exact(over / by, under / by);
    if (size(made.over) >= LONGEST || made.under >= LONGEST) { throw new RangeError("a number grew beyond all use"); }
    return made;
  }

  const whole = (number) => new Exact(BigInt(number), 1n);
  const ZERO = whole(0), ONE = whole(1);

  /** A number as people and rule files write it: 12, -0.5, 10/3. */
  function read(text) {
    const found = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text);
    if (!found) { return null; }
    const [, minus, before, after = "", under = "1"] = found;
    if (/^0+$/.test(under)) { return null; }
    const over = BigInt(before + after);
    return fraction(minus ? -over : over, 10n ** BigInt(after.length) * BigInt(under));
  }

  /** The number without zeros at its end; a fraction where it does not end. */
  function write({ over, under }) {
    let rest = under, places = 0n, twos = 0n, fives = 0n;
    while (rest % 2n === 0n) { rest /= 2n; twos += 1n; }
    while (rest % 5n === 0n) { rest /= 5n; fives += 1n; }
    places = twos > fives ? twos : fives;
    const digits = size(over) * 10n ** places / under;
    if (rest !== 1n || `${digits}`.replace(/0+$/, "").length > MOST_DIGITS) { return `${over}/${under}`; }
    const text = `${digits}`.padStart(Number(places) + 1, "0");
    const cut = text.length - Number(places);
    return `${over < 0n ? "-" : ""}${text.slice(0, cut)}${places ? "." : ""}${text.slice(cut)}`;
  }

  const add = (a, b) => fraction(a.over * b.under + b.over * a.under, a.under * b.under);
  const subtract = (a, b) => fraction(a.over * b.under - b.over * a.under, a.under * b.under);
  const multiply = (a, b) => fraction(a.over * b.over, a.under * b.under);
  const divide = (a, b) => (b.over === 0n ? null : fraction(a.over * b.under, a.under * b.over));
  const compare = (a, b) => { const left = a.over * b.under, right = b.over * a.under; return left < right ? -1 : left > right ? 1 : 0; };
  const floor = ({ over, under }) => (over < 0n && over % under ? over / under - 1n : over / under);
  const isWhole = ({ under }) => under === 1n;

  /** The multiple of `step` near a number. Ties: half_up away from zero, half_even to the even one. */
  function round(number, step, how) {
    const steps = divide(number, step);
    let least = floor(steps);
    const rest = subtract(steps, whole(least)), half = compare(rest, new Exact(1n, 2n));
    if (rest.over) {
      const up = { floor: false, ceiling: true, down: steps.over < 0n, half_up: half > 0 || (half === 0 && steps.over > 0n),
        half_even: half > 0 || (half === 0 && least % 2n !== 0n) }[how];
      least += up ? 1n : 0n;
    }
    return multiply(whole(least), step);
  }

  // days

  class Day {
    constructor(number) { this.number = number; }
  }

  /** Year, month and day by number; the calendar's arithmetic, with March as the first month. */
  function civil({ number }) {
    const z = number + 719468, era = Math.floor(z / 146097), inEra = z - era * 146097;
    const year = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36524) - Math.floor(inEra / 146096)) / 365);
    const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
    const part = Math.floor((5 * inYear + 2) / 153), month = part < 10 ? part + 3 : part - 9;
    return [year + era * 400 + (month <= 2 ? 1 : 0), month, inYear - Math.floor((153 * part + 2) / 5) + 1];
  }

  function dayOf(year, month, day) {
    const y = month <= 2 ? year - 1 : year, era = Math.floor(y / 400), inEra = y - era * 400;
    const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
    return new Day(era * 146097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear - 719468);
  }

  const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengthOf = (year, month) => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

  /** A day as 2026-11-22; null for one that does not exist. */
  function readDay(text) {
    const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!found) { return null; }
    const [year, month, day] = found.slice(1).map(Number);
    return year && month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month) ? dayOf(year, month, day) : null;
  }

  function writeDay(day) {
    const [year, month, date] = civil(day);
    return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  }

  /** The same day so many months later, or the last of that month; null before year 1 and after 9999. */
  function addMonths(day, count) {
    const [year, month, date] = civil(day), months = year * 12 + month - 1 + count;
    const y = Math.floor(months / 12), m = months - y * 12 + 1;
    return y < 1 || y > 9999 ? null : dayOf(y, m, Math.min(date, lengthOf(y, m)));
  }

  function addDays(day, count) {
    const moved = new Day(day.number + count), [year] = civil(moved);
    return year < 1 || year > 9999 ? null : moved;
  }

  /** Whole months from `start` to `day`, negative where it lies ahead. */
  function monthsSince(start, day) {
    if (start.number > day.number) { return -monthsSince(day, start); }
    const [y1, m1] = civil(start), [y2, m2] = civil(day), months = (y2 - y1) * 12 + m2 - m1;
    return addMonths(start, months).number <= day.number ? months : months - 1;
  }

  /** The first day whose facts still count on `day` when each counts for `amount` units. */
  function firstDay(day, amount, unit) {
    if (unit === "days") { return new Day(day.number - amount + 1); }
    const months = unit === "years" ? amount * 12 : amount;
    let first = new Day(addMonths(day, -months).number - 4);
    while (addMonths(first, months).number <= day.number) { first = new Day(first.number + 1); }
    return first;
  }

  Object.assign(calc, { Exact, Day, ZERO, ONE, whole, read, write, add, subtract, multiply, divide, compare, floor, isWhole,
    round, civil, readDay, writeDay, addMonths, addDays, monthsSince, firstDay });
});
