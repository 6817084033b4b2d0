/// The Huber loss of a residual: r²/2 up to δ, and δ (|r| − δ/2) beyond.
struct Huber: Hashable, Sendable {
    /// δ, above zero.
    let delta: Double

    func loss(_ residual: Double) -> Double {
        let size = abs(residual)
        return size <= delta ? residual * residual / 2 : delta * (size - delta / 2)
    }

    /// Its derivative: the residual, cut at ±δ.
    @inline(__always)
    func slope(_ residual: Double) -> Double { max(-delta, min(delta, residual)) }
}
