"use strict";
// Node warns of whoever takes its own parser.
process.noDeprecation = true;

const { readFileSync } = require("fs");
const { firstDifference } = require("./first-difference");
const { knownKind } = require("./kinds");
const { lines, messages } = require("./message-file");
const { NodeConnection } = require("./node-connection");
const { Scene } = require("./scene");
const { Tally } = require("./tally");

function judge(tally, number, bytes, ours, theirs) {
    const difference = firstDifference(ours, theirs);
    tally.messages++;
    tally.requests += difference.index;
    if (difference.kind === null) return;
    const kind = knownKind(difference, new Scene(bytes, difference.index, ours, theirs));
    if (kind) tally.count(difference, kind, bytes);
    else tally.fail(difference, number, bytes, ours, theirs);
}

function compare(messagePath, readingPath) {
    const start = Date.now();
    const tally = new Tally();
    const connection = new NodeConnection();
    const readings = lines(readFileSync(readingPath));
    let number = 0;
    for (const bytes of messages(readFileSync(messagePath))) {
        const { value, done } = readings.next();
        if (done) throw new Error(`${readingPath} has no line for message ${number + 1}`);
        judge(tally, ++number, bytes, JSON.parse(value), connection.read(bytes));
    }
    if (number === 0) throw new Error(`${messagePath} has no message`);
    if (!readings.next().done) throw new Error(`${readingPath} has more lines than there are messages`);
    tally.print((Date.now() - start) / 1000);
    return tally.faults === 0;
}

if (process.argv.length !== 4) {
    console.error("usage: node compare.js MESSAGES READINGS");
    process.exit(2);
}
process.exitCode = compare(process.argv[2], process.argv[3]) ? 0 : 1;
