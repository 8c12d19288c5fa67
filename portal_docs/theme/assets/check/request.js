/* Everything a draw is computed from, and what of it is refused. What passes here, the draw may rely on; whether each
   event is possible shows when it is replayed. */
(self.drawChecker = self.drawChecker || []).push(function request(check) {
  "use strict";
  const { Refused, shapes } = check;
  const { string, id, hex64, day, moment, reason, integer, exactly, nullable, list, tuple, members, mapping } = shapes;
  const PROTOCOL = exactly("double-random/1");
  const LARGEST = Number.MAX_SAFE_INTEGER;
  const MOST_PLACES = 6400000; // more could not stand in a file of 128 MB, twice, with ten characters each
  const count = integer(0, LARGEST), countFromOne = integer(1, LARGEST);

  const INSPECTORS = list(members({ id, department: id, regions: list(id), capacity: count }));
  const ROSTER = members({
    protocol: PROTOCOL,
    nonce: hex64,
    task: members({ id, title: string, authority: string }),
    strata: list(members({ key: id, ratio: tuple(count, integer(1, 1000000)), minimum: count, reserve: count })),
    targets: list(members({ id, stratum: id, region: id })),
    inspectors: INSPECTORS,
    team: list(members({ department: id, count: countFromOne })),
    recusals: list(tuple(id, id, id)),
    calendar: members({ days: list(day), per_day: countFromOne }),
    standby: members({ inspectors: INSPECTORS, days: list(day) }),
  });
  const COMMITMENT = members({
    protocol: PROTOCOL,
    authority: string,
    task: id,
    serial: countFromOne,
    supersedes: nullable(hex64),
    roster_sha256: hex64,
    salt_sha256: hex64,
    exclusions_sha256: hex64,
    rules_sha256: hex64,
    beacon: members({
      source: string,
      round: string,
      not_before: moment,
      format: (value) => { list(string)(value); check.mustBeFormat(value); },
      fallback: string,
    }),
    reveal_by: day,
  });
  const OF_EVERY_EVENT = {
    n: countFromOne, nonce: hex64, prev_sha256: hex64, on: day, kind: string, reason, approved_by: tuple(id, id),
  };
  const EVENTS = {
    target_withdrawn: members({ ...OF_EVERY_EVENT, target: id }),
    inspector_withdrawn: members({ ...OF_EVERY_EVENT, inspector: id }),
    recused: members({ ...OF_EVERY_EVENT, inspector: id, target: id }),
    standby_called: members({ ...OF_EVERY_EVENT, department: id, count: countFromOne }),
    days_added: members({ ...OF_EVERY_EVENT, count: countFromOne }),
  };

  function event(value) {
    const kind = value === null || typeof value !== "object" ? undefined : value.kind;
    if (typeof kind !== "string") { members(OF_EVERY_EVENT)(value); }
    if (!Object.hasOwn(EVENTS, kind)) { throw new Refused("kind", "no-kind"); }
    EVENTS[kind](value);
    if (value.approved_by[0] === value.approved_by[1]) { throw new Refused("approved_by", "one-person-twice"); }
  }

  const TEAMS = list(members({ target: string, inspectors: list(string), day: nullable(string) }));
  const SHORT = list(list(string));
  const PARTS = {
    commitment: COMMITMENT,
    roster: ROSTER,
    exclusions: list(tuple(id, reason)),
    rules: list(tuple(string, hex64)),
    salt: hex64,
    beacon: string,
    events: list(event),
  };
  const RESULT = members({
    protocol: PROTOCOL,
    commitment_sha256: string,
    beacon: string,
    seed: string,
    selected: list(string),
    reserve: mapping(list(string)),
    teams: TEAMS,
    short: SHORT,
    current: members({ teams: TEAMS, short: SHORT }),
  });
  const REQUEST = members(PARTS), RECORD = members({ ...PARTS, result: RESULT });

  const byId = (a, b) => shapes.compare(a.id, b.id);
  const byFirst = (a, b) => shapes.compare(a[0], b[0]);
  const byPair = (a, b) => shapes.compare(a[0], b[0]) || shapes.compare(a[1], b[1]);

  /** How many of `size` targets of a stratum are drawn; exact, the numbers stay below 2^53. */
  function quota(stratum, size) {
    const [n, d] = stratum.ratio;
    const product = size * n, rest = product % d;
    return Math.min(size, Math.max((product - rest) / d + (rest ? 1 : 0), stratum.minimum));
  }

  function checkTargets(roster) {
    shapes.unique(roster.strata.map((each) => each.key), "roster.strata", ".key");
    roster.strata.forEach((each, index) => {
      if (each.ratio[0] > each.ratio[1]) { throw new Refused(`roster.strata[${index}].ratio`, "above-one"); }
    });
    shapes.ascending(roster.targets, "roster.targets", byId, ".id");
    const sizes = new Map(roster.strata.map((each) => [each.key, 0]));
    roster.targets.forEach((target, index) => {
      if (!sizes.has(target.stratum)) { throw new Refused(`roster.targets[${index}].stratum`, "no-such-stratum"); }
      sizes.set(target.stratum, sizes.get(target.stratum) + 1);
    });
    const drawn = roster.strata.reduce((sum, each) => sum + quota(each, sizes.get(each.key)), 0);
    const places = drawn * roster.team.reduce((sum, part) => sum + part.count, 0);
    if (places > MOST_PLACES) { throw new Refused("roster.team", "too-many-places"); }
  }

  function checkInspectors(roster) {
    shapes.unique(roster.team.map((part) => part.department), "roster.team", ".department");
    const departments = new Set(roster.team.map((part) => part.department)), known = new Set();
    for (const [path, rows] of [["inspectors", roster.inspectors], ["standby.inspectors", roster.standby.inspectors]]) {
      shapes.ascending(rows, `roster.${path}`, byId, ".id");
      rows.forEach((row, index) => {
        const here = `roster.${path}[${index}]`;
        if (!departments.has(row.department)) { throw new Refused(`${here}.department`, "no-such-department"); }
        shapes.unique(row.regions, `${here}.regions`);
        if (known.has(row.id)) { throw new Refused(`${here}.id`, "in-both-lists"); }
        known.add(row.id);
      });
    }
    return known;
  }

  function checkDays(roster) {
    shapes.ascending(roster.calendar.days, "roster.calendar.days", shapes.compare);
    shapes.ascending(roster.standby.days, "roster.standby.days", shapes.compare);
    const known = new Set(roster.calendar.days);
    roster.standby.days.forEach((each, index) => {
      if (known.has(each)) { throw new Refused(`roster.standby.days[${index}]`, "in-both-lists"); }
    });
  }

  function checkReferences(record) {
    const { roster, exclusions } = record;
    checkTargets(roster);
    const people = checkInspectors(roster);
    checkDays(roster);
    const targets = new Set(roster.targets.map((each) => each.id));
    shapes.ascending(roster.recusals, "roster.recusals", byPair);
    roster.recusals.forEach(([inspector, target], index) => {
      if (!people.has(inspector)) { throw new Refused(`roster.recusals[${index}][0]`, "no-such-inspector"); }
      if (!targets.has(target)) { throw new Refused(`roster.recusals[${index}][1]`, "no-such-target"); }
    });
    shapes.ascending(exclusions, "exclusions", byFirst, "[0]");
    exclusions.forEach(([name], index) => {
      if (people.has(name) || targets.has(name)) { throw new Refused(`exclusions[${index}][0]`, "also-in-roster"); }
    });
    shapes.ascending(record.rules, "rules", byFirst, "[0]");
  }

  function checkHashes(record) {
    const { commitment, roster } = record;
    if (commitment.authority !== roster.task.authority) { throw new Refused("commitment.authority", "other-task"); }
    if (commitment.task !== roster.task.id) { throw new Refused("commitment.task", "other-task"); }
    for (const part of ["roster", "exclusions", "rules"]) {
      if (commitment[`${part}_sha256`] !== check.hashOf(record[part])) {
        throw new Refused(`commitment.${part}_sha256`, "other-hash", { part });
      }
    }
    if (commitment.salt_sha256 !== check.hashAfter("double-random/1/salt\n", check.bytesOfHex(record.salt))) {
      throw new Refused("commitment.salt_sha256", "other-hash", { part: "salt" });
    }
  }

  function checkChain(record) {
    let before = check.commitmentHash(record.commitment), earliest = "";
    record.events.forEach((each, index) => {
      const path = `events[${index}]`;
      if (each.n !== index + 1) { throw new Refused(`${path}.n`, "wrong-number", { expected: index + 1 }); }
      if (each.prev_sha256 !== before) { throw new Refused(`${path}.prev_sha256`, "not-chained"); }
      if (each.on < earliest) { throw new Refused(`${path}.on`, "too-early"); }
      before = check.hashOf(each);
      earliest = each.on;
    });
  }

  function inside(shape, path) {
    return (value) => {
      try { shape(value); } catch (fault) {
        if (path) { fault.path = path; } else { fault.path = fault.path || "request"; }
        throw fault;
      }
    };
  }

  check.quota = quota;
  check.commitmentHash = (commitment) => check.hashAfter("double-random/1/commitment\n", commitment);
  /** A commitment, or a list of events' hashes, obtained elsewhere: its faults are named after what it should be. */
  check.mustBeCommitment = inside(COMMITMENT, "commitment");
  check.mustBeHashes = inside(list(hex64), "events");

  function* checkParts(value) {
    yield 0.4;
    checkReferences(value);
    yield 0.6;
    checkHashes(value);
    check.mustBeBeacon(value.beacon, value.commitment.beacon.format);
    checkChain(value);
  }

  /** Refuse what is not a request; pauses between the parts. */
  check.checkRequest = function* checkRequest(value) {
    inside(REQUEST)(value);
    yield* checkParts(value);
  };

  /** Refuse what is not a record: a request with a result of the right form, whatever the result says. */
  check.checkRecord = function* checkRecord(value) {
    inside(RECORD)(value);
    yield* checkParts(value);
    const keys = Object.keys(value.result.reserve), strata = new Set(value.roster.strata.map((each) => each.key));
    if (keys.length !== strata.size || !keys.every((key) => strata.has(key))) {
      throw new Refused("result.reserve", "not-every-stratum");
    }
  };
});
