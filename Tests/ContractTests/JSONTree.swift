import PlannerAPI

/// A tree as a test reads and changes it.
extension JSONValue {
    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var double: Double? {
        guard case .number(let digits) = self else { return nil }
        return Double(digits)
    }

    /// Whether both say the same as JSON Schema has it: numbers by value, members in any order.
    func isSame(as other: JSONValue, relativeTolerance: Double = 0) -> Bool {
        switch (self, other) {
        case (.number, .number):
            guard let left = double, let right = other.double else { return false }
            return abs(left - right) <= relativeTolerance * max(abs(left), abs(right))
        case (.array(let left), .array(let right)):
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.isSame(as: $1, relativeTolerance: relativeTolerance) }
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { member in
                    other[member.name].map { member.value.isSame(as: $0, relativeTolerance: relativeTolerance) }
                        ?? false
                }
        default: return self == other
        }
    }

    /// The tree with what `change` makes of the member at the end of `path`; nil leaves the member out.
    func changing(_ path: [String], _ change: (JSONValue?) -> JSONValue?) -> JSONValue {
        guard let name = path.first else { return change(self) ?? .null }
        let old = self[name]
        let new = path.count == 1 ? change(old) : (old ?? [:]).changing(Array(path.dropFirst()), change)
        var members = members
        let index = members.firstIndex { $0.name == name }
        switch (index, new) {
        case (let index?, let new?): members[index] = Member(name, new)
        case (let index?, nil): members.remove(at: index)
        case (nil, let new?): members.append(Member(name, new))
        case (nil, nil): break
        }
        return .object(members)
    }

    /// The pointers to all members of all objects, those inside arrays left out.
    func pointers(at pointer: String = "") -> Set<String> {
        members.reduce(into: []) { found, member in
            let place = "\(pointer)/\(member.name)"
            found.insert(place)
            found.formUnion(member.value.pointers(at: place))
        }
    }
}
