/* The checker's desk: questions in, answers out, each small enough to be sent. It remembers the record checked last.
   A worker answers as fast as it can; without one the page lets it answer in slices. */
(self.drawChecker = self.drawChecker || []).push(function serve(check) {
  "use strict";
  const BETWEEN_NEWS = 60; // milliseconds

  /** What the page says about a record in words. */
  function factsOf({ commitment, roster, exclusions, rules, events }, result) {
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
    return {
      title: roster.task.title, authority: roster.task.authority, serial: commitment.serial,
      hash: result.commitment_sha256, targets: roster.targets.length, inspectors: roster.inspectors.length,
      exclusions: exclusions.length, rules: rules.length, events: events.length, beacon: result.beacon,
      source: commitment.beacon.source, round: commitment.beacon.round, not_before: commitment.beacon.not_before,
      seed: result.seed, selected: result.selected.length,
      reserve: sum(Object.values(result.reserve).map((ids) => ids.length)),
      places: sum(result.teams.map((team) => team.inspectors.length)), short: result.short.length,
      dated: result.teams.filter((team) => team.day !== null).length,
      undated: result.teams.filter((team) => team.day === null).length,
      now: result.current.teams.length, short_now: result.current.short.length,
      undated_now: result.current.teams.filter((team) => team.day === null).length,
    };
  }

  class Desk {
    constructor() { this.checked = null; }

    * answer(question) {
      if (question.what === "verify") {
        this.checked = null;
        this.checked = yield* check.verify(question.input, question);
        const { verdict, steps, record, result } = this.checked;
        return { verdict, steps, facts: factsOf(record, result) };
      }
      if (question.what === "standing") {
        return yield* check.standing(this.checked.record, this.checked.result, question.code, question.nonce);
      }
      return { text: check.canonicalText(this.checked.result) }; // "result"
    }
  }

  /** Run `steps` for some milliseconds, or to the end; tell what came of it. */
  function run(steps, milliseconds) {
    const until = Date.now() + milliseconds;
    try {
      for (;;) {
        const next = steps.next();
        if (next.done) { return { answer: next.value }; }
        if (Date.now() >= until) { return { news: next.value }; }
      }
    } catch (fault) {
      if (!(fault instanceof check.Refused)) { throw fault; }
      return { refused: { path: fault.path, problem: fault.problem, values: fault.values } };
    }
  }

  check.Desk = Desk;
  check.run = run;

  /** Answer a worker's messages. */
  check.serve = (scope) => {
    const desk = new Desk();
    scope.onmessage = ({ data }) => {
      const steps = desk.answer(data);
      let said;
      do {
        said = run(steps, BETWEEN_NEWS);
        scope.postMessage(said);
      } while (said.news);
    };
    scope.postMessage({ ready: true });
  };
});
