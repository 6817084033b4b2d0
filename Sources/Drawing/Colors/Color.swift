import Foundation

/// A colour of a screen, in sRGB.
package struct Color: Hashable, Sendable {
    /// Red, green and blue, each from 0 to 1.
    private let channels: SIMD3<Double>

    private init(channels: SIMD3<Double>) {
        self.channels = channels.clamped(lowerBound: .zero, upperBound: .one)
    }

    /// The colour of six hexadecimal digits, such as `0x0072B2`.
    package init(_ digits: UInt32) {
        let bytes = SIMD3(Double(digits >> 16 & 255), Double(digits >> 8 & 255), Double(digits & 255))
        self.init(channels: bytes / 255)
    }

    /// The colour as SVG writes it: `#0072b2`.
    package var text: String {
        let bytes = (0..<3).map { String(Int((channels[$0] * 255).rounded()), radix: 16) }
        return "#" + bytes.map { $0.count == 1 ? "0" + $0 : $0 }.joined()
    }

    /// The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it.
    package func contrast(with other: Color) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    private var luminance: Double { (light * SIMD3(0.2126, 0.7152, 0.0722)).sum() }
}

// MARK: - Mixing

extension Color {
    /// The colour on the way to `other`, at a share of it from 0 to 1, in equal steps to the eye: along a line in OKLab
    /// (Ottosson 2020).
    package func mixed(with other: Color, _ share: Double) -> Color {
        Color(oklab: oklab * (1 - share) + other.oklab * share)
    }

    /// The channels in amounts of light.
    private var light: SIMD3<Double> {
        channels.mapped { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    }

    private var oklab: SIMD3<Double> {
        let cones = light.times([
            SIMD3(0.4122214708, 0.5363325363, 0.0514459929), SIMD3(0.2119034982, 0.6806995451, 0.1073969566),
            SIMD3(0.0883024619, 0.2817188376, 0.6299787005),
        ])
        return cones.mapped(cbrt).times([
            SIMD3(0.2104542553, 0.7936177850, -0.0040720468), SIMD3(1.9779984951, -2.4285922050, 0.4505937099),
            SIMD3(0.0259040371, 0.7827717662, -0.8086757660),
        ])
    }

    private init(oklab: SIMD3<Double>) {
        let roots = oklab.times([
            SIMD3(1, 0.3963377774, 0.2158037573), SIMD3(1, -0.1055613458, -0.0638541728),
            SIMD3(1, -0.0894841775, -1.2914855480),
        ])
        let light = (roots * roots * roots).times([
            SIMD3(4.0767416621, -3.3077115913, 0.2309699292), SIMD3(-1.2684380046, 2.6097574011, -0.3413193965),
            SIMD3(-0.0041960863, -0.7034186147, 1.7076147010),
        ])
        self.init(channels: light.mapped { $0 <= 0.0031308 ? 12.92 * $0 : 1.055 * pow($0, 1 / 2.4) - 0.055 })
    }
}

extension SIMD3<Double> {
    fileprivate func mapped(_ change: (Double) -> Double) -> Self { Self(change(x), change(y), change(z)) }

    /// The product of the matrix of these rows and this vector.
    fileprivate func times(_ rows: [Self]) -> Self {
        Self((rows[0] * self).sum(), (rows[1] * self).sum(), (rows[2] * self).sum())
    }
}
