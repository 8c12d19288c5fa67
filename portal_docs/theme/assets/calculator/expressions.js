/* What an expression gives. What nobody recorded is MISSING: neither zero nor false nor empty, and contagious, except
   where the answer is certain without it (false and missing is false, true or missing is true). */
(self.calculatorParts = self.calculatorParts || []).push(function expressions(calc) {
  "use strict";
  const { Exact, Day, ZERO, whole, compare, add, subtract, multiply, divide, isWhole } = calc;
  const MISSING = Object.freeze({ missing: true });
  const LARGEST_PERIOD = 12000, LARGEST_POWER = 60;

  /** A constant of the program: ["number", "0.5"]; null is missing. */
  function constant(said) {
    if (said === null || said === undefined) { return MISSING; }
    const [type, value] = said;
    return { number: calc.read, date: calc.readDay, set: (words) => new Set(words) }[type]?.(value) ?? value;
  }

  function same(a, b) {
    if (a instanceof Exact) { return compare(a, b) === 0; }
    if (a instanceof Day) { return a.number === b.number; }
    if (a instanceof Set) { return a.size === b.size && [...a].every((word) => b.has(word)); }
    return a === b;
  }

  const order = (a, b) => (a instanceof Day ? a.number - b.number : compare(a, b));
  const COMPARISONS = { "=": same, "!=": (a, b) => !same(a, b), "<": (a, b) => order(a, b) < 0, "<=": (a, b) => order(a, b) <= 0,
    ">": (a, b) => order(a, b) > 0, ">=": (a, b) => order(a, b) >= 0 };
  const ARITHMETIC = { "+": add, "-": subtract, "*": multiply, "/": divide };

  const keyOf = (value) => (value instanceof Exact ? `n${calc.write(value)}` : value instanceof Day ? `d${value.number}` : `${typeof value}${value}`);
  const small = (number) => (isWhole(number) ? Number(number.over) : null);

  /** The first that decides, else missing where one was, else the other. */
  function until(values, stop) {
    let unsure = false;
    for (const value of values) {
      if (value === stop) { return stop; }
      unsure = unsure || value === MISSING;
    }
    return unsure ? MISSING : !stop;
  }

  const decide = {
    any: (holds) => until(holds, true),
    every: (holds) => until(holds, false),
    none: (holds) => { const found = until(holds, true); return found === MISSING ? MISSING : !found; },
    count: (holds) => (holds.includes(MISSING) ? MISSING : whole(holds.filter(Boolean).length)),
  };
  const sum = (values) => values.reduce(add, ZERO);
  const best = (sign) => (values) => (values.length ? values.reduce((a, b) => (order(b, a) * sign > 0 ? b : a)) : MISSING);
  const aggregates = {
    sum, max: best(1), min: best(-1),
    average: (values) => divide(sum(values), whole(values.length)) ?? MISSING,
    latest: (values) => (values.length ? values[values.length - 1] : MISSING),
    first: (values) => (values.length ? values[0] : MISSING),
    distinct: (values) => whole(new Set(values.map(keyOf)).size),
  };

  function after(day, amount, move) {
    const count = small(amount);
    return count === null || Math.abs(count) > LARGEST_PERIOD ? MISSING : move(day, count) ?? MISSING;
  }

  function power(base, times) {
    const count = small(times);
    if (count === null || count < 0 || count > LARGEST_POWER) { return MISSING; }
    return Array(count).fill(base).reduce(multiply, calc.ONE);
  }

  /** A step that ends as a decimal, more than nothing. */
  const isStep = (step) => step.over > 0n && !calc.write(step).includes("/");

  const calls = {
    round: (context, number, places, how) => {
      const count = small(places);
      return count === null || count < 0 || count > 12 ? MISSING : calc.round(number, new Exact(1n, 10n ** BigInt(count)), how);
    },
    round_to_step: (context, number, step, how) => (isStep(step) ? calc.round(number, step, how) : MISSING),
    greatest: (context, ...numbers) => numbers.reduce((a, b) => (compare(b, a) > 0 ? b : a)),
    least: (context, ...numbers) => numbers.reduce((a, b) => (compare(b, a) < 0 ? b : a)),
    power: (context, base, times) => power(base, times),
    days_since: ({ day }, start) => whole(day.number - start.number),
    months_since: ({ day }, start) => whole(calc.monthsSince(start, day)),
    days_between: (context, start, end) => whole(end.number - start.number),
    months_between: (context, start, end) => whole(calc.monthsSince(start, end)),
    days_after: (context, day, amount) => after(day, amount, calc.addDays),
    months_after: (context, day, amount) => after(day, amount, calc.addMonths),
    months_before: (context, day, amount) => after(day, amount, (from, count) => calc.addMonths(from, -count)),
    year_of: (context, day) => whole(calc.civil(day)[0]),
    month_of: (context, day) => whole(calc.civil(day)[1]),
    size: (context, words) => whole(words.size),
    shared: (context, one, other) => whole([...one].filter((word) => other.has(word)).length),
    starts_with: (context, text, beginning) => text.startsWith(beginning),
  };

  /** The rows a question is about, oldest first; null where that cannot be said. */
  function choose(context, said) {
    let rows = { parts: context.parts, items: context.items }[said.of] ?? context.facts.get(said.of) ?? [];
    if (!rows.length) { return []; }
    let unsure = false;
    if (said.within) {
      const days = windowOf(context, said.within);
      if (days === null) { unsure = true; } else { rows = rows.filter(({ on }) => on.number >= days[0] && on.number < days[1]); }
    }
    if (said.where) {
      const kept = [];
      for (const row of rows) {
        const wanted = value(context, said.where, row);
        if (wanted === MISSING) { return null; }
        if (wanted) { kept.push(row); }
      }
      rows = kept;
    }
    if (unsure && rows.length) { return null; }
    const skip = said.skip ? countOf(context, said.skip) : 0, last = said.last ? countOf(context, said.last) : rows.length;
    if (skip === null || last === null) { return null; }
    const end = Math.max(rows.length - skip, 0);
    return rows.slice(Math.max(end - last, 0), end);
  }

  function windowOf(context, { far, near, unit }) {
    const first = (said) => {
      const amount = value(context, said), count = amount === MISSING ? null : small(amount);
      return count === null || Math.abs(count) > LARGEST_PERIOD ? null : calc.firstDay(context.day, count, unit).number;
    };
    const from = first(far), end = near ? first(near) : Infinity;
    return from === null || end === null ? null : [from, end];
  }

  function countOf(context, said) {
    const amount = value(context, said), count = amount === MISSING ? null : small(amount);
    return count === null || count < 0 ? null : count;
  }

  /** Rows in groups, each with its key, its size and its value. */
  function groups(context, said, rows) {
    const found = new Map();
    for (const row of rows) {
      const key = value(context, said.per, row);
      if (key === MISSING) { return null; }
      if (!found.has(keyOf(key))) { found.set(keyOf(key), { key, rows: [] }); }
      found.get(keyOf(key)).rows.push(row);
    }
    return [...found.values()].map(({ key, rows: own }) => {
      const made = { key, size: whole(own.length), value: whole(own.length) };
      if (said.asks) {
        const values = own.map((row) => value(context, said.asks, row));
        made.value = values.includes(MISSING) ? MISSING : aggregates[said.inner](values);
      }
      return { get: (name) => made[name] };
    });
  }

  function query(context, name, said) {
    let rows = choose(context, said);
    if (rows !== null && said.per) { rows = groups(context, said, rows); }
    if (rows === null) { return MISSING; }
    if (name in decide) { return decide[name](said.each ? rows.map((row) => value(context, said.each, row)) : rows.map(() => true)); }
    if (name === "latest" || name === "first") { rows = name === "latest" ? rows.slice(-1) : rows.slice(0, 1); }
    const values = rows.map((row) => value(context, said.each, row));
    return values.includes(MISSING) ? MISSING : aggregates[name](values);
  }

  function lookup(context, id, keys) {
    const table = context.program.tables[id], places = [];
    for (const [number, key] of table.keys.entries()) {
      if (!key.number) {
        const at = key.words.findIndex((word) => same(constant(word), keys[number]));
        if (at < 0) { return MISSING; }
        places.push(at);
        continue;
      }
      if (key.whole && !isWhole(keys[number])) { return MISSING; }
      const limits = key.limits.map(calc.read), at = limits.filter((limit) => compare(limit, keys[number]) < 0).length;
      places.push(at < limits.length && compare(limits[at], keys[number]) === 0 ? 2 * at + 1 : 2 * at);
    }
    return constant(table.cells[places.join(" ")]);
  }

  function either(wanted, choices) {
    if (choices.length === 1 && choices[0] instanceof Set) { return wanted === MISSING ? MISSING : choices[0].has(wanted); }
    return until(choices.map((choice) => (wanted === MISSING || choice === MISSING ? MISSING : same(wanted, choice))), true);
  }

  const forms = {
    number: (context, row, text) => calc.read(text),
    text: (context, row, text) => text,
    flag: (context, row, flag) => flag,
    date: (context, row, text) => calc.readDay(text),
    set: (context, row, words) => new Set(words),
    day: (context) => context.day,
    name: (context, row, name) => context.names.get(name),
    member: (context, row, name) => row.get(name),
    rule: (context, row, id) => constant(context.program.rules[id]),
    outcome: (context, row, id) => context.outcomes.get(id)?.outcome ?? MISSING,
    place: (context, row, id) => { const found = context.outcomes.get(id); return found ? whole(found.place) : MISSING; },
    and: (context, row, ...parts) => until(lazily(context, row, parts), false),
    or: (context, row, ...parts) => until(lazily(context, row, parts), true),
    not: (context, row, part) => { const inner = value(context, part, row); return inner === MISSING ? MISSING : !inner; },
    missing: (context, row, part) => value(context, part, row) === MISSING,
    negative: (context, row, part) => { const inner = value(context, part, row); return inner === MISSING ? MISSING : subtract(ZERO, inner); },
    if: (context, row, when, then, otherwise) => {
      const holds = value(context, when, row);
      return holds === MISSING ? MISSING : value(context, holds ? then : otherwise, row);
    },
    in: (context, row, wanted, ...choices) => either(value(context, wanted, row), choices.map((one) => value(context, one, row))),
    query: (context, row, name, said) => query(context, name, said),
    lookup: (context, row, id, ...keys) => {
      const values = keys.map((one) => value(context, one, row));
      return values.includes(MISSING) ? MISSING : lookup(context, id, values);
    },
    call: (context, row, name, ...parts) => {
      const values = parts.map((one) => value(context, one, row));
      if (name === "first_known") { return values.find((one) => one !== MISSING) ?? MISSING; }
      return values.includes(MISSING) ? MISSING : calls[name](context, ...values);
    },
  };
  for (const member of ["points", "most", "ratio", "status"]) {
    forms[member] = (context, row, id) => context.nodes.get(id)?.get(member) ?? MISSING;
  }
  for (const [sign, work] of [...Object.entries(ARITHMETIC), ...Object.entries(COMPARISONS)]) {
    forms[sign] = (context, row, left, right) => {
      const a = value(context, left, row), b = value(context, right, row);
      return a === MISSING || b === MISSING ? MISSING : work(a, b) ?? MISSING;
    };
  }

  function* lazily(context, row, parts) { for (const part of parts) { yield value(context, part, row); } }

  /** What an expression gives in a context; `row` is the fact, part or group at hand. */
  function value(context, [form, ...rest], row) { return forms[form](context, row, ...rest); }

  Object.assign(calc, { MISSING, COMPARISONS, constant, keyOf, choose, value });
});
