/// One variable's slopes: of L_S in nats, and of FLOPs / C, both for an e-fold.
struct Direction {
    let variable: ActiveBound.Variable
    let loss: Double
    let compute: Double
    let value: Double
    let bounds: Bounds

    func violation(price: Double) -> Double {
        let slope = loss + price * compute
        return max(value > bounds.lower ? slope : 0, value < bounds.upper ? -slope : 0, 0)
    }

    /// The bound at which the variable stands and beyond which the loss would fall by more than rounding.
    func activeBound(price: Double) -> ActiveBound? {
        let slope = loss + price * compute
        guard !bounds.isFixed, abs(slope) > 1e-12 else { return nil }
        if slope > 0, value == bounds.lower {
            return ActiveBound(variable: variable, end: .lower, value: value)
        }
        if slope < 0, value == bounds.upper {
            return ActiveBound(variable: variable, end: .upper, value: value)
        }
        return nil
    }

    /// The price at which the slope vanishes, where that is one; 0 where it is not.
    var price: Double { compute > 0 ? max(0, -loss / compute) : 0 }
}

extension Direction {
    /// A variable that cannot move.
    static let still = Direction(variable: .teacherTokens, loss: 0, compute: 0, value: 0, bounds: .all)
}
