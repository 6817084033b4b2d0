"use strict";

/** What both accept and may read otherwise: which `parts` of a request at most, when it `holds`, and `why`. */
const READ_OTHERWISE = [
    {
        name: "length that stays from a trailer (llhttp 6)",
        parts: ["body", "end"],
        holds: (scene) =>
            process.versions.llhttp.startsWith("6.") &&
            /\r\n0+(;[^\r\n]*)?\r\n([^\r\n]+\r\n)*content-length:/i.test(scene.before) &&
            scene.values("content-length").length > 0,
        why: "RFC 9110, 6.5.1: a trailer does not frame; Node 18 reads its digits before those of a later length",
    },
];

module.exports = { READ_OTHERWISE };
