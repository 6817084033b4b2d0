import Dashboard
import Foundation
import Logging
import PlannerAPI

/// The page that `serve` shows to people.
enum ServedPage {
    /// Its files, with Chart.js from the file at `chartJS` where that can be read; where not, the log says what to install.
    static func files(chartJS: String, _ logger: Logger) -> [PageFile] {
        var assets = Dashboard.assets
        do {
            assets.append(Dashboard.Asset(Dashboard.chartName, [UInt8](try Data(contentsOf: URL(filePath: chartJS)))))
        } catch {
            logger.notice(
                "the page has no charts: install libjs-chart.js, or name the file of Chart.js with --chart-js",
                metadata: ["path": "\(chartJS)"])
        }
        return assets.map { PageFile(name: $0.name, mediaType: $0.mediaType, bytes: $0.bytes) }
    }
}
