/* The whole check: a file is read, drawn again, and compared step by step with what it states. */
(self.drawChecker = self.drawChecker || []).push(function proof(check) {
  "use strict";
  const { Refused } = check;
  const PROTOCOL = "double-random/1";

  function* at(step, pausing) {
    let next = pausing.next();
    for (; !next.done; next = pausing.next()) { yield { step, share: next.value }; }
    return next.value;
  }

  function seedOf(request, commitmentHash) {
    const words = { beacon: request.beacon, commitment_sha256: commitmentHash, protocol: PROTOCOL };
    return new check.Keyed(check.bytesOfHex(request.salt)).code(check.canonical(words));
  }

  /** The result that follows from a checked request; pauses with the step it is at. */
  function* drawn(request) {
    const commitmentHash = check.commitmentHash(request.commitment), seed = seedOf(request, commitmentHash);
    const drawing = new check.Drawing(request.roster, new check.Tickets(seed));
    yield* drawing.select();
    const selected = drawing.order.map((target) => target.id), reserve = {};
    drawing.reserve.forEach((ids, key) => { reserve[key] = ids.slice(); });
    yield* drawing.send();
    const result = {
      protocol: PROTOCOL, commitment_sha256: commitmentHash, beacon: request.beacon, seed: check.hexOfBytes(seed),
      selected, reserve, teams: drawing.teams(), short: drawing.short(), current: null,
    };
    yield* check.replay(drawing, request.events);
    result.current = { teams: drawing.teams(), short: drawing.short() };
    return result;
  }

  /** Whether two values of JSON are equal. */
  function same(a, b) {
    if (a === b) { return true; }
    if (a === null || b === null || typeof a !== "object" || typeof b !== "object") { return false; }
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => name in b && same(a[name], b[name]));
  }

  /** Where two lists part: the first place, and what stands there in each. */
  function parting(stated, computed) {
    for (let index = 0; index < stated.length || index < computed.length; index += 1) {
      const a = index < stated.length ? stated[index] : null, b = index < computed.length ? computed[index] : null;
      if (!same(a, b)) { return { place: index + 1, stated: a, computed: b }; }
    }
    return null;
  }

  function differing(stated, computed) { return stated === computed ? null : { stated, computed }; }

  function otherSet(stated, computed) {
    const theirs = new Set(stated), ours = new Set(computed);
    const added = stated.find((id) => !ours.has(id)), left = computed.find((id) => !theirs.has(id));
    if (added === undefined && left === undefined) { return null; }
    return { stated: added === undefined ? null : added, computed: left === undefined ? null : left };
  }

  function otherReserve(stated, computed) {
    for (const key of Object.keys(computed)) {
      const found = parting(stated[key], computed[key]);
      if (found) { return { ...found, within: key }; }
    }
    return null;
  }

  function otherEvents(record, events) {
    return events === null ? null : parting(record.events.map(check.hashOf), events);
  }

  function otherCommitment(record, promised, hash) {
    const found = differing(record.result.commitment_sha256, hash);
    if (found || promised === null) { return found; }
    return promised === hash ? null : { stated: hash, given: promised };
  }

  const people = (team) => ({ target: team.target, inspectors: team.inspectors });
  const day = (team) => team.day;

  /** All steps in the order of a draw, each with its difference or null. */
  function compare(record, computed, promised, events) {
    const stated = record.result;
    const now = parting(stated.current.teams, computed.current.teams) ||
      parting(stated.current.short, computed.current.short);
    return {
      commitment: otherCommitment(record, promised, computed.commitment_sha256),
      events: otherEvents(record, events),
      beacon: differing(stated.beacon, computed.beacon),
      seed: differing(stated.seed, computed.seed),
      selection: otherSet(stated.selected, computed.selected),
      order: parting(stated.selected, computed.selected),
      reserve: otherReserve(stated.reserve, computed.reserve),
      team: parting(stated.teams.map(people), computed.teams.map(people)),
      day: parting(stated.teams.map(day), computed.teams.map(day)),
      short: parting(stated.short, computed.short),
      current: now,
    };
  }

  /** What was obtained elsewhere: read and checked by itself, its faults named after what it should be. */
  function published(input, name, mustBe) {
    if (input === null || input === undefined) { return null; }
    let next;
    try {
      const reading = check.read(input);
      do { next = reading.next(); } while (!next.done);
    } catch (fault) {
      if (fault instanceof Refused) { fault.path = name; }
      throw fault;
    }
    mustBe(next.value);
    return next.value;
  }

  /** Draw a request (bytes or text) and return its result; pauses with the step it is at. */
  check.draw = function* draw(input) {
    const request = yield* at("reading", check.read(input));
    yield* at("commitment", check.checkRequest(request));
    return yield* drawn(request);
  };

  /**
   * Check a record (bytes or text). What was obtained elsewhere, if anything: `commitment` and `events` are files,
   * `hash` is the commitment's hash alone.
   * Returns {verdict, steps, record, result}; the verdict has the members that the command prints.
   */
  check.verify = function* verify(input, { commitment, hash, events } = {}) {
    const record = yield* at("reading", check.read(input));
    yield* at("commitment", check.checkRecord(record));
    const commitmentGiven = published(commitment, "commitment", check.mustBeCommitment);
    const promised = commitmentGiven ? check.commitmentHash(commitmentGiven) : hash || null;
    const logged = published(events, "events", check.mustBeHashes);
    const result = yield* drawn(record);
    const steps = compare(record, result, promised, logged);
    const first = Object.keys(steps).find((name) => steps[name] !== null);
    const verdict = {
      outcome: first === undefined ? "holds" : "differs",
      step: first === undefined ? null : first,
      commitment_sha256: result.commitment_sha256,
      commitment_compared: promised !== null,
      events_compared: logged !== null,
    };
    return { verdict, steps, record, result };
  };

  /** 排位: where a facility stands in a checked record, from its code and its nonce of this draw. */
  check.standing = function* standing(record, result, code, nonce) {
    const { roster } = record, pseudonym = check.hashOf([`${PROTOCOL}/id`, code, nonce]);
    const excluded = record.exclusions.find(([id]) => id === pseudonym);
    const target = roster.targets.find((row) => row.id === pseudonym);
    if (!target) { return { pseudonym, found: excluded ? "excluded" : "absent", reason: excluded ? excluded[1] : null }; }
    const stratum = roster.strata.find((row) => row.key === target.stratum);
    const ids = roster.targets.filter((row) => row.stratum === target.stratum).map((row) => row.id);
    const tickets = new check.Tickets(check.bytesOfHex(result.seed)), series = tickets.series("target");
    const order = yield* at("tickets", tickets.sorted(ids, series));
    const now = result.current.teams.find((team) => team.target === pseudonym);
    const quota = check.quota(stratum, ids.length), place = order.indexOf(pseudonym) + 1;
    return {
      pseudonym, found: "target", stratum: stratum.key, ratio: stratum.ratio, minimum: stratum.minimum, quota, place,
      size: ids.length, ticket: tickets.hex(series.of(pseudonym)), isSelected: place <= quota,
      isReserve: result.reserve[stratum.key].includes(pseudonym), isGoing: now !== undefined, day: now ? now.day : null,
    };
  };
});
