import Planning

/// A question asked by query parameters, so that an address is all it takes.
///
/// Each parameter stands for a field of the body that asks the same, and is read and checked as that is.
struct PictureQuery: Sendable {
    /// A query parameter.
    struct Parameter: Sendable {
        /// How its text becomes a value.
        enum Form: Sendable {
            /// A number or a name.
            case one
            /// A number, or `a..b`.
            case bounds
            /// Names with commas between them.
            case list
        }

        let name: String
        /// Where its field is in the body.
        let path: [String]
        var form = Form.one
        /// What it is where it is not given.
        var standard: String?

        init(_ name: String, _ path: String, _ form: Form = .one, standard: String? = nil) {
            self.name = name
            self.path = path.split(separator: ".").map(String.init)
            self.form = form
            self.standard = standard
        }

        fileprivate var pointer: String { path.map { "/" + $0 }.joined() }
    }

    let parameters: [Parameter]

    /// The body that the values of `query` make.
    func body(_ query: [String: String]) -> JSONValue {
        parameters.reduce(.object([])) { body, parameter in
            guard let text = query[parameter.name] ?? parameter.standard else { return body }
            return body.setting(parameter.path[...], to: parameter.form.value(text))
        }
    }

    /// What `read` makes of the body of `query`, whose faults become faults of the parameters.
    ///
    /// - Throws: ``Faults``.
    func renaming<Value>(_ query: [String: String], _ read: () throws(Faults) -> Value) throws(Faults) -> Value {
        do throws(Faults) {
            return try read()
        } catch {
            throw Faults(
                error.list.map { fault in
                    guard case .body(let pointer) = fault.place else { return fault }
                    return Fault(query: name(of: pointer, query), fault.kind.renamed { name(of: $0, query) })
                })
        }
    }

    /// The parameter at `pointer` or around it, else the first below it, which had better be given.
    private func name(of pointer: String, _ query: [String: String]) -> String {
        let around = parameters.first { (pointer + "/").hasPrefix($0.pointer + "/") }
        let below = parameters.filter { $0.pointer.hasPrefix(pointer + "/") }
        let found = around ?? below.first { query[$0.name] != nil } ?? below.first
        return found?.name ?? String(pointer.dropFirst())
    }
}

extension PictureQuery.Parameter.Form {
    fileprivate func value(_ text: String) -> JSONValue {
        switch self {
        case .one: .string(text)
        case .bounds: .bounds(text)
        case .list: .array(text.split(separator: ",", omittingEmptySubsequences: false).map { .string(String($0)) })
        }
    }
}

extension JSONValue {
    /// The same object with the field at a path of names, inside objects that are made where there are none.
    fileprivate func setting(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue {
        guard let name = path.first, case .object(var members) = self else { return value }
        let inner = (self[name] ?? .object([])).setting(path.dropFirst(), to: value)
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index] = Member(name, inner)
        } else {
            members.append(Member(name, inner))
        }
        return .object(members)
    }
}

extension Fault.Kind {
    /// The same with another name for the field that it points to.
    fileprivate func renamed(_ name: (String) -> String) -> Fault.Kind {
        switch self {
        case .excludes(let other): .excludes(name(other))
        case .needs(let other): .needs(name(other))
        default: self
        }
    }
}

// MARK: - What can be asked

extension PictureQuestion {
    /// The parameters of its address, beside those of its ``PictureStyle``.
    var query: PictureQuery {
        switch self {
        case .frontier: PictureQuery(parameters: PictureQuery.frontier)
        case .map: PictureQuery(parameters: PictureQuery.map)
        }
    }
}

extension PictureQuery {
    /// Points that a line has where the question does not say: eight in a factor of ten of the paper's budgets.
    static let standardPoints = 49

    /// Columns and rows that a map has where the question does not say.
    static let standardCells = (columns: 48, rows: 36)

    fileprivate static let frontier =
        [
            Parameter("budget_min", "budgets.min"), Parameter("budget_max", "budgets.max"),
            Parameter("points", "budgets.points", standard: String(standardPoints)),
            Parameter("scenarios", "scenarios", .list),
        ] + common + [Parameter("draws", "uncertainty.draws"), Parameter("level", "uncertainty.level")]

    fileprivate static let map =
        [
            Parameter("x", "x.variable"), Parameter("x_min", "x.values.min"), Parameter("x_max", "x.values.max"),
            Parameter("x_points", "x.values.points", standard: String(standardCells.columns)),
            Parameter("y", "y.variable"), Parameter("y_min", "y.values.min"), Parameter("y_max", "y.values.max"),
            Parameter("y_points", "y.values.points", standard: String(standardCells.rows)),
            Parameter("budget_flops", "budget_flops"), Parameter("scenario", "scenario"),
        ] + common

    private static let common = [
        Parameter("law", "law"), Parameter("student", "student.params", .bounds),
        Parameter("student_tokens", "student.tokens", .bounds), Parameter("unique_tokens", "student.unique_tokens"),
        Parameter("max_epochs", "student.max_epochs"), Parameter("repetition", "student.repetition"),
        Parameter("serving_tokens", "serving.tokens"), Parameter("teacher", "teacher.params", .bounds),
        Parameter("teacher_tokens", "teacher.tokens", .bounds), Parameter("teacher_loss", "teacher.loss"),
        Parameter("students_sharing_teacher", "students_sharing_teacher"), Parameter("support", "support"),
    ]
}
