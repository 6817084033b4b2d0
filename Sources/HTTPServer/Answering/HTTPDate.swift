import Foundation

/// A time as the Date field spells it (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
func httpDate(secondsSince1970 seconds: Int) -> String {
    var parts = tm()
    var time = time_t(seconds)
    gmtime_r(&time, &parts)
    let weekday = weekdays[Int(parts.tm_wday)]
    let month = months[Int(parts.tm_mon)]
    let day = padded(parts.tm_mday)
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(padded).joined(separator: ":")
    return "\(weekday), \(day) \(month) \(Int(parts.tm_year) + 1900) \(clock) GMT"
}

// Not from the system, whose names follow the locale.
private let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

private func padded(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}

/// The present date, spelt once a second.
final class DateCache: Sendable {
    private let clock: ServerClock
    private let cached: Guarded<(second: Int, text: String)>

    init(clock: ServerClock) {
        self.clock = clock
        let second = clock.secondsSince1970()
        cached = Guarded((second, httpDate(secondsSince1970: second)))
    }

    var text: String {
        let second = clock.secondsSince1970()
        return cached.withLock { cached in
            if cached.second != second { cached = (second, httpDate(secondsSince1970: second)) }
            return cached.text
        }
    }
}
