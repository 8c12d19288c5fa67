/* Reading and writing JSON as strictly as the protocol asks. JSON.parse hides what must be refused (a member given
   twice, 1.0 for 1), so every character is read here; a fault is named by the path of the member it stands in. */
(self.drawChecker = self.drawChecker || []).push(function json(check) {
  "use strict";
  const LIMIT_BYTES = 128000000, DEEPEST = 32, BETWEEN_PAUSES = 4000;
  const NAME = /^[A-Za-z0-9_]{1,64}$/;
  const LITERALS = [["true", true], ["false", false], ["null", null]];
  const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

  /** 拒绝: the input is not what the protocol asks for. `problem` is a key of the page's words. */
  class Refused extends Error {
    constructor(path, problem, values) {
      super(problem);
      this.path = path;
      this.problem = problem;
      this.values = values || {};
    }

    /** The same fault, seen from the value around it. */
    under(name) {
      this.path = name + (this.path && this.path[0] !== "[" ? "." : "") + this.path;
      return this;
    }
  }

  /** The text of a file's bytes. */
  function decode(bytes) {
    if (bytes.length > LIMIT_BYTES) { throw new Refused("request", "too-large"); }
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      throw new Refused("request", "not-utf8");
    }
  }

  function isWellFormed(text) {
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i) & 0xfc00;
      if (unit === 0xdc00) { return false; }
      if (unit === 0xd800) {
        i += 1;
        if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) { return false; }
      }
    }
    return true;
  }

  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
      this.open = []; // the lists and objects around the place of reading: {value, name}; name is null in a list
      this.isAscii = true; // the string read last
    }

    /** Read it all; pauses now and then with the share that is done. */
    * whole() {
      if (this.text.length > LIMIT_BYTES) { throw new Refused("request", "too-large"); }
      if (this.text.charCodeAt(0) === 0xfeff) { throw new Refused("request", "byte-order-mark"); }
      for (let count = 1; ; count += 1) {
        if (count % BETWEEN_PAUSES === 0) { yield this.at / this.text.length; }
        this.skipSpace();
        let value = this.value();
        if (value === undefined) { continue; } // a list or an object was opened
        while (this.open.length && this.put(value)) { value = this.open.pop().value; }
        if (!this.open.length) {
          this.skipSpace();
          if (this.at < this.text.length) { this.fail(); }
          return value;
        }
      }
    }

    /** Put a value into what is around it; tell whether that is closed now. An opening bracket's own end is `undefined`. */
    put(value) {
      const around = this.open[this.open.length - 1];
      if (around.name === null) { around.value.push(value); } else { around.value[around.name] = value; }
      this.skipSpace();
      const mark = this.text[this.at];
      this.at += 1;
      if (mark === ",") {
        if (around.name !== null) { this.name(around); }
        return false;
      }
      if (mark !== (around.name === null ? "]" : "}")) { this.at -= 1; this.fail(); }
      return true;
    }

    value() {
      const mark = this.text[this.at];
      if (mark === '"') {
        const text = this.string();
        if (!this.isAscii) { this.mustBeWellSpelt(text); }
        return text;
      }
      if (mark === "{" || mark === "[") { return this.enter(mark); }
      if (mark === "-" || (mark >= "0" && mark <= "9")) { return this.number(); }
      for (const [word, value] of LITERALS) {
        if (this.text.startsWith(word, this.at)) { this.at += word.length; return value; }
      }
      return this.fail();
    }

    enter(mark) {
      if (this.open.length === DEEPEST) { throw new Refused("request", "too-deep"); }
      this.at += 1;
      this.skipSpace();
      const around = mark === "[" ? { value: [], name: null } : { value: Object.create(null), name: "" };
      if (this.text[this.at] === (mark === "[" ? "]" : "}")) { this.at += 1; return around.value; }
      this.open.push(around);
      if (mark === "{") { this.name(around); }
      return undefined;
    }

    name(around) {
      this.skipSpace();
      if (this.text[this.at] !== '"') { this.fail(); }
      around.name = "";
      const name = this.string();
      if (!this.isAscii) { this.mustBeWellSpelt(name); }
      around.name = name;
      if (name in around.value) { throw new Refused(this.path(), "twice"); }
      this.skipSpace();
      if (this.text[this.at] !== ":") { this.fail(); }
      this.at += 1;
    }

    string() {
      const text = this.text;
      let pieces = "", start = this.at + 1, at = start, seen = 0;
      for (; ; at += 1) {
        const unit = text.charCodeAt(at);
        if (unit === 34) { break; }
        if (at >= text.length || unit < 32) { this.at = at; this.fail(); }
        if (unit === 92) {
          pieces += text.slice(start, at);
          this.at = at + 1;
          const character = this.escaped();
          seen |= character.charCodeAt(0);
          pieces += character;
          at = this.at;
          start = at + 1;
        } else {
          seen |= unit;
        }
      }
      this.at = at + 1;
      this.isAscii = seen < 128;
      return pieces + text.slice(start, at);
    }

    /** The character behind a backslash; leaves `at` on its last character. */
    escaped() {
      const mark = this.text[this.at];
      if (mark === "u") {
        const digits = this.text.substr(this.at + 1, 4);
        if (!/^[0-9A-Fa-f]{4}$/.test(digits)) { this.fail(); }
        this.at += 4;
        return String.fromCharCode(parseInt(digits, 16));
      }
      if (!Object.hasOwn(ESCAPES, mark)) { this.fail(); }
      return ESCAPES[mark];
    }

    mustBeWellSpelt(text) {
      if (!isWellFormed(text)) { throw new Refused(this.path(), "half-character"); }
      if (text.normalize("NFC") !== text) { throw new Refused(this.path(), "not-composed"); }
    }

    number() {
      const grammar = /-?(?:0|[1-9][0-9]*)/y;
      grammar.lastIndex = this.at;
      const found = grammar.exec(this.text);
      if (!found) { this.fail(); }
      const digits = found[0], after = this.text[this.at + digits.length];
      if (after === "." || after === "e" || after === "E") { throw new Refused(this.path(), "number-spelling"); }
      const value = Number(digits);
      if (!Number.isSafeInteger(value)) { throw new Refused(this.path(), "number-large"); }
      this.at += digits.length;
      return value === 0 ? 0 : value; // -0 is 0
    }

    skipSpace() {
      for (; ; this.at += 1) {
        const unit = this.text.charCodeAt(this.at);
        if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) { return; }
      }
    }

    /** Where the value that is being read stands; a name that is none of the protocol's stays out of it. */
    path() {
      let path = "";
      for (const { value, name } of this.open) {
        if (name === null) { path += `[${value.length}]`; } else {
          if (!NAME.test(name)) { break; }
          path += (path ? "." : "") + name;
        }
      }
      return path || "request";
    }

    fail() {
      const before = this.text.slice(0, this.at).split("\n");
      throw new Refused("request", "not-json", { line: before.length, column: before[before.length - 1].length + 1 });
    }
  }

  /** Bytes that grow. */
  class Bytes {
    constructor() {
      this.bytes = new Uint8Array(1024);
      this.length = 0;
    }

    ascii(text) {
      if (this.length + text.length > this.bytes.length) {
        const grown = new Uint8Array(2 * (this.length + text.length));
        grown.set(this.bytes.subarray(0, this.length));
        this.bytes = grown;
      }
      for (let i = 0; i < text.length; i += 1) { this.bytes[this.length + i] = text.charCodeAt(i); }
      this.length += text.length;
    }

    string(text) {
      for (let i = 0; i < text.length; i += 1) {
        const unit = text.charCodeAt(i);
        if (unit < 32 || unit > 126 || unit === 34 || unit === 92) { this.escaped(text); return; }
      }
      this.ascii('"');
      this.ascii(text);
      this.ascii('"');
    }

    escaped(text) {
      const bytes = new TextEncoder().encode(JSON.stringify(text)); // RFC 8785 takes its escapes from there
      this.ascii(" ".repeat(bytes.length));
      this.bytes.set(bytes, this.length - bytes.length);
    }

    value(value) {
      if (typeof value === "string") { this.string(value); return; }
      if (value === null || typeof value !== "object") { this.ascii(String(value)); return; }
      if (Array.isArray(value)) {
        this.ascii("[");
        value.forEach((each, index) => {
          if (index) { this.ascii(","); }
          this.value(each);
        });
        this.ascii("]");
        return;
      }
      this.ascii("{");
      Object.keys(value).sort().forEach((name, index) => {
        if (index) { this.ascii(","); }
        this.string(name);
        this.ascii(":");
        this.value(value[name]);
      });
      this.ascii("}");
    }
  }

  /** The bytes of a value in the form of RFC 8785; the names of members are ASCII. */
  function canonical(value) {
    const out = new Bytes();
    out.value(value);
    return out.bytes.subarray(0, out.length);
  }

  check.Refused = Refused;
  check.read = (input) => new Reader(typeof input === "string" ? input : decode(input)).whole();
  check.canonical = canonical;
  check.canonicalText = (value) => new TextDecoder().decode(canonical(value));
  check.hashOf = (value) => check.sha256(canonical(value));
  check.hashAfter = (line, value) => {
    const head = new TextEncoder().encode(line), body = value instanceof Uint8Array ? value : canonical(value);
    const both = new Uint8Array(head.length + body.length);
    both.set(head);
    both.set(body, head.length);
    return check.sha256(both);
  };
});
