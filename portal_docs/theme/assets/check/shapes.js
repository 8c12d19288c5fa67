/* What a value must look like: small checks that are put together into the shape of a request. A check is called with a
   value and throws a Refused without a path; whoever called it adds where the value stands. */
(self.drawChecker = self.drawChecker || []).push(function shapes(check) {
  "use strict";
  const { Refused } = check;
  const NAME = /^[A-Za-z0-9_]{1,64}$/;

  function refuse(problem, values) { throw new Refused("", problem, values); }

  function string(value) {
    if (typeof value !== "string") { refuse("no-string"); }
  }

  function spelt(grammar, problem) {
    return (value) => { if (typeof value !== "string" || !grammar.test(value)) { refuse(problem); } };
  }

  const id = spelt(/^[A-Za-z0-9._:-]{1,128}$/, "no-id");
  const hex64 = spelt(/^[0-9a-f]{64}$/, "no-hash");
  const spelledDay = spelt(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "no-day");
  const spelledMoment = spelt(/^[0-9-]{10}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z$/, "no-moment");

  function day(value) {
    spelledDay(value);
    const [year, month, number] = value.split("-").map(Number);
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const longest = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
    if (year < 1 || !(number >= 1 && number <= longest)) { refuse("no-such-day"); }
  }

  function moment(value) {
    spelledMoment(value);
    day(value.slice(0, 10));
  }

  function reason(value) {
    string(value);
    if (!value) { refuse("no-reason"); }
  }

  function integer(least, most) {
    return (value) => {
      if (typeof value !== "number") { refuse("no-integer"); }
      if (value < least) { refuse("too-small", { least }); }
      if (value > most) { refuse("too-big", { most }); }
    };
  }

  function exactly(expected) {
    return (value) => { if (value !== expected) { refuse("not-exactly", { expected }); } };
  }

  function nullable(shape) {
    return (value) => { if (value !== null) { shape(value); } };
  }

  function mustBeList(value) {
    if (!Array.isArray(value)) { refuse("no-list"); }
  }

  function list(shape) {
    return (value) => {
      mustBeList(value);
      for (let index = 0; index < value.length; index += 1) {
        try { shape(value[index]); } catch (fault) { throw fault.under(`[${index}]`); }
      }
    };
  }

  /** A list of fixed length, each element of its own shape. */
  function tuple(...parts) {
    return (value) => {
      mustBeList(value);
      if (value.length !== parts.length) { refuse("wrong-length", { count: parts.length }); }
      for (let index = 0; index < parts.length; index += 1) {
        try { parts[index](value[index]); } catch (fault) { throw fault.under(`[${index}]`); }
      }
    };
  }

  function mustBeObject(value) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) { refuse("no-object"); }
  }

  /** An object with exactly these members. */
  function members(parts) {
    const names = Object.keys(parts);
    return (value) => {
      mustBeObject(value);
      for (const name of names) {
        if (!(name in value)) { throw new Refused(name, "missing"); }
        try { parts[name](value[name]); } catch (fault) { throw fault.under(name); }
      }
      if (Object.keys(value).length !== names.length) {
        const unknown = Object.keys(value).find((name) => !(name in parts));
        throw new Refused(NAME.test(unknown) ? unknown : "", "unknown");
      }
    };
  }

  /** An object with whatever names, all members of one shape. */
  function mapping(shape) {
    return (value) => {
      mustBeObject(value);
      for (const name of Object.keys(value)) { shape(value[name]); }
    };
  }

  /** All orders of strings are by code point, which differs from JavaScript's own beyond U+FFFF. */
  function compare(a, b) {
    if (a === b) { return 0; }
    for (let i = 0; i < a.length && i < b.length; i += 1) {
      if (a.charCodeAt(i) !== b.charCodeAt(i)) { return a.codePointAt(i) - b.codePointAt(i); }
    }
    return a.length - b.length;
  }

  /** Refuse rows that are not strictly ascending; `order` compares two. */
  function ascending(rows, path, order, inside) {
    for (let index = 1; index < rows.length; index += 1) {
      const found = order(rows[index - 1], rows[index]);
      if (found >= 0) {
        throw new Refused(`${path}[${index}]${inside || ""}`, found === 0 ? "doubled" : "not-ascending");
      }
    }
  }

  function unique(values, path, inside) {
    const seen = new Set();
    values.forEach((value, index) => {
      if (seen.has(value)) { throw new Refused(`${path}[${index}]${inside || ""}`, "doubled"); }
      seen.add(value);
    });
  }

  check.shapes = {
    string, id, hex64, day, moment, reason, integer, exactly, nullable, list, tuple, members, mapping,
    compare, ascending, unique,
  };
});
