import Planning

extension Hardware {
    /// Writes what the hardware is, and what each way to train takes of it; `null` for a way that the plan has not.
    func write(_ text: inout JSONText, distillationFLOPs: Double?, supervisedFLOPs: Double?) {
        text.object { text in
            text.member("device", device?.name)
            text.member("peak_flops", peakFLOPsPerSecond)
            text.member("count", count)
            text.member("utilization", utilization)
            text.member("utilization_is_default") { $0.value(utilizationIsDefault) }
            text.member("price_per_hour", pricePerDeviceHour)
            text.member("source", device?.source)
            text.member("distillation") { write(&$0, flops: distillationFLOPs) }
            text.member("supervised") { write(&$0, flops: supervisedFLOPs) }
        }
    }

    private func write(_ text: inout JSONText, flops: Double?) {
        guard let flops else { return text.null() }
        let use = use(flops: flops)
        text.object { text in
            text.member("device_hours", use.deviceHours)
            text.member("days", use.days)
            text.member("cost", use.cost)
        }
    }
}
