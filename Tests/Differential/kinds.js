"use strict";
const { READ_OTHERWISE } = require("./read-otherwise");
const { REFUSED_BY_NODE, UNDECIDED } = require("./refused-by-node");
const { REFUSED_BY_US } = require("./refused-by-us");

/** The known kind of a difference, with its `name` and `why` it may be; undefined where nothing justifies it. */
function knownKind(difference, scene) {
    return FINDERS[difference.kind](difference, scene);
}

const FINDERS = {
    "read otherwise": ({ parts }, scene) =>
        READ_OTHERWISE.find((kind) => parts.every((part) => kind.parts.includes(part)) && kind.holds(scene)),
    "refused by us only": ({ reason }, scene) => {
        const kind = REFUSED_BY_US.find((known) => known.reason === reason && known.holds(scene));
        return kind && { name: reason, why: kind.why };
    },
    "refused by Node only": ({ reason, isAccepted }, scene) => {
        if (!isAccepted && UNDECIDED.holds(scene)) return UNDECIDED;
        const kind = REFUSED_BY_NODE.find((known) => known.codes.includes(reason) && known.holds(scene));
        return kind && { name: `${reason}, ${kind.name}`, why: kind.why };
    },
};

module.exports = { knownKind };
