import Dashboard
import Foundation
import Testing

/// The page that `serve` shows to people, as it is compiled in and served.
@Suite struct `The page` {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Dashboard").standardizedFileURL

    /// The files in the folder of the page, by name, Swift's left out.
    private static func files() throws -> [String: URL] {
        let all = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        let files = all.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath && $0.pathExtension != "swift" }
        return Dictionary(files.map { ($0.lastPathComponent, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `has all files of its folder, byte for byte`() throws {
        let files = try Self.files()
        let assets = Dictionary(grouping: Dashboard.assets) { $0.name.isEmpty ? "index.html" : $0.name }
        #expect(assets.keys.sorted() == files.keys.sorted())
        for (name, asset) in assets {
            #expect(asset.count == 1, "\(name)")
            #expect(try asset[0].bytes == [UInt8](Data(contentsOf: try #require(files[name]))), "\(name)")
        }
    }

    @Test func `imports only its own modules`() throws {
        let names = Set(Dashboard.assets.map(\.name))
        for asset in Dashboard.assets where asset.name.hasSuffix(".js") {
            let text = String(decoding: asset.bytes, as: UTF8.self)
            let imported = text.matches(of: /from "(.*?)"/).map { String($0.output.1) }
            for path in imported {
                #expect(path.hasPrefix("./") && names.contains(String(path.dropFirst(2))), "\(asset.name): \(path)")
            }
        }
    }

    /// Nothing that the Content-Security-Policy forbids, and nothing of another host.
    @Test func `has no inline script, style or foreign address`() throws {
        for asset in Dashboard.assets {
            let text = String(decoding: asset.bytes, as: UTF8.self)
            #expect(!text.contains("https://"), "\(asset.name)")
            guard asset.mediaType.hasPrefix("text/html") else { continue }
            #expect(text.matches(of: /<script(?![^>]*\ssrc=)/).isEmpty)
            #expect(text.matches(of: /<style|\sstyle=|\son[a-z]+=/).isEmpty)
        }
    }

    @Test func `is served with Chart.js where the machine has it`() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "chart.js")
            try Data("window.Chart = 1".utf8).write(to: file)
            let server = try RunningServer(in: folder, ["--chart-js", file.path()])
            defer { server.kill() }
            #expect(try server.get("/").text.contains("<title>distill-planner</title>"))
            #expect(try server.get("/page/app.js").field("Content-Type") == "text/javascript; charset=utf-8")
            #expect(try server.get("/page/chart.js").text == "window.Chart = 1")
        }
    }

    @Test func `is served without Chart.js where it is missing, and the log says what to install`() throws {
        try withTemporaryFolder { folder in
            let server = try RunningServer(in: folder, ["--chart-js", folder.appending(path: "none.js").path()])
            defer { server.kill() }
            #expect(try server.get("/").status == 200)
            #expect(try server.get("/page/chart.js").status == 404)
            #expect(try server.log().contains("libjs-chart.js"))
        }
    }
}
