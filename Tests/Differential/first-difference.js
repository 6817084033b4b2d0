"use strict";

const PARTS = ["method", "path", "host", "version", "fields", "body", "end"];

/**
 * Where two readings of one connection part; `index` is how many requests both accepted and understood alike.
 *
 * `kind` is null if they never do. It is "read otherwise" with the `parts` of the request that are not the same, or
 * "refused by us only" or "refused by Node only", where the other side accepts the request (`isAccepted`) or waits for
 * more of it; `reason` says more.
 */
function firstDifference(ours, theirs) {
    let index = 0;
    while (ours.requests[index] && theirs.requests[index]) {
        const parts = PARTS.filter((part) => !isSame(ours.requests[index][part], theirs.requests[index][part]));
        if (parts.length > 0) return readOtherwise(index, parts);
        index++;
    }
    const our = verdict(ours, index);
    const their = verdict(theirs, index);
    if (our === their) return { kind: null, index };
    if (our === "refuses") {
        return { kind: "refused by us only", index, reason: ours.refusal, isAccepted: their === "accepts" };
    }
    if (their === "refuses") {
        return { kind: "refused by Node only", index, reason: theirs.refusal, isAccepted: our === "accepts" };
    }
    // One has a whole request where the other waits for more of it: they find its end in different places.
    return readOtherwise(index, ["end"]);
}

function readOtherwise(index, parts) {
    return { kind: "read otherwise", index, parts, reason: parts.join(" and "), isAccepted: true };
}

function isSame(one, two) {
    return typeof one === "object" ? JSON.stringify(one) === JSON.stringify(two) : one === two;
}

function verdict(reading, index) {
    if (reading.requests[index]) return "accepts";
    return reading.refusal === null ? "waits" : "refuses";
}

module.exports = { firstDifference };
