import Foundation
import HTTPServer
import HTTPTypes
import Store

/// `/backup`: all that is kept, as one file.
func backupRoutes(_ store: PlannerStore, now: @escaping @Sendable () -> Date) -> [Route] {
    [
        Route(.get, "/backup", scope: .admin, statuses: [200], isUntagged: true) { _ in
            let copy = try store.unnamedBackup()
            let time = now().formatted(Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted))
            return ServerResponse(
                head: HTTPResponse(
                    status: .ok,
                    headerFields: [
                        .contentType: "application/vnd.sqlite3", .cacheControl: "no-store",
                        .contentDisposition: "attachment; filename=\"planner-\(time).sqlite\"",
                        .reprDigest: "sha-256=:\(Data(copy.sha256).base64EncodedString()):",
                    ]), body: .stream(copy.stream))
        }
    ]
}

extension UnnamedBackup {
    /// A piece that is cheap to send.
    private static let pieceBytes = 64 * 1024

    fileprivate var stream: ResponseStream {
        ResponseStream(0) { offset in
            let piece = try self.bytes(at: offset, upTo: Self.pieceBytes)
            offset += piece.count
            return piece.isEmpty ? .end : .bytes(piece)
        }
    }
}

extension Problem {
    /// What is said of a copy of the database that cannot be made: nothing of where files lie.
    init(_ error: BackupError) {
        switch error {
        case .beingWritten:
            self.init(
                .serviceUnavailable, "Another copy is being made; try again when it is done.",
                fields: [.retryAfter: "5"])
        case .system:
            self.init(
                .insufficientStorage, "The copy cannot be written beside the database; the server's log says why.")
        case .damaged: self.init(StoreFailure.damaged)
        case .missing, .exists, .sameFile, .inUse:
            self.init(.internalServerError, "The server failed; its log says why.")
        }
    }
}
