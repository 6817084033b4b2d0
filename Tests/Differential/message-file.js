"use strict";

/** The messages of a file, each of which stands behind its length in four bytes. */
function* messages(file) {
    let place = 0;
    while (place < file.length) {
        const start = place + 4;
        place = start + file.readUInt32BE(place);
        if (place > file.length) throw new Error("the last message is cut off");
        yield file.subarray(start, place);
    }
}

/** The lines of a file, which as one string could be longer than a string may be. */
function* lines(file) {
    let start = 0;
    for (let end; (end = file.indexOf("\n", start)) >= 0; start = end + 1) yield file.toString("utf8", start, end);
}

module.exports = { messages, lines };
