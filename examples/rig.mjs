/**
 * A small rig simulator: both ends of one charging cable over TCP. `openpnc station --plug tcp:127.0.0.1:7000` takes the
 * outlet's end, `openpnc ev --plug tcp:127.0.0.1:7000` the car's. Replace its insides by your hardware; the lines are
 * described in docs/operations/hil.md.
 *
 *   node examples/rig.mjs serve 7000     both ends, shown on the terminal
 *   node examples/rig.mjs join 7000      one end on standard input and output, for --plug "exec:node examples/rig.mjs join 7000"
 *
 * @module
 */
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

const [mode, port = '7000'] = process.argv.slice(2);
const HOST = '127.0.0.1';
const ISOLATION_MS = 500;

if (mode === 'join') join(Number(port));
else if (mode === 'serve') serve(Number(port));
else {
  console.error('usage: node examples/rig.mjs serve|join [PORT]');
  process.exit(1);
}

/** Hands the lines of an `exec:` plug on to a rig that serves. */
function join(port) {
  const socket = connect(port, HOST);
  socket.on('error', ({ message }) => {
    console.error(message);
    process.exit(1);
  });
  socket.on('close', () => process.exit());
  process.stdin.pipe(socket).pipe(process.stdout);
}

function serve(port) {
  /** The hardware: pilot and duty on the wire, the contactor, the meter behind it. */
  const rig = {
    pilot: 'A',
    duty_percent: 100,
    contactor: 'open',
    power_W: 0,
    /** What the rectifier of a DC outlet gives. */
    dc: { voltage_V: 0, current_A: 0 },
    energy_Wh: 0,
    countedAt: performance.now(),
  };
  /** Who has which end. */
  const ends = { car: undefined, outlet: undefined };
  let matched = false;

  const server = createServer((socket) => {
    let side;
    createInterface({ input: socket }).on('line', (text) => {
      const line = JSON.parse(text);
      if (line.openpnc === 'plug') {
        side = line.side;
        ends[side] = socket;
        tell(side, {
          pilot: rig.pilot,
          duty_percent: rig.duty_percent,
          matched,
          contactor: rig.contactor,
          meter: read(),
        });
      } else carryOut(side, line);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (ends[side] !== socket) return;
      ends[side] = undefined;
      // A car that is gone is unplugged; an outlet that is gone has no power.
      change(side === 'car' ? { pilot: 'A', power_W: 0 } : { contactor: 'open', duty_percent: 100 });
    });
  });
  server.listen(port, HOST, () => console.log(`rig at tcp:${HOST}:${server.address().port}`));
  const meter = setInterval(() => tell('outlet', { meter: read() }), 200);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      clearInterval(meter);
      server.close();
      for (const socket of Object.values(ends)) socket?.destroy();
    });
  }

  /** One command: `{"id":3,"contactor":"closed"}`. */
  function carryOut(side, { id, wake, isolationTest, dc, ...wanted }) {
    const of = side === 'car' ? ['pilot', 'power_W'] : ['duty_percent', 'contactor', 'power_W'];
    const wrong = Object.keys(wanted).find((name) => !of.includes(name));
    if (wrong) {
      tell(side, { failed: id, text: `the ${side}'s end has no ${wrong}` });
      return;
    }
    if (side === 'car' && (isolationTest || dc)) {
      tell(side, { failed: id, text: "the car's end has no DC output" });
      return;
    }
    if (wake) tell(side === 'car' ? 'outlet' : 'car', { wake: true });
    if (isolationTest) measureIsolation();
    if (dc) {
      rig.dc = { voltage_V: dc.voltage_V, current_A: dc.phase === 'charge' ? dc.current_A : 0 };
      wanted.power_W = rig.dc.voltage_V * rig.dc.current_A;
      tell('outlet', { dc: rig.dc });
    }
    change(wanted);
    tell(side, { done: id });
  }

  /** An insulation monitor takes its time; `Invalid` says that it measures. */
  function measureIsolation() {
    tell('outlet', { isolation: 'Invalid' });
    setTimeout(() => tell('outlet', { isolation: 'Valid' }), ISOLATION_MS);
  }

  function change(wanted) {
    read();
    for (const [name, value] of Object.entries(wanted)) {
      if (rig[name] === value) continue;
      rig[name] = value;
      if (name === 'pilot') tell('outlet', { pilot: value });
      if (name === 'duty_percent') tell('car', { duty_percent: value });
      if (name === 'contactor') for (const side of ['car', 'outlet']) tell(side, { contactor: value });
    }
    const isMatched = 'BCD'.includes(rig.pilot) && rig.duty_percent === 5;
    if (isMatched === matched) return;
    matched = isMatched;
    for (const side of ['car', 'outlet']) tell(side, { matched });
  }

  /** Counts up to now. */
  function read() {
    const now = performance.now();
    const power_W = rig.contactor === 'closed' && 'CD'.includes(rig.pilot) ? rig.power_W : 0;
    rig.energy_Wh += (power_W * (now - rig.countedAt)) / 3_600_000;
    rig.countedAt = now;
    return { energy_Wh: rig.energy_Wh, power_W };
  }

  function tell(side, line) {
    if (!line.meter) console.log(side, JSON.stringify(line));
    ends[side]?.write(`${JSON.stringify(line)}\n`);
  }
}
