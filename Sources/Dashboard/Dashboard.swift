/// The page that a server shows to people: files that are compiled in, and use its JSON API like any other program.
public enum Dashboard {
    /// One file of the page.
    public struct Asset: Sendable {
        /// Where it is served: empty for the page itself, else a name without slashes, such as `style.css`.
        public let name: String
        /// Its media type, with the character set where it is text.
        public let mediaType: String
        /// Its content.
        public let bytes: [UInt8]

        /// Makes an asset, whose media type follows from its name; the page itself is HTML.
        public init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
            mediaType = Self.mediaType(of: name)
        }

        private static func mediaType(of name: String) -> String {
            switch name.split(separator: ".").last {
            case "js": "text/javascript; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "svg": "image/svg+xml"
            default: "text/html; charset=utf-8"
            }
        }
    }

    /// Under which name the page asks for Chart.js, which is the machine's own and none of ``assets``.
    public static let chartName = "chart.js"

    /// All files of the page.
    public static let assets: [Asset] = [
        Asset("", PackageResources.index_html),
        Asset("style.css", PackageResources.style_css),
        Asset("lists.css", PackageResources.lists_css),
        Asset("icon.svg", PackageResources.icon_svg),
        Asset("address.js", PackageResources.address_js),
        Asset("api.js", PackageResources.api_js),
        Asset("app.js", PackageResources.app_js),
        Asset("dom.js", PackageResources.dom_js),
        Asset("form.js", PackageResources.form_js),
        Asset("laws.js", PackageResources.laws_js),
        Asset("menu.js", PackageResources.menu_js),
        Asset("quantities.js", PackageResources.quantities_js),
        Asset("questions.js", PackageResources.questions_js),
        Asset("saving.js", PackageResources.saving_js),
        Asset("studies.js", PackageResources.studies_js),
        Asset("support.js", PackageResources.support_js),
        Asset("theme.js", PackageResources.theme_js),
        Asset("token.js", PackageResources.token_js),
        Asset("words.js", PackageResources.words_js),
        Asset("canvas.js", PackageResources.canvas_js),
        Asset("charts.js", PackageResources.charts_js),
        Asset("drawing.js", PackageResources.drawing_js),
        Asset("looks.js", PackageResources.looks_js),
        Asset("pointing.js", PackageResources.pointing_js),
        Asset("scales.js", PackageResources.scales_js),
        Asset("svg.js", PackageResources.svg_js),
        Asset("tables.js", PackageResources.tables_js),
        Asset("views.js", PackageResources.views_js),
        Asset("frontier.js", PackageResources.frontier_js),
        Asset("gap.js", PackageResources.gap_js),
        Asset("maps.js", PackageResources.maps_js),
        Asset("plan.js", PackageResources.plan_js),
        Asset("plan-answer.js", PackageResources.plan_answer_js),
        Asset("plan-question.js", PackageResources.plan_question_js),
        Asset("cells.js", PackageResources.cells_js),
        Asset("commands.js", PackageResources.commands_js),
        Asset("dialog.js", PackageResources.dialog_js),
        Asset("all-studies.js", PackageResources.all_studies_js),
        Asset("writes.js", PackageResources.writes_js),
        Asset("whiskers.js", PackageResources.whiskers_js),
        Asset("runs.js", PackageResources.runs_js),
        Asset("runs-exclude.js", PackageResources.runs_exclude_js),
        Asset("runs-filter.js", PackageResources.runs_filter_js),
        Asset("runs-import.js", PackageResources.runs_import_js),
        Asset("runs-table.js", PackageResources.runs_table_js),
        Asset("fit.js", PackageResources.fit_js),
        Asset("fit-list.js", PackageResources.fit_list_js),
        Asset("fit-pictures.js", PackageResources.fit_pictures_js),
        Asset("fit-question.js", PackageResources.fit_question_js),
        Asset("fit-report.js", PackageResources.fit_report_js),
        Asset("fit-result.js", PackageResources.fit_result_js),
        Asset("fit-words.js", PackageResources.fit_words_js),
        Asset("compare.js", PackageResources.compare_js),
        Asset("promotion.js", PackageResources.promotion_js),
    ]
}
