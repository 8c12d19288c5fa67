/* From facts to points: items, the parts that hold them, the whole. Every step that changes points writes a line. */
(self.calculatorParts = self.calculatorParts || []).push(function points(calc) {
  "use strict";
  const { MISSING, ZERO, whole, add, subtract, multiply, divide, compare, value, choose, keyOf } = calc;
  const above = (a, b) => compare(a, b) > 0;

  class Node {
    constructor(id, points, most, status, lines = [], observed = true) {
      Object.assign(this, { id, points, most, status, lines, observed, part: "", bonus: false });
    }

    get applies() { return this.status !== "not_applicable"; }

    get(name) {
      if (name === "ratio") {
        return this.points === null || this.most === null || this.most.over === 0n ? MISSING : divide(this.points, this.most);
      }
      return this[name] === null || this[name] === "" ? MISSING : this[name];
    }

    settle() {
      const { points, most } = this;
      if (points === null) { this.status = "undecided"; return; }
      this.status = most === null || !above(most, points) ? "won" : above(points, ZERO) ? "partly" : "lost";
    }

    weigh(weight, say) {
      this.points = this.points && multiply(this.points, weight);
      this.most = this.most && multiply(this.most, weight);
      this.lines = this.lines.map((line) => (line.points === null ? line
        : { ...line, points: multiply(line.points, weight), words: say("weighed", { said: line.words, weight }) }));
    }
  }

  /** Scores one subject; `work` has the context, `say`, `line` and whether assumed values stand in. */
  class Scorer {
    constructor(work) { this.work = work; this.say = work.say; this.items = []; }

    /** The number an expression gives, or null where it is missing or absent. */
    number(said, row) {
      if (!said) { return null; }
      const found = value(this.work.context, said, row);
      return found === MISSING ? null : found;
    }

    adjust(node, points, place, words) {
      if (node.points !== null && compare(points, node.points) !== 0) {
        node.lines.push(this.work.line(place, subtract(points, node.points), "adjusted", words));
      }
      node.points = points;
    }

    bound(node, most, least, name) {
      for (const [limit, sentence, beyond] of [[most, "at_most", above], [least, "at_least", (a, b) => above(b, a)]]) {
        if (limit && node.points !== null && beyond(node.points, limit)) {
          this.adjust(node, limit, node.id, this.say(sentence, { name, n: limit }));
        }
      }
    }

    total() {
      const { context, program } = this.work, { score } = program;
      if (!score) { return { points: null, most: null, lines: [] }; }
      const nodes = score.parts.map((part) => this.node(part, ""));
      context.parts = nodes;
      context.items = this.items;
      const node = this.together(score, "total", program.name, nodes, true);
      const regular = nodes.filter((one) => !one.bonus);
      if (!score.start && regular.length && !regular.some((one) => one.applies)) {
        node.lines.push(this.work.line("total", null, "not_applicable", this.say("not_applicable", { name: program.name })));
        node.points = null;
      }
      if (score.start) {
        const begin = this.number(score.start);
        node.points = begin && node.points && add(node.points, begin);
        if (node.points) { node.lines.unshift(this.work.line("start", begin, "added", this.say("start", { n: begin }))); }
      }
      this.limits(node, score, program.name);
      if (score.round && node.points !== null) {
        const rounded = calc.round(node.points, calc.read(score.round.step), score.round.how);
        this.adjust(node, rounded, "round", this.say("rounded", { n: rounded }));
      }
      return { points: node.points, most: (score.max && this.number(score.max)) ?? node.most, lines: node.lines };
    }

    node(said, part) {
      const node = said.items ? this.part(said) : this.item(said);
      if (!said.items) { this.items.push(node); }
      node.part = part;
      node.bonus = Boolean(said.bonus);
      if (said.round && node.points !== null) {
        const rounded = calc.round(node.points, calc.read(said.round.step), said.round.how);
        this.adjust(node, rounded, node.id, this.say("rounded_here", { name: said.name, n: rounded }));
      }
      const weight = this.number(said.weight);
      if (weight !== null) { node.weigh(weight, this.say); }
      this.work.context.nodes.set(said.id, node);
      return node;
    }

    part(said) {
      const applies = said.applies ? value(this.work.context, said.applies) : true;
      const children = applies === false ? [] : said.items.map((child) => this.node(child, said.id));
      if (!children.some((child) => child.applies)) {
        const line = this.work.line(said.id, null, "not_applicable", this.say("not_applicable", { name: said.name }));
        return new Node(said.id, null, this.number(said.max), "not_applicable", [line], false);
      }
      const node = this.together(said, said.id, said.name, children, false);
      if (applies === MISSING) { node.points = null; }
      this.limits(node, said, said.name);
      if (said.max && children.every((child) => child.applies || child.bonus)) { node.most = this.number(said.max); }
      node.settle();
      return node;
    }

    /** Keep points within a maximum and a minimum; unknown where a bound is. */
    limits(node, said, name) {
      for (const key of ["max", "least"]) {
        if (said[key] && node.points !== null) {
          const limit = this.number(said[key]);
          if (limit === null) { node.points = null; } else { this.bound(node, key === "max" && limit, key === "least" && limit, name); }
        }
      }
    }

    together(said, place, name, children, isWhole) {
      const regular = children.filter((child) => !child.bonus), takesAll = isWhole || said.take === "sum";
      const node = takesAll ? this.sum(place, regular) : this.taken(said, regular);
      const leftOut = regular.filter((child) => !child.applies);
      if (leftOut.length && said.not_applicable !== "leave_out" && takesAll) { this.stretch(said, place, name, node, leftOut); }
      for (const child of children.filter((one) => one.bonus && one.applies)) {
        node.points = node.points && child.points && add(node.points, child.points);
      }
      node.lines = [...children.flatMap((child) => child.lines), ...node.lines];
      return node;
    }

    sum(place, nodes, everything = false) {
      let points = ZERO, most = ZERO;
      for (const node of nodes.filter((one) => everything || one.applies)) {
        points = points && node.points && add(points, node.points);
        most = most && node.most && add(most, node.most);
      }
      return new Node(place, points, most, "won");
    }

    stretch(said, place, name, node, leftOut) {
      const most = said.max ? this.number(said.max) : this.sum(place, [node, ...leftOut], true).most;
      if (!most || !node.most || node.points === null) { node.points = null; return; }
      const stretched = said.not_applicable === "full_marks" ? add(node.points, subtract(most, node.most))
        : divide(multiply(node.points, most), node.most) ?? ZERO;
      this.adjust(node, stretched, place, this.say("scaled", { name, a: node.most, w: most }));
      node.most = most;
    }

    taken(said, children) {
      const counted = children.filter((child) => child.applies);
      if (said.take === "average") {
        counted.forEach((child) => child.weigh(new calc.Exact(1n, BigInt(counted.length)), this.say));
        return this.sum(said.id, counted);
      }
      const sign = said.take === "best" ? -1 : 1, inOrder = (key) => (a, b) => sign * compare(a[key], b[key]);
      const known = counted.every((child) => child.most !== null);
      const most = known ? counted.slice().sort(inOrder("most")).slice(0, said.taken).map((child) => child.most).reduce(add, ZERO) : null;
      const node = new Node(said.id, ZERO, most, "won");
      if (counted.some((child) => child.points === null)) { node.points = null; return node; }
      node.points = counted.map((child) => child.points).reduce(add, ZERO);
      const names = new Map(said.items.map((child) => [child.id, child.name]));
      for (const child of counted.slice().sort(inOrder("points")).slice(said.taken)) {
        const words = this.say(`not_taken_${said.take}`, { part: said.name, child: names.get(child.id) });
        this.adjust(node, subtract(node.points, child.points), said.id, words);
      }
      return node;
    }

    // one item

    item(said) {
      const { context, assumes } = this.work;
      context.names.set("this", said.id);
      const most = this.most(said), applies = said.applies ? value(context, said.applies) : true;
      if (applies === false) { return this.without(said, most, "not_applicable", "not_applicable"); }
      if (said.pending && !assumes) { return this.without(said, most, "pending", "pending"); }
      if ((said.needs ?? []).some((one) => !(choose(context, one) ?? []).length)) { return this.missing(said, most, true); }
      if (applies === MISSING) { return this.missing(said, most); }
      if (said.each) { return this.byOccurrence(said, most); }
      const points = this.points(said);
      if (points === null) { return this.missing(said, most); }
      const node = this.flat(said, most, points, this.won(said, points, most));
      node.observed = Boolean(said.verb);
      return node;
    }

    most(said) {
      if (said.max) { return this.number(said.max); }
      if (said.max_unknown || !said.cases) { return this.work.assumes && said.assumed_max ? calc.read(said.assumed_max) : null; }
      const values = said.cases.map((one) => this.number(one.points));
      return values.includes(null) ? null : values.reduce((a, b) => (above(b, a) ? b : a));
    }

    points(said) {
      if (!said.verb) { return this.number(said.assumed_points); }
      if (said.verb === "points") { return this.number(said.points); }
      for (const { when, points } of said.cases) {
        const holds = when ? value(this.work.context, when) : true;
        if (holds === MISSING) { return null; }
        if (holds) { return this.number(points); }
      }
      return ZERO;
    }

    won(said, gain, most) {
      if (most === null) { return this.say("points", { name: said.name, gain }); }
      const sentence = above(gain, most) ? "points_over" : above(ZERO, gain) ? "points_under" : "points_of";
      return this.say(sentence, { name: said.name, gain, top: most });
    }

    flat(said, most, points, words) {
      const node = new Node(said.id, points, most, "won");
      node.settle();
      node.lines.push(this.work.line(said.id, points, node.status, words));
      this.keepWithin(node, said);
      return node;
    }

    keepWithin(node, said) {
      const least = said.least ? this.number(said.least) : node.most === null ? null : ZERO;
      this.bound(node, node.most, least, said.name);
    }

    missing(said, most, nobodyLooked = false) {
      if (said.when_missing === "not_applicable") { return this.without(said, most, "not_applicable", "not_applicable"); }
      const points = said.when_missing === "lose" ? ZERO : said.when_missing === "keep" ? most : null;
      if (points === null) { return this.without(said, most, "undecided", nobodyLooked ? "undecided" : "unclear"); }
      const sentence = said.when_missing === "lose" ? "lost" : "kept";
      const words = this.say(nobodyLooked ? sentence : `${sentence}_unclear`, { name: said.name });
      const node = this.flat(said, most, points, words);
      node.observed = false;
      return node;
    }

    without(said, most, status, sentence) {
      const line = this.work.line(said.id, null, status, this.say(sentence, { name: said.name }));
      return new Node(said.id, null, most, status, [line], false);
    }

    // something for each fact

    byOccurrence(said, most) {
      const sign = said.verb === "deduct" ? whole(-1) : calc.ONE, begin = said.verb === "deduct" ? most : ZERO;
      if (begin === null) { return this.missing(said, most); }
      const node = new Node(said.id, begin, most, "won");
      if (said.verb === "deduct") { node.lines.push(this.work.line(said.id, begin, "won", this.won(said, begin, most))); }
      for (const one of said.each) {
        if (!this.count(node, said, one, sign)) { return this.missing(said, most); }
      }
      this.keepWithin(node, said);
      node.settle();
      return node;
    }

    count(node, said, one, sign) {
      const rows = choose(this.work.context, one.chosen);
      let counted = rows && rows.map((row) => [row, this.number(one.points, row)]);
      const limit = this.number(one.at_most);
      if (!counted || counted.some(([, size]) => size === null) || (one.at_most && limit === null)) { return false; }
      if (one.once_per) {
        const kept = this.gravest(one, counted);
        if (!kept) { return false; }
        for (const [row] of counted.filter((each) => !kept.includes(each))) {
          const words = this.say("counted_once", { item: said.name, cause: one.name, on: calc.writeDay(row.on) });
          node.lines.push(this.work.line(said.id, ZERO, "adjusted", words));
        }
        counted = kept;
      }
      const before = node.points, way = said.verb === "deduct" ? "deducted" : "added";
      for (const [row, size] of counted) {
        const words = this.say(way, { item: said.name, cause: one.name, on: calc.writeDay(row.on), size });
        node.lines.push(this.work.line(said.id, multiply(sign, size), way, words));
        node.points = add(node.points, multiply(sign, size));
      }
      if (one.cycle && !this.capCycles(node, said, one, counted, sign, way)) { return false; }
      const total = multiply(sign, subtract(node.points, before));
      if (limit !== null && above(total, limit)) {
        const words = this.say(`${way}_at_most`, { item: said.name, n: limit });
        this.adjust(node, subtract(node.points, multiply(sign, subtract(total, limit))), said.id, words);
      }
      return true;
    }

    /** The occurrence with most points of each key, the earliest of equals; null where a key is missing. */
    gravest(one, counted) {
      const kept = new Map();
      for (const each of counted) {
        const key = value(this.work.context, one.once_per, each[0]);
        if (key === MISSING) { return null; }
        if (!kept.has(keyOf(key)) || above(each[1], kept.get(keyOf(key))[1])) { kept.set(keyOf(key), each); }
      }
      return [...kept.values()];
    }

    capCycles(node, said, one, counted, sign, way) {
      const limit = this.number(one.cycle_most), cycles = new Map();
      for (const [row, size] of counted) {
        const key = value(this.work.context, one.cycle, row);
        if (key === MISSING || limit === null) { return false; }
        const known = cycles.get(keyOf(key)) ?? { key, size: ZERO };
        cycles.set(keyOf(key), { key, size: add(known.size, size) });
      }
      for (const { key, size } of cycles.values()) {
        if (above(size, limit)) {
          const words = this.say(`cycle_${way}_at_most`, { item: said.name, c: calc.plain(key), n: limit });
          this.adjust(node, subtract(node.points, multiply(sign, subtract(size, limit))), said.id, words);
        }
      }
      return true;
    }
  }

  Object.assign(calc, { Node, Scorer });
});
