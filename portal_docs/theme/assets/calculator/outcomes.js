/* From points and facts to a word: the best level whose needs all hold, then what changes it; and the whole sheet. */
(self.calculatorParts = self.calculatorParts || []).push(function outcomes(calc) {
  "use strict";
  const { MISSING, Exact, Day, value, choose, compare } = calc;
  const FORMAT = 2;

  /** A plain value in words. */
  calc.plain = (said) => (said instanceof Exact ? calc.write(said) : said instanceof Day ? calc.writeDay(said) : typeof said === "boolean" ? (said ? "True" : "False") : said);

  function fill(sentence, places) {
    const written = (place, language) => (typeof place === "object" && !(place instanceof Exact) ? place[language] : calc.plain(place));
    const put = (language) => (whole, name, one, many) => {
      const text = written(places[name], language);
      return one === undefined ? text : text === "1" ? one : many;
    };
    const said = (language) => sentence[language].replace(/\{(\w+)(?:\?([^|{}]*)\|([^|{}]*))?\}/g, put(language));
    return { zh: said("zh"), en: said("en") };
  }

  class Judge {
    constructor(work, said) {
      this.work = work;
      this.said = said;
      this.prefix = said.id === "main" ? "" : `${said.id}.`;
      this.names = said.names.map((one) => one.id);
      this.words = new Map(said.names.map((one) => [one.id, one.name]));
    }

    line(place, status, words) {
      const said = this.prefix ? this.work.say("further", { of: this.said.name, said: words }) : words;
      return this.work.line(this.prefix + place, null, status, said);
    }

    settle() {
      const { said, work } = this;
      const number = said.value ? value(work.context, said.value) : MISSING;
      const [reached, lines] = this.level(number === MISSING ? null : number);
      const verdicts = said.vetoes.map((veto) => {
        const [applies, why] = this.veto(veto);
        lines.push(...why);
        return [veto, applies];
      });
      const place = this.after(verdicts, reached), outcome = place === null ? null : this.names[place];
      if (outcome === null) { lines.push(this.line("outcome", "undecided", work.say("open_outcome", { name: said.name }))); }
      return { outcome, place: place === null ? null : place + 1, value: number === MISSING ? null : number, lines };
    }

    /** The place of the best level that holds, with lines for it and for the next better one. */
    level(number) {
      let above = [];
      for (const [place, level] of this.said.levels.entries()) {
        const [holds, lines] = this.holds(level, number);
        if (holds === MISSING) { return [null, [...above, ...lines]]; }
        if (holds) { return [place, [...above, ...lines]]; }
        above = lines.filter(({ status }) => status !== "met" && status !== "reached");
      }
      if (!this.said.otherwise) { return [null, above]; }
      const words = this.work.say("reached", { name: this.words.get(this.said.otherwise) });
      return [this.said.levels.length, [...above, this.line(this.said.otherwise, "reached", words)]];
    }

    holds(level, number) {
      const { say, context } = this.work, name = this.words.get(level.outcome), lines = [], verdicts = [];
      if (level.above) {
        const limit = value(context, level.above);
        if (number === null || limit === MISSING) { verdicts.push(MISSING); } else {
          verdicts.push(calc.COMPARISONS[level.sign](number, limit));
          if (verdicts[0]) {
            const said = fill(context.program.sentences[`limit ${level.sign}`], { limit });
            lines.push(this.line(level.outcome, "reached", say("reached_by", { name, value: number, limit: said })));
          } else if (level.bars || level.needs) {
            lines.push(this.line(level.outcome, "not_met", say("short_of", { name, value: number, limit })));
          }
        }
      }
      for (const bar of level.bars ?? []) {
        const [verdict, short] = this.bar(bar);
        verdicts.push(verdict);
        lines.push(...this.need(level, name, bar, verdict, short));
      }
      for (const need of level.needs ?? []) {
        const verdict = value(context, need.is);
        verdicts.push(verdict);
        lines.push(...this.need(level, name, need, verdict, []));
      }
      return [verdicts.includes(false) ? false : verdicts.includes(MISSING) ? MISSING : true, lines];
    }

    need(level, name, need, verdict, short) {
      const place = `${level.outcome}.${need.id}`, { say } = this.work;
      if (verdict === MISSING) { return [this.line(place, "undecided", say("need_undecided", { level: name, need: need.name }))]; }
      if (verdict) { return [this.line(place, "met", say("met", { level: name, need: need.name }))]; }
      return (short.length ? short : [need.name]).map((words) => this.line(place, "not_met", say("not_met", { level: name, need: words })));
    }

    /** Whether parts and items reach their bar, and the names of those that do not. */
    bar(bar) {
      const { context, names } = this.work, least = calc.read(bar.ratio), each = bar.of === "parts" || bar.of === "items";
      const nodes = each ? context[bar.of] : [context.nodes.get(bar.of)].filter(Boolean), short = [];
      let unsure = false;
      for (const node of nodes) {
        if (!node.applies || (each && node.bonus)) { continue; }
        const ratio = node.get("ratio");
        if (ratio === MISSING) { unsure = unsure || node.points === null || node.most === null; }
        else if (compare(ratio, least) < 0) { short.push(node); }
      }
      if (short.length) {
        return [false, each ? short.map((node) => this.work.say("under_bar", { need: bar.name, name: names.get(node.id) })) : [bar.name]];
      }
      return [unsure ? MISSING : true, []];
    }

    veto(veto) {
      const { context, say } = this.work;
      let applies = false, times = 1;
      if (veto.each) {
        const rows = choose(context, veto.each);
        applies = rows === null ? MISSING : rows.length > 0;
        times = rows === null ? 0 : rows.length;
      } else if (veto.when) {
        const verdict = value(context, veto.when);
        applies = verdict === MISSING ? MISSING : verdict !== Boolean(veto.gate);
      }
      const said = { gate: veto.name, veto: veto.name, effect: this.effect(veto) };
      const kind = veto.gate ? "gate" : veto.outcome ? "veto" : "change"; // only what sets the outcome is a veto
      if (applies === MISSING) { return [MISSING, [this.line(veto.id, "undecided", say(`${kind}_undecided`, said))]]; }
      if (!applies) { return [false, []]; }
      const words = say({ gate: "gate_closed", veto: "vetoed", change: "changed" }[kind], said);
      return [true, Array(times).fill(this.line(veto.id, "veto", words))];
    }

    effect(veto) {
      const { say } = this.work;
      for (const [key, sentence] of [["outcome", "becomes"], ["suspend", "suspended"], ["at_most", "no_better_than"]]) {
        if (veto[key]) { return say(sentence, { name: this.words.get(veto[key]) }); }
      }
      return veto.raise_by ? say("raised", { n: String(veto.raise_by) }) : say("lowered", { n: String(veto.lower_by ?? 0) });
    }

    /** What sets the outcome decides, then what suspends it; the rest move and cap in the order of the file. */
    after(verdicts, reached) {
      const { names } = this, applied = verdicts.filter(([, applies]) => applies === true).map(([veto]) => veto);
      const set = (key) => applied.filter((veto) => veto[key]).map((veto) => names.indexOf(veto[key]));
      const replaced = set("outcome").length ? set("outcome") : set("suspend");
      if (replaced.length) { return Math.max(...replaced); }
      if (reached === null || verdicts.some(([, applies]) => applies === MISSING)) { return null; }
      const grades = this.said.levels.length + (this.said.otherwise ? 1 : 0); // nothing moves beyond them
      return applied.reduce((at, veto) => {
        const moved = at < grades ? Math.max(Math.min(at + (veto.lower_by ?? 0) - (veto.raise_by ?? 0), grades - 1), 0) : at;
        return veto.at_most ? Math.max(moved, names.indexOf(veto.at_most)) : moved;
      }, reached);
    }
  }

  /** A fact of the form: {kind, on: "2026-01-01", data: {member: constant}}; what is not in data is not recorded. */
  class Fact {
    constructor({ kind, on, data }, number) {
      this.kind = kind;
      this.on = calc.readDay(on);
      this.id = `given-${number + 1}`;
      this.data = new Map(Object.entries(data).map(([name, said]) => [name, calc.constant(said)]));
    }

    get(name) { return this.data.get(name) ?? { on: this.on, id: this.id }[name] ?? MISSING; }
  }

  /** The sheet of one subject: what the program says of these facts. `standing` has its comparisons with peers. */
  calc.evaluate = (program, given, { rehearse = false, standing = {} } = {}) => {
    if (program.format !== FORMAT) { throw new Error(`a program of format ${program.format}; this reads ${FORMAT}`); }
    const day = calc.readDay(program.day), facts = new Map();
    const counted = given.map((fact, number) => new Fact(fact, number)).filter((fact) => fact.on.number <= day.number);
    counted.sort((a, b) => a.on.number - b.on.number || (a.id < b.id ? -1 : 1));
    for (const fact of counted) { facts.set(fact.kind, [...(facts.get(fact.kind) ?? []), fact]); }
    const context = { program, day, facts, names: new Map(), nodes: new Map(), parts: [], items: [], outcomes: new Map() };
    const names = new Map(), name = (nodes) => nodes.forEach((node) => { names.set(node.id, node.name); name(node.items ?? []); });
    name(program.score?.parts ?? []);
    const work = {
      program, context, names, assumes: rehearse || program.assumes,
      say: (sentence, places) => fill(program.sentences[sentence], places),
      line: (place, points, status, words) => ({ rule: `${program.scheme}.${place}`, points, status, words }),
    };
    const measure = (byPoints) => program.measures.filter((one) => one.by_points === byPoints)
      .forEach((one) => context.names.set(one.id, value(context, one.is)));
    program.compared.forEach(({ id }) => context.names.set(id, calc.constant(standing[id])));
    measure(false);
    const scorer = new calc.Scorer(work), { points, most, lines } = scorer.total();
    context.names.set("total", points ?? MISSING);
    context.names.set("most", most ?? MISSING);
    measure(true);
    const settled = new Map();
    for (const said of program.outcomes) {
      const found = new Judge(work, said).settle();
      settled.set(said.id, found);
      if (found.outcome !== null) { context.outcomes.set(said.id, found); }
    }
    const main = settled.get("main"), applicable = scorer.items.filter((item) => item.applies);
    return {
      outcome: main.outcome, value: main.value,
      also: Object.fromEntries(program.also.map((id) => [id, settled.get(id).outcome])),
      observed: applicable.filter((item) => item.observed).length, applicable: applicable.length,
      lines: [...lines, ...program.also.flatMap((id) => settled.get(id).lines), ...main.lines],
    };
  };
});
