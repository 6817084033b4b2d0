import Foundation
import HTTPServer
public import Records
public import Store

/// Runs of a study as they leave the service: all that a filter selects, or a page of them.
public struct RunList: Sendable {
    let store: PlannerStore
    let study: String
    let filter: RunFilter
    let order: RunOrder
    let start: RunPosition?
    let limit: Int?

    /// All runs of a study that `filter` selects, in the order of their numbers.
    ///
    /// - Throws: `StudyMissing`, or `DatabaseError` where the database cannot be read.
    public init(_ store: PlannerStore, study: String, filter: RunFilter) throws {
        try self.init(store, study: study, filter: filter, order: .byID, start: nil, limit: nil)
    }

    /// Those in `order` behind `start`, `limit` of them at most.
    ///
    /// - Throws: As ``init(_:study:filter:)``.
    init(
        _ store: PlannerStore, study: String, filter: RunFilter, order: RunOrder, start: RunPosition?, limit: Int?
    ) throws {
        // What cannot be answered is to be known before the answer begins.
        _ = try store.study(study)
        self.store = store
        self.study = study
        self.filter = filter
        self.order = order
        self.start = start
        self.limit = limit
    }

    /// One page of the list.
    func page(_ limit: Int) throws -> RunPage {
        try store.runs(study: study, filter: filter, order: order, after: start, limit: limit)
    }
}

/// How runs are exported.
public enum RunFormat: String, CaseIterable, Sendable, ContentFormat {
    /// Pages of objects, with numbers and teachers.
    case json
    /// RFC 4180, a column for each field.
    case csv
    /// A JSON object a line.
    case jsonLines = "jsonl"

    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonLines: "application/x-ndjson"
        }
    }
}

// MARK: - Export

extension RunList {
    /// How far an export has come.
    private struct Progress: Sendable {
        var position: RunPosition?
        var left: Int
        var isBegun = false
        var isAtEnd = false
    }

    /// How many runs are read at a time: about 64 KB of them.
    private static let runsPerPiece = 400

    /// The runs in UTF-8, in pieces that are read when they are asked for; `format` is CSV or JSON Lines.
    ///
    /// Runs that change meanwhile are read as they are when their piece is.
    public func pieces(_ format: RunFormat) -> some Sequence<Result<[UInt8], any Error>> {
        sequence(state: progress) { progress -> Result<[UInt8], any Error>? in
            do {
                return try piece(&progress, format).map { .success($0) }
            } catch {
                progress.isAtEnd = true
                return .failure(error)
            }
        }
    }

    /// The runs as the content of an HTTP answer.
    func stream(_ format: RunFormat) -> ResponseStream {
        ResponseStream(progress) { progress in try piece(&progress, format).map { .bytes($0) } ?? .end }
    }

    private var progress: Progress { Progress(position: start, left: limit ?? .max) }

    private func piece(_ progress: inout Progress, _ format: RunFormat) throws -> [UInt8]? {
        guard !progress.isAtEnd else { return nil }
        let limit = min(progress.left, Self.runsPerPiece)
        let page = try store.runs(study: study, filter: filter, order: order, after: progress.position, limit: limit)
        var text = progress.isBegun || format != .csv ? "" : CSVText.row(RunField.allCases.map(\.rawValue))
        for record in page.runs { text += record.run.row(format) }
        progress.isBegun = true
        progress.left -= page.runs.count
        progress.position = page.next
        progress.isAtEnd = page.next == nil || progress.left == 0
        return Array(text.utf8)
    }
}

extension Run {
    fileprivate func row(_ format: RunFormat) -> String {
        switch format {
        case .csv: CSVText.row(RunField.allCases.map { text(of: $0) })
        case .json, .jsonLines: String(decoding: JSONText.line(.object(members)), as: UTF8.self) + "\n"
        }
    }
}
