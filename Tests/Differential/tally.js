"use strict";

/** Beyond so many, more of them would only bury the summary. */
const FAULTS_PRINTED = 10;

/** Counts differences by kind with the shortest example of each, and prints at once those that nothing justifies. */
class Tally {
    messages = 0;
    requests = 0;
    faults = 0;
    #kinds = new Map();

    count({ kind: group, isAccepted }, { name, why }, bytes) {
        const key = `${group}: ${name}`;
        const kind = this.#kinds.get(key) ?? { group, name, why, accepted: 0, waiting: 0, rank: Infinity };
        this.#kinds.set(key, kind);
        kind[isAccepted ? "accepted" : "waiting"]++;
        // One that the other side accepts says more than any that it has not read to its end.
        const rank = bytes.length + (isAccepted ? 0 : 2 ** 32);
        if (rank < kind.rank) Object.assign(kind, { rank, example: bytes });
    }

    fail({ kind, reason, index }, number, bytes, ours, theirs) {
        if (++this.faults > FAULTS_PRINTED) return;
        console.log(`NOT ALIKE, message ${number}, request ${index + 1}: ${kind}, ${reason}`);
        console.log(`    ${escaped(bytes)}`);
        console.log(`    ours: ${JSON.stringify(ours)}`);
        console.log(`    Node: ${JSON.stringify(theirs)}\n`);
    }

    print(seconds) {
        const { node, llhttp } = process.versions;
        console.log(`${this.messages} messages, Node ${node} with llhttp ${llhttp}, ${seconds.toFixed(1)} s`);
        console.log(`${this.requests} requests accepted by both and understood alike`);
        this.#printKinds("read otherwise", "both accept");
        this.#printKinds("refused by us only", "Node accepts", "Node waits");
        this.#printKinds("refused by Node only", "we accept", "we wait");
        console.log(`\n${this.faults === 0 ? "no other" : `${this.faults} UNJUSTIFIED`} differences`);
    }

    #printKinds(group, ...headings) {
        const kinds = [...this.#kinds.values()].filter((kind) => kind.group === group);
        if (kinds.length === 0) return;
        console.log(`\n${group}\n${row(headings)}`);
        kinds.sort((one, two) => two.accepted - one.accepted || two.waiting - one.waiting);
        for (const { name, why, accepted, waiting, example } of kinds) {
            console.log(`${row([accepted, waiting])}  ${name}`);
            for (const line of [why, escaped(example)]) console.log(`${row(["", ""])}  ${line}`);
        }
    }
}

function row(cells) {
    return cells.map((cell) => String(cell).padStart(14)).join("");
}

/** Bytes on one line of ASCII. */
function escaped(bytes) {
    const hexadecimal = (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
    return JSON.stringify(bytes.toString("latin1"))
        .replace(/\\u00([0-9a-f]{2})/g, "\\x$1")
        .replace(/[\x7f-\xff]/g, hexadecimal);
}

module.exports = { Tally };
