import Foundation

/// What stands along one side of a chart.
package struct Axis: Hashable, Sendable {
    /// How values are laid out.
    package enum Spacing: Hashable, Sendable {
        /// Equal differences are equally long.
        case linear
        /// Equal ratios are equally long; all values are above 0.
        case logarithmic
    }

    /// The quantity and its unit.
    package let title: String
    /// How values are laid out.
    package let spacing: Spacing
    /// How they are written.
    package let notation: Notation
    /// The values at both ends, which differ.
    package let domain: ClosedRange<Double>

    /// An axis over all of `values`, with `padding` of its length more at each end.
    ///
    /// Values that are the same stand in the middle of an axis that is not empty; without values it has some.
    package init(
        _ title: String, _ spacing: Spacing, _ notation: Notation, over values: some Sequence<Double>,
        padding: Double = 0
    ) {
        self.title = title
        self.spacing = spacing
        self.notation = notation
        let places = values.map { spacing.place($0) }
        let (lower, upper) = (places.min() ?? 0, places.max() ?? 1)
        let middle = (lower + upper) / 2
        // Below this the ticks would be told apart by digits that a Double does not have.
        let least = spacing == .logarithmic ? 1e-6 : max(abs(middle) * 1e-6, 1e-6)
        let isPoint = upper - lower < least
        let room = isPoint ? (spacing == .logarithmic ? 0.5 : max(abs(middle) * 0.05, 0.01)) : padding * (upper - lower)
        // Without room the ends are the values themselves, to the bit.
        domain =
            room == 0
            ? (values.min() ?? 0)...(values.max() ?? 1)
            : spacing.value(lower - room)...spacing.value(upper + room)
    }

    /// How far along the axis `value` stands: 0 at its start, 1 at its end.
    func share(_ value: Double) -> Double {
        let (lower, upper) = (spacing.place(domain.lowerBound), spacing.place(domain.upperBound))
        return (spacing.place(value) - lower) / (upper - lower)
    }

    /// At most about `most` values with short names, rising.
    func ticks(most: Int) -> [Tick] {
        let values =
            spacing == .linear ? Ticks.linear(domain, most: most) : Ticks.logarithmic(domain, most: most)
        return zip(values, notation.texts(of: values)).map { Tick(value: $0, text: $1) }
    }

    /// A value that is marked on an axis.
    struct Tick {
        let value: Double
        let text: String
    }
}

extension Axis.Spacing {
    fileprivate func place(_ value: Double) -> Double { self == .linear ? value : log10(value) }

    fileprivate func value(_ place: Double) -> Double { self == .linear ? place : pow(10, place) }
}

/// From the values of an axis to pixels.
struct Scale {
    let axis: Axis
    /// The pixel of the axis' start.
    let start: Double
    /// The pixel of its end.
    let end: Double

    func pixel(_ value: Double) -> Double { start + (end - start) * axis.share(value) }
}
