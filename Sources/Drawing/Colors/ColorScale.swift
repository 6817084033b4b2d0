/// Colours for classes of values.
package enum ColorScale {
    /// Classes that part at 0, `below` of them under it and `above` over it: vermillion and blue of Okabe and Ito, the
    /// stronger the farther from 0, as on the page's maps.
    static func diverging(below: Int, above: Int) -> [Paint] {
        // The same step on both sides, so that equal colours are equally far from 0.
        let steps = Double(max(below, above))
        func paint(_ side: String, _ rank: Int, _ light: UInt32, _ dark: UInt32) -> Paint {
            let share = 0.12 + 0.88 * Double(rank) / steps
            return Paint(
                "\(side)\(rank)", light: Color(0xF7F7F7).mixed(with: Color(light), share),
                dark: Color(0x22272E).mixed(with: Color(dark), share))
        }
        return (1...max(below, 1)).prefix(below).reversed().map { paint("below", $0, 0xD55E00, 0xE69F00) }
            + (1...max(above, 1)).prefix(above).map { paint("above", $0, 0x0072B2, 0x56B4E9) }
    }

    /// `count` classes from low to high: through five colours of viridis (van der Walt and Smith 2015), the same on both
    /// surfaces.
    static func sequential(_ count: Int) -> [Paint] {
        let stops: [UInt32] = [0x440154, 0x3B528B, 0x21918C, 0x5EC962, 0xFDE725]
        return (0..<count).map { index in
            let place = count == 1 ? 2 : Double(index) / Double(count - 1) * Double(stops.count - 1)
            let stop = min(Int(place), stops.count - 2)
            let color = Color(stops[stop]).mixed(with: Color(stops[stop + 1]), place - Double(stop))
            return Paint("class\(index)", light: color, dark: color)
        }
    }
}
