import ScalingLaws

extension Fault {
    /// The fault in a sentence that says what is wrong and what would be right.
    var detail: String {
        switch kind {
        case .missing(let expected):
            "is required: \(expected)"
        case .unknownField(let known):
            unknown(known)
        case .notSupported(let instead):
            "is not supported by this version of the server" + (instead.map { ": \($0)" } ?? "")
        case .repeated:
            "stands more than once; give it once"
        case .wrongType(let expected, let found):
            "must be \(expected), not \(found)"
        case .notANumber(let text):
            "\(quoted(text)) is not a number; write digits with an optional exponent or one of the suffixes "
                + "K, M, B, G, T, P, such as 1e9, \"300M\" or \"1.5B\""
        case .notWhole(let text):
            "\(cut(text)) is not a whole number"
        case .outsideDomain(let text, let domain):
            "\(text.isEmpty ? quoted(text) : cut(text)) is out of range; it must be \(domain.words)"
        case .crossedBounds(let lower, let upper):
            "min \(NumberText.exact(lower)) is above max \(NumberText.exact(upper))"
        case .unknownName(let text, let known):
            "\(quoted(text)) is not known; known are \(known.joined(separator: ", "))"
        case .length(let most):
            "must have 1 to \(most) characters"
        case .controlCharacter:
            "must be one line, without control characters"
        case .invalidCursor:
            "is not a cursor of this list; use the one of the Link header"
        case .excludes(let other):
            "cannot stand beside \(other); give one of the two"
        case .needs(let other):
            "means nothing without \(other)"
        case .count(let most):
            "must have 1 to \(most) elements"
        case .tooMany(let count, let most, let what):
            "makes \(count) \(what), and \(most) are the most"
        case .notRising(let previous):
            "is not above \(NumberText.exact(previous)), the value before it"
        case .notALawName(let text):
            "\(quoted(text)) is not a name: take 1 to 64 small letters, digits and hyphens"
        case .reservedName(let text):
            "\(quoted(text)) is reserved; choose another name"
        case .notAVersion(let text):
            "\(quoted(text)) is not one version of a law; write name@version, such as mine@2"
        case .flatHull:
            "must span three dimensions: the points lie in one plane, or are fewer than four"
        case .nameTaken(let text):
            "\(quoted(text)) is the name of another one too; give each its own"
        case .lawWithoutDistillation(let law):
            "does not apply: the law \(law) has no distillation part, and plans supervised training only"
        case .lawWithoutDraws(let law, let known):
            "cannot be told: the law \(law) has no resampled draws; "
                + (known.isEmpty ? "no law has" : "those that have are \(known.joined(separator: ", "))")
        case .fewerDraws(let law, let draws):
            "are more than the law \(law) has, which are \(draws)"
        case .lawWithoutArchitecture(let law):
            "does not apply: the law \(law) counts 6 N D FLOPs, whatever the architecture"
        case .supervisedRuns:
            "does not apply: the runs are supervised, and have no teacher"
        case .record(let fault):
            fault.detail
        }
    }

    /// Where the fault is, for a sentence that ``detail`` goes on.
    var placeName: String {
        switch place {
        case .body(let pointer): String(pointer.dropFirst())
        case .query(let name): name
        case .row(_, let line, let name?): "line \(line), \(cut(name)):"
        case .row(_, let line, nil), .line(let line): "line \(line)"
        case .column(let name): cut(name)
        }
    }

    private func unknown(_ known: [String]) -> String {
        let noun =
            switch place {
            case .query: "query parameter"
            case .body, .row, .line, .column: "field"
            }
        return "is not a \(noun) here; "
            + (known.isEmpty ? "there are none" : "the \(noun)s are \(known.joined(separator: ", "))")
    }

    private func quoted(_ text: String) -> String { "\"\(cut(text))\"" }

    /// A text of the request, cut where it is long: an answer must not grow with its request.
    private func cut(_ text: String) -> String {
        text.count > 80 ? text.prefix(80) + "..." : text
    }
}

extension Domain {
    /// The domain in words.
    var words: String {
        let least = "\(lowerIsOpen ? "greater than" : "at least") \(NumberText.short(lower))"
        return upper.isFinite ? "\(least) and at most \(NumberText.short(upper))" : least
    }
}
