/// What something is painted with: a colour in each theme.
package struct Paint: Hashable, Sendable {
    /// What style sheets call it: letters, digits and hyphens.
    package let name: String
    /// The colour on a light surface.
    package let light: Color
    /// The colour on a dark one.
    package let dark: Color

    /// Makes a paint.
    package init(_ name: String, light: Color, dark: Color) {
        self.name = name
        self.light = light
        self.dark = dark
    }

    private init(_ name: String, _ light: UInt32, _ dark: UInt32) {
        self.init(name, light: Color(light), dark: Color(dark))
    }
}

extension Paint {
    /// Behind everything.
    package static let surface = Paint("surface", 0xFFFFFF, 0x0D1117)
    /// Titles, labels and what matters most.
    package static let ink = Paint("ink", 0x1F2328, 0xF0F3F6)
    /// Text beside the point: ticks, axis titles, the legend, the foot.
    package static let muted = Paint("muted", 0x59636E, 0x9BA3AD)
    /// Lines that the eye may follow to an axis.
    package static let grid = Paint("grid", 0xE7EAEE, 0x21272E)
    /// Axes, leaders and frames.
    package static let rule = Paint("rule", 0x8B949E, 0x6E7681)
    /// Where there is nothing to show.
    package static let blank = Paint("blank", 0xD5DAE0, 0x30363D)

    /// Paints for lines that are told apart: of Okabe and Ito (2008) those that stand out from the surface.
    package static let series = [
        Paint("green", 0x009E73, 0x009E73), Paint("blue", 0x0072B2, 0x56B4E9),
        Paint("vermillion", 0xD55E00, 0xE69F00), Paint("purple", 0xCC79A7, 0xCC79A7),
    ]
}

/// The surface that a picture is drawn for.
package enum Theme: String, CaseIterable, Sendable {
    case light, dark
}
